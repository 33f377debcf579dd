"""The words that all faces use for verdicts, grades, shares and how often something is behind a problem."""

from __future__ import annotations

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
