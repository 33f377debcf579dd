"""The result page: what is wrong, who does what, how sure that is, and whether it worked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import quote

from msgspec import Struct

from regrant.cases import OPEN, Sitting
from regrant.cases.asking import for_support
from regrant.cases.library import WHO
from regrant.cases.views import UNKNOWN, CauseBelief, Diagnosis, Plan
from regrant.cases.wording import GRADES, VERDICTS, whole_percent
from regrant.web.models.aside import Aside, aside
from regrant.web.models.question import NOTICES, CaseLine, Choice
from regrant.web.models.tiktok import ChainPicture, Reading

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'])")
_TIME = re.compile(r"\b\d+ (?:hours?|days?|weeks?)\b|\bdeadline\b", re.IGNORECASE)
MOST_MAIL = 1800
"""Characters of a message in a mailto: link; longer ones are cut by some programs, so they are copied instead."""


class StepLine(Struct, frozen=True, kw_only=True):
    """One step of a fix, its number from 1, and whether it is ticked."""

    number: int
    do: str
    who: str
    where: str
    confirm: str
    if_fails: str
    done: bool


class Reason(Struct, frozen=True, kw_only=True):
    """How sure and why: percent, what speaks for and against, and what is not known."""

    percent: int
    for_: tuple[str, ...]
    against: tuple[str, ...]
    unknown: tuple[str, ...]
    grade: str


class SourceItem(Struct, frozen=True, kw_only=True):
    """A source with its grade in words and its dates."""

    title: str
    grade: str
    dated: str
    url: str | None


class Letter(Struct, frozen=True, kw_only=True):
    """A message ready to send; `mailto` is None if it is too long for one."""

    text: str
    subject: str
    to: str
    mailto: str | None


class Todo(Struct, frozen=True, kw_only=True):
    """The fix: its title, who acts, the steps, and what goes with them."""

    fix: str
    title: str
    who: str
    minutes: int
    careful: bool
    steps: tuple[StepLine, ...]
    will_not_help: tuple[str, ...]
    screens: str
    times: tuple[str, ...]
    look_again: str | None


class ResultPage(Struct, frozen=True, kw_only=True):
    """The whole result. `pending` is the question that would tell more, if there is one."""

    case: CaseLine
    verdict: str
    headline: str
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
    chain: ChainPicture | None = None
    read_notes: tuple[str, ...] = ()
    notice: str | None = None


def result_page(
    sitting: Sitting,
    case: CaseLine,
    found: Diagnosis,
    *,
    ticked: frozenset[int],
    link: str | None = None,
    reading: Reading | None = None,
    notice: str | None = None,
) -> ResultPage:
    """Return the result as it is known now; *link* is the address of the copy for others, if there is one."""
    evidence = tuple(sitting.evidence)
    titles = {cause.id: cause.title for cause in found.causes}
    top = found.causes[0] if found.causes else None
    named = top is not None and found.verdict != "cannot_tell"
    sentences = _SENTENCE.split(top.about.strip()) if named and top else []
    asks = found.next.kind in ("question", "check")
    plan = found.fix if found.fix and (named or found.next.kind == "fix") else None

    return ResultPage(
        case=case,
        verdict=found.verdict,
        headline=_headline(found),
        lead=" ".join(sentences[:2]) if sentences else _unsure(found),
        more=" ".join(sentences[2:]),
        notes=found.notes,
        also=tuple(titles.get(cause, cause) for cause in found.also),
        would_tell=tuple((name, sitting.knowledge.findings[name].ask) for name in found.would_tell),
        todo=_todo(plan, ticked, _last(evidence, case.created)) if plan else None,
        letter=_letter(sitting, found, plan),
        reason=_reason(top) if named and top else None,
        sources=_sources(found) if named else (),
        outcomes=tuple(Choice(value=a.id, text=a.text) for a in found.next.answers) if not asks else (),
        step=found.next.id,
        kind=found.next.kind,
        aside=aside(sitting.knowledge, found, sitting.prior, evidence),
        pending=found.next.id if asks else None,
        elsewhere=found.verdict == "out_of_scope" and not _about_access(sitting),
        open=case.ending == OPEN,
        link=link,
        chain=reading.chain if reading else None,
        read_notes=tuple(note for note in reading.notes if not note.startswith("By the access chain"))
        if reading
        else (),
        notice=NOTICES.get(notice or ""),
    )


def _headline(found: Diagnosis) -> str:
    words = VERDICTS[found.verdict]
    if found.verdict == "cannot_tell" or not found.causes:
        return words

    return f"{words}: {found.causes[0].title}"


def _unsure(found: Diagnosis) -> str:
    if found.next.kind == "fix":
        return "Several things are still possible. This is worth trying first."
    if found.next.kind == "escalate":
        return "What is known fits several causes, and nothing left to ask would settle it."

    return "Several things are still possible. The next question will tell more."


def _about_access(sitting: Sitting) -> bool:
    return any(item.finding == "topic" and item.value == "access" for item in sitting.evidence)


def _last(evidence: tuple[object, ...], created: str) -> datetime:
    times = [str(at) for item in evidence if (at := getattr(item, "at", None))]

    return datetime.fromisoformat(max(times, default=created))


def _todo(plan: Plan, ticked: frozenset[int], since: datetime) -> Todo:
    texts = [text for step in plan.steps for text in (step.do, step.confirm, step.if_fails)]
    times = [line for text in texts for line in _SENTENCE.split(text.strip()) if _TIME.search(line)]
    again = since + timedelta(hours=plan.wait_hours) if plan.wait_hours else None

    return Todo(
        fix=plan.fix,
        title=plan.title,
        who=WHO[plan.who],
        minutes=plan.minutes,
        careful=plan.risk == "high",
        steps=tuple(
            StepLine(
                number=number,
                do=step.do,
                who=WHO[step.who],
                where=step.where,
                confirm=step.confirm,
                if_fails=step.if_fails,
                done=number - 1 in ticked,
            )
            for number, step in enumerate(plan.steps, 1)
        ),
        will_not_help=plan.will_not_help,
        screens=", ".join(f"{name} ({month})" for name, month in plan.labels_seen.items()),
        times=tuple(dict.fromkeys(times)),
        look_again=again.isoformat(timespec="minutes") if again else None,
    )


def _letter(sitting: Sitting, found: Diagnosis, plan: Plan | None) -> Letter | None:
    if found.next.kind == "escalate" and not found.next.message:
        text, to = for_support(sitting, found), WHO["tiktok"]
    elif found.next.message:
        text, to = found.next.message, WHO[found.next.who]
    elif plan and plan.message:
        text, to = plan.message, WHO[plan.who]
    else:
        return None
    text = " ".join(text.split()) if "\n" not in text.strip() else text.strip()
    subject = f"TikTok Business Center: {plan.title}" if plan else "TikTok Business Center: help with access"
    mail = f"mailto:?subject={quote(subject)}&body={quote(text)}"

    return Letter(text=text, subject=subject, to=to, mailto=mail if len(mail) <= MOST_MAIL else None)


def _reason(cause: CauseBelief) -> Reason:
    return Reason(
        percent=whole_percent(cause.probability),
        for_=tuple(point.text for point in cause.for_[:6]),
        against=tuple(point.text for point in cause.against[:6] if point.value != UNKNOWN),
        unknown=cause.unconfirmed[:3],
        grade=GRADES[cause.grade],
    )


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
