"""The first page, and what is suggested while somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from regrant.cases import OPEN
from regrant.cases.asking import hear
from regrant.cases.views import Knowledge
from regrant.cases.wording import whole_percent
from regrant.web.models.aside import Said, said
from regrant.web.models.question import CaseLine

if TYPE_CHECKING:
    from regrant.cases.store import Case

SCOPE = "out_of_scope"
LIKELY_FROM, MOST_LIKELY = 0.08, 3
SHORTEST = 4
"""With fewer characters than this nothing is suggested."""
NOTICES = {"empty": "Please say what broke, or pick one of the problems below.", "deleted": "The case is deleted."}


class ProblemCard(Struct, frozen=True, kw_only=True):
    """One problem to pick; `percent` says how well the words fit it."""

    id: str
    title: str
    short: str
    percent: int | None = None


class HomePage(Struct, frozen=True, kw_only=True):
    """The first page; `cases` are this visitor's own, the open ones first."""

    problems: tuple[ProblemCard, ...]
    cases: tuple[CaseLine, ...]
    words: str
    likely: tuple[ProblemCard, ...]
    understood: tuple[Said, ...]
    demo: bool
    connected: bool
    notice: str | None = None


class Suggestions(Struct, frozen=True, kw_only=True):
    """What the words are probably about, and what was read out of them."""

    words: str
    likely: tuple[ProblemCard, ...]
    understood: tuple[Said, ...]


def case_line(case: Case) -> CaseLine:
    """Return a case for a list or the head of a page."""
    return CaseLine(
        id=case.id,
        words=" ".join(case.words.split()),
        created=case.created[:16].replace("T", " "),
        ending=case.ending,
        version=case.version,
    )


def suggestions(knowledge: Knowledge, words: str) -> Suggestions:
    """Return what the words are probably about."""
    if len(words.strip()) < SHORTEST:
        return Suggestions(words=words, likely=(), understood=())
    ranked, evidence = hear(knowledge, words.strip())
    likely = [(problem, chance) for problem, chance in ranked[:MOST_LIKELY] if chance >= LIKELY_FROM]
    cards = (card(knowledge, problem, chance) for problem, chance in likely)

    return Suggestions(words=words, likely=tuple(cards), understood=said(knowledge, evidence))


def card(knowledge: Knowledge, problem: str, chance: float | None = None) -> ProblemCard:
    """Return one problem to pick."""
    known = knowledge.problems[problem]
    percent = None if chance is None else whole_percent(chance)

    return ProblemCard(id=known.id, title=known.title, short=known.short, percent=percent)


def home_page(
    knowledge: Knowledge, cases: Iterable[Case], *, demo: bool, connected: bool, notice: str | None
) -> HomePage:
    """Return the first page."""
    lines = sorted((case_line(case) for case in cases), key=lambda line: line.ending != OPEN)

    return HomePage(
        problems=tuple(card(knowledge, problem) for problem in knowledge.problems if problem != SCOPE),
        cases=tuple(lines),
        words="",
        likely=(),
        understood=(),
        demo=demo,
        connected=connected,
        notice=NOTICES.get(notice or ""),
    )
