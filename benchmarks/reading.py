"""
Calls to TikTok per question, per diagnosis and per snapshot, against the least possible; and the quota under load.

What the least is, and why, stands in `benchmarks.least`. Worlds are read side by side, as most of the time is waiting.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from msgspec.structs import replace

from benchmarks import least
from benchmarks.least import Book
from benchmarks.measure import table
from regrant.cases import Desk, Sitting, reading_desk, tiktok_desk
from regrant.cases.tiktok_desk import Connection, TikTokDeskError
from regrant.checks.run import read_for
from regrant.knowledge import Knowledge, load
from regrant.sandbox import Running, World, packaged_world, serve, world_names
from regrant.sandbox.shapes import Limits, Question
from regrant.tiktok.client import Client
from regrant.tiktok.pacing import Limiter, Quota
from regrant.tiktok.reader import Snapshot, snapshot
from regrant.tiktok.targeted import needs

PEOPLE = 4
SECONDS, SECONDS_QUICK = 20.0, 3.0
QUICK = ("role_too_low",)
QUOTA = 10
"""Calls in a second that TikTok allows a new app."""
OFTEN = Quota(per_second=QUOTA - 1, per_minute=600)
"""One call a second below the quota, for the two clocks do not tick together."""
GROUP_CONTENT = "/bc/asset_group/get/"
BUSY = 40100
UNBOUND = Quota(per_second=10_000, per_minute=600_000)
"""So that counting does not wait; the quota is kept, and measured, under load."""
AT_ONCE = 8
FAILING = ("healthy_unreliable",)
"""Worlds in which calls fail and have to be repeated."""
SURPLUS = """
What is above the least cannot be known beforehand: in which kind of asset to search a name or id, and that it is in
none; that nobody shares an asset that another Business Center owns; which ad account to ask about identities, posts and
shops, which its links tell; that somebody whom an asset is not assigned to has others. A call that fails is repeated.
The first page of a list is read before anything is looked up in it, as for most it is all there is, and then it proves
absence; where the list goes on, that page is one call too many.
"""
Counted = tuple[str, int, int]
"""What was read, the calls it took, and the least."""


def worlds(*, quick: bool) -> list[str]:
    """Return the names of the packaged worlds that ask a question."""
    return [name for name in world_names() if packaged_world(name).question and (not quick or name in QUICK)]


def connection(sandbox: Running, limiter: Limiter | None = None) -> Connection:
    """Connect to a sandbox as the first login of its world."""
    return Connection.to(sandbox.world.tokens[0].token, sandbox.url, limiter=limiter)


@cache
def book(name: str) -> tuple[Book, bool]:
    """Read a world without its faults; return what there is, and whether groups come with their content."""
    with serve(replace(packaged_world(name), faults=())) as sandbox:
        found = whole(sandbox)
        asked = any(call.path.endswith(GROUP_CONTENT) for call in sandbox.calls)

    return Book(found), not asked


def whole(sandbox: Running) -> Snapshot:
    """Read the first Business Center of a world whole."""
    center = sandbox.world.business_centers[0].bc_id

    async def read() -> Snapshot:
        limiter = Limiter(Quota(per_second=50, per_minute=3000))
        async with Client(sandbox.world.tokens[0].token, url=sandbox.base, limiter=limiter) as client:
            return await snapshot(client, center)

    return asyncio.run(read())


def question(world: World) -> Question:
    """Return a world's own question."""
    assert world.question is not None

    return world.question


def side_by_side(read: Callable[[str], list[Counted]], names: list[str]) -> list[Counted]:
    """Read worlds at once, each served by a sandbox of its own."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [counted for found in pool.map(read, names) for counted in found]


def per_why(name: str) -> list[Counted]:
    """Ask every action that the asset of a world's own question knows."""
    world, (there, groups), found = packaged_world(name), book(name), []
    asked = question(world)
    for action in needs().actions:
        with serve(world) as sandbox:
            to = connection(sandbox, Limiter(UNBOUND))
            try:
                answer = tiktok_desk.why(asked.who or "me", action, asked.asset, connection=to)
            except TikTokDeskError:
                continue  # this kind of asset does not have the action, so there is no answer to prove
            fewest = least.of_why(there, answer.content, whole_groups=groups)
            found.append((f"{name} {action}", len(sandbox.calls), fewest))

    return found


def per_diagnosis(name: str) -> list[Counted]:
    """Diagnose a world's own complaint."""
    world, (there, groups) = packaged_world(name), book(name)
    asked = question(world)
    with serve(world) as sandbox:
        sitting = begun(load(), asked)
        findings = read_for(reading_desk._findings(sitting))  # noqa: SLF001  # what the desk is about to read for
        diagnose(sitting, asked, connection(sandbox, Limiter(UNBOUND)))
        fewest = least.of_diagnosis(there, findings, asked.who or "me", asked.asset, whole_groups=groups)

        return [(name, len(sandbox.calls), fewest)]


def per_snapshot(name: str) -> list[Counted]:
    """Read a world's first Business Center whole."""
    there, groups = book(name)
    with serve(packaged_world(name)) as sandbox:
        whole(sandbox)

        return [(name, len(sandbox.calls), least.of_snapshot(there, whole_groups=groups))]


def begun(knowledge: Knowledge, asked: Question) -> Sitting:
    """Begin a case with a world's complaint, known to be about access."""
    sitting = Desk(knowledge).begin(asked.words or "", language=asked.lang)
    if all(item.finding != "topic" for item in sitting.evidence):
        sitting.say("topic", "access")

    return sitting


def diagnose(sitting: Sitting, asked: Question, to: Connection) -> None:
    """Read what the diagnosis needs."""
    tiktok_desk.check_first(sitting, who=asked.who or "me", asset=asked.asset, action=asked.action, connection=to)


def under_load(*, people: int = PEOPLE, seconds: float = SECONDS) -> tuple[int, int, int, float]:
    """
    Let several people ask "why" and diagnose, one after the other, in threads of their own that share one limiter.

    Returns:
        Answers given, calls, quota errors, and the share of the quota per second that was used.

    """
    world = replace(packaged_world("role_too_low"), limits=Limits(scale=1.0))
    asked, knowledge, limiter = question(world), load(), Limiter(OFTEN)
    tiktok_desk.ready()
    with serve(world) as sandbox, ThreadPoolExecutor(people) as pool:
        to = connection(sandbox, limiter)
        works: tuple[Callable[[], object], ...] = (
            lambda: tiktok_desk.why(asked.who or "me", asked.action or "see", asked.asset, connection=to),
            lambda: diagnose(begun(knowledge, asked), asked, to),
        )
        started = time.monotonic()

        def person(number: int) -> int:
            done = 0
            while time.monotonic() < started + seconds:
                works[(number + done) % 2]()
                done += 1
            return done

        answers = sum(pool.map(person, range(people)))
        spent = time.monotonic() - started
        refused = sum(call.code == BUSY for call in sandbox.calls)

        return answers, len(sandbox.calls), refused, len(sandbox.calls) / (QUOTA * spent)


def ratio(counted: list[Counted]) -> float:
    """Return calls over the least, over all readings together."""
    return sum(calls for _, calls, _ in counted) / sum(fewest for _, _, fewest in counted)


def measured(names: list[str]) -> dict[str, list[Counted]]:
    """Count the calls of every kind of reading; where calls fail, apart, as whoever repeats them needs more."""
    steady, failing = ([name for name in names if (name in FAILING) is fails] for fails in (False, True))
    kinds = {"`why`, every action": per_why, "diagnosis": per_diagnosis, "snapshot": per_snapshot}
    found = {what: side_by_side(read, steady) for what, read in kinds.items()}

    return found | {f"{what}, where calls fail": side_by_side(read, failing) for what, read in kinds.items() if failing}


def ratios() -> dict[str, float]:
    """Return what the guards look at, from a small run."""
    why, diagnosis, whole_ = (ratio(counted) for counted in measured(worlds(quick=True)).values())
    _, calls, refused, _ = under_load(seconds=SECONDS_QUICK)

    return {
        "why_calls_over_least": why,
        "diagnosis_calls_over_least": diagnosis,
        "snapshot_calls_over_least": whole_,
        "quota_errors_per_call": refused / calls,
    }


def tables(quick: bool) -> list[str]:
    """Return the tables of this part."""
    rows = [
        (what, str(len(counted)), str(max(calls for _, calls, _ in counted)), total(counted), f"{ratio(counted):.2f}")
        for what, counted in measured(worlds(quick=quick)).items()
    ]
    answers, calls, refused, share = under_load(seconds=SECONDS_QUICK if quick else SECONDS)
    load_ = [(str(PEOPLE), str(answers), str(calls), str(refused), f"{share:.0%}")]

    return [
        table("Reading", ("what", "readings", "most calls", "calls / least possible", "ratio"), rows) + SURPLUS,
        table(
            "Reading under load: people on one app, its quota enforced",
            ("people at once", "answers", "calls", "quota errors", "of the quota used"),
            load_,
        ),
    ]


def total(counted: list[Counted]) -> str:
    """Return calls and least, all readings together."""
    return f"{sum(calls for _, calls, _ in counted)} / {sum(fewest for _, _, fewest in counted)}"


if __name__ == "__main__":
    import sys

    print("\n".join(tables("--quick" in sys.argv)))
