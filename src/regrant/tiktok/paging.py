"""Reads every page of a list, and says honestly when it could not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from regrant.tiktok.client import Answer, Client
from regrant.tiktok.endpoints import Operation, operation
from regrant.tiktok.errors import Cause, TikTokError, Trouble

Row = dict[str, Any]
Pick = Callable[[dict[str, Any]], Any]
MOST_PAGES = 400


class Rows(Struct, kw_only=True):
    """
    The rows of a list, each with `read_at` and `request_id`.

    `trouble` says why the list broke off (the rows before stay); `missing` counts rows that TikTok announced but
    did not give; `cut` is true if the reader stopped at its own limit. Only a `whole` list proves absence.
    """

    rows: list[Row] = field(default_factory=list)
    trouble: Trouble | None = None
    missing: int = 0
    cut: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing is lacking, so that what is not here does not exist (or cannot be seen by this login)."""
        return self.trouble is None and self.missing == 0 and not self.cut


async def rows(
    client: Client,
    name: str,
    params: Mapping[str, Any],
    *,
    job: str = "",
    pick: Pick | None = None,
    most_pages: int = MOST_PAGES,
    allow: Callable[[], bool] = lambda: True,
) -> Rows:
    """
    Read a list to its end. It never raises for trouble with TikTok: the trouble is part of the result.

    TikTok's count of pages is not trusted: lists with rows and an all-zero count were seen. The end is an empty
    page, or the announced number of rows, or, if none was announced, a page that is not full.

    Args:
        client: the client to use.
        name: the operation's id.
        params: the request without page and page size.
        job: whose turn the calls use.
        pick: finds the rows in `data`, if not under the operation's result key.
        most_pages: stop after so many.
        allow: asked before every call; a no ends the reading there.

    """
    what = operation(name)
    found = Rows()
    step: dict[str, Any] = {"page": 1, "page_size": what.paging.max} if what.paging else {}
    before: list[Any] | None = None
    for number in range(1, most_pages + 1):
        if not allow():
            break
        try:
            answer = await client.call(name, {**params, **step}, job=job)
        except TikTokError as error:
            found.trouble = error.trouble
            return found
        page = _list(what, answer.data, pick)
        if page is None or (page and page == before):
            found.trouble = _odd(what, answer, "the list is not in the answer" if page is None else "a page came twice")
            return found
        before = page
        found.rows += [
            {**row, "read_at": answer.read_at, "request_id": answer.request_id} for row in page if isinstance(row, dict)
        ]
        following = _next(what, answer.data, len(page), number, found)
        if following is None:
            return found
        step = following
    found.cut = True

    return found


def _next(what: Operation, data: dict[str, Any], count: int, number: int, found: Rows) -> dict[str, Any] | None:
    """Return the paging parameters of the next page, or None at the end."""
    if what.cursor:
        return {"cursor": str(data.get("cursor"))} if data.get("has_more") and count else None
    if what.paging is None:
        return None
    announced, full = _announced(data, "total_number"), _announced(data, "page_size") or what.paging.max
    seen = len(found.rows)
    # A number below what came (all zero, or simply wrong) tells nothing: then a page that is not full is the last.
    over = count < full if announced < seen else count == 0 or seen == announced
    if over:
        found.missing = max(announced - seen, 0)
        return None

    return {"page": number + 1, "page_size": what.paging.max}


def _announced(data: dict[str, Any], name: str) -> int:
    info = data.get("page_info")
    number = info.get(name) if isinstance(info, dict) else None
    try:
        return int(number or 0)
    except (TypeError, ValueError):
        return 0


def _list(what: Operation, data: dict[str, Any], pick: Pick | None) -> list[Any] | None:
    """Find the rows. Null means none; an answer without any such key is not an empty list but no answer."""
    key = what.result or "list"
    value = pick(data) if pick else data.get(key)
    if isinstance(value, list):
        return value
    if value is None and (key in data or "page_info" in data):
        return []
    others = [item for item in data.values() if isinstance(item, list)]

    return others[0] if value is None and pick is None and len(others) == 1 else None


def _odd(what: Operation, answer: Answer, why: str) -> Trouble:
    return Trouble(cause=Cause.BAD_ANSWER, operation=what.id, message=why, request_id=answer.request_id)
