"""The columns of a snapshot's tables: what reads TikTok fills them, what reasons about access reads them."""

from __future__ import annotations

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
    "advertisers": ("advertiser_id", "name", "status", "rejection_reason", "owner_bc_id", "verification_status"),
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
"""
Every table and its columns, besides `STAMPS`. `me` is the token's own login; `unread` is what could not be read.

A column is text unless it stands in `FLAGS` or `LISTS`.
"""
STAMPS = ("read_at", "request_id")
"""Columns of every table: when the row was read (ISO, UTC), and the id TikTok gave the call."""
FLAGS: dict[str, tuple[str, ...]] = {
    "identities": (
        *("can_pull_video", "can_push_video", "can_use_live_ads", "can_manage_message", "ads_only_mode", "is_gpppa"),
    ),
    "stores": ("is_gmv_max_available", "is_owner_bc"),
}
"""Columns that are true, false or null."""
LISTS: dict[str, tuple[str, ...]] = {"grants": ("roles",)}
"""Columns that hold a list of words."""
