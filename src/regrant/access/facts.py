"""
What the small tables say about each person and each asset, gathered to one row each; the joins come after.

Three frames carry the questions: `known_people` (one row per person and Business Center in which anything is known of
them), `known_assets` (likewise) and `ties` (one row per TikTok account or shop and ad account). `people` and `assets`
fill in the Business Centers of which nothing is known, for those who are asked about: a fleet is never squared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import polars as pl

from regrant.access import states
from regrant.access.grants import Ids, group_grants, own_grants, role_text, with_reader
from regrant.access.permissions import matrix
from regrant.access.tables import Row, Tables
from regrant.likeness import mentions

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
_TIES_TO_BC = ("here", "shared", "any_grant")
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

    known_people: pl.DataFrame
    bcs: pl.DataFrame
    known_assets: pl.DataFrame
    grants: pl.DataFrame
    groups: pl.DataFrame
    shares: pl.DataFrame
    ties: pl.DataFrame
    bc_ids: tuple[str, ...]
    persons: dict[str, Row] = field(default_factory=dict)
    asset_names: dict[Key, str | None] = field(default_factory=dict)

    about: states.States | None = None

    def people(self, persons: tuple[str, ...] | None = None) -> pl.DataFrame:
        """Return everybody, or some (strangers too), with a row for every Business Center."""
        names = list(self.persons) if persons is None else list(persons)
        grid = pl.DataFrame({"person": names}, {"person": _TEXT}).join(self.bcs.select("bc_id"), how="cross")
        rows = grid.join(self.known_people, on=["person", "bc_id"], how="left")

        return rows.with_columns(
            pl.col("nothing_assigned").fill_null(value=True),
            pl.col("has_grant", "removed", "has_ad_account").fill_null(value=False),
        )

    def assets(self, wanted: tuple[Key, ...] | None = None) -> pl.DataFrame:
        """Return every asset, or some, with a row for every Business Center."""
        keys = tuple(self.asset_names) if wanted is None else wanted
        places = pl.DataFrame(keys, {"asset_type": _TEXT, "asset_id": _TEXT}, orient="row")
        known = self.known_assets.join(places, on=["asset_type", "asset_id"], how="semi")
        seen = set(known.select("bc_id", "asset_type", "asset_id").iter_rows())
        found = [(kind, item, bc) for kind, item in keys if kind != BUSINESS_CENTER for bc in self.bc_ids]
        rows = [self._elsewhere(*place) for place in found if (place[2], place[0], place[1]) not in seen]

        return pl.concat([known, pl.DataFrame(rows, schema=_ASSETS)])

    def _elsewhere(self, asset_type: str, asset_id: str, bc_id: str) -> Row:
        """Return the row of an asset in a Business Center that nothing ties it to."""
        assert self.about is not None
        name = self.asset_names.get((asset_type, asset_id))
        state = self.about.of(asset_type, asset_id, name, bc_id, None)

        return {"bc_id": bc_id, "asset_type": asset_type, "asset_id": asset_id, **dict.fromkeys(_TIES_TO_BC, False),
                **state}  # fmt: skip


def gather(tables: Tables) -> Facts:
    """Gather the facts of one snapshot."""
    ids = Ids(with_reader(tables))
    grants, groups = own_grants(tables, ids), group_grants(tables, ids)
    shares = [row for row in tables.rows("shares") if row["share_type"] == "SHARED" and row["asset_id"]]
    bc_ids = _bc_ids(tables)
    names = _asset_names(tables)
    status = {row["bc_id"]: row["status"] for row in tables.rows("bcs")}
    about = states.States(tables)

    return Facts(
        known_people=pl.DataFrame(_people(tables, ids, [*grants, *groups]), schema=_PEOPLE),
        bcs=pl.DataFrame(
            [{"bc_id": b, "bc_status": status.get(b)} for b in bc_ids], {"bc_id": _TEXT, "bc_status": _TEXT}
        ),
        known_assets=pl.DataFrame(_assets(tables, about, names, shares, [*grants, *groups]), schema=_ASSETS),
        grants=pl.DataFrame(grants, schema=_GRANTS).unique(maintain_order=True),
        groups=pl.DataFrame(groups, schema=_GROUPS).unique(maintain_order=True),
        shares=pl.DataFrame([_share(row) for row in shares], schema=_SHARES).unique(maintain_order=True),
        ties=pl.DataFrame(_ties(tables), schema=_TIES).unique(maintain_order=True),
        bc_ids=bc_ids,
        persons=ids.persons(grants, groups),
        asset_names=names,
        about=about,
    )


def _share(row: Row) -> Row:
    kept = {column: row[column] for column in ("bc_id", "asset_type", "asset_id", "partner_bc_id")}

    return {**kept, "share_role_text": role_text([row["role"]])}


def _bc_ids(tables: Tables) -> tuple[str, ...]:
    names = ("bcs", "members", "assets", "grants", "groups", "shares")
    found = pl.concat([tables[name]["bc_id"] for name in names])

    return tuple(bc_id for bc_id in found.unique(maintain_order=True) if bc_id)


def _people(tables: Tables, ids: Ids, grants: list[Row]) -> list[Row]:
    rows: dict[tuple[str, str], Row] = {}
    for row in ids.members:
        key = ids.of(row), row["bc_id"]
        if key not in rows or _order(row) < _order(rows[key]):
            rows[key] = row
    granted = {(row["person"], row["bc_id"]) for row in grants}
    with_ads = {(row["person"], row["bc_id"]) for row in grants if row["asset_type"] == "ADVERTISER"}
    gone = _gone(tables, ids)

    return [
        _person_row(*key, rows.get(key), has_grant=key in granted, removed=key in gone, has_ad_account=key in with_ads)
        for key in dict.fromkeys([*rows, *sorted(granted), *sorted(gone)])
        if key[1]
    ]


def _order(row: Row) -> int:
    status = row["relation_status"]

    return _MEMBER_ORDER.index(status) if status in _MEMBER_ORDER else len(_MEMBER_ORDER)


def _person_row(person: str, bc_id: str, row: Row | None, **flags: bool) -> Row:
    """Return one row of `known_people`; a member whose status is missing counts as of unknown status."""
    return {
        "person": person,
        "bc_id": bc_id,
        "member_status": (row["relation_status"] or "without a status") if row else None,
        "bc_role": row["role"] if row else None,
        "finance_role": row["finance_role"] if row else None,
        "nothing_assigned": not flags["has_grant"],
        **flags,
    }


def _gone(tables: Tables, ids: Ids) -> set[tuple[str, str]]:
    """Return who was removed from where: by the member list, or loosely by the words of the log."""
    found = {(ids.of(row), row["bc_id"]) for row in ids.members if row["relation_status"] == "UNBOUND"}
    lines = [row for row in tables.rows("log") if row["activity_type"] in ("USER", None) and row["text"]]
    lines = [row for row in lines if _GONE.search(row["text"])]
    for person, known in ids.persons().items():
        marks = [mark for mark in (person, known["email"]) if mark]
        found |= {(person, row["bc_id"]) for row in lines if any(mentions(row["text"], mark) for mark in marks)}

    return found


def removed_in_log(tables: Tables, person: str, bc_id: str) -> bool:
    """Return whether the log says, loosely read, that somebody not on the list was removed."""
    return any(
        row["bc_id"] == bc_id and row["text"] and _GONE.search(row["text"]) and mentions(row["text"], person)
        for row in tables.rows("log")
    )


def _asset_names(tables: Tables) -> dict[Key, str | None]:
    """Return every asset that any table speaks of, with its name where one is known."""
    names: dict[Key, str | None] = {}
    for table, kind, id_column, name_column in _MENTIONS:
        named = pl.col(name_column) if name_column else pl.lit(None, _TEXT)
        of_kind = pl.lit(kind) if kind else pl.col("asset_type").fill_null("TT_ACCOUNT")
        found = tables[table].select(of_kind.alias("kind"), pl.col(id_column).alias("id"), named.alias("name"))
        for asset_type, asset_id, name in found.unique(maintain_order=True).iter_rows():
            if asset_type in matrix().assets and asset_id:
                names[asset_type, asset_id] = names.get((asset_type, asset_id)) or name

    return names


def _assets(
    tables: Tables, about: states.States, names: dict[Key, str | None], shares: list[Row], grants: list[Row]
) -> list[Row]:
    listed, shared, granted = (
        {(row["bc_id"], row["asset_type"], row["asset_id"]): row for row in rows}
        for rows in (tables.rows("assets"), shares, grants)
    )
    own = [(asset_id, kind, asset_id) for kind, asset_id in names if kind == BUSINESS_CENTER]
    rows = []
    for key in dict.fromkeys([*listed, *shared, *granted, *own]):
        bc_id, asset_type, asset_id = key
        if not bc_id or (asset_type, asset_id) not in names or (asset_type == BUSINESS_CENTER and asset_id != bc_id):
            continue
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
                **about.of(asset_type, asset_id, names[asset_type, asset_id], bc_id, row.get("advertiser_status")),
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
