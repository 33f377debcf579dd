"""The exact layer: error codes, messages, screen texts and plain statements in a complaint become evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regrant.diagnosis import Evidence, Origin
from regrant.intake.doubt import doubted, unsaid
from regrant.intake.turns import compiled, possible
from regrant.knowledge import Knowledge
from regrant.knowledge.model import Message

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
    match = next((m for p in patterns if (m := compiled(p).search(text)) and not unsaid(text, m)), None)
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
    likely = possible(_patterns(knowledge), text)
    text = text[:STATED]
    for hint in knowledge.hints:
        for pattern in hint.said:
            if pattern not in likely:
                continue
            match = next((m for m in compiled(pattern).finditer(text) if not doubted(text, m, hint.finding)), None)
            if match:
                yield _evidence(hint.finding, hint.value, match)
                break


def _patterns(knowledge: Knowledge) -> Iterator[str]:
    for hint in knowledge.hints:
        yield from hint.said
    for message in knowledge.messages.values():
        yield from message.patterns
        yield from (meaning.pattern for meaning in message.meanings)


def _evidence(finding: str, value: str, match: re.Match[str]) -> Evidence:
    return Evidence(finding=finding, value=value, origin=Origin.DERIVED, proof=match.group(0).strip()[:200])
