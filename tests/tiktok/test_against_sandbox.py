"""The reader against the sandbox, which shares no code with it: each proves the other."""

from __future__ import annotations

import asyncio

import pytest

from regrant.sandbox import Running, packaged_world, serve, world_names
from regrant.tiktok.client import Client
from regrant.tiktok.endpoints import table
from regrant.tiktok.errors import Cause, TikTokError
from regrant.tiktok.pacing import Limiter, Quota
from regrant.tiktok.paging import Rows, rows
from regrant.tiktok.reader import Snapshot, snapshot
from regrant.tiktok.targeted import WHY_CALLS, why
from regrant.tiktok.unlock import Unlock

FAST = Quota(per_second=9, per_minute=600)
SURE = frozenset({Cause.BAD_REQUEST, Cause.NOT_OFFERED, Cause.WRONG_ASSET_KIND, Cause.BAD_ANSWER})
"""What would show that one of the two has the contract wrong."""


async def _shortly(seconds: float) -> None:
    await asyncio.sleep(min(seconds, 0.3))


def connect(running: Running, token: str | None = None) -> Client:
    """Connect with the first token of the world, or another."""
    return Client(token or running.world.tokens[0].token, url=running.base, limiter=Limiter(FAST), sleep=_shortly)


def whole(name: str) -> Snapshot:
    """Read a world's first Business Center."""

    async def run(running: Running) -> Snapshot:
        async with connect(running) as client:
            return await snapshot(client, running.world.business_centers[0].bc_id)

    with serve(packaged_world(name)) as running:
        return asyncio.run(run(running))


@pytest.mark.parametrize(
    "name", ["healthy", "healthy_odd", "healthy_unreliable", "partner_ceiling", "verification_failed"]
)
def test_snapshot_of_a_world_is_whole(name: str) -> None:
    """Odd and unreliable answers included, nothing is left unread."""
    found = whole(name)
    assert found.tables["unread"] == []
    assert found.tables["members"]
    assert found.tables["assets"]


def test_odd_and_unreliable_answers_change_nothing() -> None:
    """The same Business Center reads the same, however oddly it answers."""

    def facts(name: str) -> dict[str, set[tuple[str, ...]]]:
        keys = {
            "members": ("user_id", "role"),
            "assets": ("asset_type", "asset_id"),
            "grants": ("user_id", "asset_id", "via"),
        }
        found = whole(name).tables
        return {table: {tuple(str(row[key]) for key in names) for row in found[table]} for table, names in keys.items()}

    assert facts("healthy") == facts("healthy_odd") == facts("healthy_unreliable")


@pytest.mark.parametrize("name", world_names())
def test_question_of_every_world_in_eight_calls(name: str) -> None:
    """Each world's question is read with few calls, none of which is wrong."""
    world = packaged_world(name)
    asked = world.question
    if asked is None or asked.who is None:
        pytest.skip("this world asks about nobody")
    bc_id, who, action = world.business_centers[0].bc_id, asked.who, asked.action or "see"

    async def run(running: Running) -> tuple[Snapshot, list[str]]:
        async with connect(running) as client:
            found = await why(client, bc_id=bc_id, who=who, action=action, asset=asked.asset)
            return found, [made.operation for made in client.calls if made.code in (0, 20001)]

    with serve(world) as running:
        found, answered = asyncio.run(run(running))
    assert len(answered) <= WHY_CALLS
    assert found.tables["bcs"]
    assert not [row for row in found.tables["unread"] if row["code"]]


def test_standard_members_token() -> None:
    """What only an Admin may ask is refused in a way that is understood."""

    async def run(running: Running) -> Snapshot:
        tokens = {token.user_id: token.token for token in running.world.tokens}
        center = running.world.business_centers[0]
        standard = next(member.user_id for member in center.members if member.role == "STANDARD" and member.user_id)
        async with connect(running, tokens[standard]) as client:
            return await snapshot(client, center.bc_id)

    with serve(packaged_world("healthy")) as running:
        found = asyncio.run(run(running)).tables
    assert [row["role"] for row in found["members"]] == ["STANDARD"]
    assert found["grants"]
    assert "members" in {row["table"] for row in found["unread"]}


def test_wrong_token() -> None:
    """A token that the sandbox does not know is dead."""

    async def run(running: Running) -> Rows:
        async with connect(running, "no-such-token") as client:
            return await rows(client, "bc.get", {})

    with serve(packaged_world("healthy")) as running:
        trouble = asyncio.run(run(running)).trouble
    assert trouble is not None
    assert trouble.cause is Cause.TOKEN_DEAD


def test_unlocked_write_takes_effect() -> None:
    """An invitation that was unlocked can be read back."""

    async def run(running: Running) -> Rows:
        bc_id = running.world.business_centers[0].bc_id
        body = {"bc_id": bc_id, "emails": ["new@orchard.example"], "user_role": "STANDARD"}
        async with connect(running) as client:
            await client.call("bc.member.invite", body, unlock=Unlock("bc.member.invite", body, why="test"))
            return await rows(client, "bc.member.get", {"bc_id": bc_id, "filtering": {"relation_status": "PENDING"}})

    with serve(packaged_world("healthy")) as running:
        found = asyncio.run(run(running))
    assert "new@orchard.example" in {row["user_email"] for row in found.rows}


def test_every_read_without_parameters_of_its_own_is_known() -> None:
    """Reads that need no more than the Business Center are offered by the sandbox and accept what we send."""
    names = [
        name
        for name, item in table().operations.items()
        if item.effect == "reads" and {key for key, value in item.send.items() if value.required} == {"bc_id"}
    ]

    async def run(running: Running) -> dict[str, Cause]:
        bc_id = running.world.business_centers[0].bc_id
        found: dict[str, Cause] = {}
        async with connect(running) as client:
            for name in names:
                try:
                    await client.call(name, {"bc_id": bc_id})
                except TikTokError as error:
                    found[name] = error.trouble.cause
        return found

    with serve(packaged_world("healthy")) as running:
        found = asyncio.run(run(running))
    assert not {name: cause for name, cause in found.items() if cause in SURE}
