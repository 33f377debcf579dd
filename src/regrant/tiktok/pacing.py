"""Keeps to the app's quota: so many calls in a second and in a minute, shared fairly between jobs and threads."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from threading import Lock
from weakref import WeakKeyDictionary

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


class Turn(Struct, kw_only=True, eq=False):
    """One call that was allowed; `at` is when TikTok counted it, as late as that can have been."""

    at: float


class _Waiting(Struct, frozen=True, eq=False):
    """Somebody who waits for a turn, in an event loop that may be another thread's."""

    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Turn]


class Limiter:
    """
    Gives out turns to call. Waiting jobs are served in rotation, so that a long job never starves a short one.

    Both limits hold in *every* window of a second and of a minute, not only in those of the clock on the wall. One
    limiter serves any number of event loops and threads at once.

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
        self._lock = Lock()
        self._given: list[Turn] = []
        self._closed_until = 0.0
        self._waiting: dict[str, deque[_Waiting]] = {}
        self._servers: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Task[None]] = WeakKeyDictionary()

    async def turn(self, job: str = "") -> Turn:
        """Wait until *job* may make one call; say `landed` when it was answered. A cancelled wait uses no turn."""
        loop = asyncio.get_running_loop()
        mine = _Waiting(loop, loop.create_future())
        with self._lock:
            self._waiting.setdefault(job, deque()).append(mine)
            server = self._servers.get(loop)
            if server is None or server.done():
                self._servers[loop] = loop.create_task(self._serve())

        return await mine.future

    def landed(self, turn: Turn) -> None:
        """Note that a call was answered: on a slow way TikTok may have counted it only just now."""
        with self._lock:
            turn.at = self._clock()

    def pause(self, seconds: float) -> None:
        """Give no turn for so many seconds from now; a longer pause that already runs stays."""
        with self._lock:
            self._closed_until = max(self._closed_until, self._clock() + seconds)

    @property
    def paused_for(self) -> float:
        """Seconds that a `pause` still lasts, 0.0 if none does."""
        return max(self._closed_until - self._clock(), 0.0)

    def wait(self) -> float:
        """Return after how many seconds the next turn can be given, 0.0 for at once."""
        with self._lock:
            return self._wait()

    def _wait(self) -> float:
        now = self._clock()
        self._given = sorted((turn for turn in self._given if turn.at > now - MINUTE), key=lambda turn: turn.at)
        ready = self._closed_until
        for limit, window in ((self.quota.per_second, SECOND), (self.quota.per_minute, MINUTE)):
            if len(self._given) >= limit:
                ready = max(ready, self._given[-limit].at + window)

        return max(ready - now, 0.0)

    async def _serve(self) -> None:
        """Give out turns while anybody waits, whichever loop's: one such task runs in each loop that waits."""
        while (seconds := self._give()) is not None:
            # Without a wait too, let the one served run, so that what it asks for next joins the rotation.
            await (self._sleep(seconds) if seconds > 0.0 else asyncio.sleep(0))

    def _give(self) -> float | None:
        """Give the next turn if there is one; return how long to wait before the next try, None if nobody waits."""
        with self._lock:
            if not self._waiting:
                return None
            seconds = self._wait()
            if seconds == 0.0 and (next_one := self._next()) is not None:
                turn = Turn(at=self._clock())
                self._given.append(turn)
                self._hand(turn, next_one)

            return seconds

    def _hand(self, turn: Turn, to: _Waiting) -> None:
        if to.loop is asyncio.get_running_loop():
            to.future.set_result(turn)
            return
        try:
            to.loop.call_soon_threadsafe(self._arrive, turn, to)
        except RuntimeError:  # that event loop was closed, and nobody waits any more
            self._given.remove(turn)

    def _arrive(self, turn: Turn, to: _Waiting) -> None:
        """Hand over in the waiting one's own thread; a turn that comes too late goes back."""
        if not to.future.done():
            to.future.set_result(turn)
            return
        with self._lock, suppress(ValueError):
            self._given.remove(turn)

    def _next(self) -> _Waiting | None:
        job, queue = next(iter(self._waiting.items()))
        del self._waiting[job]
        found = None
        while queue and found is None:
            candidate = queue.popleft()
            found = None if candidate.future.done() else candidate
        if queue:
            self._waiting[job] = queue

        return found


_SHARED: dict[str, Limiter] = {}
_SHARED_LOCK = Lock()


def shared(app: str, quota: Quota) -> Limiter:
    """Return this process's one limiter for an *app* (any text that names it); the first *quota* named for it holds."""
    with _SHARED_LOCK:
        return _SHARED.setdefault(app, Limiter(quota))
