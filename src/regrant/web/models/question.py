"""The question page: one question, its answers, why it is asked and who could answer."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from regrant.cases.library import WHO
from regrant.cases.views import UNKNOWN, Diagnosis, Evidence, Knowledge, Next, Prior, latest
from regrant.cases.wording import while_asking
from regrant.web import demo
from regrant.web.models.aside import Aside, aside
from regrant.web.models.letter import Letter, letter
from regrant.web.models.read import Notes, Reading, notes_of, why_nothing

SUBJECT = "TikTok Business Center: a question"
NOTICES = {
    "choose": "Please choose one of the answers.",
    "same": "That had been answered already; nothing was changed.",
    "gone": "That question is not asked any more. This is the next one.",
    "taken-back": "Taken back.",
    "read": "What could be read from TikTok was taken in.",
}


class Choice(Struct, frozen=True, kw_only=True):
    """One answer; `chosen` marks the one that was given before."""

    value: str
    text: str
    chosen: bool = False


class CaseLine(Struct, frozen=True, kw_only=True):
    """A case in a list or at the head of a page; `version` is what forms carry to be recognised as out of date."""

    id: str
    words: str
    created: str
    ending: str
    version: int


class QuestionPage(Struct, frozen=True, kw_only=True):
    """
    One question.

    `left` is about how many questions are still to come, this one included; it is None where an earlier answer is
    being changed, and 0 where that cannot be told.
    """

    case: CaseLine
    finding: str
    text: str
    why: str
    choices: tuple[Choice, ...]
    dont_know: Choice | None
    aside: Aside
    how: str | None = None
    who: str | None = None
    letter: Letter | None = None
    left: int | None = None
    notice: str | None = None
    notes: tuple[str, ...] = ()
    read: Notes = Notes()


def question_page(
    knowledge: Knowledge,
    case: CaseLine,
    found: Diagnosis,
    prior: Prior,
    evidence: tuple[Evidence, ...],
    *,
    step: Next,
    left: int | None,
    reading: Reading | None = None,
    notice: str | None = None,
) -> QuestionPage:
    """Return the page of a question: the next one, or an earlier one that is to be changed."""
    given = latest(evidence).get(step.id)
    choices = [
        Choice(value=answer.id, text=answer.text, chosen=given is not None and given.value == answer.id)
        for answer in step.answers
    ]
    unsure = next((replace(c, text="I don't know") for c in choices if c.value == UNKNOWN), None)

    return QuestionPage(
        case=case,
        finding=step.id,
        text=step.text,
        why=step.why,
        how=step.how,
        who=None if step.who == "you" else WHO[step.who],
        letter=None if step.who == "you" else _letter(step, reading),
        choices=tuple(choice for choice in choices if choice.value != UNKNOWN),
        dont_know=unsure,
        left=left,
        aside=aside(knowledge, found, prior, evidence, in_demo=case.words == demo.WORDS),
        notice=notice_of(notice, reading),
        notes=while_asking(found.notes),
        read=notes_of(reading),
    )


def notice_of(name: str | None, reading: Reading | None) -> str | None:
    """Return a notice by its name; after a reading that brought nothing, that and why."""
    if name == "read" and reading and reading.nothing:
        return why_nothing(reading)

    return NOTICES.get(name or "")


def _letter(step: Next, reading: Reading | None) -> Letter:
    return letter(step.message or step.text, WHO[step.who], SUBJECT, names=reading.about if reading else None)
