"""The result page: what is wrong, who does what, how sure that is, and whether it worked."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from msgspec import Struct

from regrant.cases import OPEN, Sitting
from regrant.cases.asking import for_support
from regrant.cases.library import WHO
from regrant.cases.redact import redact
from regrant.cases.views import (
    PROBLEM,
    UNKNOWN,
    CauseBelief,
    Diagnosis,
    Evidence,
    Knowledge,
    Names,
    Plan,
    Point,
    latest,
)
from regrant.cases.wording import GRADES, VERDICTS, whole_percent
from regrant.web import demo
from regrant.web.models.aside import Aside, aside, in_short
from regrant.web.models.chain import ChainPicture, breaks
from regrant.web.models.letter import Letter, letter
from regrant.web.models.question import CaseLine, Choice, notice_of
from regrant.web.models.read import Notes, Reading, notes_of
from regrant.web.models.todo import SENTENCE, Todo, todo
from regrant.web.settings import LOOPBACK

MOST_SIGNS = 6


class Sign(Struct, frozen=True, kw_only=True):
    """Something that is known: what was asked, and the answer."""

    question: str
    answer: str


class Reason(Struct, frozen=True, kw_only=True):
    """How sure and why: percent, what speaks for and against, and what is not known."""

    percent: int
    for_: tuple[Sign, ...]
    against: tuple[Sign, ...]
    unknown: tuple[str, ...]
    grade: str


class SourceItem(Struct, frozen=True, kw_only=True):
    """A source with its grade in words and its dates."""

    title: str
    grade: str
    dated: str
    url: str | None


class ResultPage(Struct, frozen=True, kw_only=True):
    """
    The whole result. `headline` is `judgement` and `about`, the cause. `also` may be wrong beside it.

    `would_tell` are, at the end, questions without an answer, each with who could answer it. `breaks` says in a line
    where the access chain breaks. `pending` is the question that would tell more, if any. `shared` says since when
    there is a copy for others, and `link` its path, which only the browser that made it can tell; `address` is the
    whole of it, and `only_here` tells that no other computer can open that. `masked` are the words as a copy would
    show them.
    """

    case: CaseLine
    verdict: str
    headline: str
    judgement: str
    about: str
    lead: str
    more: str
    notes: tuple[str, ...]
    also: tuple[str, ...]
    would_tell: tuple[tuple[str, str], ...]
    todo: Todo | None
    letter: Letter | None
    reason: Reason | None
    sources: tuple[SourceItem, ...]
    outcomes: tuple[Choice, ...]
    step: str
    kind: str
    aside: Aside
    pending: str | None
    elsewhere: bool
    open: bool
    link: str | None = None
    address: str | None = None
    only_here: bool = False
    shared: str | None = None
    masked: str = ""
    chain: ChainPicture | None = None
    breaks: str | None = None
    read: Notes = Notes()
    notice: str | None = None


def result_page(
    sitting: Sitting,
    case: CaseLine,
    found: Diagnosis,
    *,
    ticked: frozenset[int],
    link: str | None = None,
    base: str = "",
    shared: str | None = None,
    reading: Reading | None = None,
    notice: str | None = None,
) -> ResultPage:
    """Return the result as it is known now; a copy for others is at *link* below *base*, since *shared*."""
    evidence = tuple(sitting.evidence)
    titles = {cause.id: cause.title for cause in found.causes}
    top = found.causes[0] if found.causes else None
    named = top is not None and found.verdict != "cannot_tell"
    sentences = SENTENCE.split(top.about.strip()) if named and top else []
    asks = found.next.kind in ("question", "check")
    plan = found.fix if found.fix and (named or found.next.kind == "fix") else None
    picture = reading.chain if reading else None

    return ResultPage(
        case=case,
        verdict=found.verdict,
        headline=": ".join(filter(None, _headline(found))),
        judgement=_headline(found)[0],
        about=_headline(found)[1],
        lead=" ".join(sentences[:2]) if sentences else _unsure(found),
        more=" ".join(sentences[2:]),
        notes=found.notes,
        also=tuple(titles.get(cause, cause) for cause in found.also),
        would_tell=_open(sitting.knowledge, found) if found.next.kind == "escalate" else (),
        todo=todo(plan, ticked, evidence, case.created) if plan else None,
        letter=_letter(sitting, found, plan, reading.about if reading else None),
        reason=_reason(sitting.knowledge, top) if named and top else None,
        sources=_sources(found) if named else (),
        outcomes=tuple(Choice(value=a.id, text=a.text) for a in found.next.answers) if not asks else (),
        step=found.next.id,
        kind=found.next.kind,
        aside=aside(sitting.knowledge, found, sitting.prior, evidence, in_demo=case.words == demo.WORDS),
        pending=found.next.id if asks else None,
        elsewhere=found.verdict == "out_of_scope" and not _about_access(sitting),
        open=case.ending == OPEN,
        link=link,
        address=f"{base}{link}" if link else None,
        only_here=urlsplit(base).hostname in LOOPBACK,
        shared=shared,
        masked=redact(case.words, reading.names if reading else ()),
        chain=picture,
        breaks=breaks(picture, top.id if named and top else None) if picture else None,
        read=notes_of(reading),
        notice=None if picture and notice == "read" else notice_of(notice, reading),
    )


def _headline(found: Diagnosis) -> tuple[str, str]:
    told = found.verdict != "cannot_tell" and found.causes

    return VERDICTS[found.verdict], found.causes[0].title if told else ""


def _unsure(found: Diagnosis) -> str:
    if found.next.kind == "escalate" and not _known(found.evidence):
        return (
            "Nothing could be found out, as no question had an answer. "
            "The surest way on is to ask somebody who can answer one of them, and to come back with that."
        )
    if found.next.kind == "fix":
        return "Several things are still possible. This is worth trying first."
    if found.next.kind == "escalate":
        return "What is known fits several causes, and nothing left to ask would settle it."

    return "Several things are still possible. The next question will tell more."


def _known(evidence: Iterable[Evidence]) -> bool:
    """Tell whether any question about what is wrong has an answer."""
    asked = [item for item in latest(evidence).values() if item.finding not in (PROBLEM, "topic")]

    return any(item.value != UNKNOWN for item in asked)


def _open(knowledge: Knowledge, found: Diagnosis) -> tuple[tuple[str, str], ...]:
    """Return the questions nobody could answer, each with who could."""
    names = [item.finding for item in latest(found.evidence).values() if item.value == UNKNOWN]
    names = list(dict.fromkeys([*found.would_tell, *names]))
    asks = [knowledge.findings[name] for name in names if name in knowledge.findings]

    return tuple((WHO[ask.who], ask.ask) for ask in asks)


def _about_access(sitting: Sitting) -> bool:
    return any(item.finding == "topic" and item.value == "access" for item in sitting.evidence)


def _letter(sitting: Sitting, found: Diagnosis, plan: Plan | None, names: Names | None) -> Letter | None:
    subject = f"TikTok Business Center: {plan.title}" if plan else "TikTok Business Center: help with access"
    if found.next.message and found.next.who == "you":
        return None  # whoever reads this is who has to act
    if found.next.message:
        return letter(found.next.message, WHO[found.next.who], subject, names=names)
    if found.next.kind == "escalate":
        return letter(for_support(sitting, found), WHO["tiktok"], subject, names=None, blanks=False)

    return (
        letter(plan.message, WHO[plan.who], subject, names=names)
        if plan and plan.message and plan.who != "you"
        else None
    )


def _reason(knowledge: Knowledge, cause: CauseBelief) -> Reason:
    return Reason(
        percent=whole_percent(cause.probability),
        for_=tuple(_sign(knowledge, point) for point in cause.for_[:MOST_SIGNS]),
        against=tuple(_sign(knowledge, point) for point in cause.against[:MOST_SIGNS] if point.value != UNKNOWN),
        unknown=cause.unconfirmed[:3],
        grade=GRADES[cause.grade],
    )


def _sign(knowledge: Knowledge, point: Point) -> Sign:
    asked, answer = in_short(knowledge, Evidence(finding=point.finding, value=point.value))

    return Sign(question=asked, answer=answer)


def _sources(found: Diagnosis) -> tuple[SourceItem, ...]:
    return tuple(
        SourceItem(
            title=line.title,
            grade=GRADES[line.grade],
            dated=f"{f'page of {line.date}' if line.date else 'page without a date'}, read {line.read}",
            url=line.url,
        )
        for line in found.sources
    )
