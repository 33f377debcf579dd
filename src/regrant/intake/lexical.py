"""Words as numbers without any model: hashed character pieces and windows, for training and for use alike."""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator

SIZE = 2**15
WINDOWS = 2**20
"""Places for windows: among 70,000 known ones, one in fifteen unknown ones is taken for known."""
_PIECES = (2, 3, 4)
_SIGNS = "\u3041"
"""From here on (kana, Han, Hangul) one sign can be a word."""
_RUN = re.compile(rf"[{_SIGNS}-\U0003ffff]+|(?!\d+\b)[^\W{_SIGNS}-\U0003ffff]+")
_WORD = re.compile(r"\w+|[^\w\s]")


def pieces(text: str) -> dict[int, float]:
    """
    Return the weight of every hashed piece of two to four characters, or one sign (1 + log of its count).

    Pieces do not cross words, so it works for any script; scripts without spaces give long "words".
    """
    counts: Counter[int] = Counter()
    for word in _WORD.findall(text.lower()):
        padded = f" {word} "
        for length in (1, *_PIECES) if word >= _SIGNS else _PIECES:
            for start in range(len(padded) - length + 1):
                counts[zlib.crc32(padded[start : start + length].encode()) % SIZE] += 1

    return {piece: 1 + math.log(count) for piece, count in counts.items()}


def windows(text: str) -> Iterator[int]:
    """Yield every hashed window of four characters, or one sign, of the words that are no numbers."""
    for word in _RUN.findall(text.lower()):
        padded, length = (word, 1) if word >= _SIGNS else (f" {word} ", 4)
        for start in range(max(1, len(padded) - length + 1)):
            yield zlib.crc32(padded[start : start + length].encode()) % WINDOWS
