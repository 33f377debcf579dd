"""
A snapshot of Business Centers as typed tables. What could not be read stays visible as rows of `unread`.

A table that was never read is not the same as an empty one: if a table is left out when building, a row of
`unread` says so, and every answer that needs it becomes "unknown", never "no".
`me` is the login that read the snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from regrant.access.errors import TableError, nearest

STAMPS = ("read_at", "request_id")
NOT_READ = "was not read"
_OPTIONAL = ("me", "log", "unread")
"""Tables that decide nothing by being empty."""
_TEXT: dict[str, tuple[str, ...]] = {
    "me": ("user_id", "display_name", "email"),
    "bcs": (
        "bc_id", "name", "status", "verification_status", "type", "registered_area", "my_role", "my_finance_role",
    ),
    "members": ("bc_id", "user_id", "user_name", "user_email", "role", "finance_role", "relation_status"),
    "assets": (
        "bc_id", "asset_type", "asset_id", "asset_name", "relation_type", "relation_status", "owner_bc_name",
        "advertiser_status", "pixel_code",
    ),
    "grants": ("bc_id", "user_id", "asset_type", "asset_id", "via", "group_id"),
    "groups": ("bc_id", "group_id", "group_name"),
    "group_assets": ("group_id", "asset_id"),
    "group_members": ("group_id", "user_id", "role"),
    "partners": ("bc_id", "partner_bc_id", "partner_name"),
    "shares": ("bc_id", "partner_bc_id", "share_type", "asset_type", "asset_id", "role"),
    "links": ("asset_id", "asset_type", "advertiser_id"),
    "advertisers": ("advertiser_id", "name", "status", "rejection_reason", "owner_bc_id"),
    "identities": ("advertiser_id", "identity_id", "identity_type", "bc_id", "display_name", "available_status"),
    "spark": (
        "advertiser_id", "item_id", "auth_code", "item_type", "post_status", "ad_auth_status", "auth_start_time",
        "auth_end_time",
    ),
    "stores": (
        "advertiser_id", "store_id", "store_name", "store_status", "store_role", "authorized_bc_id",
        "exclusive_advertiser_id", "exclusive_status",
    ),
    "log": ("bc_id", "time", "activity_type", "operator_id", "text"),
    "unread": ("table", "scope", "reason", "code", "message"),
}  # fmt: skip
_FLAGS: dict[str, tuple[str, ...]] = {
    "identities": (
        "can_pull_video", "can_push_video", "can_use_live_ads", "can_manage_message", "ads_only_mode", "is_gpppa",
    ),
    "stores": ("is_gmv_max_available", "is_owner_bc"),
}  # fmt: skip
_LISTS: dict[str, tuple[str, ...]] = {"grants": ("roles",)}
_WORDS = {"true": True, "1": True, "false": False, "0": False}

SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    table: {
        **dict.fromkeys(columns, pl.String()),
        **dict.fromkeys(_LISTS.get(table, ()), pl.List(pl.String())),
        **dict.fromkeys(_FLAGS.get(table, ()), pl.Boolean()),
        **dict.fromkeys(STAMPS, pl.String()),
    }
    for table, columns in _TEXT.items()
}
"""Every table of a snapshot with its columns and their types. Times are text, as TikTok gives them (UTC)."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one snapshot, each a Polars frame of its schema."""

    frames: dict[str, pl.DataFrame]

    def __getitem__(self, table: str) -> pl.DataFrame:
        """Return one table."""
        return self.frames[table]

    def rows(self, table: str) -> list[Row]:
        """Return a table as plain rows."""
        return self.frames[table].to_dicts()

    @property
    def read_at(self) -> str | None:
        """Return when the newest row was read (ISO UTC), or None if nothing says."""
        newest = [frame["read_at"].max() for name, frame in self.frames.items() if name != "unread"]

        return max((str(stamp) for stamp in newest if stamp is not None), default=None)


def build(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> Tables:
    """
    Build tables from plain rows as the reader returns them.

    Ids given as numbers become text, a single role becomes a list, unknown columns are left out. A table
    that is missing altogether counts as not read; an empty one as read and empty.

    Raises:
        TableError: a table that does not exist.

    """
    for name in rows:
        if name not in SCHEMAS:
            near = nearest(name, SCHEMAS)
            hint = f'did you mean "{near[0]}"?' if near else f"its tables are {', '.join(SCHEMAS)}."
            raise TableError(f'A snapshot has no table "{name}"; {hint}')
    given = {name: [_row(name, row) for row in rows.get(name, ())] for name in SCHEMAS}
    given["unread"] += [
        _row("unread", {"table": name, "scope": "", "reason": NOT_READ})
        for name in SCHEMAS
        if name not in rows and name not in _OPTIONAL
    ]

    return Tables({name: pl.DataFrame(given[name], schema=schema) for name, schema in SCHEMAS.items()})


def _row(table: str, row: Mapping[str, Any]) -> Row:
    made: Row = {column: _text(row.get(column)) for column in (*_TEXT[table], *STAMPS)}
    made.update({column: _flag(row.get(column)) for column in _FLAGS.get(table, ())})
    made.update({column: _list(row.get(column)) for column in _LISTS.get(table, ())})

    return made


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None

    return value if isinstance(value, str) else str(value)


def _flag(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value

    return _WORDS.get(str(value).lower())


def _list(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [value]

    return [str(item) for item in value if item is not None]
