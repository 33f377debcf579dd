"""The first page: say what broke, pick a problem, or go on with a case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from litestar import Response
from litestar.enums import RequestEncodingType
from litestar.params import Body
from msgspec import Struct

from regrant.cases import OPEN
from regrant.web.models.home import home_page, suggestions
from regrant.web.visit import Here, Note, Visit, action, page, see

AGAIN = timedelta(seconds=10)
"""The same words sent twice within this time are one case: a button was pressed twice."""


class Words(Struct):
    """The form of the first page."""

    words: str = ""
    problem: str = ""


Form = Annotated[Words, Body(media_type=RequestEncodingType.URL_ENCODED)]


@page("/", "/index.json")
def home(visit: Here, note: Note = None) -> Response[Any]:
    """Show the first page."""
    shown = home_page(
        visit.knowledge,
        visit.store.all(),
        demo=visit.office.settings.demo,
        connected=visit.office.connected(),
        notice=note,
    )

    return visit.show("home.html", shown)


@action("/suggest")
def suggest(visit: Here, data: Form) -> Response[Any]:
    """Show what the words are probably about, as a piece of the first page."""
    return visit.show("suggestions.html", suggestions(visit.knowledge, data.words))


@action("/cases")
def begin(visit: Here, data: Form) -> Response[Any]:
    """Begin a case."""
    words = data.words.strip()
    if not words and not data.problem:
        return see("/?note=empty")
    with visit.office.beginning:
        same = _just_begun(visit, words, data.problem)
        if same is None:
            sitting = visit.desk.begin(words, problem=data.problem or None)
            same = sitting.case_id

    return see(f"/cases/{same}")


def _just_begun(visit: Visit, words: str, problem: str) -> str | None:
    newest = visit.store.newest()
    if newest is None or newest.ending != OPEN or newest.words != words:
        return None
    if datetime.now(UTC) - datetime.fromisoformat(newest.created) > AGAIN:
        return None
    picked = next((item.value for item in newest.evidence if item.finding == "problem"), "")

    return newest.id if picked == problem else None


HANDLERS: list[Any] = [*home, *suggest, *begin]
