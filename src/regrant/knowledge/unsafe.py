"""
Advice that would harm: what no fix and no message may say.

A ban is not got round, a secret is not shared, an appeal is sent once, papers are not sent again and again, and nothing
that is hard to undo is done unprepared. Sentences that warn of such things ("never", "do not") are what we want.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regrant.knowledge.errors import Mistake
from regrant.knowledge.loader import Places
from regrant.knowledge.model import Fix, Knowledge

_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")
_WARNS = re.compile(r"(?i)\b(no|not|never|without|nor|only if|nobody (?:should|may|must))\b|n't\b")
_HARM: dict[str, re.Pattern[str]] = {
    "shares a password, token or sign-in code": re.compile(
        r"(?i)\b(send|share|give|tell|lend|post|write|mail)\b[^.]*\b(password|token|secret|sign-in code|login code)\b"
    ),
    "lets two people use one login": re.compile(
        r"(?i)\b(share|lend|borrow|use)\b[^.]*\b(colleague's|shared|their) login\b"
    ),
    "gets round a ban with a new account": re.compile(
        r"(?i)\b(open|create|make|register|set up|start)\b(?! an ad)[^.]*"
        r"\b(new|second|another|fresh)\b[^.]*\b(business center|ad account|shop|profile|account)\b"
    ),
    "appeals more than once": re.compile(
        r"(?i)\bappeal(s|ing)? (again|twice|once more|every)|\b(second|another|further) appeal"
    ),
    "sends papers again and again": re.compile(
        r"(?i)\b(again and again|repeatedly|several times|every day|until it works)\b"
    ),
    "hides the country": re.compile(r"(?i)\b(use|switch on|turn on|get)\b[^.]*\b(VPN|proxy)\b(?![^.]*\boff\b)"),
}
_TAKES_AWAY = re.compile(
    r"(?i)(?<!\[\[)\b(remove|delete|take out|transfer|unlink)\b[^.]*"
    r"\b(members?|persons?|people|partners?|accounts?|assets?|admins?|business center|catalogs?|pixels?)\b"
)
_HARMLESS = re.compile(
    r"(?i)\b(pending|open invitations?|declined|old entry|dead|entry|entries|wrong|request|cookies|stored|data)\b"
)
_BAN_LAYERS = ("enforcement", "platform")
_STEP_TEXTS = ("do", "if_fails")


def unsafe(knowledge: Knowledge, places: Places) -> Iterator[Mistake]:
    """Yield every fix and message that advises something harmful."""
    bans = {cause.fix for cause in knowledge.causes.values() if cause.layer in _BAN_LAYERS}
    for fix in knowledge.fixes.values():
        for path, text in _texts(fix):
            for harm in harms(text, banned=fix.id in bans):
                mend = "Take it out, or say it as a warning."
                yield places.mistake("fixes", fix.id, path, f'"{fix.id}" is unsafe: it {harm}.', mend)
        yield from _unprepared(fix, places)


def harms(text: str, *, banned: bool) -> Iterator[str]:
    """Yield what harm a text advises; *banned* says that it is advice to somebody who is banned or suspended."""
    for sentence in _SENTENCE.split(text):
        if _WARNS.search(sentence):
            continue
        for harm, pattern in _HARM.items():
            evades = "new account" in harm
            if pattern.search(sentence) and (banned or not evades):
                yield harm


def takes_away(text: str) -> bool:
    """Whether a text has people, accounts or partners taken away, other than an invitation nobody has accepted."""
    return any(
        _TAKES_AWAY.search(sentence) and not _WARNS.search(sentence) and not _HARMLESS.search(sentence)
        for sentence in _SENTENCE.split(text)
    )


def _unprepared(fix: Fix, places: Places) -> Iterator[Mistake]:
    for index, step in enumerate(fix.steps):
        if not takes_away(step.do):
            continue
        if fix.risk == "none":
            what = f'"{fix.id}" is unsafe: it takes something away and calls that no risk.'
            yield places.mistake("fixes", fix.id, ("steps", index, "do"), what, "Say `risk: some` or `risk: high`.")
        if index == 0:
            what = f'"{fix.id}" is unsafe: it takes something away in its first step.'
            mend = "Begin with a step that notes or asks what would be lost."
            yield places.mistake("fixes", fix.id, ("steps", index, "do"), what, mend)


def _texts(fix: Fix) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for index, step in enumerate(fix.steps):
        for name in _STEP_TEXTS:
            yield ("steps", index, name), getattr(step, name)
    if fix.message:
        yield ("message",), fix.message
