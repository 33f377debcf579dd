"""Reads everything of one Business Center as tables, with progress; an interrupted reading can be gone on with."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

from msgspec import Struct

from regrant.tiktok import account_parts, parts, wire
from regrant.tiktok.client import Client
from regrant.tiktok.gather import Gatherer
from regrant.tiktok.paging import Row, Rows
from regrant.tiktok.state import State
from regrant.tiktok.tables import COLUMNS, Tables, scope
from regrant.tiktok.tidy import tidy

AT_ONCE = 6
PER_ACCOUNT = ("identities", "spark", "stores")
"""Tables that cost a call or more for every ad account; leave them out of a reading that does not need them."""


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


Read = Callable[[Tables], Awaitable[object]]


async def snapshot(
    client: Client,
    bc_id: str,
    *,
    state: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    leave_out: Collection[str] = (),
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
        leave_out: some of `PER_ACCOUNT`.
        job: whose turn the calls use.

    Raises:
        StateError: the state file belongs to another snapshot.
        RequestError: *bc_id* is not an id.

    """
    return await _Reading(client, bc_id, State(state, bc_id=bc_id, url=client.url), progress, leave_out, job).run()


class _Reading:
    """One snapshot while it is being read."""

    def __init__(
        self,
        client: Client,
        bc_id: str,
        state: State,
        progress: Callable[[Progress], None] | None,
        leave_out: Collection[str],
        job: str,
    ) -> None:
        self.client = client
        self.bc_id = bc_id
        self.state = state
        self.tables = Tables()
        self.leave_out = leave_out
        self.g = Gatherer(client, job=job)
        self._progress = progress
        self._done = self._known = 0
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> Snapshot:
        """Read it all."""
        started, before = wire.now(), len(self.client.calls)
        bc_id, t = self.bc_id, self.tables
        await self._wave({"me": self._of(parts.me), "bc": self._center})
        center = next(iter(t.rows["bcs"]), None)
        self.g.standard = center is not None and center["my_role"] not in (None, "ADMIN")
        invisible = any(
            row["table"] == "bcs" and row["code"] is None and parts.INVISIBLE in row["reason"]
            for row in t.rows["unread"]
        )
        if invisible:
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
        found = await parts.bc(self.g, p, self.bc_id)
        if found and found["verification_status"] in (None, "FAILED"):
            await parts.verification(self.g, p, p.rows["bcs"][0])

    async def _content(self, center: Row | None) -> None:
        bc_id, t = self.bc_id, self.tables
        login = next(iter(t.rows["me"]), None)
        mine = login["user_id"] if login else None
        await self._wave(
            {
                "members": self._of(parts.members, bc_id),
                "partners": self._of(parts.partners, bc_id),
                "groups": self._groups,
                "log": self._of(parts.log, bc_id),
            }
            | {f"assets {kind}": self._of(parts.assets, bc_id, kind, user_id=mine) for kind in parts.ASSET_TYPES}
        )
        parts.myself(t, bc_id, center, login)
        await self._wave(self._shares() | self._links())
        tidy(t, bc_id)
        ids = self._accounts()
        # Named by what it asks for: after an interruption more ad accounts may have become known.
        batch = f"advertisers {hashlib.blake2b(' '.join(ids).encode(), digest_size=8).hexdigest()}"
        await self._wave(self._grants(mine) | {batch: self._of(account_parts.advertisers, ids)})
        barred = {row["scope"] for row in t.rows["unread"] if row["table"] == "identities"}
        reached = [item for item in self._accounts() if scope(advertiser_id=item) not in barred]
        await self._wave(self._per_account(reached))

    async def _groups(self, p: Tables) -> None:
        for group_id, _ in await parts.groups(self.g, p, self.bc_id):
            await parts.group_part(self.g, p, self.bc_id, group_id, "ASSET")
            await parts.group_part(self.g, p, self.bc_id, group_id, "MEMBER")

    def _shares(self) -> dict[str, Read]:
        return {
            f"shares {partner['partner_bc_id']} {kind} {way}": self._of(parts.shares, self.bc_id, partner, kind, way)
            for partner in self.tables.rows["partners"]
            for kind in parts.SHARED_KINDS
            for way in ("SHARED", "SHARING")
        }

    def _links(self) -> dict[str, Read]:
        return {
            f"links {kind} {asset_id}": self._of(account_parts.links, self.bc_id, kind, asset_id)
            for kind in parts.ACCOUNTS
            for asset_id in self._here(kind)
        }

    def _here(self, kind: str) -> list[str]:
        found = self.tables.rows["assets"]
        return [
            row["asset_id"]
            for row in found
            if row["asset_type"] == kind and row["asset_id"] and row["relation_status"] not in parts.NOT_HERE
        ]

    def _accounts(self) -> list[str]:
        return self._here("ADVERTISER")

    def _grants(self, mine: str | None) -> dict[str, Read]:
        """
        Ask by asset or by member, whichever is fewer calls; a kind of which there is nothing costs none.

        Without the list of members only the own grants can be read for the kinds that cannot be asked by asset.
        """
        people = [
            row["user_id"]
            for row in self.tables.rows["members"]
            if row["user_id"] and row["relation_status"] not in parts.NOT_HERE
        ]
        gaps = [row for row in self.tables.rows["unread"] if row["table"] == "members"]
        plan: dict[str, Read] = {}
        for kind in parts.ASSET_TYPES:
            here = self._here(kind)
            unread = any(
                row["table"] == "assets" and f"asset_type={kind}" in row["scope"] for row in self.tables.rows["unread"]
            )
            if not here and not unread:
                continue
            if kind in parts.ASKED_BY_ASSET and not unread and (gaps or len(here) <= len(people)):
                plan |= {
                    f"grants {kind} {item}": self._of(parts.grants_on_asset, self.bc_id, kind, item) for item in here
                }
                continue
            plan |= {
                f"grants {kind} of {user}": self._of(parts.grants_of_member, self.bc_id, user, kind)
                for user in people
                if user != mine or not unread
            }
            for gap in gaps:
                self.tables.add(
                    "unread", [{**gap, "table": "grants", "scope": scope(bc_id=self.bc_id, asset_type=kind)}]
                )

        return plan

    def _per_account(self, ids: list[str]) -> dict[str, Read]:
        linked = {row["advertiser_id"] for row in self.tables.rows["links"]}
        plan: dict[str, Read] = {}
        for item in ids:
            if "identities" not in self.leave_out:
                plan[f"identities {item}"] = self._of(account_parts.identities, self.bc_id, item, linked=item in linked)
            if "spark" not in self.leave_out:
                plan[f"spark {item}"] = self._of(account_parts.spark, item)
            if "stores" not in self.leave_out:
                plan[f"stores {item}"] = self._of(account_parts.stores, item)

        return plan

    def _of(self, part: Callable[..., Awaitable[object]], *args: object, **options: object) -> Read:
        """Bind a part to this reading; the tables it fills come when it is read."""
        return lambda own: part(self.g, own, *args, **options)

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
