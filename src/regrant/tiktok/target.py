"""One person, one asset: the parts that can be read about them, each read once and only after what it builds on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from msgspec import Struct

from regrant.tiktok import account_parts, parts
from regrant.tiktok.gather import Gatherer
from regrant.tiktok.paging import Row
from regrant.tiktok.tables import Tables, scope

AFTER: dict[str, tuple[str, ...]] = {
    "member": ("me", "bc"),
    "asset": ("me",),
    "grant": ("member", "asset"),
    "own_grant": ("me", "asset"),
    "own_accounts": ("member", "asset"),
    "own_tiktok": ("member",),
    "groups": ("asset",),
    "shares": ("asset",),
    "account": ("asset",),
    "holders": ("asset",),
    "links": ("asset", "own_tiktok"),
    "identities": ("asset", "links", "own_accounts"),
    "spark": ("asset", "links"),
    "stores": ("asset", "own_accounts"),
    "verification": ("bc",),
}
"""What must have been tried before, if it is wanted at all."""
ME = "me"
TO_KEEP = 2
MOST_ACCOUNTS = 1
LOG_PAGES = 3
OK_STATUS = "STATUS_ENABLE"
FILLS: dict[str, tuple[str, ...]] = {
    "me": (),
    "bc": ("bcs",),
    "verification": ("bcs",),
    "member": ("members",),
    "members": ("members",),
    "admins": ("members",),
    "asset": ("assets",),
    "grant": ("grants",),
    "own_grant": ("grants",),
    "own_accounts": ("grants",),
    "own_tiktok": ("grants",),
    "holders": ("grants",),
    "groups": ("groups", "group_assets", "group_members"),
    "shares": ("partners", "shares"),
    "account": ("advertisers",),
    "links": ("links",),
    "identities": ("identities",),
    "spark": ("spark",),
    "stores": ("stores",),
    "log": ("log",),
}
"""Which tables a part speaks of."""


class Question(Struct, frozen=True, kw_only=True):
    """
    Whom and what it is about.

    `who` is a user id, an e-mail address, a name, or "me" for the token's own login; `asset` is an id or a name;
    `kinds` are the asset types to look in, likeliest first.
    """

    bc_id: str
    who: str | None = None
    asset: str | None = None
    kinds: tuple[str, ...] = parts.ASSET_TYPES
    advertiser_id: str | None = None
    spark_code: str | None = None


class Target:
    """Reads parts about one question into `tables`."""

    def __init__(self, g: Gatherer, question: Question) -> None:
        self.g = g
        self.q = question
        self.tables = Tables()
        self.tried: set[str] = set()

    async def read(self, wanted: Iterable[str]) -> None:
        """Read the parts *wanted* that were not read yet; independent ones at once."""
        left = [name for name in dict.fromkeys(wanted) if name not in self.tried]
        while left:
            ready = [name for name in left if not any(other in left for other in AFTER.get(name, ()))]
            self.tried.update(ready)
            async with asyncio.TaskGroup() as together:
                for name in ready:
                    together.create_task(getattr(self, f"_{name}")())
            left = [name for name in left if name not in ready]

    @property
    def login(self) -> Row | None:
        """The token's own login, if it was read."""
        return next(iter(self.tables.rows["me"]), None)

    @property
    def center(self) -> Row | None:
        """The Business Center, if it was read."""
        return next(iter(self.tables.rows["bcs"]), None)

    @property
    def user_id(self) -> str | None:
        """The person's user id, as far as known; none for somebody who has not joined."""
        if self.q.who == ME:
            return self.login["user_id"] if self.login else None
        found = {row["user_id"] for row in self.people if row["user_id"]}
        if len(found) == 1:
            return str(found.pop())

        return self.q.who if self.q.who and self.q.who.isdigit() else None

    @property
    def assets(self) -> list[Row]:
        """The assets that fit: by id, or by whole name, or else by a part of the name."""
        rows, wanted = self.tables.rows["assets"], (self.q.asset or "").casefold()
        return _best(rows, ("asset_id", "asset_name"), wanted)

    @property
    def asset(self) -> Row | None:
        """The one asset that fits; None if none or several do."""
        found = {(row["asset_type"], row["asset_id"]): row for row in reversed(self.assets)}

        return next(iter(found.values())) if len(found) == 1 else None

    def account_ids(self) -> list[str]:
        """Return the ad accounts in question: the given one, the asset itself, those linked to it, or the person's."""
        if self.q.advertiser_id:
            return [self.q.advertiser_id]
        asset = self.asset
        if asset and asset["asset_type"] == "ADVERTISER":
            return [asset["asset_id"]]
        linked = [row["advertiser_id"] for row in self.tables.rows["links"]]
        own = [row["asset_id"] for row in self.tables.rows["grants"] if row["asset_type"] == "ADVERTISER"]
        both = [item for item in linked if item in own]

        return list(dict.fromkeys(both or linked or own))

    @property
    def people(self) -> list[Row]:
        """Return the members and invited people that fit: by id, address, whole name, or a part of the name."""
        wanted = (self.q.who or "").casefold()

        return _best(self.tables.rows["members"], ("user_id", "user_email", "user_name"), wanted)

    async def _me(self) -> None:
        await parts.me(self.g, self.tables)

    async def _bc(self) -> None:
        await parts.bc(self.g, self.tables, self.q.bc_id)

    async def _verification(self) -> None:
        if self.center and self.center["verification_status"] != "VERIFIED":
            await parts.verification(self.g, self.tables, self.center)

    async def _member(self) -> None:
        """
        Find the person.

        Whether a keyword also finds ids and open invitations is not documented, so "not on the list" is only said
        after the list itself was read as far as the budget goes.
        """
        who = self.q.who
        if who is None:
            self._skip("member")
            return
        if who == ME:
            parts.myself(self.tables, self.q.bc_id, self.center, self.login)
            return
        got = await parts.members(self.g, self.tables, self.q.bc_id, keyword=who)
        if got.trouble is None and not self.people:
            every = await parts.members(self.g, self.tables, self.q.bc_id)
            self.tried |= {"members", "admins"} if every.whole else set()

    async def _members(self) -> None:
        await parts.members(self.g, self.tables, self.q.bc_id)

    async def _admins(self) -> None:
        await parts.members(self.g, self.tables, self.q.bc_id, user_role="ADMIN")

    async def _asset(self) -> None:
        """Find the asset among the kinds that may be meant; a kind that was not searched to its end is noted."""
        if self.q.asset is None:
            self._skip("asset")
            return
        for number, kind in enumerate(self.q.kinds):
            if number and self.g.left <= TO_KEEP:
                reason = "the search stopped to keep calls for the rest of the question"
                self.tables.lacking("assets", scope(bc_id=self.q.bc_id, asset_type=kind), reason)
            elif await self._searched(kind, self.q.asset):
                return

    async def _searched(self, kind: str, wanted: str) -> bool:
        """
        Look for the asset in one kind; return whether it is there.

        The first page of the whole list comes first: for most it is all there is, and so it also proves absence,
        which a keyword does not, as it is not documented what keywords find.
        """
        for look in ({"most_pages": 1}, {"keyword": wanted}):
            found = Tables()
            mine = self.login["user_id"] if self.login else None
            got = await parts.assets(self.g, found, self.q.bc_id, kind, user_id=mine, **look)
            gaps, found.rows["unread"] = found.rows["unread"], []
            self.tables.merge(found.rows)
            names = {
                text for row in found.rows["assets"] for text in (row["asset_id"], (row["asset_name"] or "").casefold())
            }
            if wanted.casefold() in names:
                self.tables.add("unread", gaps if got.trouble else [])
                return True
            if not got.cut or "keyword" in look:
                self.tables.add("unread", gaps)
                return False

        return False

    async def _grant(self) -> None:
        asset, user = self.asset, self.user_id
        if asset and user:
            keyword = asset["asset_name"]
            got = await self._granted(user, asset["asset_type"], keyword)
            if keyword and not got and self.g.left > 1:
                await self._granted(user, asset["asset_type"], None)
        else:
            self._skip("grant")
            if asset and any(row["table"] == "members" for row in self.tables.rows["unread"]):
                # The login's own grants may be in the table; they must not look like all there are.
                place = scope(bc_id=self.q.bc_id, asset_type=asset["asset_type"])
                self.tables.lacking("grants", place, "without the list of users it is not known whom to ask for")

    async def _granted(self, user: str, kind: str, keyword: str | None) -> bool:
        got = await parts.grants_of_member(self.g, self.tables, self.q.bc_id, user, kind, keyword=keyword)

        return bool(got.rows) or got.trouble is not None

    async def _own_grant(self) -> None:
        if self.asset and self.login and self.login["user_id"]:
            await self._granted(self.login["user_id"], self.asset["asset_type"], self.asset["asset_name"])
        else:
            self._skip("own_grant")

    async def _own_accounts(self) -> None:
        if self.user_id and not (self.asset and self.asset["asset_type"] == "ADVERTISER"):
            await self._granted(self.user_id, "ADVERTISER", None)
        else:
            self._skip("own_accounts")

    async def _own_tiktok(self) -> None:
        if self.user_id and not (self.asset and self.asset["asset_type"] == "TT_ACCOUNT"):
            await self._granted(self.user_id, "TT_ACCOUNT", None)
        else:
            self._skip("own_tiktok")

    async def _holders(self) -> None:
        if self.asset and self.asset["asset_type"] in parts.ASKED_BY_ASSET:
            await parts.grants_on_asset(
                self.g, self.tables, self.q.bc_id, self.asset["asset_type"], self.asset["asset_id"]
            )
        else:
            self._skip("holders")

    async def _groups(self) -> None:
        if self.asset and self.asset["asset_type"] != "ADVERTISER":
            self._skip("groups")
            return
        for group_id, _ in await parts.groups(self.g, self.tables, self.q.bc_id):
            for entity in ("ASSET", "MEMBER"):
                await parts.group_part(self.g, self.tables, self.q.bc_id, group_id, entity)

    async def _shares(self) -> None:
        """Read what partners share of this asset; its owner's name, if known, tells which partner to ask."""
        asset = self.asset
        if asset and (asset["relation_type"] == "OWNER_BC" or asset["asset_type"] not in parts.SHARED_KINDS):
            self._skip("shares")
            return
        owner = asset["owner_bc_name"] if asset else None
        before = len(self.tables.rows["partners"])
        await parts.partners(self.g, self.tables, self.q.bc_id, name=owner)
        kinds = [asset["asset_type"]] if asset else [kind for kind in self.q.kinds if kind in parts.SHARED_KINDS]
        for partner in self.tables.rows["partners"][before:]:
            for kind in kinds:
                keyword = asset["asset_name"] if asset else None
                await parts.shares(self.g, self.tables, self.q.bc_id, partner, kind, "SHARED", keyword=keyword)

    async def _account(self) -> None:
        asset = self.asset
        if asset is None or asset["asset_type"] != "ADVERTISER" or asset["advertiser_status"] == OK_STATUS:
            self._skip("account")
            return
        await account_parts.advertisers(self.g, self.tables, [asset["asset_id"]])

    async def _links(self) -> None:
        if self.asset and self.asset["asset_type"] in parts.ACCOUNTS:
            await account_parts.links(
                self.g, self.tables, self.q.bc_id, self.asset["asset_type"], self.asset["asset_id"]
            )
            return
        own = [row for row in self.tables.rows["grants"] if row["asset_type"] in parts.ACCOUNTS]
        if not own:
            self._skip("links")
        for row in own:
            await account_parts.links(self.g, self.tables, self.q.bc_id, row["asset_type"], row["asset_id"])

    async def _identities(self) -> None:
        for item in self._accounts_for("identities"):
            linked = any(row["advertiser_id"] == item for row in self.tables.rows["links"])
            await account_parts.identities(self.g, self.tables, self.q.bc_id, item, linked=linked)

    async def _spark(self) -> None:
        for item in self._accounts_for("spark"):
            await account_parts.spark(self.g, self.tables, item, code=self.q.spark_code)

    async def _stores(self) -> None:
        shop = self.asset["asset_id"] if self.asset and self.asset["asset_type"] == "TIKTOK_SHOP" else None
        for item in self._accounts_for("stores"):
            await account_parts.stores(self.g, self.tables, item, store_id=shop)

    async def _log(self) -> None:
        await parts.log(self.g, self.tables, self.q.bc_id, most_pages=LOG_PAGES)

    def _skip(self, part: str) -> None:
        """Take back that *part* was read: there was nothing to ask, so its tables must not look empty."""
        self.tried.discard(part)

    def _accounts_for(self, table: str) -> list[str]:
        found = self.account_ids()
        if not found:
            self.tables.lacking(table, scope(bc_id=self.q.bc_id), "it is not known which ad account to ask")
        for item in found[MOST_ACCOUNTS:]:
            self.tables.lacking(table, scope(advertiser_id=item), "only the first ad account in question was asked")

        return found[:MOST_ACCOUNTS]


def _best(rows: list[Row], fields: tuple[str, ...], wanted: str) -> list[Row]:
    """Return the rows in which the first of *fields* is *wanted*, or the next; or else the last one holds it."""
    for field in fields:
        if exact := [row for row in rows if (row[field] or "").casefold() == wanted]:
            return exact

    return [row for row in rows if wanted and wanted in (row[fields[-1]] or "").casefold()]
