"""Calls TikTok's API for Business: one operation, one answer, or a `TikTokError` that says why there is none."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Any, Self

from msgspec import Struct
from msgspec.structs import replace

from regrant.tiktok import wire
from regrant.tiktok.answers import NEVER_SENT, cause_of_failure, trouble_of_reply
from regrant.tiktok.endpoints import Operation, operation
from regrant.tiktok.errors import BUSY, Cause, TikTokError, Trouble, book
from regrant.tiktok.http import httpx
from regrant.tiktok.pacing import AFTER_MINUTE_LIMIT, Limiter
from regrant.tiktok.unlock import Unlock, demand
from regrant.tiktok.validate import check

CONNECTIONS = 8


class Answer(Struct, frozen=True, kw_only=True):
    """What TikTok answered: `data`, and the proof of it. `partly` means that some items failed; `data` says which."""

    operation: str
    data: dict[str, Any]
    request_id: str | None
    read_at: str
    partly: bool = False


class Call(Struct, frozen=True, kw_only=True):
    """One request that was sent, for counting and for support: the code is None if no answer of the API came."""

    operation: str
    code: int | None
    request_id: str | None
    seconds: float


class Client:
    """
    A reader of TikTok's API; it can write only what an `Unlock` allows.

    Use it as an asynchronous context manager. Calls may run side by side; cancelling one leaves the others alone.

    Args:
        token: the access token; None for the calls that need none.
        url: base address, see `wire.base_url`.
        limiter: shares the app's quota; give the same one to clients of the same app.
        timeout: seconds for one answer, the waiting for a turn not counted.
        retries: how often a failed read is repeated. A write is repeated only if TikTok surely did nothing.
        patience: the longest wait in seconds before giving up with "busy"; 300 or more waits out a minute limit.
        sleep: waits; tests give another.

    """

    def __init__(
        self,
        token: str | None,
        *,
        url: str | None = None,
        limiter: Limiter | None = None,
        timeout: float = 20.0,
        retries: int = 2,
        patience: float = 30.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.url = wire.base_url(url)
        self.calls: list[Call] = []
        self.clock_skew: float | None = None
        self._token = wire.token_text(token) if token is not None else None
        self.limiter = limiter or Limiter()
        self._timeout = timeout
        self._retries = retries
        self._patience = patience
        self._sleep = sleep
        self._http = httpx.AsyncClient(
            timeout=httpx.Timeout(timeout, pool=None),
            limits=httpx.Limits(max_connections=CONNECTIONS),
            follow_redirects=False,  # a redirect to another host would carry the token there
            # Without encryption nothing has to be verified, and loading the certificates takes a tenth of a second.
            verify=not self.url.startswith("http:") or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            trust_env=not wire.is_loopback(self.url),
            headers={"User-Agent": "regrant"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def call(
        self,
        name: str,
        params: Mapping[str, Any] | None = None,
        *,
        unlock: Unlock | None = None,
        job: str = "",
    ) -> Answer:
        """
        Call the operation *name*.

        Args:
            name: an id of the table, such as ``bc.member.get``.
            params: query parameters of a GET, body of a POST; None values are left out.
            unlock: for a write: the permission to send exactly this once.
            job: whose turn it uses; jobs are served in rotation.

        Raises:
            TikTokError: no answer; `.trouble` says why.
            RequestError: the request does not fit the operation; nothing was sent.
            LockedError: a write that was not unlocked; nothing was sent.

        """
        what = operation(name)
        given = wire.body(params or {})
        check(what, given)
        if what.token and self._token is None:
            raise TikTokError(Trouble(cause=Cause.TOKEN_MISSING, operation=what.id, message=""))
        demand(what, given, unlock)
        failed = 0
        while True:
            outcome = await self._once(what, given, job)
            if isinstance(outcome, Answer):
                return outcome
            if not self._again(what, outcome, failed):
                raise TikTokError(outcome)
            failed += 1
            if outcome.cause is not Cause.BUSY_MINUTE:
                await self._sleep(2.0 ** (failed - 1))

    def _again(self, what: Operation, trouble: Trouble, failed: int) -> bool:
        """Decide whether to repeat: never a write that may have happened."""
        if book().causes[trouble.cause].retry == "never":
            return False
        if trouble.cause in BUSY:
            return self._when_busy(trouble, failed)

        return failed < self._retries and (what.effect == "reads" or trouble.cause is Cause.UNREACHABLE)

    def _when_busy(self, trouble: Trouble, failed: int) -> bool:
        """Wait a second or two; if that does not help, or the limit per minute was named, five minutes."""
        if trouble.cause is not Cause.BUSY_MINUTE and failed < self._retries:
            return True
        if trouble.cause is Cause.BUSY_ACCOUNT:
            return False
        self.limiter.pause(AFTER_MINUTE_LIMIT)

        return self._patience >= AFTER_MINUTE_LIMIT and failed <= self._retries

    async def _once(self, what: Operation, params: dict[str, Any], job: str) -> Answer | Trouble:
        if self.limiter.paused_for > self._patience:
            return Trouble(cause=Cause.BUSY_MINUTE, operation=what.id, message="")
        turn = await self.limiter.turn(job)
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._timeout):
                reply = await self._send(what, params)
        except (httpx.HTTPError, TimeoutError) as error:
            self.calls.append(Call(operation=what.id, code=None, request_id=None, seconds=time.monotonic() - started))
            unsure = what.effect == "writes" and not isinstance(error, NEVER_SENT)

            return Trouble(
                cause=cause_of_failure(error),
                operation=what.id,
                message=str(error) or type(error).__name__,
                may_have_happened=unsure,
            )
        finally:
            self.limiter.landed(turn)

        return self._read(what, reply, time.monotonic() - started)

    async def _send(self, what: Operation, params: dict[str, Any]) -> httpx.Response:
        headers = {"Access-Token": self._token} if what.token and self._token else {}
        url = self.url + what.path
        if what.method == "GET":
            return await self._http.get(url, params=wire.query(params), headers=headers)

        return await self._http.post(url, json=params, headers=headers)

    def _read(self, what: Operation, reply: httpx.Response, seconds: float) -> Answer | Trouble:
        read = wire.envelope(reply.content)
        code = read.code if read else None
        self.calls.append(
            Call(operation=what.id, code=code, request_id=read.request_id if read else None, seconds=seconds)
        )
        self.clock_skew = wire.skew(reply.headers.get("Date"))
        if read is None or code not in (wire.OK, wire.PARTLY) or not reply.is_success:
            trouble = trouble_of_reply(what, reply.status_code, read, reply.text)

            return replace(trouble, message=self._without_token(trouble.message))

        return Answer(
            operation=what.id,
            data=read.data,
            request_id=read.request_id,
            read_at=wire.now(),
            partly=code == wire.PARTLY,
        )

    def _without_token(self, text: str) -> str:
        return text.replace(self._token, "...") if self._token else text
