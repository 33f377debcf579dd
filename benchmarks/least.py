"""
The least number of calls by which a reader who knew the world beforehand could still *prove* what it says.

The world is read once without its faults and quirks' losses, so that the sizes of all lists are known. Then:

- **A list** costs ceil(rows / largest page size) calls, one if it is empty; or one call for each row that is looked up
  in it by a filter, if that is fewer. What TikTok tells about one object at a time costs one call for each object.
- **A snapshot** needs every list: login, Business Center (its verification where the list does not tell), users,
  partners, groups (two more for each group whose content does not come along), log, the assets of each kind, four lists
  of shares for each partner, the links of each TikTok account, the status of ad accounts by the hundred, identities,
  Spark posts and shops of each ad account that the login reaches, the exclusive holder of each shop; and for the
  grants of each kind that is there, one call for each asset or for each member, whichever is fewer and possible.
- **A `why`** needs what the links of its chain read (`reads` in access/data/links.yaml), each list once: the Business
  Center, the person and the asset; the grant only of somebody who has joined; partner and share only on the way through
  a partner; groups only on the way through one, or to say that an ad account is not assigned; the status of the ad
  account only where the list of assets does not say that it is in order; a grant on an ad account or TikTok account
  where a link rests on it; who is Admin only if something has to be mended; the log only of somebody who is not on the
  list.
- **A diagnosis** needs the lists that the findings of its likely causes name (tiktok/needs.yaml), each once, as far as
  there is something to ask for. Who holds an asset that can be asked for its users tells every person's grant on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Any

from regrant.access.permissions import link_words
from regrant.tiktok.parts import ACCOUNTS, ASKED_BY_ASSET, ASSET_TYPES, LOG_PAGES, NOT_HERE, SHARED_KINDS
from regrant.tiktok.reader import Snapshot
from regrant.tiktok.target_parts import LOG_PAGES as LOG_PAGES_TARGETED
from regrant.tiktok.target_parts import OK_STATUS
from regrant.tiktok.targeted import needs

MEMBERS, PAGE, ACCOUNTS_AT_ONCE = 20, 50, 100
Row = dict[str, Any]
GRANT_ON = {"ad_account": "ADVERTISER", "tiktok_account": "TT_ACCOUNT"}
"""Links that rest on a grant on an asset of another kind."""
SINGLE = {"links": 1, "identities": 1, "spark": 1, "stores": 1}


def pages(rows: int, size: int = PAGE) -> int:
    """Return how many calls a whole list costs."""
    return max(1, ceil(rows / size))


class Book:
    """What there is in a world, from a whole reading of it."""

    def __init__(self, read: Snapshot) -> None:
        self.tables = read.tables
        self.login = str((read.me or {}).get("user_id"))
        self.center = self.tables["bcs"][0]

    def here(self, kind: str) -> list[str]:
        """Return the ids of the assets of one kind."""
        return [
            row["asset_id"]
            for row in self.tables["assets"]
            if row["asset_type"] == kind and row["asset_id"] and row["relation_status"] not in NOT_HERE
        ]

    def asset(self, name: str | None) -> Row | None:
        """Return an asset by id or name."""
        return next((row for row in self.tables["assets"] if name in (row["asset_id"], row["asset_name"])), None)

    @property
    def people(self) -> list[Row]:
        """Return everybody who has joined."""
        return [row for row in self.tables["members"] if row["user_id"] and row["relation_status"] not in NOT_HERE]

    def members(self, lookups: int) -> int:
        """Return the calls for so many look-ups in the list of users."""
        return min(lookups, pages(len(self.tables["members"]), MEMBERS))

    @property
    def verification(self) -> int:
        """Return the calls for what the list of Business Centers does not say."""
        return int(self.center["verification_status"] in (None, "FAILED"))

    def groups(self, *, whole: bool) -> int:
        """Return the calls for the groups; their content is *whole* in the list, or comes two calls a group."""
        number = len(self.tables["groups"])

        return pages(number) + (0 if whole else 2 * number)

    def account_ok(self, asset: Row | None) -> bool:
        """Tell whether the list of assets itself says that an ad account is in order."""
        return asset is None or asset["asset_type"] != "ADVERTISER" or asset["advertiser_status"] == OK_STATUS


def of_snapshot(book: Book, *, whole_groups: bool) -> int:
    """Return the least number of calls of a snapshot."""
    t = book.tables
    total = 2 + book.verification + pages(len(t["members"]), MEMBERS) + pages(len(t["partners"]))
    total += book.groups(whole=whole_groups) + min(pages(len(t["log"])), LOG_PAGES)
    for kind in ASSET_TYPES:
        here, people = len(book.here(kind)), len(book.people)
        total += pages(here)
        if here:
            total += min(here, people) if kind in ASKED_BY_ASSET else people
    total += 4 * len(t["partners"]) + sum(len(book.here(kind)) for kind in ACCOUNTS)
    barred = {row["scope"] for row in t["unread"] if row["table"] == "identities"}
    accounts = [item for item in book.here("ADVERTISER") if not any(item in place for place in barred)]
    total += ceil(len(book.here("ADVERTISER")) / ACCOUNTS_AT_ONCE) + 3 * len(accounts)

    return total + sum(1 for row in t["stores"] if row["authorized_bc_id"])


def of_why(book: Book, answer: dict[str, Any], *, whole_groups: bool) -> int:
    """Return the least number of calls for an answer of `why`, given as its plain content."""
    marks = {link["id"]: link["mark"] for link in answer["chain"]}
    known = [name for name, mark in marks.items() if mark != "unreadable"]
    reads = {table for name in known for table in link_words()[name].reads}
    kind, route = answer["asset"]["type"], (answer["path"] or {}).get("route", "own")
    row = book.asset(answer["asset"]["id"])
    outside = marks.get("member") == "no"
    total = 1 + int(kind in ASSET_TYPES) + int(outside)
    total += book.members(1 + int(answer["verdict"] == "cannot")) if not outside else book.members(MEMBERS)
    if answer["who"]["id"] is not None and marks.get("joined") == "yes":
        grants = {GRANT_ON.get(name, kind) for name in known if "grants" in link_words()[name].reads}
        total += len(grants)
    total += 2 * int(route == "share" and "shares" in reads)
    unassigned = kind == "ADVERTISER" and marks.get("joined") == "yes" and marks.get("assigned") == "no"
    total += book.groups(whole=whole_groups) if route == "group" or unassigned else 0
    total += int("advertisers" in reads and not book.account_ok(row))
    total += sum(SINGLE[table] for table in reads & SINGLE.keys())

    return total + int("exclusive" in known)


def of_diagnosis(book: Book, findings: Iterable[str], who: str, asset: str | None, *, whole_groups: bool) -> int:
    """Return the least number of calls for what the *findings* of a diagnosis need."""
    parts = {part for finding in findings for part in needs().findings.get(finding, ())}
    row = book.asset(asset)
    kind = row["asset_type"] if row else None
    joined = who == "me" or any(who in (one["user_id"], one["user_email"], one["user_name"]) for one in book.people)
    total = 1 + int("me" in parts or "own_grant" in parts or who == "me")
    total += book.verification * int("verification" in parts)
    total += (
        pages(len(book.tables["members"]), MEMBERS)
        if "members" in parts
        else book.members(len(parts & {"member", "admins"}))
    )
    total += int("log" in parts) * min(pages(len(book.tables["log"])), LOG_PAGES_TARGETED)
    if asset and "asset" in parts:
        # That something is nowhere takes the list of each kind in which it might be.
        total += 1 if row else len(ASSET_TYPES)
    if kind in ASKED_BY_ASSET:
        total += int(bool(parts & {"holders", "own_grant"} or ("grant" in parts and joined)))
    elif kind is not None:
        total += int("grant" in parts and joined) + int("own_grant" in parts and who != "me")
    total += book.groups(whole=whole_groups) * int("groups" in parts and kind == "ADVERTISER")
    ours = row is None or row["relation_type"] == "OWNER_BC"
    total += 2 * int("shares" in parts and kind in SHARED_KINDS and not ours)
    total += int("account" in parts and not book.account_ok(row))
    total += int("own_accounts" in parts and joined and kind != "ADVERTISER")
    total += int("own_tiktok" in parts and joined and kind != "TT_ACCOUNT")
    total += int("links" in parts and kind in ACCOUNTS)
    if kind == "ADVERTISER" and not any(str(asset) in gap["scope"] for gap in book.tables["unread"]):
        total += len(parts & {"identities", "spark", "stores"})
    shops = {
        row["store_id"] for row in book.tables["stores"] if row["authorized_bc_id"] and row["advertiser_id"] == asset
    }
    total += len(shops) * int("exclusive" in parts and kind == "ADVERTISER")

    return total
