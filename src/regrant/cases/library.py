"""The knowledge as faces need it: lists, single entries, guide pages, the check and the schemas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from regrant.diagnosis.explain import grade_of, source_lines
from regrant.diagnosis.planning import plain
from regrant.diagnosis.result import SourceLine
from regrant.knowledge import Cause, Finding, Fix, Knowledge, KnowledgeError, Mistake, Problem, nearest_hint
from regrant.knowledge.words import PROBABILITY, shown

KINDS = ("problems", "causes", "findings", "fixes", "sources", "messages")
WHO = {
    "you": "you",
    "bc_admin": "a Business Center Admin",
    "invitee": "the invited person",
    "owner": "the owner of the account",
    "partner_admin": "an Admin of the partner's Business Center",
    "creator": "the creator of the post",
    "shop_owner": "the shop owner",
    "it_admin": "your IT or network administrator",
    "tiktok": "TikTok support",
}


class NoSuchEntryError(LookupError):
    """Nothing in the knowledge has this id; the message names the nearest one."""


def catalogue(knowledge: Knowledge) -> dict[str, list[dict[str, Any]]]:
    """Return everything as plain lists by kind, each entry with its `id`."""
    return {kind: [_plain_entry(entry) for entry in getattr(knowledge, kind).values()] for kind in KINDS}


def entry(knowledge: Knowledge, wanted: str) -> tuple[str, dict[str, Any]]:
    """
    Return the kind and the content of the entry with this id.

    Raises:
        NoSuchEntryError: naming the nearest right id.

    """
    for kind in KINDS:
        if wanted in getattr(knowledge, kind):
            return kind, _plain_entry(getattr(knowledge, kind)[wanted])
    known = [name for kind in KINDS for name in getattr(knowledge, kind)]
    hint = nearest_hint(wanted, known) or "see: regrant knowledge list"
    raise NoSuchEntryError(f'There is nothing called "{wanted}"; {hint}')


def problem(knowledge: Knowledge, wanted: str) -> Problem:
    """Return a problem, or raise `NoSuchEntryError` naming the nearest one."""
    if wanted in knowledge.problems:
        return knowledge.problems[wanted]
    hint = nearest_hint(wanted, knowledge.problems) or f"the problems are: {', '.join(knowledge.problems)}"
    raise NoSuchEntryError(f'There is no problem "{wanted}"; {hint}')


def ranked_causes(knowledge: Knowledge, about: Problem) -> list[tuple[Cause, str]]:
    """Return the causes of a problem with how often each is behind it, likeliest first."""
    order = sorted(about.causes, key=lambda cause: -PROBABILITY[about.causes[cause]])

    return [(knowledge.causes[cause], about.causes[cause]) for cause in order]


def signs(knowledge: Knowledge, cause: Cause, limit: int = 3) -> list[tuple[Finding, str]]:
    """Return the findings that a cause shows most plainly, with the answer it gives."""
    found = []
    for name in cause.shows:
        finding = knowledge.findings[name]
        chances = shown(cause, finding) or {}
        value = max(chances, key=lambda v: chances[v])
        usual = finding.otherwise.get(value)
        plainness = chances[value] - (PROBABILITY[usual] if usual else 0)
        found.append((plainness, finding, finding.answers[value]))
    found.sort(key=lambda sign: -sign[0])

    return [(finding, answer) for _, finding, answer in found[:limit]]


def fix_of(knowledge: Knowledge, cause: Cause) -> Fix:
    """Return the fix of a cause with its screen labels in plain text."""
    fix = knowledge.fixes[cause.fix]
    steps = tuple(
        msgspec.structs.replace(
            s, where=plain(s.where), do=plain(s.do), confirm=plain(s.confirm), if_fails=plain(s.if_fails)
        )
        for s in fix.steps
    )

    return msgspec.structs.replace(fix, title=plain(fix.title), steps=steps)


def sources_of(knowledge: Knowledge, ids: tuple[str, ...]) -> tuple[SourceLine, ...]:
    """Return sources with grade and dates."""
    return source_lines(knowledge, ids)


def check(folder: Path | None = None) -> list[Mistake]:
    """Return every mistake in the knowledge."""
    from regrant.knowledge.check import check as run

    return run(folder)


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas of the knowledge files."""
    from regrant.knowledge.schema import schemas as made

    return made()


def _plain_entry(item: Any) -> dict[str, Any]:
    content: dict[str, Any] = msgspec.to_builtins(item)

    return content


__all__ = [
    "KINDS",
    "WHO",
    "KnowledgeError",
    "NoSuchEntryError",
    "catalogue",
    "check",
    "entry",
    "fix_of",
    "grade_of",
    "plain",
    "problem",
    "ranked_causes",
    "schemas",
    "signs",
    "sources_of",
]
