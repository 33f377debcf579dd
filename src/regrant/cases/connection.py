"""
A connection to TikTok: the token, its address, the app's quota, and how trouble is said.

Nothing here belongs to the process as a whole or to its main thread, so that several people can be served at once.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from regrant.tiktok.client import Client
    from regrant.tiktok.pacing import Limiter
    from regrant.tiktok.paging import Row
    from regrant.tiktok.token import Token

T = TypeVar("T")
Say = Callable[[str], None]
CAN, CANNOT, USAGE, COULD_NOT_TELL = 0, 1, 2, 3
TIMEOUT_VARIABLE, TIMEOUT, MOST_TIMEOUT = "REGRANT_TIKTOK_TIMEOUT", 20.0, 600.0
AT_HOME = 50
"""Calls in a second to a server of this very machine, where no quota has to be left for others."""


class TikTokDeskError(Exception):
    """It cannot be done as it was asked; the message says why and what to do. `code` is the exit code of a command."""

    def __init__(self, message: str, code: int = USAGE) -> None:
        self.code = code
        super().__init__(message)


class Connection:
    """
    A token and where it leads. The doors take the one kept on this machine if they are given none.

    A door reads in an event loop of its own, so it must not be called from a thread in which a loop already runs.
    All connections of this process to one app keep to its quota together, whichever threads they are used in; tokens
    whose app is not known (they were pasted) are taken to be of one app. A *limiter* given is used instead.
    """

    def __init__(self, token: Token, limiter: Limiter | None = None) -> None:
        self.token = token
        self.limiter = limiter

    @classmethod
    def to(cls, token: str, address: str | None = None, *, limiter: Limiter | None = None) -> Self:
        """
        Connect by a token that is not kept, at TikTok's own or another *address* (such as a sandbox's).

        Raises:
            TikTokDeskError: it cannot be a token, or the address cannot be used.

        """
        from regrant.tiktok import token as tokens
        from regrant.tiktok.wire import base_url

        return cls(clearly(lambda: tokens.token(token, base_url=base_url(address))), limiter)

    @classmethod
    def kept(cls) -> Self:
        """
        Return the connection kept on this machine.

        Raises:
            TikTokDeskError: there is none, or it cannot be read.

        """
        from regrant.tiktok.token import Store

        found = clearly(lambda: Store().load())
        if found is None:
            raise TikTokDeskError("Regrant is not connected to TikTok. Run: regrant connect")

        return cls(found)

    def run(self, use: Callable[[Client], Coroutine[Any, Any, T]]) -> T:
        """
        Let *use* read with a client.

        Raises:
            TikTokDeskError: TikTok did not answer or refused, or the request cannot be sent.

        """
        return run(self._with_client(use))

    async def _with_client(self, use: Callable[[Client], Coroutine[Any, Any, T]]) -> T:
        from regrant.tiktok.client import Client

        limiter = self.limiter or _of_the_app(self.token)
        async with Client(self.token.token, url=self.token.base_url, limiter=limiter, timeout=_timeout()) as client:
            return await use(client)


def _of_the_app(token: Token) -> Limiter:
    """Return the limiter that all connections to the token's app share."""
    from regrant.tiktok.pacing import Quota, shared
    from regrant.tiktok.wire import is_loopback

    quota = Quota(per_second=AT_HOME, per_minute=AT_HOME * 60) if is_loopback(token.base_url) else Quota()

    return shared(f"{token.base_url} {token.app_id or ''}", quota)


def _timeout() -> float:
    """Return for how many seconds one answer is waited for."""
    given = os.environ.get(TIMEOUT_VARIABLE, "")
    try:
        seconds = float(given or TIMEOUT)
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds <= MOST_TIMEOUT:
        raise TikTokDeskError(f'{TIMEOUT_VARIABLE} is "{given}"; it should be seconds, from 1 to {MOST_TIMEOUT:.0f}.')

    return seconds


async def center(client: Client, bc_id: str | None) -> tuple[str, Row | None]:
    """Return the Business Center in question, the given one or the only one, and its row if that was read for it."""
    if bc_id is not None:
        if not bc_id.isdigit():
            raise TikTokDeskError(f'"{bc_id}" is not the id of a Business Center: an id is a number of some 19 digits.')
        return bc_id, None
    from regrant.tiktok.errors import TikTokError
    from regrant.tiktok.reader import business_centers

    found, got = await business_centers(client)
    if got.trouble is not None:
        raise TikTokError(got.trouble)
    if len(found) == 1:
        return str(found[0]["bc_id"]), found[0]
    if not found:
        raise TikTokDeskError("This login belongs to no Business Center.", COULD_NOT_TELL)
    names = ", ".join(f"{row['bc_id']} ({row['name']})" for row in found)
    raise TikTokDeskError(f"This login belongs to several Business Centers; say which with --bc: {names}")


def clearly(do: Callable[[], T]) -> T:
    """Turn what the rooms below say of wrong input and trouble into the one error of this desk."""
    from regrant.tiktok.token import TokenStoreError
    from regrant.tiktok.wire import AddressError, TokenFormError

    try:
        return do()
    except (TokenStoreError, TokenFormError, AddressError) as error:
        raise TikTokDeskError(str(error)) from None


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end in an event loop of its own, and say trouble as `TikTokDeskError`."""
    from regrant.tiktok.errors import TikTokError
    from regrant.tiktok.oauth import SignInError
    from regrant.tiktok.validate import RequestError

    try:
        return clearly(lambda: asyncio.run(work))
    except TikTokError as error:
        raise TikTokDeskError(str(error), COULD_NOT_TELL) from None
    except (SignInError, RequestError) as error:
        raise TikTokDeskError(str(error)) from None
