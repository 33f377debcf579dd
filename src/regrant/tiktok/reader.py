"""Reads everything of one Business Center as tables, with progress; an interrupted reading can be gone on with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path

from msgspec import Struct

from regrant.columns import COLUMNS
from regrant.tiktok import parts, wire
from regrant.tiktok.client import Client
from regrant.tiktok.gather import Gatherer
from regrant.tiktok.paging import Row, Rows
from regrant.tiktok.plan import Plan, Read
from regrant.tiktok.state import State
from regrant.tiktok.tables import Tables, scope
from regrant.tiktok.tidy import tidy

AT_ONCE = 6


class Progress(Struct, frozen=True, kw_only=True):
    """How far it is: parts done and known so far (more become known on the way), and the one just finished."""

    done: int
    known: int
    part: str


class Snapshot(Struct, frozen=True, kw_only=True):
    """
    What was read of one Business Center. Times are ISO text in UTC; `me` is the token's own login, if known.

    `tables` holds the tables of `tables.COLUMNS`; one that is left out was not read. `calls` counts the requests
    sent, `clock_skew` is how many seconds this computer's clock is ahead of TikTok's.
    """

    bc_id: str
    url: str
    started_at: str
    finished_at: str
    calls: int
    me: Row | None
    tables: dict[str, list[Row]]
    clock_skew: float | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing was left unread."""
        return not self.tables["unread"]


async def snapshot(
    client: Client,
    bc_id: str,
    *,
    state: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    leave_out: Collection[str] = (),
    center: Row | None = None,
    job: str = "snapshot",
) -> Snapshot:
    """
    Read one Business Center. Trouble with TikTok never raises: it becomes rows of `unread`.

    Args:
        client: the client to use.
        bc_id: the Business Center's id.
        state: a file that keeps finished parts; given again after an interruption, only the rest is read.
            What failed for a passing reason counts as the rest. It is deleted when the snapshot is whole.
        progress: called after every part.
        leave_out: tables that cost calls for every ad account and are not needed: "identities", "spark", "stores".
        center: the Business Center's row of `bcs`, if it was read already; that call counts as one of this reading.
        job: whose turn the calls use.

    Raises:
        StateError: the state file belongs to another snapshot.
        RequestError: *bc_id* is not an id.

    """
    kept = State(state, bc_id=bc_id, url=client.url)

    return await _Reading(client, bc_id, kept, progress, leave_out, center, job).run()


class _Reading:
    """One snapshot while it is being read."""

    def __init__(
        self,
        client: Client,
        bc_id: str,
        state: State,
        progress: Callable[[Progress], None] | None,
        leave_out: Collection[str],
        known: Row | None,
        job: str,
    ) -> None:
        self.client = client
        self.bc_id = bc_id
        self.state = state
        self.tables = Tables()
        self.leave_out = leave_out
        self.known = known
        self.g = Gatherer(client, job=job)
        self.plan = Plan(self.g, self.tables, bc_id, leave_out)
        self._progress = progress
        self._done = self._known = 0
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> Snapshot:
        """Read it all."""
        started, before = wire.now(), len(self.client.calls) - (0 if self.known is None else 1)
        bc_id, t = self.bc_id, self.tables
        await self._wave({"me": self.plan.of(parts.me), "bc": self._center})
        center = next(iter(t.rows["bcs"]), None)
        self.g.standard = center is not None and center["my_role"] not in (None, "ADMIN")
        if parts.invisible(t):
            for table in COLUMNS.keys() - {"bcs", "unread", "me"}:
                t.lacking(table, scope(bc_id=bc_id), parts.INVISIBLE)
        else:
            await self._content(center)
        tidy(t, bc_id)
        login = next(iter(t.rows["me"]), None)
        if not t.rows["unread"]:
            self.state.remove()

        return Snapshot(
            bc_id=bc_id,
            url=self.client.url,
            started_at=started,
            finished_at=wire.now(),
            calls=len(self.client.calls) - before,
            me=login,
            tables={name: found for name, found in t.rows.items() if name != "me" and name not in self.leave_out},
            clock_skew=self.client.clock_skew,
        )

    async def _center(self, p: Tables) -> None:
        found = await parts.bc(self.g, p, self.bc_id, self.known)
        if found and found["verification_status"] in (None, "FAILED"):
            await parts.verification(self.g, p, p.rows["bcs"][0])

    async def _content(self, center: Row | None) -> None:
        t, plan = self.tables, self.plan
        login = next(iter(t.rows["me"]), None)
        mine = login["user_id"] if login else None
        await self._wave(plan.lists(mine))
        parts.myself(t, self.bc_id, center, login)
        await self._wave(plan.shares() | plan.links())
        tidy(t, self.bc_id)
        await self._wave(plan.grants(mine) | plan.details(plan.accounts()))
        await self._wave(plan.per_account())

    async def _wave(self, plan: dict[str, Read]) -> None:
        """Read several parts at once; those finished before an interruption are taken from the state."""
        self._known += len(plan)
        async with asyncio.TaskGroup() as together:
            for name, read in plan.items():
                together.create_task(self._part(name, read))

    async def _part(self, name: str, read: Read) -> None:
        if name in self.state.finished:
            self.tables.merge(self.state.finished[name])
        else:
            async with self._slots:
                own = Tables()
                await read(own)
            self.tables.merge(own.rows)
            if not own.passing:
                self.state.keep(name, own.rows)
        self._done += 1
        if self._progress is not None:
            self._progress(Progress(done=self._done, known=self._known, part=name))


async def business_centers(client: Client) -> tuple[list[Row], Rows]:
    """Read all Business Centers that the token's login belongs to, as rows of `bcs`, with what the reading lacked."""
    from regrant.tiktok import rows
    from regrant.tiktok.paging import rows as read_all

    got = await read_all(client, "bc.get", {}, job="look")

    return [rows.bc(row) for row in got.rows], got
