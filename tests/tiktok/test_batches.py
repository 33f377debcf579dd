"""Ad accounts in batches: one that poisons its batch costs itself, not the others."""

from __future__ import annotations

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regrant.tiktok.batches import Accounts, accounts
from regrant.tiktok.errors import Cause
from tests.tiktok.conftest import connect
from tests.tiktok.server import Answer, Reply, Request, Server, ok, refuse

PATH = "/advertiser/info/"


def poisoned(bad: set[str], *, named: bool) -> Answer:
    """Refuse every batch that holds a bad id, naming it or not."""

    def answer(request: Request) -> Reply:
        wanted = request.sent["advertiser_ids"]
        found = next((item for item in wanted if item in bad), None)
        if found:
            return refuse(40001, f"No permission to operate advertiser {found}" if named else "No permission")
        return ok({"list": [{"advertiser_id": item} for item in wanted]})

    return answer


def read(server: Server, ids: list[str]) -> Accounts:
    """Read the accounts."""

    async def run() -> Accounts:
        async with connect(server) as client:
            return await accounts(client, ids)

    return asyncio.run(run())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(1, 130), bad=st.sets(st.integers(0, 129), max_size=4), named=st.booleans())
def test_all_others_are_read(server: Server, count: int, bad: set[int], named: bool) -> None:
    """Whichever ids are bad and whatever the message says, every good one is read and every bad one is named."""
    ids = [str(700000 + number) for number in range(count)]
    wrong = {ids[number] for number in bad if number < count}
    server.on(PATH, poisoned(wrong, named=named))
    got = read(server, ids)
    assert {row["advertiser_id"] for row in got.rows} == set(ids) - wrong
    assert set(got.unread) == wrong


def test_named_culprits_cost_one_call_each(server: Server) -> None:
    """A message that names the id saves the halving."""
    ids = [str(700000 + number) for number in range(100)]
    server.on(PATH, poisoned({ids[3], ids[77]}, named=True))
    read(server, ids)
    assert len(server.seen) == 3


def test_account_left_out_of_the_answer_is_said(server: Server) -> None:
    """An id that TikTok leaves out in silence is not read."""
    server.on(PATH, ok({"list": [{"advertiser_id": 700001}]}))
    got = read(server, ["700001", "700002"])
    assert [row["advertiser_id"] for row in got.rows] == ["700001"]
    assert set(got.unread) == {"700002"}


def test_dead_token_is_not_halved(server: Server) -> None:
    """Trouble that is not about one account ends the batch at once."""
    server.on(PATH, refuse(40105))
    got = read(server, ["700001", "700002"])
    assert len(server.seen) == 1
    assert {trouble.cause for trouble in got.unread.values()} == {Cause.TOKEN_DEAD}
