"""
What the small tables say about each person and each asset, gathered to one row each; the joins come after.

Three frames carry the questions: `people` (one row per person and Business Center), `assets` (one row per asset
and Business Center, known there or not) and `ties` (one row per TikTok account or shop and ad account).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import polars as pl

from regrant.access import states
from regrant.access.grants import Ids, group_grants, own_grants, role_text, with_reader
from regrant.access.permissions import matrix
from regrant.access.tables import Row, Tables

BUSINESS_CENTER = "BUSINESS_CENTER"
_TEXT, _BOOL, _INT = pl.String(), pl.Boolean(), pl.Int64()
_PEOPLE: dict[str, pl.DataType] = {
    **dict.fromkeys(("person", "bc_id", "member_status", "bc_role", "finance_role"), _TEXT),
    **dict.fromkeys(("nothing_assigned", "has_grant", "removed", "has_ad_account"), _BOOL),
}
_ASSETS: dict[str, pl.DataType] = {
    "bc_id": _TEXT,
    "asset_type": _TEXT,
    "asset_id": _TEXT,
    "here": _BOOL,
    "shared": _BOOL,
    "any_grant": _BOOL,
    **dict.fromkeys(("relation_type", "relation_status", "owner_bc_name", "ad_status"), _TEXT),
    **states.IDENTITY,
    **states.STORE,
    **states.SPARK,
    **dict.fromkeys(("tiktok_linked", "tiktok_in_bc", "shop_linked"), _BOOL),
}
_GRANTS = {"person": _TEXT, "bc_id": _TEXT, "asset_type": _TEXT, "asset_id": _TEXT, "role_text": _TEXT}
_GROUPS = {**_GRANTS, "group_id": _TEXT}
_SHARES = {"bc_id": _TEXT, "asset_type": _TEXT, "asset_id": _TEXT, "partner_bc_id": _TEXT, "share_role_text": _TEXT}
_TIES = {"tied_type": _TEXT, "tied_id": _TEXT, "advertiser_id": _TEXT}
_GONE = re.compile(r"\b(remov|delet|kick)", re.IGNORECASE)
_MEMBER_ORDER = ("BOUND", "PENDING", "REJECTED", "UNBOUND")

_MENTIONS = (
    ("assets", None, "asset_id", "asset_name"),
    ("grants", None, "asset_id", None),
    ("shares", None, "asset_id", None),
    ("advertisers", "ADVERTISER", "advertiser_id", "name"),
    ("stores", "TIKTOK_SHOP", "store_id", "store_name"),
    ("links", None, "asset_id", None),
    ("links", "ADVERTISER", "advertiser_id", None),
    ("group_assets", "ADVERTISER", "asset_id", None),
    ("bcs", BUSINESS_CENTER, "bc_id", "name"),
)
"""Where assets are spoken of: table, their kind if it is always the same, id and name."""

Key = tuple[str, str]


@dataclass(slots=True)
class Facts:
    """The frames, and the names of people and assets."""

    people: pl.DataFrame
    bcs: pl.DataFrame
    assets: pl.DataFrame
    grants: pl.DataFrame
    groups: pl.DataFrame
    shares: pl.DataFrame
    ties: pl.DataFrame
    bc_ids: tuple[str, ...]
    persons: dict[str, Row] = field(default_factory=dict)
    asset_names: dict[Key, str | None] = field(default_factory=dict)

    def strangers(self, person: str) -> pl.DataFrame:
        """Return the rows of somebody of whom the snapshot says nothing."""
        rows = [_person_row(person, bc_id, None, has_grant=False, nothing=True) for bc_id in self.bc_ids]

        return pl.DataFrame(rows, schema=_PEOPLE)


def gather(tables: Tables) -> Facts:
    """Gather the facts of one snapshot."""
    ids = Ids(with_reader(tables))
    grants, groups = own_grants(tables, ids), group_grants(tables, ids)
    shares = [row for row in tables.rows("shares") if row["share_type"] == "SHARED" and row["asset_id"]]
    bc_ids = _bc_ids(tables)
    names = _asset_names(tables)
    status = {row["bc_id"]: row["status"] for row in tables.rows("bcs")}

    return Facts(
        people=pl.DataFrame(_people(tables, ids, bc_ids, [*grants, *groups]), schema=_PEOPLE),
        bcs=pl.DataFrame(
            [{"bc_id": b, "bc_status": status.get(b)} for b in bc_ids], {"bc_id": _TEXT, "bc_status": _TEXT}
        ),
        assets=pl.DataFrame(_assets(tables, bc_ids, names, shares, [*grants, *groups]), schema=_ASSETS),
        grants=pl.DataFrame(grants, schema=_GRANTS).unique(maintain_order=True),
        groups=pl.DataFrame(groups, schema=_GROUPS).unique(maintain_order=True),
        shares=pl.DataFrame([_share(row) for row in shares], schema=_SHARES).unique(maintain_order=True),
        ties=pl.DataFrame(_ties(tables), schema=_TIES).unique(maintain_order=True),
        bc_ids=bc_ids,
        persons=ids.persons(grants, groups),
        asset_names=names,
    )


def _share(row: Row) -> Row:
    kept = {column: row[column] for column in ("bc_id", "asset_type", "asset_id", "partner_bc_id")}

    return {**kept, "share_role_text": role_text([row["role"]])}


def _bc_ids(tables: Tables) -> tuple[str, ...]:
    names = ("bcs", "members", "assets", "grants", "groups", "shares")
    found = (row["bc_id"] for name in names for row in tables.rows(name))

    return tuple(dict.fromkeys(bc_id for bc_id in found if bc_id))


def _people(tables: Tables, ids: Ids, bc_ids: tuple[str, ...], grants: list[Row]) -> list[Row]:
    rows: dict[tuple[str, str], Row] = {}
    for row in ids.members:
        key = ids.of(row), row["bc_id"]
        if key not in rows or _order(row) < _order(rows[key]):
            rows[key] = row
    granted = {(row["person"], row["bc_id"]) for row in grants}
    with_ads = {(row["person"], row["bc_id"]) for row in grants if row["asset_type"] == "ADVERTISER"}
    gone = _gone(tables, ids)
    persons = ids.persons(grants)

    return [
        {
            **_person_row(
                person,
                bc_id,
                rows.get((person, bc_id)),
                has_grant=(person, bc_id) in granted,
                nothing=(person, bc_id) not in granted,
            ),
            "removed": (person, bc_id) in gone,
            "has_ad_account": (person, bc_id) in with_ads,
        }
        for person in persons
        for bc_id in bc_ids
    ]


def _order(row: Row) -> int:
    status = row["relation_status"]

    return _MEMBER_ORDER.index(status) if status in _MEMBER_ORDER else len(_MEMBER_ORDER)


def _person_row(person: str, bc_id: str, row: Row | None, *, has_grant: bool, nothing: bool) -> Row:
    """Return one row of `people`; a member whose status is missing counts as of unknown status."""
    return {
        "person": person,
        "bc_id": bc_id,
        "member_status": (row["relation_status"] or "without a status") if row else None,
        "bc_role": row["role"] if row else None,
        "finance_role": row["finance_role"] if row else None,
        "nothing_assigned": nothing,
        "has_grant": has_grant,
        "removed": False,
        "has_ad_account": False,
    }


def _gone(tables: Tables, ids: Ids) -> set[tuple[str, str]]:
    """Return who was removed from where: by the member list, or loosely by the words of the log."""
    found = {(ids.of(row), row["bc_id"]) for row in ids.members if row["relation_status"] == "UNBOUND"}
    lines = [row for row in tables.rows("log") if row["activity_type"] in ("USER", None) and row["text"]]
    lines = [row for row in lines if _GONE.search(row["text"])]
    for person, known in ids.persons().items():
        marks = [mark.lower() for mark in (person, known["email"]) if mark]
        found |= {(person, row["bc_id"]) for row in lines if any(mark in row["text"].lower() for mark in marks)}

    return found


def removed_in_log(tables: Tables, person: str, bc_id: str) -> bool:
    """Return whether the log says, loosely read, that somebody not on the list was removed."""
    return any(
        row["bc_id"] == bc_id and row["text"] and _GONE.search(row["text"]) and person.lower() in row["text"].lower()
        for row in tables.rows("log")
    )


def _asset_names(tables: Tables) -> dict[Key, str | None]:
    """Return every asset that any table speaks of, with its name where one is known."""
    names: dict[Key, str | None] = {}
    for table, kind, id_column, name_column in _MENTIONS:
        for row in tables.rows(table):
            asset_type = kind or row["asset_type"] or "TT_ACCOUNT"
            if asset_type in matrix().assets and row[id_column]:
                key = asset_type, row[id_column]
                names[key] = names.get(key) or (row[name_column] if name_column else None)

    return names


def _assets(
    tables: Tables, bc_ids: tuple[str, ...], names: dict[Key, str | None], shares: list[Row], grants: list[Row]
) -> list[Row]:
    listed = {(row["bc_id"], row["asset_type"], row["asset_id"]): row for row in tables.rows("assets")}
    shared = {(row["bc_id"], row["asset_type"], row["asset_id"]) for row in shares}
    granted = {(row["bc_id"], row["asset_type"], row["asset_id"]) for row in grants}
    about = states.States(tables)
    rows = []
    for (asset_type, asset_id), name in names.items():
        for bc_id in bc_ids:
            if asset_type == BUSINESS_CENTER and asset_id != bc_id:
                continue
            key = bc_id, asset_type, asset_id
            row = listed.get(key, {})
            rows.append(
                {
                    "bc_id": bc_id,
                    "asset_type": asset_type,
                    "asset_id": asset_id,
                    "here": key in listed or asset_type == BUSINESS_CENTER,
                    "shared": key in shared,
                    "any_grant": key in granted,
                    "relation_type": row.get("relation_type"),
                    "relation_status": row.get("relation_status"),
                    "owner_bc_name": row.get("owner_bc_name"),
                    **about.of(asset_type, asset_id, name, bc_id, row.get("advertiser_status")),
                }
            )

    return rows


def _ties(tables: Tables) -> list[Row]:
    found = [
        {
            "tied_type": row["asset_type"] or "TT_ACCOUNT",
            "tied_id": row["asset_id"],
            "advertiser_id": row["advertiser_id"],
        }
        for row in tables.rows("links")
    ]
    found += [
        {"tied_type": "TIKTOK_SHOP", "tied_id": row["store_id"], "advertiser_id": row["advertiser_id"]}
        for row in tables.rows("stores")
    ]

    return [row for row in found if row["tied_id"] and row["advertiser_id"]]
