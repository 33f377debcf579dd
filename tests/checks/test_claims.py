"""No check says more than was read: what is taken out of a reading can only make it say less."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from regrant import checks
from regrant.checks.model import CHECKS, Seen
from regrant.checks.view import NotReadError, View
from regrant.knowledge import Knowledge
from regrant.sandbox import packaged_world, serve
from regrant.tiktok.client import Client
from regrant.tiktok.pacing import Limiter, Quota
from regrant.tiktok.reader import Snapshot

BC = "7100000000000000001"
WORLDS = (
    "healthy", "not_assigned", "removed_member", "partner_ceiling", "role_too_low", "shop_exclusive_elsewhere",
    "tiktok_not_linked", "owner_cut_access", "invite_pending", "verification_failed",
)  # fmt: skip
_read: dict[str, View] = {}


def reading(name: str, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> View:
    """Return all that can be read of a world's question, each world once."""
    if name not in _read:
        _read[name] = read(name, knowledge, monkeypatch)

    return _read[name]


def read(name: str, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> View:
    """Read a world through HTTP, and catch the view that the checks were given."""
    world, caught = packaged_world(name), list[View]()
    asked, whole = world.question, checks.run.__globals__["evidence_of"]
    assert asked is not None

    def catch(view: View, *args: Any) -> Any:
        caught.append(view)
        return whole(view, *args)

    async def ask(url: str) -> None:
        limiter = Limiter(Quota(per_second=50, per_minute=3000))
        async with Client(world.tokens[0].token, url=url, retries=0, limiter=limiter) as client:
            await checks.run(client, knowledge, asked.who, asked.asset, list(CHECKS), bc_id=BC, action=asked.action)

    with monkeypatch.context() as patch, serve(world) as running:
        patch.setitem(checks.run.__globals__, "evidence_of", catch)
        asyncio.run(ask(running.base))

    return caught[0]


def said(view: View, snapshot: Snapshot) -> dict[str, Seen]:
    """Return what every check says of a reading."""
    found = {}
    fresh = View(snapshot, view.q, view.action, view.problems)
    fresh.searched_posts, fresh.shop_profiles_read = view.searched_posts, view.shop_profiles_read
    for name, check in CHECKS.items():
        try:
            seen = check(fresh)
        except NotReadError:
            continue
        if seen is not None:
            found[name] = seen

    return found


@pytest.mark.parametrize("name", WORLDS)
def test_a_table_that_could_not_be_read_never_says_no(
    name: str, whole_knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Take any table away, with its gap noted: whatever is still called verified is what the whole reading says."""
    view = reading(name, whole_knowledge, monkeypatch)
    whole = said(view, view.read)
    assert whole
    for table in view.read.tables.keys() - {"unread"}:
        gap = {"table": table, "scope": f"bc_id={BC}", "reason": "not read: on purpose", "code": None, "message": None}
        gaps = [*view.read.tables["unread"], gap]
        less = said(view, replace(view.read, tables={**view.read.tables, table: [], "unread": gaps}))
        wrong = {
            finding: seen.value
            for finding, seen in less.items()
            if not seen.inferred and (finding not in whole or whole[finding].value != seen.value)
        }
        assert not wrong, table


@pytest.mark.parametrize("name", WORLDS)
def test_a_table_that_was_not_asked_for_says_nothing(
    name: str, whole_knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Take any table away without a word: nothing that is called verified comes of its absence."""
    view = reading(name, whole_knowledge, monkeypatch)
    whole = said(view, view.read)
    for table in view.read.tables.keys() - {"unread"}:
        tables = {key: rows for key, rows in view.read.tables.items() if key != table}
        less = said(view, replace(view.read, tables=tables))
        wrong = {
            finding: seen.value
            for finding, seen in less.items()
            if not seen.inferred and (finding not in whole or whole[finding].value != seen.value)
        }
        assert not wrong, table


@pytest.mark.parametrize("name", ["healthy", "role_too_low", "shop_exclusive_elsewhere"])
def test_a_state_that_nobody_knows_is_neither_in_nor_out(
    name: str, whole_knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a new word as relation of people and assets, nobody is a member, and nothing is connected or assigned."""
    view = reading(name, whole_knowledge, monkeypatch)
    tables = dict(view.read.tables)
    for table in ("members", "assets"):
        tables[table] = [{**row, "relation_status": "FROZEN"} for row in tables.get(table, [])]
    found = said(view, replace(view.read, tables=tables))

    told = {"person_in_list", "asset_assigned", "shop_request", "invite_stage", "ad_account_role", "person_bc_role"}
    assert not told & set(found)


def test_a_reason_that_was_not_asked_for_is_not_none(
    whole_knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where the reason of a refusal was read and empty is it said that none is given."""
    view = reading("verification_failed", whole_knowledge, monkeypatch)
    for reason, value in ((None, None), ("", "none_given")):
        centers = [{**row, "verification_reason": reason} for row in view.read.tables["bcs"]]
        seen = said(view, replace(view.read, tables={**view.read.tables, "bcs": centers})).get("rejection_reason")
        assert (seen.value if seen else None) == value
