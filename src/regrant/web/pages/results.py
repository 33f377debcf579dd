"""The result of a case: what to do, steps ticked, the calendar file, and the copy that others may read."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from litestar import Response
from litestar.enums import RequestEncodingType
from litestar.params import Body
from msgspec import Struct

from regrant.cases import Sitting
from regrant.cases.library import NoSuchEntryError
from regrant.loading import decoder
from regrant.web.models.home import case_line
from regrant.web.models.result import ResultPage, result_page
from regrant.web.models.shared import SharedPage, shared_page
from regrant.web.reading import reading_of
from regrant.web.security import link_of
from regrant.web.visit import Here, Note, Part, Visit, action, bare, page, see

if TYPE_CHECKING:
    from regrant.cases.store import Case


COPY = "copy"
"""Beside a case: the number of the link to its copy (see `link_of`)."""


class Ticks(Struct):
    """The steps of a fix that are done, by their numbers from 1; none is sent for none."""

    fix: str
    done: list[int] | int = []


class ShareForm(Struct):
    """Whether the copy shows the person's own words (masked)."""

    words: str = ""


TicksForm = Annotated[Ticks, Body(media_type=RequestEncodingType.URL_ENCODED)]
Sharing = Annotated[ShareForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


@page("/cases/{case_id:str}/result", "/cases/{case_id:str}/result.json")
def result(visit: Here, case_id: Part, note: Note = None) -> Response[Any]:
    """Show the result as it is known now."""
    kept, sitting = visit.case(case_id)

    return visit.show("result.html", _page(visit, kept, sitting, note))


@action("/cases/{case_id:str}/ticks")
def ticks(visit: Here, case_id: Part, data: TicksForm) -> Response[Any]:
    """Keep which steps are done."""
    kept, sitting = visit.case(case_id)
    fix = sitting.knowledge.fixes.get(data.fix)
    if fix is None:
        raise NoSuchEntryError(f'There is no fix "{data.fix}".')
    wanted = [data.done] if isinstance(data.done, int) else data.done
    before = {number for name, number in visit.store.ticked(kept.id) if name == fix.id}
    for number in range(len(fix.steps)):
        done = number + 1 in wanted
        if done != (number in before):
            visit.store.tick(kept.id, fix.id, number, done=done)
    if visit.partial:
        return Response("", status_code=200, media_type="text/html")

    return see(f"/cases/{kept.id}/result#steps")


@page("/cases/{case_id:str}/look-again.ics")
def look_again(visit: Here, case_id: Part) -> Response[Any]:
    """Return the calendar file of when to look again."""
    from regrant.web.calendar import calendar  # slow to import, and few fixes have to be waited for

    kept, sitting = visit.case(case_id)
    shown = _page(visit, kept, sitting, None)
    if shown.todo is None or shown.todo.look_again is None:
        raise NoSuchEntryError("There is nothing to wait for in this case.")
    headers = {"Content-Disposition": 'attachment; filename="regrant.ics"'}

    return Response(calendar(shown), media_type="text/calendar; charset=utf-8", headers=headers)


@action("/cases/{case_id:str}/share")
def share(visit: Here, case_id: Part, data: Sharing) -> Response[Any]:
    """Make a copy for others without names, addresses and ids, in place of an earlier one."""
    kept, sitting = visit.case(case_id)
    copy = shared_page(_page(visit, kept, sitting, None), with_words=bool(data.words))
    number = secrets.token_urlsafe(12)
    visit.store.unshare(kept.id)
    visit.store.share(kept.id, msgspec.json.encode(copy).decode(), link_of(visit.visitor, kept.id, number))
    visit.store.put(kept.id, COPY, number)

    return see(f"/cases/{kept.id}/result#share")


@action("/cases/{case_id:str}/unshare")
def unshare(visit: Here, case_id: Part) -> Response[Any]:
    """Take the copy for others away."""
    kept, _ = visit.case(case_id)
    visit.store.unshare(kept.id)
    visit.store.put(kept.id, COPY, "")

    return see(f"/cases/{kept.id}/result#share")


@page("/shared/{token:str}")
def shared(visit: Here, token: Part) -> Response[Any]:
    """Show a copy of a case to whoever has its address."""
    copy = visit.office.store.shared(bare(token))

    return visit.show("shared.html", decoder(SharedPage).decode(copy))


def _page(visit: Visit, kept: Case, sitting: Sitting, note: str | None) -> ResultPage:
    found = visit.office.diagnosis(sitting)
    fix = found.fix.fix if found.fix else None
    ticked = frozenset(number for name, number in visit.store.ticked(kept.id) if name == fix)
    number = visit.store.find(kept.id, COPY, str)
    token = link_of(visit.visitor, kept.id, number) if number else ""
    since = visit.store.shared_since(kept.id)
    here = since and visit.store.shared_since(kept.id, token)

    return result_page(
        sitting,
        case_line(kept),
        found,
        ticked=ticked,
        link=f"/shared/{token}" if here else None,
        base=visit.base,
        shared=since,
        reading=reading_of(visit.store, kept.id),
        notice=note,
    )


HANDLERS: list[Any] = [*result, *ticks, *look_again, *share, *unshare, *shared]
