"""The exact layer: error codes, messages, screen texts and plain statements in a complaint become evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regrant.diagnosis import Evidence, Origin
from regrant.intake.turns import compiled, possible
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
_CODE = r"(?<![A-Za-z0-9_.$€£¥-])(?<!\d,){}(?![A-Za-z0-9_%€£¥円元원]|[.,]\d)"
"""A code standing alone: no part of a number, name or price. Scripts without blanks may touch it."""


def messages(text: str, knowledge: Knowledge) -> Iterator[Evidence]:
    """
    Yield the evidence of every error code or message in the text.

    One code may have several meanings; the message beside it decides, and a bare code gives only what it says alone.
    """
    likely = possible(_patterns(knowledge), text)
    for message in knowledge.messages.values():
        yield from _message(text, message, likely)


def _message(text: str, message: Message, likely: set[str]) -> Iterator[Evidence]:
    for meaning in message.meanings:
        if meaning.pattern in likely and (match := compiled(meaning.pattern).search(text)):
            for finding, value in meaning.gives.items():
                yield _evidence(finding, value, match)
            return
    patterns = (pattern for pattern in message.patterns if pattern in likely)
    match = next((m for pattern in patterns if (m := compiled(pattern).search(text))), None)
    if match is None and message.code and message.code.casefold() in text.casefold():
        match = compiled(_CODE.format(re.escape(message.code))).search(text)
    if match:
        for finding, value in message.gives.items():
            yield _evidence(finding, value, match)


def statements(text: str, knowledge: Knowledge) -> Iterator[Evidence]:
    """
    Yield the evidence of every plain statement ("the link says expired", "I am Standard") in the text.

    Patterns that need a word which is not in the text are passed over, because compiling takes time.
    """
    text = text[:STATED]
    likely = possible(_patterns(knowledge), text)
    for hint in knowledge.hints:
        for pattern in hint.said:
            if pattern not in likely:
                continue
            match = next((m for m in compiled(pattern).finditer(text) if not _negated(text, m)), None)
            if match:
                yield _evidence(hint.finding, hint.value, match)
                break


def _patterns(knowledge: Knowledge) -> Iterator[str]:
    for hint in knowledge.hints:
        yield from hint.said
    for message in knowledge.messages.values():
        yield from message.patterns
        yield from (meaning.pattern for meaning in message.meanings)


def _negated(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - _AROUND) : match.start()], text[match.end() : match.end() + _AROUND]

    if any(_NO.search(gap) for name, gap in match.groupdict().items() if name.startswith("gap") and gap):
        return True

    return bool(_NOT.search(before) or _NOT_AFTER.match(after))


def _evidence(finding: str, value: str, match: re.Match[str]) -> Evidence:
    return Evidence(finding=finding, value=value, origin=Origin.DERIVED, proof=match.group(0).strip()[:200])
