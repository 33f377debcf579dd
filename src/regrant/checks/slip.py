"""How far two addresses are apart."""

from __future__ import annotations

TYPO_EDITS = 2
"""Two addresses that differ by at most so many letters may be one with a slip of the finger."""


def edits(one: str, other: str) -> int:
    """Count the letters to add, drop, change or swap with the next, to make one text of the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if before and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before, last = last, row

    return last[-1]
