"""What would mend a failing link, with the write that does it and the people who can, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from regrant.access.facts import Facts
from regrant.access.permissions import ANY_ROLE, Cell, Fault, Kind, matrix
from regrant.access.result import Asset, Person, Repair
from regrant.access.tables import Row, Tables

_WHO = {
    "you": "whoever works with it",
    "bc_admin": "an Admin of the Business Center",
    "invitee": "the invited person",
    "owner": "the owner",
    "partner_admin": "an Admin of the partner",
    "creator": "the creator of the post",
    "shop_owner": "the owner of the shop",
    "tiktok": "TikTok",
}
_STATUS = {
    "member": "member_status",
    "joined": "member_status",
    "bc_healthy": "bc_status",
    "approved": "relation_status",
    "ad_account_healthy": "ad_status",
    "identity_usable": "identity_status",
    "store_active": "store_status",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One path of one question."""

    row: Row
    person: Person
    asset: Asset
    cell: Cell

    @property
    def kind(self) -> Kind:
        """Return the kind of the asset."""
        return matrix().assets[self.asset.type]

    @property
    def roles(self) -> list[str]:
        """Return the roles assigned on this path."""
        return [role for role in self.row["role_text"].split("|") if role]

    @property
    def from_partner(self) -> bool:
        """Return whether the asset comes from a partner."""
        return bool(self.row["has_share"] or self.row["relation_type"] == "OWNER_PARTNER")


class Repairer:
    """Turns faults into repairs, and paths into the words of their sentences."""

    def __init__(self, tables: Tables, facts: Facts) -> None:
        """Keep the names of Business Centers, groups and partners of one snapshot."""
        self._facts = facts
        admin = (pl.col("role") == "ADMIN") & (pl.col("relation_status") == "BOUND")
        self._admin_rows = tables["members"].filter(admin).partition_by("bc_id", as_dict=True)
        self.bcs = {row["bc_id"]: row["name"] for row in tables.rows("bcs")}
        self.groups = {row["group_id"]: row["group_name"] or row["group_id"] for row in tables.rows("groups")}
        self._partners = {row["partner_bc_id"]: row["partner_name"] for row in tables.rows("partners")}

    def repair(self, link: str, fault: Fault, case: Case) -> Repair:
        """Return the step that would mend a failing link."""
        return Repair(
            link=link,
            kind="write" if fault.call else "human",
            do=fault.do.format(**self.values(link, case)),
            who=_WHO[fault.who],
            names=self._names(fault, case),
            cost=fault.cost,
            cause=fault.cause,
            call=fault.call,
            arguments=_CALLS[fault.call](link, case) if fault.call else {},
        )

    def values(self, link: str, case: Case) -> dict[str, str]:
        """Return what the sentences of a link speak of."""
        row, least = case.row, case.cell.roles[0] if case.cell.roles else ANY_ROLE
        level = [role for role in row["share_role_text"].split("|") if role]
        roles = {"bc_admin": row["bc_role"], "ceiling": ", ".join(level)}
        ads = [self._facts.asset_names.get(("ADVERTISER", ad)) or ad for ad in row["usable_ads"]]

        return {
            "who": case.person.shown,
            "asset": case.asset.name or case.asset.id,
            "kind": case.kind.words,
            "bc": self.bcs.get(row["bc_id"]) or f"Business Center {row['bc_id']}",
            "action": matrix().actions[row["action"]],
            "partner": self.partner(row),
            "owner": row["owner_bc_name"] or "the owner",
            "role": roles.get(link, ", ".join(case.roles)) or "without a role",
            "least": "a user" if least == ANY_ROLE else least,
            "status": row.get(_STATUS.get(link, "")) or "not shown",
            "ads": ", ".join(ads) or "an ad account",
            "group": self.groups.get(row["group_id"]) or row["group_id"] or "",
        }

    def partner(self, row: Row) -> str:
        """Return the name of the partner an asset comes from."""
        return self.partner_name(row) or row["partner_bc_id"] or "the partner"

    def partner_name(self, row: Row) -> str | None:
        """Return the partner's name, or None where no list gives it."""
        name: str | None = self._partners.get(row["partner_bc_id"]) or row["owner_bc_name"]

        return name

    def _names(self, fault: Fault, case: Case) -> tuple[str, ...]:
        row = case.row
        if fault.who in ("you", "invitee"):
            return (case.person.shown,)
        if fault.who == "partner_admin":
            return (self.partner(row),) if row["partner_bc_id"] or row["owner_bc_name"] else ()
        if fault.who == "owner" and row["relation_type"] != "OWNER_BC":
            return (row["owner_bc_name"],) if row["owner_bc_name"] else ()

        return self._admins(row["bc_id"]) if fault.who in ("owner", "bc_admin") else ()

    def _admins(self, bc_id: str) -> tuple[str, ...]:
        """Return the joined Admins of a Business Center, by name and address."""
        admins = self._admin_rows.get((bc_id,), pl.DataFrame()).to_dicts()

        return tuple(
            Person(id=row["user_id"] or "", name=row["user_name"], email=row["user_email"]).shown for row in admins
        )


def _invite(_: str, case: Case) -> Row:
    emails = [case.person.email] if case.person.email else []

    return {"bc_id": case.row["bc_id"], "emails": emails, "user_role": case.row["bc_role"] or "STANDARD"}


def _user(case: Case) -> Row:
    """Return the id of the user; somebody who was only invited has none yet."""
    return {} if "@" in case.person.id else {"user_id": case.person.id}


def _update(link: str, case: Case) -> Row:
    change: Row = {"user_role": "ADMIN"} if link == "bc_admin" else {"ext_user_role": {"finance_role": "MANAGER"}}

    return {"bc_id": case.row["bc_id"], **_user(case), **change}


def _assign(_: str, case: Case) -> Row:
    """Return an assignment with the least role that is enough; kept are several permissions, which add up."""
    given = {"bc_id": case.row["bc_id"], **_user(case), "asset_type": case.asset.type, "asset_id": case.asset.id}
    if not case.kind.field or not case.cell.roles:
        return given
    least = case.cell.roles[0]
    kept = case.roles if case.row["route"] != "group" else []

    return {**given, case.kind.field: sorted({*kept, least}) if case.kind.many else least}


def _link(_: str, case: Case) -> Row:
    if case.asset.type == "ADVERTISER":
        return {"bc_id": case.row["bc_id"], "advertiser_id": case.asset.id}
    ads = case.row["usable_ads"]
    known = {"advertiser_id": ads[0]} if len(ads) == 1 else {}

    return {"bc_id": case.row["bc_id"], "asset_id": case.asset.id, "asset_type": case.asset.type, **known}


def _apply(_: str, case: Case) -> Row:
    return {"advertiser_id": case.asset.id}


_CALLS: dict[str, Callable[[str, Case], dict[str, Any]]] = {
    "/bc/member/invite/": _invite,
    "/bc/member/update/": _update,
    "/bc/asset/assign/": _assign,
    "/bc/asset/advertiser/assign/": _link,
    "/tt_video/authorize/": _apply,
}
"""The parameters of each write as far as the snapshot knows them; fields as in TikTok's reference (api_assign)."""
