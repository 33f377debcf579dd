"""One person, one asset: the parts that can be read about them, each read once and only after what it builds on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import NamedTuple

from regrant.tiktok import parts
from regrant.tiktok import target_parts as read
from regrant.tiktok.question import Aim
from regrant.tiktok.tables import scope


class Part(NamedTuple):
    """How a part is read, which tables it speaks of, and what must have been tried before, if it is wanted at all."""

    read: Callable[[Aim], Coroutine[None, None, None]]
    fills: tuple[str, ...]
    after: tuple[str, ...] = ()


PARTS: dict[str, Part] = {
    "me": Part(read.me, ()),
    "bc": Part(read.bc, ("bcs",)),
    "verification": Part(read.verification, ("bcs",), ("bc",)),
    "member": Part(read.member, ("members",), ("me", "bc")),
    "members": Part(read.members, ("members",), ("member",)),
    "admins": Part(read.admins, ("members",), ("member", "members")),
    "asset": Part(read.asset, ("assets",), ("me",)),
    "grant": Part(read.grant, ("grants",), ("member", "asset", "holders")),
    "own_grant": Part(read.own_grant, ("grants",), ("me", "asset", "grant", "holders")),
    "own_accounts": Part(read.own_accounts, ("grants",), ("member", "asset")),
    "own_tiktok": Part(read.own_tiktok, ("grants",), ("member",)),
    "holders": Part(read.holders, ("grants",), ("asset",)),
    "groups": Part(read.groups, ("groups", "group_assets", "group_members"), ("asset",)),
    "shares": Part(read.shares, ("partners", "shares"), ("asset",)),
    "account": Part(read.account, ("advertisers",), ("asset",)),
    "papers": Part(read.papers, ("advertisers",), ("account",)),
    "links": Part(read.links, ("links",), ("asset", "own_tiktok")),
    "identities": Part(read.identities, ("identities",), ("asset", "links", "own_accounts")),
    "spark": Part(read.spark, ("spark",), ("asset", "links")),
    "stores": Part(read.stores, ("stores",), ("asset", "own_accounts")),
    "exclusive": Part(read.exclusive, ("stores",), ("asset", "stores")),
    "log": Part(read.log, ("log",)),
    "gone": Part(read.gone, ("log",), ("log", "member")),
}


class Target(Aim):
    """Reads parts about one question into `tables`."""

    async def read(self, wanted: Iterable[str]) -> None:
        """Read the parts *wanted* that were not read yet; independent ones at once."""
        left = [name for name in dict.fromkeys(wanted) if name not in self.tried]
        if self.invisible:
            self._close(left)
            return
        while left:
            ready = [name for name in left if not any(other in left for other in PARTS[name].after)]
            self.tried.update(ready)
            async with asyncio.TaskGroup() as together:
                for name in ready:
                    together.create_task(PARTS[name].read(self))
            left = [name for name in left if name not in ready and name not in self.tried]

    def _close(self, names: list[str]) -> None:
        """Note that nothing of these parts can be read in a Business Center out of sight."""
        known = {row["table"] for row in self.tables.rows["unread"]}
        for table in dict.fromkeys(table for name in names for table in PARTS[name].fills):
            if table not in known:
                self.tables.lacking(table, scope(bc_id=self.q.bc_id), parts.INVISIBLE)
