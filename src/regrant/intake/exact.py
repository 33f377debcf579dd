"""The exact layer: error codes, messages, screen texts and plain statements in a complaint become evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from regrant.diagnosis import Evidence, Origin
from regrant.knowledge import Knowledge
from regrant.knowledge.model import Message

_NOT = re.compile(
    r"(?:\b(?:not|no|never|isn'?t|wasn'?t|doesn'?t|hasn'?t|haven'?t|without|nicht|kein\w*|nie|non|pas|jamais|nunca|"
    r"não|nao|sin|sem|senza|mai|tidak|bukan|belum|không|chưa|değil|не|нет|без)|n't|没|沒|不|未|ไม่|ยังไม่|لا|لم|ليس|غير)"
    r"[\s\w]{0,12}$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"\w{0,3}\s?değil|[\s\w]{0,4}?(?:で(?:は|も)?な[いくか]|ではあり|じゃな|ていな|ていませ)|"
    r"\w{0,3}지\s?(?:않|못)|[\s\w]{0,4}?아[니닌]|\s?안\s?[됐되]"
)
"""Turkish, Japanese and Korean say "not" behind what they deny."""
_AROUND = 24


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
        match = _compiled(rf"(?<![\w.$€£¥-])(?<!\d,){re.escape(message.code)}(?![\w%€£¥]|[.,]\d)").search(text)
    if match:
        for finding, value in message.gives.items():
            yield _evidence(finding, value, match)


def statements(text: str, knowledge: Knowledge) -> Iterator[Evidence]:
    """Yield the evidence of every plain statement ("the link says expired", "I am Standard") in the text."""
    for hint in knowledge.hints:
        for pattern in hint.said:
            match = next((m for m in _compiled(pattern).finditer(text) if not _negated(text, m)), None)
            if match:
                yield _evidence(hint.finding, hint.value, match)
                break


def _negated(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - _AROUND) : match.start()], text[match.end() : match.end() + _AROUND]

    return bool(_NOT.search(before) or _NOT_AFTER.match(after))


def _evidence(finding: str, value: str, match: re.Match[str]) -> Evidence:
    return Evidence(finding=finding, value=value, origin=Origin.DERIVED, proof=match.group(0).strip()[:200])


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
