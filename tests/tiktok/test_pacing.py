"""The limiter: never more than the quota in any window, nobody starves, a pause is kept."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from regrant.tiktok.pacing import Limiter, Quota


class Time:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def clock(self) -> float:
        """Return the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Move on."""
        self.now += seconds
        await asyncio.sleep(0)


def turns(jobs: list[str], quota: Quota, *, pause: float = 0.0) -> list[tuple[str, float]]:
    """Let jobs take turns; return who got one when."""
    time = Time()
    limiter = Limiter(quota, clock=time.clock, sleep=time.sleep)
    if pause:
        limiter.pause(pause)
    given_out: list[tuple[str, float]] = []

    async def one(job: str) -> None:
        await limiter.turn(job)
        given_out.append((job, time.now))

    async def run() -> None:
        async with asyncio.TaskGroup() as together:
            for job in jobs:
                together.create_task(one(job))

    asyncio.run(run())

    return given_out


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=60), st.integers(1, 6), st.integers(3, 20))
def test_no_window_holds_more_than_the_quota(jobs: list[str], second: int, minute: int) -> None:
    """In every second and every minute there are at most so many turns, and everybody gets one."""
    times = [at for _, at in turns(jobs, Quota(per_second=second, per_minute=minute))]
    assert len(times) == len(jobs)
    for start in times:
        assert sum(start <= at < start + 1.0 - 1e-6 for at in times) <= second
        assert sum(start <= at < start + 60.0 - 1e-6 for at in times) <= minute


def test_short_job_is_not_behind_a_long_one() -> None:
    """Jobs are served in rotation."""
    order = [job for job, _ in turns(["long"] * 20 + ["short"] * 2, Quota(per_second=1, per_minute=100))]
    assert order.index("short") == 1
    assert order[:4].count("short") == 2


def test_pause_is_kept() -> None:
    """After TikTok asked for silence there is no turn until it is over."""
    [(_, at)] = turns(["a"], Quota(), pause=300.0)
    assert at >= 400.0


def test_cancelled_wait_uses_no_turn() -> None:
    """Who gives up waiting does not take a turn from the others."""
    time = Time()
    limiter = Limiter(Quota(per_second=1, per_minute=100), clock=time.clock, sleep=time.sleep)

    async def run() -> float:
        waiting = [asyncio.create_task(limiter.turn("a")) for _ in range(3)]
        waiting[1].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return time.now

    assert asyncio.run(run()) < 101.5


def test_limiter_works_on_in_another_event_loop() -> None:
    """One limiter may serve one run after the other."""
    limiter = Limiter(Quota(per_second=100, per_minute=1000))
    for _ in range(2):
        asyncio.run(limiter.turn("a"))
