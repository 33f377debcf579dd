"""Makes the tables of a reading one whole: nothing twice, and what asset groups give as grants of their own."""

from __future__ import annotations

from typing import Any

from regrant.tiktok import rows
from regrant.tiktok.paging import Row
from regrant.tiktok.tables import Tables


def tidy(t: Tables, bc_id: str) -> None:
    """
    Make the tables one whole: nothing twice, and what asset groups give as grants of their own.

    A grant that was read directly may come from a group all the same: TikTok does not say. Both rows stay then.
    """
    for table in ("members", "assets", "partners", "spark"):
        t.rows[table] = _first_of_each(table, t.rows[table])
    inside: dict[str, list[str]] = {}
    for row in t.rows["group_assets"]:
        inside.setdefault(row["group_id"], []).append(row["asset_id"])
    for person in t.rows["group_members"]:
        given = {"bc_id": bc_id, "user_id": person["user_id"], "asset_type": "ADVERTISER", "via": "group"}
        given |= {
            "group_id": person["group_id"],
            "roles": [person["role"]] if person["role"] else [],
            **rows.stamp(person),
        }
        t.add("grants", ({**given, "asset_id": asset_id} for asset_id in inside.get(person["group_id"], ())))
    t.rows["grants"] = _first_of_each("grants", t.rows["grants"])


_KEYS: dict[str, tuple[str, ...]] = {
    "members": ("user_id", "user_email"),
    "assets": ("asset_type", "asset_id"),
    "partners": ("partner_bc_id",),
    "spark": ("advertiser_id", "item_id", "auth_code"),
    "grants": ("user_id", "asset_type", "asset_id", "via", "group_id"),
}


def _first_of_each(table: str, found: list[Row]) -> list[Row]:
    kept: dict[tuple[Any, ...], Row] = {}
    for row in found:
        kept.setdefault(tuple(row[key] for key in _KEYS[table]), row)

    return list(kept.values())
