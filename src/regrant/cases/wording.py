"""The words that all faces use for verdicts, grades, shares and how often something is behind a problem."""

from __future__ import annotations

from collections.abc import Iterable

_ELSEWHERE = "This is not about access, so Regrant cannot mend it,"
_PERHAPS = "This may not be about access. If it is not, Regrant cannot mend it,"

VERDICTS = {
    "decided": "This is it",
    "likely": "Most likely",
    "cannot_tell": "Cannot tell yet",
    "out_of_scope": "Not an access problem",
}
GRADES = {
    "official": "official",
    "mirrored": "official text, read through a copy",
    "practice": "seen by people, not said by TikTok",
    "unconfirmed": "unconfirmed",
}
FREQUENCY = {
    "always": "nearly always",
    "usually": "usually",
    "often": "often",
    "sometimes": "sometimes",
    "rarely": "rarely",
    "never": "hardly ever",
}


def whole_percent(chance: float) -> int:
    """Return a probability for reading; never 0 or 100, because nothing is that sure."""
    return min(max(round(100 * chance), 1), 99)


def while_asking(notes: Iterable[str]) -> tuple[str, ...]:
    """Return notes as they are to be read above a question: what is still asked about is not said to be sure."""
    return tuple(note.replace(_ELSEWHERE, _PERHAPS) for note in notes)
