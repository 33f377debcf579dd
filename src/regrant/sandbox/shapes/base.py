"""What every shape is, and the words that several of them take."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

AssetType = Literal["ADVERTISER", "CATALOG", "TIKTOK_SHOP", "PIXEL", "LEAD", "TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT"]
Relation = Literal["BOUND", "PENDING", "REJECTED", "UNBOUND"]


class Shape(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Base of every shape: immutable, and a misspelt field is an error."""
