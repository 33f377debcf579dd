"""Whether a text speaks of somebody or something, and whether one address or id may be a slip for another."""

from __future__ import annotations

import re

TYPO_EDITS = 2
"""Two addresses that differ by at most so many letters may be one with a slip of the finger."""
SHORT_NAME = 4
"""Before the @ of an address this short, more than one letter makes another name: ben and dan are two people."""
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ID = re.compile(r"\d{5,}")
_LETTER = r"A-Za-z0-9_\u00c0-\u024f"
"""What words are made of, in scripts that put spaces between words."""


def is_exact(text: str) -> bool:
    """Tell whether a text names one person by itself: a whole address or an id. A name may be anybody's."""
    return bool(_ADDRESS.fullmatch(text) or _ID.fullmatch(text))


def mentions(text: str | None, mark: str | None) -> bool:
    """Tell whether *text* holds *mark* as a whole: ann@x.example is not in a line about joann@x.example."""
    if not text or not mark or mark.casefold() not in text.casefold():
        return False  # most lines end here, which spares them the pattern

    alone = rf"(?<![{_LETTER}.+@-]){re.escape(mark)}(?![{_LETTER}]|[.@-][{_LETTER}])"

    return re.search(alone, text, re.IGNORECASE) is not None


def may_mean(written: str, known: str) -> bool:
    """
    Tell whether somebody who wrote *written* may have meant *known*.

    Addresses: a slip of the finger, or the same name at another domain. Ids: one digit lost, doubled or swapped, or one
    end cut off; one digit changed is another id, for ids are pasted and not typed.
    """
    one, other = written.casefold(), known.casefold()
    if one == other:
        return False
    if _ADDRESS.fullmatch(one) and _ADDRESS.fullmatch(other):
        name, at = one.split("@")[0], other.split("@")[0]
        most = TYPO_EDITS if min(len(name), len(at)) > SHORT_NAME else 1
        return name == at or edits(one, other) <= most
    if _ID.fullmatch(one) and _ID.fullmatch(other):
        cut = other.startswith(one) or other.endswith(one) or one.startswith(other) or one.endswith(other)
        changed = len(one) == len(other) and sorted(one) != sorted(other)
        return cut or (edits(one, other) == 1 and not changed)

    return False


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
