"""The limiter: never more than the quota in any window, nobody starves, a pause is kept."""

from __future__ import annotations

import asyncio
import threading
import time as clocks
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given, settings
from hypothesis import strategies as st

from regrant.tiktok.pacing import Limiter, Quota, shared


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


def test_a_slow_way_takes_no_more_than_the_quota() -> None:
    """A call counts from its answer on, as it may have reached TikTok only then: the next waits a second from there."""
    time = Time()
    limiter = Limiter(Quota(per_second=1, per_minute=9), clock=time.clock, sleep=time.sleep)

    async def run() -> None:
        first = await limiter.turn()
        time.now += 0.7
        limiter.landed(first)
        await limiter.turn()

    asyncio.run(run())
    assert round(time.now, 3) == 101.7


def in_threads(limiter: Limiter, threads: int, calls: int) -> dict[str, list[float]]:
    """Let several threads, each with an event loop of its own, take turns at once; return who got one when."""
    given_out: dict[str, list[float]] = {f"job {number}": [] for number in range(threads)}
    together = threading.Barrier(threads)

    async def one(job: str) -> None:
        for _ in range(calls):
            turn = await limiter.turn(job)
            given_out[job].append(turn.at)

    def run(job: str) -> None:
        together.wait(10.0)
        asyncio.run(one(job))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, given_out, timeout=30.0))

    return given_out


def test_threads_keep_to_one_quota_and_nobody_starves() -> None:
    """People served in threads of their own who share a limiter never pass its quota, and take turns in rotation."""
    limiter = Limiter(Quota(per_second=20, per_minute=1000))
    limiter.pause(1.0)  # so that all of them wait when the first turn is given
    given_out = in_threads(limiter, threads=4, calls=12)
    times = sorted(at for each in given_out.values() for at in each)
    assert [len(each) for each in given_out.values()] == [12] * 4
    assert all(later - first >= 1.0 - 1e-6 for first, later in zip(times, times[20:], strict=False))
    assert {job for job, each in given_out.items() if each[0] in times[:4]} == set(given_out)


def test_a_thread_that_went_away_uses_no_turn() -> None:
    """Who waited in an event loop that has ended is passed over by those in other threads."""
    limiter = Limiter(Quota(per_second=1, per_minute=100))

    async def give_up() -> None:
        await limiter.turn("gone")
        await asyncio.wait_for(limiter.turn("gone"), 0.05)

    started = clocks.monotonic()
    with ThreadPoolExecutor(1) as pool:
        assert isinstance(pool.submit(lambda: asyncio.run(give_up())).exception(10.0), TimeoutError)
    asyncio.run(limiter.turn("here"))
    assert 0.9 < clocks.monotonic() - started < 1.9


def test_one_limiter_for_all_who_name_the_same_app() -> None:
    """In one process an app has one limiter, whoever asks for it first, and other apps have their own."""
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: shared("one app", Quota(per_second=3)), range(32)))
    [one] = found
    assert one.quota.per_second == 3
    assert shared("another app", Quota()) is not one
