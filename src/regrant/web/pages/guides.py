"""The guide pages: read about a problem without being asked anything."""

from __future__ import annotations

from typing import Any

from litestar import Response

from regrant.web.models.guide import guide_page, guides_page
from regrant.web.visit import Here, Part, bare, page


@page("/guides", "/guides.json")
def guides(visit: Here) -> Response[Any]:
    """List the guides."""
    return visit.show("guides.html", guides_page(visit.knowledge))


@page("/guides/{problem:str}", secret=False)
def guide(visit: Here, problem: Part) -> Response[Any]:
    """Show one problem as a page."""
    return visit.show("guide.html", guide_page(visit.knowledge, bare(problem)))


HANDLERS: list[Any] = [*guides, *guide]
