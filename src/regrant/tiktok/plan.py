"""What a snapshot asks in each wave, as far as the tables read so far tell it."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Collection

from regrant.tiktok import account_parts, parts
from regrant.tiktok.gather import Gatherer
from regrant.tiktok.tables import Tables, scope

Read = Callable[[Tables], Awaitable[object]]


class Plan:
    """The parts of a snapshot, by name; the names stay the same when a reading is gone on with."""

    def __init__(self, g: Gatherer, tables: Tables, bc_id: str, leave_out: Collection[str]) -> None:
        self.g = g
        self.tables = tables
        self.bc_id = bc_id
        self.leave_out = leave_out

    def of(self, part: Callable[..., Awaitable[object]], *args: object, **options: object) -> Read:
        """Bind a part to this reading; the tables it fills come when it is read."""
        return lambda own: part(self.g, own, *args, **options)

    def lists(self, mine: str | None) -> dict[str, Read]:
        """Ask for what needs nothing else; *mine* is the login's own user id."""
        bc_id = self.bc_id
        plan: dict[str, Read] = {
            "members": self.of(parts.members, bc_id),
            "partners": self.of(parts.partners, bc_id),
            "groups": self._groups,
            "log": self.of(parts.log, bc_id),
        }

        return plan | {f"assets {kind}": self.of(parts.assets, bc_id, kind, user_id=mine) for kind in parts.ASSET_TYPES}

    async def _groups(self, own: Tables) -> None:
        for group_id, _ in await parts.groups(self.g, own, self.bc_id):
            await parts.group_part(self.g, own, self.bc_id, group_id, "ASSET")
            await parts.group_part(self.g, own, self.bc_id, group_id, "MEMBER")

    def shares(self) -> dict[str, Read]:
        """Ask each partner's assets, both ways."""
        return {
            f"shares {partner['partner_bc_id']} {kind} {way}": self.of(parts.shares, self.bc_id, partner, kind, way)
            for partner in self.tables.rows["partners"]
            for kind in parts.SHARED_KINDS
            for way in ("SHARED", "SHARING")
        }

    def links(self) -> dict[str, Read]:
        """Ask for the ad accounts of each TikTok account."""
        return {
            f"links {kind} {asset_id}": self.of(account_parts.links, self.bc_id, kind, asset_id)
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

    def accounts(self) -> list[str]:
        """Return the ad accounts that are really here."""
        return self._here("ADVERTISER")

    def grants(self, mine: str | None) -> dict[str, Read]:
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
                    f"grants {kind} {item}": self.of(parts.grants_on_asset, self.bc_id, kind, item) for item in here
                }
                continue
            plan |= {
                f"grants {kind} of {user}": self.of(parts.grants_of_member, self.bc_id, user, kind)
                for user in people
                if user != mine or not unread
            }
            for gap in gaps:
                self.tables.add(
                    "unread", [{**gap, "table": "grants", "scope": scope(bc_id=self.bc_id, asset_type=kind)}]
                )

        return plan

    def details(self, ids: list[str]) -> dict[str, Read]:
        """Ask for the ad accounts in batches, named by what is asked: after an interruption more may be known."""
        name = hashlib.blake2b(" ".join(ids).encode(), digest_size=8).hexdigest()

        return {f"advertisers {name}": self.of(account_parts.advertisers, ids)}

    def per_account(self) -> dict[str, Read]:
        """Ask what each ad account shows, those apart that TikTok has already closed."""
        barred = {row["scope"] for row in self.tables.rows["unread"] if row["table"] == "identities"}
        linked = {row["advertiser_id"] for row in self.tables.rows["links"]}
        plan: dict[str, Read] = {}
        for item in self.accounts():
            if scope(advertiser_id=item) in barred:
                continue
            own: dict[str, Read] = {
                "identities": self.of(account_parts.identities, self.bc_id, item, linked=item in linked),
                "spark": self.of(account_parts.spark, item),
                "stores": self.of(account_parts.stores, item),
            }
            plan |= {f"{table} {item}": read for table, read in own.items() if table not in self.leave_out}

        return plan
