"""The pages on which a case reads evidence from TikTok, or from the demo Business Center."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from litestar import Response
from litestar.enums import RequestEncodingType
from litestar.params import Body

from regrant.cases.tiktok_desk import Connection, TikTokDeskError
from regrant.web import demo, reading
from regrant.web.models.chain import ACTIONS
from regrant.web.models.home import case_line
from regrant.web.models.read import Question
from regrant.web.models.tiktok import ProgressPage, TikTokPage
from regrant.web.visit import JSON, Here, Part, Visit, action, page, see

if TYPE_CHECKING:
    from regrant.cases.store import Case

DEMO = "demo"
Form = Annotated[Question, Body(media_type=RequestEncodingType.URL_ENCODED)]


@action("/demo")
def start_demo(visit: Here) -> Response[Any]:
    """Begin a case in the demo Business Center."""
    if not visit.office.settings.demo:
        return see("/")
    sitting = visit.desk.begin(demo.WORDS)
    assert sitting.case_id is not None
    visit.store.put(sitting.case_id, DEMO, content=True)

    return see(f"/cases/{sitting.case_id}/tiktok")


@page("/cases/{case_id:str}/tiktok", "/cases/{case_id:str}/tiktok.json")
def form(visit: Here, case_id: Part) -> Response[Any]:
    """Ask whose access is to be read."""
    kept, _ = visit.case(case_id)
    visit.office.expect_reading()

    return _form(visit, kept, None, None)


@action("/cases/{case_id:str}/tiktok")
def read(visit: Here, case_id: Part, data: Form) -> Response[Any]:
    """Start reading."""
    kept, sitting = visit.case(case_id)
    running = reading.reading_of(visit.store, kept.id)
    if running and running.state == "running":
        return see(f"/cases/{kept.id}/tiktok/progress")
    if not data.who.strip():
        return _form(visit, kept, data, "Say whose access is to be read: an e-mail address, a user id, or me.")
    try:
        reading.begin(visit.store, sitting, data, _connection(visit, kept.id))
    except TikTokDeskError as error:
        return _form(visit, kept, data, str(error))

    return see(f"/cases/{kept.id}/tiktok/progress")


@page("/cases/{case_id:str}/tiktok/progress", "/cases/{case_id:str}/tiktok/progress.json")
def progress(visit: Here, case_id: Part) -> Response[Any]:
    """Show what was read so far; when it is done, go on with the case."""
    kept, _ = visit.case(case_id)
    state = reading.reading_of(visit.store, kept.id)
    if state is None or state.state == "failed":
        return _on(visit, f"/cases/{kept.id}/tiktok")
    if state.state == "done" and not visit.as_json:
        return _on(visit, f"/cases/{kept.id}?note=read")
    shown = ProgressPage(case=case_line(kept), state=state.state, lines=state.lines)

    return visit.show("progress_part.html" if visit.partial else "progress.html", shown)


def _form(visit: Visit, kept: Case, sent: Question | None, error: str | None) -> Response[Any]:
    last = reading.reading_of(visit.store, kept.id)
    in_demo = visit.store.find(kept.id, DEMO, bool)
    source = demo.NAME if in_demo else "TikTok" if visit.office.connected() else None
    shown_last = last if sent is None else None
    question = sent or (last.question if last else demo.QUESTION if in_demo else Question())
    shown = TikTokPage(
        case=case_line(kept),
        question=question,
        actions=tuple(ACTIONS.items()),
        source=source,
        error=error or (shown_last.error if shown_last else None),
        near=shown_last.near if shown_last else (),
        as_written=bool(shown_last and shown_last.as_written),
    )

    return visit.show("tiktok.html", shown, status=200 if error is None else 400)


def _connection(visit: Visit, case_id: str) -> Connection:
    """Return where this case reads from; the token kept on this machine serves its own person only."""
    if visit.store.find(case_id, DEMO, bool):
        made: Connection = visit.office.demo.connection()
        return made
    if not visit.office.connected():
        raise TikTokDeskError("Regrant is not connected to TikTok. Run: regrant connect")

    return Connection.kept()


def _on(visit: Visit, path: str) -> Response[Any]:
    """Send the browser on; htmx has to be told, or it would put the next page into a part of this one."""
    if visit.partial:
        return Response("", media_type="text/html", headers={"HX-Redirect": path})

    return see(f"{path}{JSON if visit.as_json else ''}")


HANDLERS: list[Any] = [*start_demo, *form, *read, *progress]
