"""What is asked about one person and one asset, and what the tables read so far say of it."""

from __future__ import annotations

from msgspec import Struct

from regrant.tiktok import parts
from regrant.tiktok.gather import Gatherer
from regrant.tiktok.paging import Row
from regrant.tiktok.tables import Tables, scope

ME = "me"
MOST_ACCOUNTS = 1
PERSON = ("user_id", "user_email", "user_name")
THING = ("asset_id", "asset_name")
"""What people and assets are found by, surest first."""


class Question(Struct, frozen=True, kw_only=True):
    """
    Whom and what it is about.

    `who` is a user id, an e-mail address, a name, or "me" for the token's own login; `asset` is an id or a name;
    `kinds` are the asset types to look in, likeliest first; `center` is the Business Center's row of `bcs`, if it was
    read already (that call counts as one of this reading).
    """

    bc_id: str
    who: str | None = None
    asset: str | None = None
    kinds: tuple[str, ...] = parts.ASSET_TYPES
    advertiser_id: str | None = None
    spark_code: str | None = None
    center: Row | None = None


class Aim:
    """
    A question with what was read for it: who and what it turned out to be about.

    `tried` are the parts read so far, by name.
    """

    def __init__(self, g: Gatherer, question: Question) -> None:
        self.g = g
        self.q = question
        self.tables = Tables()
        self.tried: set[str] = set()

    @property
    def login(self) -> Row | None:
        """The token's own login, if it was read."""
        return next(iter(self.tables.rows["me"]), None)

    @property
    def center(self) -> Row | None:
        """The Business Center, if it was read."""
        return next(iter(self.tables.rows["bcs"]), None)

    @property
    def invisible(self) -> bool:
        """Whether the Business Center was asked for and is not among those that this login sees."""
        return parts.invisible(self.tables)

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
        return _best(rows, THING, wanted)

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

        return _best(self.tables.rows["members"], PERSON, wanted)

    @property
    def may_be_member(self) -> bool:
        """Whether the person has joined, as far as known; nobody else is in an asset group or can be given anything."""
        unread = any(row["table"] == "members" for row in self.tables.rows["unread"])
        joined = any(row["relation_status"] not in parts.NOT_HERE for row in self.people)

        return unread or joined or self.q.who == ME

    def skip(self, part: str) -> None:
        """Take back that *part* was read: there was nothing to ask, so its tables must not look empty."""
        self.tried.discard(part)

    def accounts_for(self, table: str) -> list[str]:
        """Return the first ad account in question to fill *table* from; note what is not asked."""
        found = self.account_ids()
        if not found:
            self.tables.lacking(table, scope(bc_id=self.q.bc_id), "it is not known which ad account to ask")
        for item in found[MOST_ACCOUNTS:]:
            self.tables.lacking(table, scope(advertiser_id=item), "only the first ad account in question was asked")

        return found[:MOST_ACCOUNTS]


def fits(rows: list[Row], fields: tuple[str, ...], wanted: str | None) -> bool:
    """Say whether one of *fields* of any row is exactly *wanted*, in whatever case."""
    return any((row[field] or "").casefold() == (wanted or "").casefold() for row in rows for field in fields)


def _best(rows: list[Row], fields: tuple[str, ...], wanted: str) -> list[Row]:
    """Return the rows in which the first of *fields* is *wanted*, or the next; or else the last one holds it."""
    for field in fields:
        if exact := [row for row in rows if (row[field] or "").casefold() == wanted]:
            return exact

    return [row for row in rows if wanted and wanted in (row[fields[-1]] or "").casefold()]
