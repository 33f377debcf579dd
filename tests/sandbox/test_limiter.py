"""TikTok's limits per second, minute and day, counted for each app."""

from __future__ import annotations

import pytest

from regrant.sandbox.limiter import MOST, Limiter
from regrant.sandbox.refusal import Refusal
from regrant.sandbox.shapes import Limits


class Time:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        """Begin at noon."""
        self.seconds, self.today = 1000.0, "2026-11-20"

    def limiter(self, **limits: float) -> Limiter:
        """Return a limiter that goes by this clock."""
        return Limiter(Limits(**limits), lambda: self.seconds, lambda: self.today)  # type: ignore[arg-type]


def refused(limiter: Limiter, app: str = "a", level: str = "BASIC") -> str | None:
    """Return code and message with which a call is refused, or None."""
    try:
        limiter.check(app, level)
    except Refusal as error:
        return f"{error.code} {error.message}"

    return None


@pytest.mark.parametrize(("level", "most"), [(level, most[0]) for level, most in MOST.items()])
def test_each_level_has_its_calls_per_second(level: str, most: int) -> None:
    """As many calls as the level has pass within a second; one more is refused until the next second."""
    time = Time()
    limiter = time.limiter(scale=1.0)
    answers = [refused(limiter, level=level) for _ in range(most + 1)]
    time.seconds += 1.01

    assert answers == [None] * most + ["40100 App reaches the QPS limit."]
    assert refused(limiter, level=level) is None


def test_a_full_minute_pauses_the_app_for_five() -> None:
    """After 600 calls in a minute the app is restricted for five minutes; another app is not."""
    time = Time()
    limiter = time.limiter(scale=1.0)
    for at in range(600):
        time.seconds += at % 10 == 0
        assert refused(limiter) is None
    assert "App a are temporarily restricted" in str(refused(limiter))
    assert refused(limiter, "b") is None
    time.seconds += 299
    assert refused(limiter) is not None
    time.seconds += 2
    assert refused(limiter) is None


def test_a_full_day_ends_at_midnight_utc() -> None:
    """The quota of the day counts every call that was let in, however slowly, and begins anew the next day."""
    time = Time()
    limiter = time.limiter(per_day=3)

    def later() -> str | None:
        time.seconds += 400
        return refused(limiter)

    assert [later() for _ in range(4)] == [None, None, None, "40100 App reaches the QPD limit."]
    assert refused(limiter, "b") is None
    time.today = "2026-11-21"
    assert later() is None


def test_the_day_has_the_numbers_of_tiktok() -> None:
    """Without a number of its own the day has TikTok's, times the scale: 86,400 calls at a tenth of Basic."""
    time = Time()
    limiter = time.limiter(scale=0.1)
    passed = 0
    while refused(limiter) is None and passed < 100_000:
        passed += 1
        time.seconds += 61

    assert passed == 86_400
