"""The rows of one reading, seen from one person, one asset and one action."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from msgspec import Struct

from regrant.likeness import TYPO_EDITS, edits, is_exact, mentions
from regrant.tiktok.reader import Snapshot
from regrant.tiktok.targeted import Question

Row = Mapping[str, Any]
ME = "me"
GONE = ("UNBOUND",)
NOT_IN = ("PENDING", "REJECTED", "UNBOUND")
IN = ("BOUND", None)
"""A word that nobody has seen yet is in neither: it says neither yes nor no."""
_NOBODY: dict[str, Any] = {"user_email": None, "user_name": None}
_SCOPE = re.compile(r"(\w+)=(\S+)")


class NotReadError(LookupError):
    """A check rests on something that could not be read; the message is the reader's own reason."""


class Place(Struct, frozen=True, kw_only=True):
    """What a gap may be about; None fits anything."""

    bc_id: str | None = None
    asset_type: str | None = None
    user_id: str | None = None
    asset_id: str | None = None
    advertiser_id: str | None = None


class View:
    """
    What was read, with the rows in question at hand.

    Args:
        read: the reading.
        question: whom and what it is about.
        action: what the person wants to do, None if that is not known.
        problems: ids of the problems that it is most likely about.

    """

    def __init__(
        self, read: Snapshot, question: Question, action: str | None = None, problems: Iterable[str] = ()
    ) -> None:
        self.read = read
        self.q = question
        self.action = action
        self.problems = frozenset(problems)
        self.words = ""
        """The person's own words."""
        self.exact = False
        """Whether the person is surely written right."""
        self.searched_posts: frozenset[str] = frozenset()
        """The ad accounts whose whole list of posts was read."""
        self.shop_profiles_read = False
        """Whether it was asked which TikTok accounts the person has."""

    @property
    def about_posts(self) -> bool:
        """Whether it is about creators' posts at all: an old post in an ad account says nothing of other trouble."""
        return bool(self.q.spark_code) or self.action == "run_spark_ads" or "spark_code" in self.problems

    def rows(self, table: str, **wanted: str | None) -> list[Row]:
        """Return the rows of a table whose columns have these values; none for a table that was not read."""
        found = self.read.tables.get(table, [])

        return [row for row in found if all(row[column] == value for column, value in wanted.items())]

    def whole(self, table: str, place: Place | None = None) -> bool:
        """
        Tell whether a table was read, and wholly as far as *place* goes; only then does a missing row mean "none".

        Returns:
            False if the table was not read because nothing asked for it.

        Raises:
            NotReadError: something of it could not be read.

        """
        place = place or Place(bc_id=self.q.bc_id)
        gaps = [row for row in self.read.tables["unread"] if row["table"] == table and _touches(row["scope"], place)]
        if gaps:
            raise NotReadError(gaps[0]["reason"])

        return table in self.read.tables

    @property
    def now(self) -> datetime:
        """TikTok's time, whatever this computer's clock says."""
        here = datetime.fromisoformat(self.read.finished_at)
        here = here if here.tzinfo else here.replace(tzinfo=UTC)

        return here - timedelta(seconds=self.read.clock_skew or 0.0)

    @cached_property
    def center(self) -> Row | None:
        """The Business Center."""
        return next(iter(self.rows("bcs", bc_id=self.q.bc_id)), None)

    @cached_property
    def person(self) -> Row | None:
        """The person's row in the list of members and invitations; joined before all else."""
        mine = self.read.me["user_id"] if self.read.me and self.q.who == ME else None
        found = _best(self.rows("members"), ("user_id", "user_email", "user_name"), mine or self.q.who)
        if not found and self.read.me and self.center and self.q.who in (ME, self.read.me["user_id"]):
            # Who is no Admin may not read the list of users, but sees the own role beside the Business Center.
            return _NOBODY | {
                "user_id": self.read.me["user_id"],
                "role": self.center["my_role"],
                "finance_role": self.center["my_finance_role"],
                "relation_status": "BOUND",
                "read_at": self.center["read_at"],
                "request_id": self.center["request_id"],
            }
        order = ("BOUND", None, "PENDING", "REJECTED", "UNBOUND")

        return min(found, key=lambda r: order.index(r["relation_status"]) if r["relation_status"] in order else 1) if (
            found and len({row["user_id"] or row["user_email"] for row in found}) == 1
        ) else None  # fmt: skip

    @cached_property
    def near(self) -> Row | None:
        """The one open invitation to an address that differs from the person's by a slip, if there is exactly one."""
        who = (self.q.who or "").casefold()
        if "@" not in who or self.person is not None:
            return None
        found = [
            row
            for row in self.rows("members", relation_status="PENDING")
            if row["user_email"] and 0 < edits(row["user_email"].casefold(), who) <= TYPO_EDITS
        ]

        return found[0] if len(found) == 1 else None

    @property
    def absent(self) -> bool:
        """
        Whether the person is surely not on the list: a whole address or an id that the list, read to its end, lacks.

        A name that is not there, or that several have, tells nothing.
        """
        if self.person is not None or self.near is not None or not is_exact((self.q.who or "").strip()):
            return False

        return self.whole("members")

    @property
    def traced(self) -> bool:
        """Whether somebody who is absent was surely meant: the log speaks of them, or whoever asks is sure."""
        return self.exact or bool(self.log_of(self.q.who))

    @property
    def joined(self) -> bool:
        """Whether the person is a member who has joined."""
        return self.person is not None and self.person["relation_status"] in IN

    @cached_property
    def asset(self) -> Row | None:
        """The asset's row; None if it is not there, or several fit."""
        found = _best(self.rows("assets"), ("asset_id", "asset_name"), self.q.asset)
        keys = {(row["asset_type"], row["asset_id"]) for row in found}

        return found[0] if len(keys) == 1 else None

    def kind(self, *kinds: str) -> Row | None:
        """Return the asset if it is of one of these kinds."""
        return self.asset if self.asset and self.asset["asset_type"] in kinds else None

    @property
    def here(self) -> bool:
        """Whether the asset is in the Business Center as normal."""
        return self.asset is not None and self.asset["relation_status"] in IN

    @cached_property
    def missing(self) -> bool:
        """Whether an asset was asked for and is surely not in the Business Center's list."""
        if not self.q.asset or self.asset is not None:
            return False
        if _best(self.rows("assets"), ("asset_id", "asset_name"), self.q.asset):
            return False

        return all(self.whole("assets", Place(bc_id=self.q.bc_id, asset_type=kind)) for kind in self.q.kinds)

    @property
    def missing_surely(self) -> bool:
        """Whether the asset is missing, False where that could not be read."""
        try:
            return self.missing
        except NotReadError:
            return False

    @cached_property
    def grants(self) -> list[Row]:
        """The person's own grants on the asset."""
        if self.asset is None or self.person is None or not self.person["user_id"]:
            return []

        return self.rows("grants", user_id=self.person["user_id"], asset_id=self.asset["asset_id"])

    @cached_property
    def group_roles(self) -> list[Row]:
        """The rows of groups that give the person the asset."""
        if self.asset is None or self.person is None or not self.person["user_id"]:
            return []
        groups = {row["group_id"] for row in self.rows("group_assets", asset_id=self.asset["asset_id"])}

        return [row for row in self.rows("group_members", user_id=self.person["user_id"]) if row["group_id"] in groups]

    def grants_whole(self) -> bool:
        """Tell whether "no grant" means none: the person's own, and for an ad account also those through groups."""
        assert self.asset is not None
        user = self.person["user_id"] if self.person else None
        place = Place(
            bc_id=self.q.bc_id, asset_type=self.asset["asset_type"], user_id=user, asset_id=self.asset["asset_id"]
        )
        if self.asset["asset_type"] != "ADVERTISER":
            return self.whole("grants", place)

        return self.whole("grants", place) and all(
            self.whole(table) for table in ("groups", "group_assets", "group_members")
        )

    def own_accounts(self) -> set[str]:
        """Return the ad accounts that the person can use, as far as read."""
        user = self.person["user_id"] if self.person else None

        return (
            {row["asset_id"] for row in self.rows("grants", user_id=user, asset_type="ADVERTISER")} if user else set()
        )

    def own_accounts_whole(self) -> bool:
        """Tell whether an ad account that is not among `own_accounts` is surely none of the person's."""
        user = self.person["user_id"] if self.person else None

        return bool(self.q.advertiser_id) or self.whole(
            "grants", Place(bc_id=self.q.bc_id, asset_type="ADVERTISER", user_id=user)
        )

    def log_of(self, *marks: str | None) -> list[Row]:
        """Return the lines of the log that mention one of these, newest first."""
        found = [row for row in self.rows("log") if any(mentions(row["text"], mark) for mark in marks)]

        return sorted(found, key=lambda row: row["time"] or "", reverse=True)


def _best(rows: Iterable[Row], columns: tuple[str, ...], wanted: str | None) -> list[Row]:
    """Return the rows in which the first column has the value, or else the next."""
    text = (wanted or "").casefold()
    kept = list(rows)
    for column in columns:
        found = [row for row in kept if text and (row[column] or "").casefold() == text]
        if found:
            return found

    return []


def _touches(scope: str, place: Place) -> bool:
    """Tell whether a gap is about the place: nothing that both name differs."""
    named = dict(_SCOPE.findall(scope))

    return all(getattr(place, name, None) is None or getattr(place, name) == value for name, value in named.items())
