"""The guide pages: a problem as a page, made from the same knowledge as the diagnosis."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from regrant.cases import library
from regrant.cases.library import WHO
from regrant.cases.views import Knowledge
from regrant.cases.wording import FREQUENCY, GRADES
from regrant.web.models.home import SCOPE, ProblemCard, card

QUICK_CHECKS = 5
SHORT_ANSWER = 3
"""So many causes are named in the short answer."""
MOST_VAIN = 6
"""So many things that do not help are listed together; each cause lists all of its own."""
EASY = ("known", "look", "try")


class GuideStep(Struct, frozen=True, kw_only=True):
    """One step of a fix."""

    who: str
    where: str
    do: str
    confirm: str
    if_fails: str


class GuideSource(Struct, frozen=True, kw_only=True):
    """A source with grade and date in words."""

    title: str
    grade: str
    dated: str
    url: str | None


class GuideCause(Struct, frozen=True, kw_only=True):
    """One cause: how often, what is seen, what it means, who does what, and what does not help."""

    id: str
    title: str
    often: str
    about: str
    signs: tuple[tuple[str, str], ...]
    who: str
    fix: str
    minutes: int
    steps: tuple[GuideStep, ...]
    not_help: tuple[str, ...]
    grade: str
    sources: tuple[GuideSource, ...]


class QuickCheck(Struct, frozen=True, kw_only=True):
    """Something that can be looked up at once, and what it tells apart."""

    ask: str
    why: str
    how: str | None


class Elsewhere(Struct, frozen=True, kw_only=True):
    """A sign that it is really another problem."""

    sign: str
    problem: str
    title: str
    because: str


class GuideGroup(Struct, frozen=True, kw_only=True):
    """The causes that are behind the problem equally often."""

    often: str
    causes: tuple[GuideCause, ...]


class GuidePage(Struct, frozen=True, kw_only=True):
    """One problem as a page; `first` are the causes that the short answer names, `sources` those of the problem."""

    problem: ProblemCard
    about: str
    first: tuple[GuideCause, ...]
    groups: tuple[GuideGroup, ...]
    not_help: tuple[str, ...]
    sources: tuple[GuideSource, ...]
    checks: tuple[QuickCheck, ...]
    elsewhere: tuple[Elsewhere, ...]
    go_to: str | None


class GuidesPage(Struct, frozen=True, kw_only=True):
    """The list of guides."""

    problems: tuple[ProblemCard, ...]


def guides_page(knowledge: Knowledge) -> GuidesPage:
    """Return the list of the problems that have a guide."""
    return GuidesPage(problems=tuple(card(knowledge, problem) for problem in knowledge.problems if problem != SCOPE))


def guide_page(knowledge: Knowledge, wanted: str) -> GuidePage:
    """
    Return a problem as a page.

    Raises:
        NoSuchEntryError: there is no such problem.

    """
    problem = library.problem(knowledge, wanted)
    causes = [_cause(knowledge, cause.id, word) for cause, word in library.ranked_causes(knowledge, problem)]
    groups = groupby(causes, key=lambda cause: cause.often)
    elsewhere = (
        Elsewhere(
            sign=knowledge.findings[over.finding].answers[over.value],
            problem=over.to,
            title=knowledge.problems[over.to].title,
            because=over.because,
        )
        for over in problem.hands_over
    )

    return GuidePage(
        problem=card(knowledge, problem.id),
        about=problem.about,
        first=tuple(causes[:SHORT_ANSWER]),
        groups=tuple(GuideGroup(often=often, causes=tuple(group)) for often, group in groups),
        not_help=tuple(dict.fromkeys(text for cause in causes for text in cause.not_help[:1]))[:MOST_VAIN],
        sources=_sources(knowledge, problem.sources),
        checks=_checks(knowledge, problem.id),
        elsewhere=tuple(elsewhere),
        go_to=problem.go_to,
    )


def _cause(knowledge: Knowledge, cause_id: str, word: str) -> GuideCause:
    cause = knowledge.causes[cause_id]
    fix = library.fix_of(knowledge, cause)

    return GuideCause(
        id=cause.id,
        title=cause.title,
        often=FREQUENCY[word],
        about=cause.about,
        signs=tuple((finding.ask, answer) for finding, answer in library.signs(knowledge, cause)),
        who=WHO[cause.who],
        fix=fix.title,
        minutes=fix.minutes,
        steps=tuple(
            GuideStep(who=WHO[s.who], where=s.where, do=s.do, confirm=s.confirm, if_fails=s.if_fails) for s in fix.steps
        ),
        not_help=cause.not_help,
        grade=GRADES[library.grade_of(cause, knowledge)],
        sources=_sources(knowledge, cause.sources),
    )


def _sources(knowledge: Knowledge, ids: tuple[str, ...]) -> tuple[GuideSource, ...]:
    return tuple(
        GuideSource(
            title=line.title,
            grade=GRADES[line.grade],
            dated=f"{f'page of {line.date}' if line.date else 'page without a date'}, read {line.read}",
            url=line.url,
        )
        for line in library.sources_of(knowledge, ids)
    )


def _checks(knowledge: Knowledge, problem_id: str) -> tuple[QuickCheck, ...]:
    """Return what one can look up at once and what most causes of the problem speak of."""
    spoken: dict[str, int] = {}
    for cause in knowledge.problems[problem_id].causes:
        for finding in knowledge.causes[cause].shows:
            spoken[finding] = spoken.get(finding, 0) + 1
    easy = [
        name for name in spoken if knowledge.findings[name].effort in EASY and knowledge.findings[name].who == "you"
    ]
    easy.sort(key=lambda name: -spoken[name])
    found = (knowledge.findings[name] for name in easy[:QUICK_CHECKS])

    return tuple(QuickCheck(ask=f.ask, why=f.why, how=library.plain(f.how) if f.how else None) for f in found)
