"""What a person says of a case: answers, changes, take-backs, and how it ended. Every one is kept at once."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response
from litestar.enums import RequestEncodingType
from litestar.params import Body
from msgspec import Struct

from regrant.cases import GIVEN_UP, HANDED_OVER, OPEN, Sitting
from regrant.cases.views import HELPED, Evidence, latest, validate
from regrant.web.models.home import case_line
from regrant.web.models.stale import stale_page
from regrant.web.pages.cases import address_of_step
from regrant.web.visit import Here, Part, Visit, action, see

CONFLICT = 409


class AnswerForm(Struct):
    """An answer; `seen` is the version of the case that the page showed."""

    finding: str
    seen: int
    value: str = ""


class EndForm(Struct):
    """How a case ended."""

    ending: str


Answer = Annotated[AnswerForm, Body(media_type=RequestEncodingType.URL_ENCODED)]
End = Annotated[EndForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


@action("/cases/{case_id:str}/answers")
def answer(visit: Here, case_id: Part, data: Answer) -> Response[Any]:
    """Keep an answer, unless the page was out of date."""
    from regrant.cases.store import StaleError

    case, sitting = visit.case(case_id)
    if not data.value:
        return see(f"/cases/{case.id}?note=choose")
    validate([Evidence(finding=data.finding, value=data.value)], sitting.knowledge)
    # After a fix that did not help, a question may be asked again; the same answer is news then.
    if _said(sitting, data.finding) == data.value and visit.office.diagnosis(sitting).next.id != data.finding:
        return see(f"/cases/{case.id}?note=same")
    sitting.seen = data.seen
    try:
        sitting.say(data.finding, data.value)
    except StaleError:
        return _out_of_date(visit, case.id, data)
    if case.ending != OPEN and data.value != HELPED:
        sitting.end(OPEN)
    if case.ending != OPEN or data.value == HELPED:
        return see(f"/cases/{case.id}")

    return see(address_of_step(case.id, OPEN, visit.office.diagnosis(sitting)))


@action("/cases/{case_id:str}/take-back")
def take_back(visit: Here, case_id: Part, data: Answer) -> Response[Any]:
    """Take back what was said of a finding, unless the page was out of date."""
    from regrant.cases.store import StaleError

    case, sitting = visit.case(case_id)
    if _said(sitting, data.finding) is None:
        return see(f"/cases/{case.id}?note=same")
    sitting.seen = data.seen
    try:
        sitting.take_back(data.finding)
    except StaleError:
        return _out_of_date(visit, case.id, data)
    if case.ending != OPEN:
        sitting.end(OPEN)

    return see(f"/cases/{case.id}?note=taken-back")


@action("/cases/{case_id:str}/end")
def end(visit: Here, case_id: Part, data: End) -> Response[Any]:
    """Close a case, or open it again."""
    case, sitting = visit.case(case_id)
    if data.ending in (GIVEN_UP, HANDED_OVER):
        sitting.end(data.ending)
    elif data.ending == OPEN and case.ending != OPEN:
        _undo_helped(sitting)
        sitting.end(OPEN)

    return see(f"/cases/{case.id}")


@action("/cases/{case_id:str}/delete")
def delete(visit: Here, case_id: Part) -> Response[Any]:
    """Delete a case for good."""
    case, _ = visit.case(case_id)
    visit.store.delete(case.id)

    return see("/?note=deleted")


def _undo_helped(sitting: Sitting) -> None:
    for item in latest(sitting.evidence).values():
        if item.value == HELPED and item.finding in sitting.knowledge.fixes:
            sitting.take_back(item.finding)


def _said(sitting: Sitting, finding: str) -> str | None:
    known = latest(sitting.evidence).get(finding)

    return known.value if known else None


def _out_of_date(visit: Visit, case_id: str, data: AnswerForm) -> Response[Any]:
    case, sitting = visit.case(case_id)
    page = stale_page(sitting, case_line(case), data.finding, data.value)

    return visit.show("stale.html", page, status=CONFLICT)


HANDLERS: list[Any] = [*answer, *take_back, *end, *delete]
