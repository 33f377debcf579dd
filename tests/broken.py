"""A copy of a knowledge folder with exactly one change, and the line on which that change stands."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from regrant.knowledge import Mistake
from regrant.knowledge.check import check

SMALL = Path(__file__).parent / "knowledge" / "small"
"""A whole knowledge, hand-made, that does not change when the shipped one is corrected."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The changed folder and the one file in it that differs."""

    folder: Path
    file: str

    def lines_of(self, text: str) -> list[int]:
        """Return every line of the changed file that holds *text*, counted from one."""
        lines = (self.folder / self.file).read_text(encoding="utf-8").splitlines()

        return [number for number, line in enumerate(lines, 1) if text in line]

    def line_of(self, text: str) -> int:
        """Return the first line of the changed file that holds *text*."""
        return self.lines_of(text)[0]

    def mistakes(self) -> list[Mistake]:
        """Return what `regrant knowledge check` says about the folder."""
        return check(self.folder)


Breaker = Callable[[str, str, str], Broken]


def copied(source: Path, target: Path, file: str, old: str, new: str) -> Broken:
    """Copy *source* and put *new* where *old* stood first; an *old* that is not there is a mistake of the test."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    text = (target / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    (target / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return Broken(target, file)
