"""The copy of a case that others may read: what is wrong and what to do, without who it is about."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from regrant.web.models.aside import Said
from regrant.web.models.result import ResultPage, SourceItem
from regrant.web.models.todo import StepLine


class SharedPage(Struct, frozen=True, kw_only=True):
    """Only what comes from the knowledge, the answers picked, and (if wanted) the person's words, masked."""

    headline: str
    lead: str
    more: str
    words: str
    also: tuple[str, ...]
    who: str | None
    fix: str | None
    steps: tuple[StepLine, ...]
    will_not_help: tuple[str, ...]
    percent: int | None
    said: tuple[Said, ...]
    sources: tuple[SourceItem, ...]
    ending: str


def shared_page(page: ResultPage, *, with_words: bool) -> SharedPage:
    """Return the copy of a result page; proofs and times are left out, and so are the notes, which may name people."""
    return SharedPage(
        headline=page.headline,
        lead=page.lead,
        more=page.more,
        words=page.masked if with_words else "",
        also=page.also,
        who=page.todo.who if page.todo else None,
        fix=page.todo.title if page.todo else None,
        steps=page.todo.steps if page.todo else (),
        will_not_help=page.todo.will_not_help if page.todo else (),
        percent=page.reason.percent if page.reason else None,
        said=tuple(replace(line, proof=None, at=None, can_change=False) for line in page.aside.said),
        sources=page.sources,
        ending=page.case.ending,
    )
