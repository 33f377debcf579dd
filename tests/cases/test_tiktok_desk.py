"""The doors to TikTok as a server process uses them: explicit connections, many threads, a loop of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace

from regrant.cases import Desk, tiktok_desk
from regrant.cases.tiktok_desk import Connection, Found, TikTokDeskError
from regrant.knowledge import load
from regrant.sandbox import Running, packaged_world, serve
from regrant.sandbox.shapes import Limits
from regrant.tiktok.client import Client
from regrant.tiktok.pacing import Limiter, Quota
from regrant.tiktok.token import Token

BEN, US = "ben@orchard.example", "Orchard US"
WORDS = "Ben can see the campaigns in Orchard US but every edit button is grey."


def to(sandbox: Running) -> Connection:
    """Connect to a world as its first login, keeping nothing."""
    return Connection.to(sandbox.world.tokens[0].token, sandbox.url)


def test_several_people_ask_at_once_beside_a_running_loop() -> None:
    """Each question runs in a thread of its own and is answered from its own world, with nothing kept."""

    def ask(world: str) -> tuple[Found, list[str]]:
        said: list[str] = []
        with serve(packaged_world(world)) as sandbox:
            return tiktok_desk.why(BEN, "create_and_edit_ads", US, connection=to(sandbox), say=said.append), said

    async def all_at_once() -> list[tuple[Found, list[str]]]:
        return await asyncio.gather(*(asyncio.to_thread(ask, w) for w in ("healthy", "role_too_low") * 3))

    answers = asyncio.run(all_at_once())
    assert [found.code for found, _ in answers] == [0, 1] * 3
    assert all(said[-1].startswith("Read in") for _, said in answers)
    assert not tiktok_desk.connected()


def test_a_diagnosis_reads_through_the_connection_it_is_given() -> None:
    """An explicit connection is used although none is kept on this machine, and the doctor looks through it, too."""
    sitting = Desk(load()).begin(WORDS)
    with serve(packaged_world("role_too_low")) as sandbox:
        tiktok_desk.check_first(sitting, who=BEN, asset=US, connection=to(sandbox))
        doctor = tiktok_desk.doctor(to(sandbox))
    assert sitting.diagnosis.causes[0].id == "analyst_cannot_edit"
    assert doctor.centers[0].name == "Orchard"
    assert not tiktok_desk.connected()


def test_people_on_one_app_never_pass_its_quota_together() -> None:
    """Several people who ask at once in threads of their own share the app's limiter, so TikTok refuses nobody."""
    world = replace(packaged_world("role_too_low"), limits=Limits(scale=1.0))
    limiter = Limiter(Quota(per_second=9, per_minute=600))
    with serve(world) as sandbox, ThreadPoolExecutor(4) as pool:
        token = world.tokens[0].token
        people = [Connection.to(token, sandbox.url, limiter=limiter) for _ in range(4)]
        asked = list(pool.map(lambda one: tiktok_desk.why(BEN, "create_and_edit_ads", US, connection=one), people))
        assert {found.code for found in asked} == {1}
        assert len(sandbox.calls) > 10
        assert {call.code for call in sandbox.calls} == {0}


def test_connections_to_one_app_find_the_same_limiter() -> None:
    """Without a limiter of their own, all of one app share one; another app, or another address, has its own."""
    address = "https://business-api.tiktok.com/open_api/v1.3"
    used = [
        Connection(Token(token=token, base_url=url, at="", app_id=app)).run(limiter_of)
        for token, url, app in (
            ("anna", address, "7"),
            ("ben", address, "7"),
            ("anna", address, "8"),
            ("cleo", address, None),
            ("dan", address, None),
            ("anna", "https://sandbox-ads.tiktok.com/open_api/v1.3", "7"),
        )
    ]
    assert used[0] is used[1]
    assert used[3] is used[4]
    assert len({id(one) for one in used}) == 4


async def limiter_of(client: Client) -> Limiter:
    """Return the limiter that a client keeps to."""
    return client.limiter


@pytest.mark.parametrize(
    ("text", "address"), [("two words", None), ("token", "ftp://x"), ("token", "http://example.com")]
)
def test_a_connection_that_cannot_be_is_said_clearly(text: str, address: str | None) -> None:
    """What is no token or no safe address is refused before anything is sent."""
    with pytest.raises(TikTokDeskError):
        Connection.to(text, address)


def test_without_a_token_the_doors_say_how_to_connect(home: Path) -> None:
    """Whoever is not connected is told the command."""
    with pytest.raises(TikTokDeskError, match="regrant connect"):
        tiktok_desk.why(BEN, "see", US)
