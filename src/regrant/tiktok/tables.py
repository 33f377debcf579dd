"""The tables of a snapshot: plain rows, and beside them everything that could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from regrant.tiktok import wire
from regrant.tiktok.errors import LASTING, Trouble
from regrant.tiktok.paging import Row, Rows

STAMP = ("read_at", "request_id")
COLUMNS: dict[str, tuple[str, ...]] = {
    "me": ("user_id", "display_name", "email"),
    "bcs": (
        *("bc_id", "name", "status", "verification_status", "type", "registered_area", "my_role", "my_finance_role"),
        "verification_reason",
    ),
    "members": ("bc_id", "user_id", "user_name", "user_email", "role", "finance_role", "relation_status"),
    "assets": (
        *("bc_id", "asset_type", "asset_id", "asset_name", "relation_type", "relation_status", "owner_bc_name"),
        *("advertiser_status", "pixel_code"),
    ),
    "grants": ("bc_id", "user_id", "asset_type", "asset_id", "roles", "via", "group_id"),
    "groups": ("bc_id", "group_id", "group_name"),
    "group_assets": ("group_id", "asset_id"),
    "group_members": ("group_id", "user_id", "role"),
    "partners": ("bc_id", "partner_bc_id", "partner_name"),
    "shares": ("bc_id", "partner_bc_id", "share_type", "asset_type", "asset_id", "role"),
    "links": ("asset_id", "asset_type", "advertiser_id"),
    "advertisers": ("advertiser_id", "name", "status", "rejection_reason", "owner_bc_id"),
    "identities": (
        *("advertiser_id", "identity_id", "identity_type", "bc_id", "display_name", "available_status"),
        *("can_pull_video", "can_push_video", "can_use_live_ads", "can_manage_message", "ads_only_mode", "is_gpppa"),
    ),
    "spark": (
        *("advertiser_id", "item_id", "auth_code", "item_type", "post_status", "ad_auth_status"),
        *("auth_start_time", "auth_end_time"),
    ),
    "stores": (
        *("advertiser_id", "store_id", "store_name", "store_status", "store_role", "is_gmv_max_available"),
        *("is_owner_bc", "authorized_bc_id", "exclusive_advertiser_id", "exclusive_status"),
    ),
    "log": ("bc_id", "time", "activity_type", "operator_id", "text"),
    "unread": ("table", "scope", "reason", "code", "message"),
}
"""Every table and its columns, besides `read_at` (ISO, UTC) and `request_id`; `me` is the token's own login."""
WHOLE = "*"
"""The scope of an `unread` row that speaks of a whole table."""


class Tables(Struct, kw_only=True):
    """Rows by table. Every table is there; an empty one means "none" only if `unread` does not speak of it."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    passing: bool = False
    """Whether something failed for a reason that may be gone by the next try."""

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows, each with exactly the table's columns; what a row lacks is None."""
        columns = (*COLUMNS[table], *STAMP)
        self.rows[table] += [{name: row.get(name) for name in columns} for row in rows]

    def merge(self, other: Mapping[str, list[Row]]) -> None:
        """Add the rows of other tables."""
        for table, rows in other.items():
            self.add(table, rows)

    def unread(self, table: str, scope: str, trouble: Trouble) -> None:
        """
        Note that something of *table* could not be read, and why.

        A name such as ``stores.exclusive_status`` speaks of one column of rows that are there otherwise.
        """
        self.passing = self.passing or trouble.cause not in LASTING
        row = {"table": table, "scope": scope, "reason": trouble.reason, "code": trouble.code}
        self.add(
            "unread", [{**row, "message": trouble.message, "request_id": trouble.request_id, "read_at": wire.now()}]
        )

    def lacking(self, table: str, scope: str, reason: str) -> None:
        """Note that something of *table* is not known for a reason that is no refusal of TikTok's."""
        self.add("unread", [{"table": table, "scope": scope, "reason": f"not read: {reason}", "read_at": wire.now()}])

    def note(self, table: str, scope: str, got: Rows) -> None:
        """Note all that keeps *got* from being whole."""
        if got.trouble is not None:
            self.unread(table, scope, got.trouble)
        if got.missing:
            self.passing = True
            self.lacking(table, scope, f"TikTok announced {got.missing} more than it gave")
        if got.cut:
            self.passing = True
            self.lacking(table, scope, "it stopped at the limit of calls set for this reading")

    def take(self, table: str, scope: str, got: Rows, rows: Iterable[Row]) -> None:
        """Add the *rows* made from *got*, and note what is lacking."""
        self.add(table, rows)
        self.note(table, scope, got)


def scope(**parts: Any) -> str:
    """Write a scope as `name=value` pairs, such as ``asset_type=PIXEL user_id=7``; without parts it is `WHOLE`."""
    return " ".join(f"{name}={value}" for name, value in parts.items() if value is not None) or WHOLE
