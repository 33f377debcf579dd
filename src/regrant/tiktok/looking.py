"""How one thing is looked for in a list that may be long, with the fewest calls that prove it there or not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from regrant.tiktok.paging import Rows
from regrant.tiktok.question import Aim
from regrant.tiktok.tables import Tables

Read = Callable[..., Awaitable[Rows]]


class Looked(NamedTuple):
    """Whether it is there, whether the whole list was read for it, and the last that was read."""

    there: bool
    whole: bool
    got: Rows

    @property
    def open(self) -> bool:
        """Whether neither it nor its absence is known, though TikTok answered."""
        return not self.there and not self.whole and self.got.trouble is None


async def look_up(t: Aim, read: Read, there: Callable[[Tables], bool], keyword: str | None) -> Looked:
    """
    Look for something in a list.

    The first page of the whole list comes first: for most it is all there is, and so it also proves absence, which a
    keyword does not, as it is not documented what keywords find. Only a list that goes on is asked by *keyword*.
    """
    for look in ({"most_pages": 1}, {"keyword": keyword}) if keyword else ({},):
        found = Tables()
        got = await read(found, **look)
        gaps, found.rows["unread"] = found.rows["unread"], []
        t.tables.merge(found.rows)
        holds, last = there(found), not got.cut or not t.g.left or "most_pages" not in look
        if holds or last:
            t.tables.add("unread", [] if holds and got.trouble is None else gaps)
            break

    return Looked(holds, got.whole and "keyword" not in look, got)
