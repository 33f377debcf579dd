"""Answers that disagree: found, asked about once, and then settled as the person says."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from msgspec.structs import replace

from regrant.diagnosis.evidence import PROBLEM, WHICH_HOLDS, Evidence, Origin
from regrant.diagnosis.model import Flags, Model
from regrant.knowledge.model import UNKNOWN

SHOWS = 0.5
"""A cause shows an answer if it does so at least this often, be it only because everybody else does."""
REFUSES = 0.06
"""A cause refuses an answer if it speaks of that finding and shows the answer at most this often."""
Part = tuple[Flags, Flags]
"""Which hypotheses show an answer, and which refuse it."""


def find(model: Model, evidence: Mapping[str, Evidence]) -> tuple[Evidence, Evidence] | None:
    """Return the first two pieces of told evidence such that every cause which shows the one refuses the other."""
    parts = {name: part for name, item in evidence.items() if (part := _part(model, item)) is not None}
    for one, other in combinations(parts, 2):
        if _disagree(parts[one], parts[other]):
            return evidence[one], evidence[other]

    return None


def _disagree(one: Part, other: Part) -> bool:
    return _refused(one, other) or _refused(other, one)


def _refused(by: Part, what: Part) -> bool:
    shows, _ = by
    _, refuses = what

    return bool(shows.any() and refuses[shows].all())


def settle(model: Model, evidence: Mapping[str, Evidence]) -> dict[str, Evidence]:
    """
    Return the evidence with "I don't know" for what the person has said does not hold.

    It stays in the list, so that it is not asked again; and all that disagrees with the answer which holds is
    settled, whatever disagreement is found first now.
    """
    kept = dict(evidence)
    said = kept.get(WHICH_HOLDS)
    if said is None or said.value not in kept:
        return kept
    holds = _part(model, kept[said.value])
    for name, item in evidence.items():
        part = _part(model, item)
        if name != said.value and holds and part and _disagree(holds, part):
            kept[name] = replace(item, value=UNKNOWN)

    return kept


def _part(model: Model, item: Evidence) -> Part | None:
    """Return which hypotheses show this answer and which refuse it, or None if it takes no part."""
    if item.finding in (PROBLEM, WHICH_HOLDS) or item.finding not in model.columns:
        return None
    if item.value == UNKNOWN or item.origin in (Origin.VERIFIED, Origin.UNKNOWN) or item.checked:
        return None
    column = model.likelihood(item.finding, item.value, Origin.VERIFIED)
    speaks = model.spoken[item.finding] > 0

    return column >= SHOWS, speaks & (column <= REFUSES)
