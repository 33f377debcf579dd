"""Likelihood words and what they mean in numbers. This is the only place where they meet."""

from __future__ import annotations

from collections.abc import Mapping

from regrant.knowledge.model import Cause, Finding, Grade, Word

PROBABILITY: dict[Word, float] = {
    "always": 0.98,
    "usually": 0.92,
    "often": 0.6,
    "sometimes": 0.3,
    "rarely": 0.08,
    "never": 0.005,
}
FLOOR = 0.005
GRADES: tuple[Grade, ...] = ("official", "mirrored", "practice", "unconfirmed")


def distribution(values: tuple[str, ...], words: Mapping[str, Word]) -> dict[str, float]:
    """
    Turn words for some values into probabilities for all of them.

    Values without a word share what is left evenly; nothing falls below `FLOOR` before the
    whole is scaled to one, because knowledge is never that certain.
    """
    given = {value: PROBABILITY[words[value]] for value in values if value in words}
    silent = [value for value in values if value not in words]
    rest = max(1.0 - sum(given.values()), 0.0) / len(silent) if silent else 0.0
    raw = {value: max(given.get(value, rest), FLOOR) for value in values}
    total = sum(raw.values())

    return {value: weight / total for value, weight in raw.items()}


def shown(cause: Cause, finding: Finding) -> dict[str, float] | None:
    """Return how often *cause* shows each value of *finding*, or None if nothing is known."""
    said = cause.shows.get(finding.id)
    if said is None:
        if not finding.otherwise:
            return None
        return distribution(tuple(finding.answers), finding.otherwise)
    words: Mapping[str, Word] = {said: "usually"} if isinstance(said, str) else said

    return distribution(tuple(finding.answers), words)
