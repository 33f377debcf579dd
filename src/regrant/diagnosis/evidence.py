"""Evidence: what anybody or anything says about a case, and how good it is."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from regrant.knowledge import Knowledge, nearest_hint
from regrant.knowledge.model import UNKNOWN

PROBLEM = "problem"
"""The finding "what is it about?", whose values are the problems."""
WHICH_HOLDS = "which_holds"
"""The finding that settles two answers which disagree; its values are the two findings, or `BOTH`."""
BOTH = "both"
OTHER = "other"

HELPED, PARTLY, DID_NOT_HELP, COULD_NOT = "helped", "partly", "did_not_help", "could_not"
OUTCOMES = {
    HELPED: "Yes, everything works now",
    PARTLY: "This part works now, but something else still does not",
    DID_NOT_HELP: "I did all of it, and it is still broken",
    COULD_NOT: "I could not do it",
}
BROKEN_STILL = (PARTLY, DID_NOT_HELP)
"""Outcomes after which there is something else to find."""


class Origin(StrEnum):
    """How good evidence is, best first."""

    VERIFIED = "verified"
    REPORTED = "reported"
    DERIVED = "derived"
    TOLD = "told"
    UNKNOWN = "unknown"


MISTAKEN: dict[Origin, float] = {
    Origin.VERIFIED: 0.0,
    Origin.REPORTED: 0.01,
    Origin.DERIVED: 0.08,
    Origin.TOLD: 0.05,
}
"""How often evidence of this origin is simply wrong: machines seldom are, memories and readings of text are."""


class Evidence(Struct, frozen=True, kw_only=True):
    """
    One finding's value, where it came from, when, and the proof (request id, file, the person's words).

    The finding may also be a fix that was tried (values in `OUTCOMES`), `PROBLEM` or `WHICH_HOLDS`.
    """

    finding: str
    value: str
    origin: Origin = Origin.TOLD
    at: str | None = None
    proof: str | None = None

    @property
    def checked(self) -> bool:
        """Whether a check brought it: its proof is a call, such as ``/bc/get/ request_id=...``, and no one's words."""
        return self.proof is not None and self.proof.startswith("/")


class Prior(Struct, frozen=True, kw_only=True):
    """
    What the words alone suggest.

    `problems` are probabilities; what they lack to one is left to how common problems are. `causes` are factors
    within a problem (1 = says nothing).
    """

    problems: dict[str, float] = {}
    causes: dict[str, float] = {}


class UnknownIdError(ValueError):
    """An id that does not exist; the message names the nearest right one."""


def validate(evidence: Iterable[Evidence], knowledge: Knowledge) -> None:
    """
    Check that every finding and value exists.

    Raises:
        UnknownIdError: naming the nearest right id.

    """
    for item in evidence:
        values = values_of(item.finding, knowledge)
        if values is None:
            known = [*knowledge.findings, *knowledge.fixes, PROBLEM]
            hint = nearest_hint(item.finding, known) or "see: regrant knowledge list"
            raise UnknownIdError(f'There is no finding or fix "{item.finding}"; {hint}')
        if item.value != UNKNOWN and item.value not in values:
            hint = nearest_hint(item.value, values) or f"use one of: {', '.join(values)}, {UNKNOWN}"
            raise UnknownIdError(f'"{item.finding}" has no value "{item.value}"; {hint}')


def values_of(finding: str, knowledge: Knowledge) -> tuple[str, ...] | None:
    """Return the values a finding (or tried fix) can take, or None if there is no such finding."""
    if finding == PROBLEM:
        return (*knowledge.problems, OTHER)
    if finding == WHICH_HOLDS:
        return (*knowledge.findings, BOTH)
    if finding in knowledge.findings:
        return tuple(knowledge.findings[finding].answers)

    return tuple(OUTCOMES) if finding in knowledge.fixes else None


def latest(evidence: Iterable[Evidence]) -> dict[str, Evidence]:
    """
    Keep one piece of evidence per finding.

    A later one replaces an earlier one, but what a person remembers does not replace what was read from TikTok,
    and a reading that failed replaces nothing.
    """
    kept: dict[str, Evidence] = {}
    for item in evidence:
        before = kept.get(item.finding)
        remembered = before and before.origin is Origin.VERIFIED and item.origin is not Origin.VERIFIED
        if remembered or (before and item.origin is Origin.UNKNOWN):
            continue
        kept.pop(item.finding, None)
        kept[item.finding] = item

    return kept


def differing(evidence: Iterable[Evidence]) -> bool:
    """
    Whether a person gave two different answers to one question about the world.

    What was answered before a fix was done does not count: the fix changed the world.
    """
    said: dict[str, set[str]] = {}
    for item in evidence:
        if item.value in (HELPED, *BROKEN_STILL):
            said.clear()
        if item.origin is Origin.TOLD and item.value not in (UNKNOWN, *OUTCOMES) and item.finding != WHICH_HOLDS:
            said.setdefault(item.finding, set()).add(item.value)

    return any(len(values) > 1 for values in said.values())
