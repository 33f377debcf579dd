"""Rate limits per developer app: TikTok's numbers (contract section 1.3), scaled; no header ever tells of them."""

from __future__ import annotations

import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import takewhile

from regrant.sandbox.refusal import Refusal
from regrant.sandbox.shapes import Limits

MOST = {
    "BASIC": (10, 600, 864_000),
    "ADVANCED": (20, 1_200, 1_728_000),
    "PREMIUM": (30, 1_800, 2_592_000),
    "ULTIMATE": (50, 3_000, 4_320_000),
}
"""Calls per second, minute and day at each level."""
PAUSE = 300.0
MINUTE = 60.0


Day = Callable[[], str]


def _today() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}"


class Limiter:
    """Counts the calls of each app; *now* is a clock in seconds that never goes back."""

    def __init__(self, limits: Limits, now: Callable[[], float] = time.monotonic, day: Day = _today) -> None:
        """Start with nothing counted; *day* names the present day, in UTC."""
        self.scale = limits.scale
        self._per_day = limits.per_day
        self._now, self._day = now, day
        self._today: Counter[tuple[str, str]] = Counter()
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._paused: dict[str, float] = {}

    def check(self, app_id: str, level: str) -> None:
        """Count a call; raise 40100 when the second is full, the minute (then for five minutes, scaled), or the day."""
        if self.scale <= 0:
            return
        now, calls = self._now(), self._calls[app_id]
        per_second, per_minute, per_day = (number * self.scale for number in MOST[level])
        today = (app_id, self._day())
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if now < self._paused.get(app_id, 0.0) or len(calls) >= per_minute:
            self._paused.setdefault(app_id, now + PAUSE / self.scale)
            if now < self._paused[app_id]:
                text = f"Due to too many requests, requests from App {app_id} are temporarily restricted."
                raise Refusal(40100, text)
            del self._paused[app_id]
            calls.clear()
        if self._today[today] >= (per_day if self._per_day is None else self._per_day):
            raise Refusal(40100, "App reaches the QPD limit.")
        last_second = sum(1 for _ in takewhile(lambda at: at > now - 1.0, reversed(calls)))
        if last_second >= per_second:
            raise Refusal(40100, "App reaches the QPS limit.")
        calls.append(now)
        self._today[today] += 1
