"""Signing in over a real loopback redirect: the code that belongs becomes a token, anything else does not."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from regrant.tiktok.errors import Cause, TikTokError
from regrant.tiktok.oauth import SignInError, portal, sign_in
from regrant.tiktok.token import Token
from tests.tiktok.server import Server, ok, refuse

EXCHANGE = "/oauth2/access_token/"


def go(server: Server, *visits: str, **options: Any) -> tuple[Token, list[int]]:
    """Sign in; the browser comes back with each of *visits*, ``{state}`` filled in. Return token and answers."""
    statuses: list[int] = []

    async def run() -> Token:
        shown: asyncio.Queue[str] = asyncio.Queue()

        async def browser() -> None:
            query = parse_qs(urlsplit(await shown.get()).query)
            [back], [state] = query["redirect_uri"], query["state"]
            async with httpx.AsyncClient(trust_env=False) as http:
                for visit in visits:
                    reply = await http.get(back.removesuffix("/callback") + visit.format(state=state))
                    statuses.append(reply.status_code)

        coming = asyncio.create_task(browser())
        options.setdefault("patience", 5.0)
        try:
            return await sign_in("7", "app-secret", show=shown.put_nowait, url=server.url, **options)
        finally:
            await asyncio.wait_for(coming, 5.0)

    return asyncio.run(run()), statuses


def test_code_becomes_a_token(server: Server) -> None:
    """The code is exchanged once, without a token header; permissions and address are kept with the token."""
    server.on(EXCHANGE, ok({"access_token": "fresh", "advertiser_ids": ["1"], "scope": [100, 150, "230"]}))
    made, statuses = go(server, "/callback?auth_code=C0DE&state={state}")
    assert (made.token, made.app_id, made.base_url, made.scopes) == ("fresh", "7", server.url, (100, 150, 230))
    [seen] = server.seen
    assert seen.sent == {"app_id": "7", "secret": "app-secret", "auth_code": "C0DE", "return_advertiser_ids": False}
    assert (seen.token, statuses) == (None, [200])


def test_foreign_state_is_turned_away(server: Server) -> None:
    """A code that somebody else sends is refused, and the right one still works after it."""
    server.on(EXCHANGE, ok({"access_token": "fresh"}))
    made, statuses = go(
        server,
        "/callback?auth_code=EVIL&state=guess",
        "/callback?auth_code=EVIL",
        "/favicon.ico",
        "/callback?auth_code=GOOD&state={state}",
    )
    assert statuses == [400, 400, 404, 200]
    assert server.seen[0].sent["auth_code"] == "GOOD"
    assert made.scopes is None


def test_person_who_refuses(server: Server) -> None:
    """Coming back without a code ends the sign-in with the reason given."""
    with pytest.raises(SignInError, match="the user said no"):
        go(server, "/callback?error=denied&error_description=the+user+said+no&state={state}")
    assert not server.seen


def test_nobody_comes_back(server: Server) -> None:
    """The waiting ends."""
    with pytest.raises(SignInError, match="Nobody came back"):
        go(server, patience=0.05)


def test_code_that_was_used(server: Server) -> None:
    """TikTok's refusal is said as such."""
    server.on(EXCHANGE, refuse(40110, "auth_code is expired"))
    with pytest.raises(TikTokError) as caught:
        go(server, "/callback?auth_code=OLD&state={state}")
    assert caught.value.trouble.cause is Cause.CODE_USED


def test_answer_without_a_token(server: Server) -> None:
    """Success without a token is not taken for one."""
    server.on(EXCHANGE, ok({}))
    with pytest.raises(TikTokError, match="holds no token"):
        go(server, "/callback?auth_code=C&state={state}")


def test_portal_can_be_set_but_only_to_a_safe_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's address is configurable; unencrypted only on this machine."""
    assert portal() == "https://business-api.tiktok.com/portal/auth"
    monkeypatch.setenv("REGRANT_TIKTOK_PORTAL", "http://127.0.0.1:8000/portal/auth")
    assert portal() == "http://127.0.0.1:8000/portal/auth"
    with pytest.raises(SignInError):
        portal("http://evil.example/portal")


def test_port_in_use(server: Server) -> None:
    """A port that is taken is named."""
    port = urlsplit(server.url).port

    async def run() -> None:
        await sign_in("7", "s", show=lambda _: None, url=server.url, port=port or 0)

    with pytest.raises(SignInError, match=f"Port {port}"):
        asyncio.run(run())
