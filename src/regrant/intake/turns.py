"""
Turns of phrase as regular expressions, and what a text must hold for one to match.

Compiling two thousand regular expressions takes half a second; finding out that a text of thirty words can match only
twenty of them takes a millisecond. What a pattern needs is worked out once and kept in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

_parser: Any = import_module("re._parser")  # the only reader of patterns that never disagrees with `re`

_SAME = str.maketrans("İı", "ii")
"""Letters that `re` takes for an i, though folding the case keeps them apart."""
_LONG_ENOUGH = 6
Words = tuple[str, ...]


_WITHIN = r"[^.!?。\n]"
_GAP = re.compile(r"~(\d+)|§(\d+)")


@lru_cache(maxsize=8192)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern, ready for use; capitals do not matter."""
    return re.compile(spelled(pattern), re.IGNORECASE)


def spelled(pattern: str) -> str:
    """Spell out ``~N`` (a gap in the sentence, kept as a group to be searched for a negation) and ``§N`` of a hint."""
    count = 0

    def gap(match: re.Match[str]) -> str:
        nonlocal count
        if not match[1]:
            return f"{_WITHIN}{{0,{match[2]}}}"
        count += 1
        return f"(?P<gap{count}>{_WITHIN}{{0,{match[1]}}})"

    return _GAP.sub(gap, pattern)


def possible(patterns: Iterable[str], text: str) -> set[str]:
    """Return those of the patterns that may match the text; the others surely do not."""
    return _possible(tuple(patterns), text)


@lru_cache(maxsize=2)
def _possible(patterns: tuple[str, ...], text: str) -> set[str]:
    """Look for every word once, however many patterns need it; the same text is looked at for two purposes."""
    folded = fold(text)
    found = (those for word, those in _by_word(patterns).items() if word in folded)

    return set().union(*found)


def fold(text: str) -> str:
    """Return the text such that whatever `re.IGNORECASE` takes for the same letter is the same letter."""
    return text.translate(_SAME).casefold()


def needed(pattern: str) -> Words:
    """Return words one of which is in every folded text that the pattern matches; none: it may match anything."""
    return min(_of(_parser.parse(spelled(pattern))), key=_dear, default=())


@lru_cache(maxsize=8)
def _by_word(patterns: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the patterns by the words that may give each of them away; "" is in every text."""
    found: dict[str, list[str]] = {}
    for pattern, words in _needs(patterns).items():
        for word in words or ("",):
            found.setdefault(word, []).append(pattern)

    return found


def _needs(patterns: tuple[str, ...]) -> dict[str, Words]:
    file = _file(patterns)
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.msgpack.decode(file.read_bytes(), type=dict[str, Words])
    found = {pattern: needed(pattern) for pattern in patterns}
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch = file.with_suffix(f".{os.getpid()}.tmp")
        scratch.write_bytes(msgspec.msgpack.encode(found))
        scratch.replace(file)
        for old in file.parent.glob("needed-*.msgpack"):
            if old != file:
                old.unlink()

    return found


def _file(patterns: tuple[str, ...]) -> Path:
    from platformdirs import user_cache_path

    digest = hashlib.blake2b(Path(__file__).read_bytes(), digest_size=12)
    digest.update("\0".join(patterns).encode())

    return user_cache_path("regrant", appauthor=False) / f"needed-{digest.hexdigest()}.msgpack"


def _dear(words: Words) -> tuple[int, int]:
    """Order sets of words: the longest shortest word first, then the fewest words."""
    return -min(_LONG_ENOUGH, *map(_length, words)), len(words)


def _length(word: str) -> int:
    return len(word.strip()) if word.isascii() else 2 * len(word.strip())  # a sign of Chinese says as much as a word


def _of(items: Any) -> list[Words]:
    """Return sets of words, each of which must be met by at least one of its words, in a sequence of pattern items."""
    found: list[Words] = []
    run = ""
    for name, value in [*items, ("end", None)]:
        kind = str(name)
        if kind == "LITERAL":
            run += chr(value)
            continue
        if run.strip():
            found.append((fold(run),))
        run = ""
        if kind == "SUBPATTERN":
            found += _of(value[-1])
        elif kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] > 0:
            found += _of(value[2])
        elif kind == "ATOMIC_GROUP":
            found += _of(value)
        elif kind == "BRANCH":
            ways = [min(_of(way), key=_dear, default=()) for way in value[1]]
            if all(ways):
                found.append(tuple(dict.fromkeys(word for way in ways for word in way)))

    return found
