"""The exact layer: error codes, messages, screen texts and plain statements in a complaint become evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from regrant.diagnosis import Evidence, Origin
from regrant.knowledge import Knowledge
from regrant.knowledge.model import Message

_NOT_WORD = (
    r"(?:\b(?:not|no|never|isn'?t|wasn'?t|doesn'?t|hasn'?t|haven'?t|without|nicht|kein\w*|nie|non|pas|jamais|nunca|"
    r"não|nao|sin|sem|senza|mai|tidak|bukan|belum|không|chưa|değil|не|нет|без)\b|n't|没|沒|不|未|ไม่|ยังไม่|"
    r"لا |لم |ليس|غير)"
)
_NOT = re.compile(_NOT_WORD + r"[\s\w]{0,12}$", re.IGNORECASE)
_NO = re.compile(_NOT_WORD, re.IGNORECASE)
_NOT_AFTER = re.compile(
    r"\w{0,3}\s?değil|[\s\w]{0,4}?(?:で(?:は|も)?な[いくか]|ではあり|じゃな|ていな|ていませ)|"
    r"\w{0,3}지\s?(?:않|못)|[\s\w]{0,4}?아[니닌]|\s?안\s?[됐되]"
)
"""Turkish, Japanese and Korean say "not" behind what they deny."""
_AROUND = 24
STATED = 3_000
"""Characters in which statements are looked for."""
_SCRIPTS = {
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "thai": re.compile("[\u0e00-\u0e7f]"),
    "kana": re.compile("[\u3041-\u30fa]"),
    "hangul": re.compile("[\uac00-\ud7a3]"),
    "han": re.compile("[\u4e00-\u9fff]"),
}
_WITHIN = r"[^.!?。\n]"
_CODE = r"(?<![A-Za-z0-9_.$€£¥-])(?<!\d,){}(?![A-Za-z0-9_%€£¥円元원]|[.,]\d)"
"""A code standing alone: no part of a number, name or price. Scripts without blanks may touch it."""


def messages(text: str, knowledge: Knowledge) -> Iterator[Evidence]:
    """
    Yield the evidence of every error code or message in the text.

    One code may have several meanings; the message beside it decides, and a bare code gives only what it says alone.
    """
    for message in knowledge.messages.values():
        yield from _message(text, message)


def _message(text: str, message: Message) -> Iterator[Evidence]:
    for meaning in message.meanings:
        if match := _compiled(meaning.pattern).search(text):
            for finding, value in meaning.gives.items():
                yield _evidence(finding, value, match)
            return
    match = next((m for pattern in message.patterns if (m := _compiled(pattern).search(text))), None)
    if match is None and message.code:
        match = _compiled(_CODE.format(re.escape(message.code))).search(text)
    if match:
        for finding, value in message.gives.items():
            yield _evidence(finding, value, match)


def statements(text: str, knowledge: Knowledge) -> Iterator[Evidence]:
    """
    Yield the evidence of every plain statement ("the link says expired", "I am Standard") in the text.

    Patterns with letters of a script that the text does not have are passed over, because compiling takes time.
    """
    text = text[:STATED]
    scripts = _scripts(text)
    for hint in knowledge.hints:
        for pattern in hint.said:
            if not _scripts(pattern) <= scripts:
                continue
            match = next((m for m in _compiled(_with_gaps(pattern)).finditer(text) if not _negated(text, m)), None)
            if match:
                yield _evidence(hint.finding, hint.value, match)
                break


def _negated(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - _AROUND) : match.start()], text[match.end() : match.end() + _AROUND]

    if any(_NO.search(gap) for name, gap in match.groupdict().items() if name.startswith("gap") and gap):
        return True

    return bool(_NOT.search(before) or _NOT_AFTER.match(after))


def _evidence(finding: str, value: str, match: re.Match[str]) -> Evidence:
    return Evidence(finding=finding, value=value, origin=Origin.DERIVED, proof=match.group(0).strip()[:200])


def _with_gaps(pattern: str) -> str:
    """Spell out ``~N`` (a gap in the sentence, kept as a group to be searched for a negation) and ``§N`` of a hint."""
    count = 0

    def watched(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"(?P<gap{count}>{_WITHIN}{{0,{match[1]}}})"

    return re.sub(r"§(\d+)", lambda match: f"{_WITHIN}{{0,{match[1]}}}", re.sub(r"~(\d+)", watched, pattern))


@lru_cache(maxsize=8192)
def _scripts(text: str) -> frozenset[str]:
    return frozenset(name for name, letter in _SCRIPTS.items() if letter.search(text))


@lru_cache(maxsize=8192)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
