"""Keeps to the app's quota: so many calls in a second and in a minute, shared fairly between jobs."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

from msgspec import Struct

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]
SECOND, MINUTE = 1.0, 60.0
AFTER_MINUTE_LIMIT = 300.0
"""TikTok asks for five minutes of silence once the limit per minute was passed."""


class Quota(Struct, frozen=True, kw_only=True):
    """Calls per second and per minute. TikTok allows a new app 10 and 600; half of it leaves room for other tools."""

    per_second: int = 5
    per_minute: int = 300


class Limiter:
    """
    Gives out turns to call. Waiting jobs are served in rotation, so that a long job never starves a short one.

    Both limits hold in *every* window of a second and of a minute, not only in those of the clock on the wall.

    Args:
        quota: how many turns there are.
        clock: seconds that never go back; `sleep` waits on the same scale.

    """

    def __init__(
        self, quota: Quota | None = None, *, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self.quota = quota or Quota()
        self._clock = clock
        self._sleep = sleep
        self._given: deque[float] = deque()
        self._closed_until = 0.0
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        self._server: asyncio.Task[None] | None = None

    async def turn(self, job: str = "") -> None:
        """Wait until *job* may make one call. A cancelled wait uses no turn."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(job, deque()).append(mine)
        if self._server is None or self._server.done():
            self._server = asyncio.create_task(self._serve())
        await mine

    def pause(self, seconds: float) -> None:
        """Give no turn for so many seconds from now; a longer pause that already runs stays."""
        self._closed_until = max(self._closed_until, self._clock() + seconds)

    @property
    def paused_for(self) -> float:
        """Seconds that a `pause` still lasts, 0.0 if none does."""
        return max(self._closed_until - self._clock(), 0.0)

    def wait(self) -> float:
        """Return after how many seconds the next turn can be given, 0.0 for at once."""
        now = self._clock()
        while self._given and self._given[0] <= now - MINUTE:
            self._given.popleft()
        ready = self._closed_until
        for limit, window in ((self.quota.per_second, SECOND), (self.quota.per_minute, MINUTE)):
            if len(self._given) >= limit:
                ready = max(ready, self._given[-limit] + window)

        return max(ready - now, 0.0)

    async def _serve(self) -> None:
        while self._waiting:
            if (seconds := self.wait()) > 0.0:
                await self._sleep(seconds)
                continue
            if (next_one := self._next()) is not None:
                self._given.append(self._clock())
                next_one.set_result(None)
            # Let the one served run, so that what it asks for next joins the rotation.
            await asyncio.sleep(0)

    def _next(self) -> asyncio.Future[None] | None:
        job, queue = next(iter(self._waiting.items()))
        del self._waiting[job]
        found = None
        while queue and found is None:
            candidate = queue.popleft()
            found = None if candidate.done() else candidate
        if queue:
            self._waiting[job] = queue

        return found
