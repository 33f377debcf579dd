"""
Reading a compact world: one spelling for every key, ids as text, times as TikTok writes them, errors that say where.

What is not known is named and passed over, so that a richer form still converts; what cannot be understood is an error.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

Row = dict[str, Any]
TIME = "%Y-%m-%d %H:%M:%S"


class CompactError(ValueError):
    """The compact form cannot be understood; the message says where, what is wrong and what is expected."""


class Table(Struct, frozen=True, kw_only=True):
    """The keys of a table's rows: those it needs, those it may have, and other spellings of both."""

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    also: dict[str, str] = {}


IDENTITY = (
    "identity_id", "identity_type", "display_name", "username", "available_status", "can_pull_video", "can_push_video",
    "can_use_live_ads", "can_manage_message", "ads_only_mode", "is_gpppa",
)  # fmt: skip
PAPERS = ("verification_status", "rejection_reason", "qualification_id", "audit_time")
SPARK = ("item_type", "text", "post_status", "ad_auth_status", "tiktok_name", "identity_id")
SHOP = (
    "store_name", "store_code", "store_status", "catalog_id", "is_gmv_max_available", "is_owner_bc",
    "targeting_region_codes", "identity_unavailable_reason",
)  # fmt: skip
ASSET = ("type", "id", "name", "owner_bc_name", "relation_type", "relation_status")
ACCOUNT = ("status", "rejection_reason", "company", "country", "currency")
TABLES: dict[str, Table] = {
    "members": Table(
        may=("user_id", "email", "name", "role", "finance_role", "relation_status"),
        also={"user_email": "email", "user_name": "name", "user_role": "role", "status": "relation_status"},
    ),
    "assets": Table(
        needs=("type", "id"),
        may=(*ASSET, *ACCOUNT, *IDENTITY, "handle", "region", "is_business_verified", "pixel_code"),
        also={"asset_type": "type", "asset_id": "id", "asset_name": "name", "advertiser_status": "status"},
    ),
    "grants": Table(
        needs=("asset_id",),
        may=("user_id", "email", "asset_id", "asset_type", "role"),
        also={"user_email": "email", "roles": "role", "id": "asset_id"},
    ),
    "groups": Table(
        needs=("group_id",),
        may=("group_id", "name", "asset_ids", "members"),
        also={"id": "group_id", "asset_group_id": "group_id", "asset_group_name": "name", "assets": "asset_ids"},
    ),
    "partners": Table(needs=("bc_id",), may=("bc_id", "bc_name"), also={"id": "bc_id", "name": "bc_name"}),
    "shares": Table(
        needs=("partner_bc_id", "asset_id"),
        may=("partner_bc_id", "share_type", "asset_type", "asset_id", "role", "approval"),
        also={"bc_id": "partner_bc_id", "partner_id": "partner_bc_id", "advertiser_role": "role",
              "status": "approval", "relation_status": "approval"},
    ),
    "links": Table(
        needs=("asset_id", "advertiser_id"),
        may=("asset_id", "advertiser_id"),
        also={"tt_account_id": "asset_id", "ad_account_id": "advertiser_id"},
    ),
    "spark": Table(
        may=("code", "advertiser_id", "item_id", "auth_start_time", "auth_end_time", *SPARK),
        also={"auth_code": "code", "status": "ad_auth_status", "item_status": "post_status"},
    ),
    "stores": Table(
        needs=("store_id",),
        may=("store_id", *SHOP, "store_role", "store_authorized_bc_id", "exclusive_authorized_advertiser_info",
             "authorization_status"),
        also={"id": "store_id", "name": "store_name", "status": "store_status",
              "authorized_bc_id": "store_authorized_bc_id"},
    ),
    "pixels": Table(
        needs=("pixel_id",), may=("pixel_id", "pixel_code", "pixel_name", "linked"),
        also={"id": "pixel_id", "name": "pixel_name", "code": "pixel_code"},
    ),
    "identities": Table(may=("advertiser_id", *IDENTITY)),
    "changelog": Table(
        needs=("time", "text"),
        may=("time", "activity_type", "text", "operator_id"),
        also={"activity_log": "text", "operation_time": "time", "type": "activity_type"},
    ),
}  # fmt: skip
"""The tables that are lists of rows."""
OBJECTS: dict[str, Table] = {
    "bc": Table(
        may=("id", "name", "company", "currency", "registered_area", "timezone", "status", "type",
             "verification_status"),
        also={"bc_id": "id", "bc_name": "name"},
    ),
    "verification": Table(may=(*PAPERS, "advertiser_id", "bc_id"), also={"status": "verification_status"}),
}  # fmt: skip
PLAIN = ("now", "me", "subject", "target_asset")
SPELLINGS = {
    "log": "changelog", "asset_groups": "groups", "shops": "stores", "spark_codes": "spark", "business_center": "bc",
    "tt_links": "links",
}  # fmt: skip


def tidy(compact: Any) -> tuple[Row, list[str]]:
    """
    Return the compact world in one spelling, and the keys that mean nothing here (`members[0].shoe_size`).

    Raises:
        CompactError: a table is no list, a row is no object, a row lacks what it needs.

    """
    if not isinstance(compact, dict):
        raise CompactError(f"world: an object is expected, this is {_kind(compact)}")
    found: Row = {}
    strange: list[str] = []
    for spelt, value in compact.items():
        key = SPELLINGS.get(spelt, spelt)
        if value is None:
            continue
        if key in TABLES:
            if not isinstance(value, list):
                raise CompactError(f"{spelt}: a list is expected, this is {_kind(value)}")
            rows = [_row(one, TABLES[key], f"{spelt}[{at}]", strange) for at, one in enumerate(value)]
            found[key] = [*found.get(key, ()), *rows]
        elif key in OBJECTS:
            found[key] = _row(value, OBJECTS[key], spelt, strange)
        elif key in PLAIN:
            first = value[0] if isinstance(value, list) and value else value
            found[key] = str(first) if isinstance(first, int | str) else None
        else:
            strange.append(spelt)

    return found, sorted(strange)


def picked(row: Row, keys: tuple[str, ...]) -> Row:
    """Return those of the *keys* that the row gives."""
    return {key: row[key] for key in keys if row.get(key) is not None}


def time_of(value: Any) -> str:
    """Return a time as TikTok writes it, in UTC; what is no time is returned as it is, for the world's own check."""
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC).strftime(TIME)
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)

    return (when.astimezone(UTC) if when.tzinfo else when).strftime(TIME)


def _row(value: Any, table: Table, place: str, strange: list[str]) -> Row:
    if not isinstance(value, dict):
        if len(table.needs) == 1 and isinstance(value, int | str):
            return {table.needs[0]: str(value)}
        raise CompactError(f"{place}: an object is expected, this is {_kind(value)}")
    row: Row = {}
    for spelt, one in value.items():
        key = spelt if spelt in table.may else table.also.get(spelt, spelt)
        if key not in table.may:
            strange.append(f"{place}.{spelt}")
        elif row.get(key) is None:
            row[key] = _as_text(key, one)
    lacks = [key for key in table.needs if row.get(key) in (None, "")]
    if lacks:
        raise CompactError(f"{place}: lacks {', '.join(lacks)}; it has {', '.join(value) or 'nothing'}")

    return row


def _as_text(key: str, value: Any) -> Any:
    """Return ids as text, wherever they came as numbers."""
    if isinstance(value, int) and not isinstance(value, bool) and (key == "id" or key.endswith(("_id", "code"))):
        return str(value)

    return [str(one) if isinstance(one, int) else one for one in value] if isinstance(value, list) else value


def _kind(value: Any) -> str:
    names = {"NoneType": "null", "str": "text", "int": "a number", "list": "a list", "dict": "an object"}

    return names.get(type(value).__name__, type(value).__name__)
