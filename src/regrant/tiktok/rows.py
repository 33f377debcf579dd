"""
Turns what TikTok answers into rows of the tables, whichever of the seen forms it comes in.

Values are kept as they are: a status that nobody has seen before stays in the row word for word.
"""

from __future__ import annotations

from typing import Any

from regrant.columns import FLAGS
from regrant.tiktok.paging import Row
from regrant.tiktok.wire import id_or_none, moment, text_or_none

ROLE_FIELDS: dict[str, str] = {
    "ADVERTISER": "advertiser_role",
    "CATALOG": "catalog_role",
    "TIKTOK_SHOP": "store_role",
    "TT_ACCOUNT": "tt_account_roles",
    "MANAGED_BUSINESS_ACCOUNT": "business_account_roles",
    "LEAD": "form_library_role",
}
"""Which field says the role on an asset of each type. A pixel has none: who can use it is all there is to say."""
GROUP_ROLE = "ADVERTISER_ROLE_"


def stamp(row: Row) -> Row:
    """Return the proof of a row: when it was read, and the request id."""
    return {"read_at": row.get("read_at"), "request_id": row.get("request_id")}


def part(row: Row, name: str) -> Row:
    """Return the object under *name*; a list stands for its first object; anything else is empty."""
    value = row.get(name)
    if isinstance(value, list):
        value = value[0] if value else None

    return value if isinstance(value, dict) else {}


def finance_role(row: Row) -> str | None:
    """Return the finance role of a member, None without one."""
    return text_or_none(part(row, "ext_user_role").get("finance_role"))


def bc(row: Row) -> Row:
    """Make a row of `bcs`. The facts lie in `bc_info`; if that is missing, in the row itself."""
    info = part(row, "bc_info") or row
    names = ("name", "status", "verification_status", "type", "registered_area")

    return {
        "bc_id": id_or_none(info.get("bc_id")),
        **{name: text_or_none(info.get(name)) for name in names},
        "my_role": text_or_none(row.get("user_role")),
        "my_finance_role": finance_role(row),
        **stamp(row),
    }


def member(bc_id: str, row: Row) -> Row:
    """Make a row of `members`; somebody who has not joined has no `user_id`."""
    return {
        "bc_id": bc_id,
        "user_id": id_or_none(row.get("user_id")),
        "user_name": text_or_none(row.get("user_name")),
        "user_email": text_or_none(row.get("user_email")),
        "role": text_or_none(row.get("user_role")),
        "finance_role": finance_role(row),
        "relation_status": text_or_none(row.get("relation_status")),
        **stamp(row),
    }


def asset(bc_id: str, asset_type: str, row: Row) -> Row:
    """Make a row of `assets` from either list of assets."""
    names = ("asset_name", "relation_type", "relation_status", "owner_bc_name", "advertiser_status", "pixel_code")

    return {
        "bc_id": bc_id,
        "asset_type": text_or_none(row.get("asset_type")) or asset_type,
        "asset_id": id_or_none(row.get("asset_id")),
        **{name: text_or_none(row.get(name)) for name in names},
        **stamp(row),
    }


def roles(asset_type: str, row: Row) -> list[str]:
    """Return the roles that a row gives on an asset, as TikTok names them; a list may hold one, several or none."""
    value = row.get(ROLE_FIELDS.get(asset_type, ""))
    if isinstance(value, list):
        return [str(item) for item in value if item]

    return [str(value)] if value else []


def grant(bc_id: str, user_id: str, asset_type: str, asset_id: str, row: Row) -> Row:
    """Make a row of `grants` for what a person was read to have; whether a group gives it cannot be seen here."""
    given = {"bc_id": bc_id, "user_id": user_id, "asset_type": asset_type, "asset_id": asset_id}

    return {**given, "roles": roles(asset_type, row), "via": "own", "group_id": None, **stamp(row)}


def group(bc_id: str, row: Row) -> Row:
    """Make a row of `groups`."""
    name = text_or_none(row.get("asset_group_name"))

    return {"bc_id": bc_id, "group_id": id_or_none(row.get("asset_group_id")), "group_name": name, **stamp(row)}


def group_asset(group_id: str, entry: Any, proof: Row) -> Row:
    """Make a row of `group_assets`; the entry is an object or the bare id."""
    found = entry.get("asset_id") if isinstance(entry, dict) else entry

    return {"group_id": group_id, "asset_id": id_or_none(found), **stamp(proof)}


def group_member(group_id: str, entry: Any, proof: Row) -> Row:
    """Make a row of `group_members`; every form of the role that may come is read."""
    if not isinstance(entry, dict):
        return {"group_id": group_id, "user_id": id_or_none(entry), "role": None, **stamp(proof)}
    by_type = part(entry, "asset_roles")
    role = by_type.get("ADVERTISER") or entry.get("advertiser_role") or entry.get("role")
    user = id_or_none(entry.get("member_id")) or id_or_none(entry.get("user_id"))
    text = str(role).removeprefix(GROUP_ROLE) if role else None

    return {"group_id": group_id, "user_id": user, "role": text, **stamp(proof)}


def partner(bc_id: str, row: Row) -> Row:
    """Make a row of `partners`."""
    name = text_or_none(row.get("bc_name"))

    return {"bc_id": bc_id, "partner_bc_id": id_or_none(row.get("bc_id")), "partner_name": name, **stamp(row)}


def share(bc_id: str, partner_id: str, share_type: str, asset_type: str, row: Row) -> Row:
    """Make a row of `shares`."""
    kind = text_or_none(row.get("asset_type")) or asset_type
    found = roles(kind, row)

    return {
        "bc_id": bc_id,
        "partner_bc_id": partner_id,
        "share_type": share_type,
        "asset_type": kind,
        "asset_id": id_or_none(row.get("asset_id")),
        "role": found[0] if found else None,
        **stamp(row),
    }


def advertiser(row: Row) -> Row:
    """Make a row of `advertisers`. A missing owner does not mean that there is none."""
    return {
        "advertiser_id": id_or_none(row.get("advertiser_id")),
        **{name: text_or_none(row.get(name)) for name in ("name", "status", "rejection_reason")},
        "owner_bc_id": id_or_none(row.get("owner_bc_id")),
        "verification_status": None,
        **stamp(row),
    }


def identity(advertiser_id: str, row: Row) -> Row:
    """Make a row of `identities`."""
    return {
        "advertiser_id": advertiser_id,
        "identity_id": id_or_none(row.get("identity_id")),
        "identity_type": text_or_none(row.get("identity_type")),
        "bc_id": id_or_none(row.get("identity_authorized_bc_id")),
        "display_name": text_or_none(row.get("display_name")),
        "available_status": text_or_none(row.get("available_status")),
        **{name: row.get(name) for name in FLAGS["identities"]},
        **stamp(row),
    }


def spark(advertiser_id: str, row: Row) -> Row:
    """Make a row of `spark` from a post of an ad account, or from what a code stands for."""
    item, times = part(row, "item_info"), part(row, "auth_info")

    return {
        "advertiser_id": advertiser_id,
        "item_id": id_or_none(item.get("item_id")),
        "auth_code": text_or_none(item.get("auth_code")),
        "item_type": text_or_none(item.get("item_type")),
        "post_status": text_or_none(item.get("status")),
        "ad_auth_status": text_or_none(times.get("ad_auth_status")),
        "auth_start_time": moment(times.get("auth_start_time")),
        "auth_end_time": moment(times.get("auth_end_time")),
        **stamp(row),
    }


def store(advertiser_id: str, row: Row) -> Row:
    """Make a row of `stores` from either list of shops."""
    names = ("store_name", "store_status", "store_role")
    holder = part(row, "exclusive_authorized_advertiser_info")
    home = id_or_none(row.get("store_authorized_bc_id")) or id_or_none(
        part(row, "store_authorized_bc_info").get("bc_id")
    )

    return {
        "advertiser_id": advertiser_id,
        "store_id": id_or_none(row.get("store_id")),
        **{name: text_or_none(row.get(name)) for name in names},
        "is_gmv_max_available": row.get("is_gmv_max_available"),
        "is_owner_bc": row.get("is_owner_bc"),
        "authorized_bc_id": home,
        "exclusive_advertiser_id": id_or_none(holder.get("advertiser_id")),
        "exclusive_status": None,
        **stamp(row),
    }


def log_line(bc_id: str, row: Row) -> Row:
    """Make a row of `log`. The text is to be shown, never taken as truth: its form is not documented."""
    return {
        "bc_id": bc_id,
        "time": moment(row.get("time")),
        "activity_type": text_or_none(row.get("activity_type")),
        "operator_id": id_or_none(row.get("operator_id")),
        "text": text_or_none(row.get("activity_log")),
        **stamp(row),
    }
