"""What is wrong with the knowledge files, said so that a support person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: where it is, what it is, and how to mend it. Lines count from one."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}\n    Mend: {self.mend}"


class KnowledgeError(Exception):
    """The knowledge cannot be used; `mistakes` lists every reason."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def nearest(wrong: str, right: Iterable[str]) -> str | None:
    """Return the known id most like *wrong*, or None if nothing is near."""
    found = get_close_matches(wrong, list(right), n=1, cutoff=0.6)

    return found[0] if found else None


def nearest_hint(wrong: str, right: Iterable[str]) -> str:
    """Return "did you mean X?" or an empty string."""
    near = nearest(wrong, right)

    return f'did you mean "{near}"?' if near else ""
