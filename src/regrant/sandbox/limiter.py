"""Rate limits per developer app: TikTok's numbers (contract section 1.3), scaled; no header ever tells of them."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable
from itertools import takewhile

from regrant.sandbox.refusal import Refusal

PER_SECOND_AND_MINUTE = {"BASIC": (10, 600), "ADVANCED": (20, 1200), "PREMIUM": (30, 1800), "ULTIMATE": (50, 3000)}
PAUSE = 300.0
MINUTE = 60.0


class Limiter:
    """Counts the calls of each app; *now* is a clock in seconds that never goes back."""

    def __init__(self, scale: float, now: Callable[[], float] = time.monotonic) -> None:
        """Start with nothing counted."""
        self.scale = scale
        self._now = now
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._paused: dict[str, float] = {}

    def check(self, app_id: str, level: str) -> None:
        """Count a call; raise 40100 when the second is full, or the minute (then for five minutes, scaled)."""
        if self.scale <= 0:
            return
        now, calls = self._now(), self._calls[app_id]
        per_second, per_minute = (number * self.scale for number in PER_SECOND_AND_MINUTE[level])
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if now < self._paused.get(app_id, 0.0) or len(calls) >= per_minute:
            self._paused.setdefault(app_id, now + PAUSE / self.scale)
            if now < self._paused[app_id]:
                text = f"Due to too many requests, requests from App {app_id} are temporarily restricted."
                raise Refusal(40100, text)
            del self._paused[app_id]
            calls.clear()
        last_second = sum(1 for _ in takewhile(lambda at: at > now - 1.0, reversed(calls)))
        if last_second >= per_second:
            raise Refusal(40100, "App reaches the QPS limit.")
        calls.append(now)
