"""Lists are read to their end whatever the count of pages says, and a broken one never looks complete."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regrant.tiktok.errors import Cause
from regrant.tiktok.paging import Rows, rows
from tests.tiktok.conftest import connect
from tests.tiktok.server import Reply, Request, Server, ok, paged, refuse

PATH = "/bc/member/get/"
ASK = {"bc_id": "7000000000000000001"}
PEOPLE = [{"user_id": str(number)} for number in range(1, 46)]


def read(server: Server, name: str = "bc.member.get", params: Any = None, **options: Any) -> Rows:
    """Read a list."""

    async def run() -> Rows:
        async with connect(server) as client:
            return await rows(client, name, ASK if params is None else params, **options)

    return asyncio.run(run())


def ids(found: Rows) -> list[str]:
    """Return the user ids."""
    return [row["user_id"] for row in found.rows]


@pytest.mark.parametrize("count", [0, 1, 19, 20, 21, 40, 45])
@pytest.mark.parametrize("info", ["right", "zero", "none", "null", "low"])
def test_every_row_whatever_the_count_says(server: Server, count: int, info: str) -> None:
    """All rows come, with a right count, an all-zero one, none at all, null, or one that is too low."""
    zero = {"page": 0, "page_size": 0, "total_number": 0, "total_page": 0}
    forms: dict[str, dict[str, Any]] = {
        "right": {"page_info": {**zero, "total_number": count}},
        "zero": {"page_info": zero},
        "none": {},
        "null": {"page_info": None},
        "low": {"page_info": {**zero, "total_number": min(count, 2)}},
    }

    def answer(request: Request) -> Reply:
        page = int(request.sent["page"])
        return ok({"list": PEOPLE[:count][(page - 1) * 20 : page * 20], **forms[info]})

    server.on(PATH, answer)
    found = read(server)
    assert (len(found.rows), found.whole) == (count, True)


def test_rows_carry_their_proof(server: Server) -> None:
    """Each row says when it was read and with which request."""
    server.on(PATH, paged(PEOPLE[:1]))
    [row] = read(server).rows
    assert row["request_id"] == "2026112010000000A1"
    assert row["read_at"]


def test_largest_page_is_asked_for(server: Server) -> None:
    """The fewest calls: the page size is the operation's maximum."""
    server.on(PATH, paged(PEOPLE))
    assert len(ids(read(server))) == 45
    assert [request.sent["page_size"] for request in server.seen] == ["20"] * 3


def test_trouble_on_a_later_page_keeps_what_came(server: Server) -> None:
    """The rows before stay, and the list does not look whole."""
    server.on(PATH, paged(PEOPLE), refuse(40105))
    found = read(server)
    assert (len(found.rows), found.whole) == (20, False)
    assert found.trouble is not None
    assert found.trouble.cause is Cause.TOKEN_DEAD


def test_announced_rows_that_never_come(server: Server) -> None:
    """If TikTok announces more than it gives, that is said."""
    info = {"page": 1, "page_size": 20, "total_number": 5, "total_page": 1}
    server.on(PATH, ok({"list": PEOPLE[:2], "page_info": info}), ok({"list": [], "page_info": info}))
    found = read(server)
    assert (len(found.rows), found.missing, found.whole) == (2, 3, False)


def test_page_that_comes_again_and_again(server: Server) -> None:
    """A server that ignores the page number is noticed instead of read for ever."""
    server.on(PATH, ok({"list": PEOPLE[:20]}))
    found = read(server)
    assert (len(server.seen), len(found.rows), found.whole) == (2, 20, False)


@pytest.mark.parametrize("data", [{}, {"other": 1}, {"list": {"a": 1}}, None])
def test_answer_without_the_list_is_not_an_empty_list(server: Server, data: Any) -> None:
    """Success without the list proves nothing."""
    server.on(PATH, ok(data))
    found = read(server)
    assert (found.rows, found.whole) == ([], False)


@pytest.mark.parametrize("data", [{"list": None}, {"list": []}, {"page_info": {"total_number": 0}}])
def test_null_list_is_empty(server: Server, data: Any) -> None:
    """Null in place of the list, or a count of zero, is an honest "none"."""
    server.on(PATH, ok(data))
    assert read(server).whole


def test_list_under_another_name_is_found(server: Server) -> None:
    """The key of the list differs between sources; the only list there is will be it."""
    server.on(PATH, ok({"members": PEOPLE[:2]}))
    assert ids(read(server)) == ["1", "2"]


def test_cursor(server: Server) -> None:
    """Lists with a cursor are followed while there is more."""
    first = ok({"video_list": [{"a": 1}], "cursor": 7, "has_more": True})
    server.on("/identity/video/get/", first, ok({"video_list": [{"a": 2}], "cursor": 9, "has_more": False}))
    params = {"advertiser_id": "1", "identity_id": "2", "identity_type": "TT_USER"}
    found = read(server, "identity.video.get", params)
    assert [row["a"] for row in found.rows] == [1, 2]
    assert server.seen[1].sent["cursor"] == "7"


def test_budget_that_runs_out(server: Server) -> None:
    """Stopping at one's own limit does not look whole either."""
    server.on(PATH, paged(PEOPLE))
    found = read(server, most_pages=1)
    assert (len(found.rows), found.cut, found.whole) == (20, True, False)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(0, 70), most=st.integers(1, 25))
def test_server_with_smaller_pages(server: Server, count: int, most: int) -> None:
    """A server that gives smaller pages than asked for loses no row, if it says how many there are."""
    people = [{"user_id": str(number)} for number in range(1, count + 1)]
    server.on(PATH, paged(people, most=most))
    found = read(server)
    assert (len(found.rows), found.whole) == (count, True)
