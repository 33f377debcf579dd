"""Answers that disagree: found, asked about once if it matters which one holds, and then settled as the person says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
from msgspec.structs import replace

from regrant.diagnosis.belief import factor, over_causes
from regrant.diagnosis.evidence import BROKEN_STILL, PROBLEM, WHICH_HOLDS, Evidence, Origin
from regrant.diagnosis.model import Array, Flags, Model
from regrant.knowledge.model import UNKNOWN

SHOWS = 0.5
"""A cause shows an answer if it does so at least this often, be it only because everybody else does."""
REFUSES = 0.06
"""A cause refuses an answer if it speaks of that finding and shows the answer at most this often."""
TOGETHER = 0.2
"""Two answers go together if a cause that speaks of either shows both at least this often."""
Part = tuple[Array, Flags, Flags]
"""How often each hypothesis shows an answer, whether it speaks of that finding, and whether anything is known of it."""


def find(model: Model, evidence: Mapping[str, Evidence]) -> tuple[Evidence, Evidence] | None:
    """Return the first two pieces of told evidence that disagree: no single cause shows both."""
    return next(_pairs(model, evidence), None)


def find_open(model: Model, evidence: Mapping[str, Evidence], belief: Array) -> tuple[Evidence, Evidence] | None:
    """Return the first two that disagree and of which it matters which holds: another cause then comes first."""
    for one, other in _pairs(model, evidence):
        if _first_without(model, belief, one) != _first_without(model, belief, other):
            return one, other

    return None


def _pairs(model: Model, evidence: Mapping[str, Evidence]) -> Iterator[tuple[Evidence, Evidence]]:
    """Yield what disagrees; what was said before a fix and what was said after it may both be true."""
    parts: dict[str, tuple[int, Part]] = {}
    fixes = 0
    for name, item in evidence.items():
        fixes += item.value in BROKEN_STILL
        if part := _part(model, item):
            parts[name] = fixes, part
    for one, other in combinations(parts, 2):
        if parts[one][0] == parts[other][0] and _disagree(parts[one][1], parts[other][1]):
            yield evidence[one], evidence[other]


def _first_without(model: Model, belief: Array, item: Evidence) -> int:
    return int(np.argmax(over_causes(model, belief / factor(model, item))))


def _disagree(one: Part, other: Part) -> bool:
    together = (one[0] * other[0] >= TOGETHER) & (one[1] | other[1]) & one[2] & other[2]

    return not together.any() and (_refused(one, other) or _refused(other, one))


def _refused(by: Part, what: Part) -> bool:
    shows = by[0] >= SHOWS
    refuses = what[1] & (what[0] <= REFUSES)

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
    """Return what every hypothesis says of this answer, or None if it takes no part."""
    if item.finding in (PROBLEM, WHICH_HOLDS) or item.finding not in model.columns:
        return None
    if item.value == UNKNOWN or item.origin in (Origin.VERIFIED, Origin.UNKNOWN) or item.checked:
        return None
    speaks = model.spoken[item.finding] > 0
    known = speaks | bool(model.knowledge.findings[item.finding].otherwise)

    return model.likelihood(item.finding, item.value, Origin.VERIFIED), speaks, known
