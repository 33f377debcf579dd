"""Signing in: the browser goes to TikTok's portal and comes back to this machine with a code for a token."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit

from regrant.tiktok import token as tokens
from regrant.tiktok.client import Client
from regrant.tiktok.errors import Cause, TikTokError, Trouble
from regrant.tiktok.token import Token
from regrant.tiktok.wire import base_url, is_loopback

PORTAL = "https://business-api.tiktok.com/portal/auth"
PORTAL_VARIABLE = "REGRANT_TIKTOK_PORTAL"
HOST = "127.0.0.1"
PATH = "/callback"
PATIENCE = 600.0
MOST_REQUEST = 16_384
NO_WAIT = 5.0


class SignInError(RuntimeError):
    """The sign-in did not come to its end; the message says why and what to do."""


def portal(given: str | None = None) -> str:
    """
    Return the address of TikTok's sign-in page: *given*, or `REGRANT_TIKTOK_PORTAL`, or TikTok's own.

    Raises:
        SignInError: it is neither https nor on this machine.

    """
    text = given or os.environ.get(PORTAL_VARIABLE) or PORTAL
    if urlsplit(text).scheme != "https" and not is_loopback(text):
        raise SignInError(f'"{text}" is not a safe address to sign in at; it must begin with https.')

    return text


def sign_in_url(app_id: str, redirect_uri: str, state: str, *, at: str | None = None) -> str:
    """Return the address to open in a browser."""
    query = urlencode({"app_id": app_id, "redirect_uri": redirect_uri, "state": state})

    return f"{portal(at)}?{query}"


async def sign_in(
    app_id: str,
    secret: str,
    *,
    show: Callable[[str], None],
    url: str | None = None,
    portal_url: str | None = None,
    port: int = 0,
    patience: float = PATIENCE,
) -> Token:
    """
    Let the person sign in and authorise the app; return the token.

    Args:
        app_id: number of the developer app.
        secret: the app's secret; it is sent once and not kept.
        show: called with the address to open; it may open the browser.
        url: base address of the API.
        portal_url: address of the sign-in page.
        port: port of this machine that the app's redirect address names; 0 takes any free one.
        patience: seconds to wait for the person.

    Raises:
        SignInError: the app's id is none, nobody came back in time, or the person refused.
        TikTokError: TikTok did not take the code.

    """
    if not app_id.isdigit():
        raise SignInError(f'"{app_id}" is not the id of a developer app: an id is a number of some 19 digits.')
    address = base_url(url)
    state = secrets.token_urlsafe(24)
    async with _waiting_for_browser(state, port) as (redirect_uri, came_back):
        show(sign_in_url(app_id, redirect_uri, state, at=portal_url))
        try:
            code = await asyncio.wait_for(came_back, patience)
        except TimeoutError:
            raise SignInError(
                f"Nobody came back from TikTok within {patience / 60:.0f} minutes; start again."
            ) from None

    return await exchange(app_id, secret, code, url=address)


async def exchange(app_id: str, secret: str, code: str, *, url: str | None = None) -> Token:
    """
    Turn the code of a sign-in into a token. A code works once and for an hour.

    Raises:
        TikTokError: TikTok did not take it.

    """
    async with Client(None, url=url) as client:
        given = {"app_id": app_id, "secret": secret, "auth_code": code, "return_advertiser_ids": False}
        answer = await client.call("oauth2.access_token", given)
        text = answer.data.get("access_token")
        if not isinstance(text, str) or not text:
            message = "the answer holds no token"
            trouble = Trouble(
                cause=Cause.BAD_ANSWER, operation=answer.operation, message=message, request_id=answer.request_id
            )
            raise TikTokError(trouble)
        scopes = answer.data.get("scope")
        known = tuple(int(item) for item in scopes if str(item).isdigit()) if isinstance(scopes, list) else None

        return tokens.token(text, base_url=client.url, app_id=app_id, scopes=known)


@asynccontextmanager
async def _waiting_for_browser(state: str, port: int) -> AsyncIterator[tuple[str, asyncio.Future[str]]]:
    """Listen on this machine only, until the browser brings a code that belongs to *state*."""
    came_back: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(NO_WAIT):
                line = await reader.readline()
                while (await reader.readline()).strip():
                    pass
                writer.write(_reply(*_handle(line.decode("latin-1"), state, came_back)))
                await writer.drain()
        except (TimeoutError, OSError, ValueError):
            pass  # half a request, or a browser's connection kept for later: nothing to answer
        finally:
            writer.close()

    try:
        server = await asyncio.start_server(serve, HOST, port, limit=MOST_REQUEST)
    except OSError as error:
        raise SignInError(f"Port {port} of this machine cannot be used ({error.strerror}); give another.") from None
    async with server:
        yield f"http://{HOST}:{server.sockets[0].getsockname()[1]}{PATH}", came_back


def _handle(line: str, state: str, came_back: asyncio.Future[str]) -> tuple[int, str]:
    """Answer one request of the browser; hand on the code if it is the one awaited."""
    words = line.split(" ")
    where = urlsplit(words[1]) if len(words) > 1 and words[0] == "GET" else None
    if where is None or where.path != PATH:
        return 404, "There is nothing here."
    given = {key: values[0] for key, values in parse_qs(where.query).items()}
    if not secrets.compare_digest(given.get("state", "").encode(), state.encode()):
        return 400, "This does not belong to the sign-in that was started. Start again."
    code = given.get("auth_code") or given.get("code")
    if not code:
        reason = given.get("error_description") or given.get("error") or "TikTok gave no code"
        if not came_back.done():
            came_back.set_exception(SignInError(f"The sign-in was not completed: {reason}. Start again."))
        return 400, f"The sign-in was not completed: {reason}."
    if not came_back.done():
        came_back.set_result(code)

    return 200, "Connected. You can close this page."


def _reply(status: int, text: str) -> bytes:
    page = f'<!doctype html><meta charset="utf-8"><title>Regrant</title><p>{escape(text)}</p>'.encode()
    head = f"HTTP/1.1 {status} -\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n"

    return (
        head + "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n"
    ).encode() + page
