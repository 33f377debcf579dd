"""What can be wrong with a question or a snapshot, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class AccessError(ValueError):
    """A question that cannot be answered as it was asked."""


class TableError(AccessError):
    """Rows that do not make a snapshot."""


class UnknownNameError(AccessError):
    """Nobody or nothing of that name; `near` holds the nearest known ones."""

    def __init__(self, message: str, near: Iterable[str] = ()) -> None:
        """Keep the nearest names."""
        self.near = tuple(near)
        super().__init__(message)


class AmbiguousNameError(AccessError):
    """Several of that name; `choices` lists them."""

    def __init__(self, message: str, choices: Iterable[str]) -> None:
        """Keep the choices."""
        self.choices = tuple(choices)
        super().__init__(message)


class ActionError(AccessError):
    """An action that does not exist, or not for this kind of asset."""


def nearest(wrong: str, right: Iterable[str], count: int = 1) -> list[str]:
    """Return the known texts most like *wrong*, the nearest first; upper and lower case do not matter."""
    folded: dict[str, str] = {}
    for text in right:
        folded.setdefault(text.lower(), text)

    return [folded[text] for text in get_close_matches(wrong.lower(), list(folded), n=count, cutoff=0.6)]
