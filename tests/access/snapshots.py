"""Small snapshots made by hand, in which everything was read."""

from __future__ import annotations

from typing import Any

from regrant.access import SCHEMAS, Resolver, Tables, Why, build

BC, ADS, OTHER_ADS, TIKTOK, SHOP, CATALOG = "7101", "7301", "7302", "7401", "7601", "7501"
BOSS, ANN, BEN = "72001", "72002", "72003"
Rows = list[dict[str, Any]]


def bc(**more: Any) -> Rows:
    """Return one healthy Business Center."""
    return [{"bc_id": BC, "name": "Acme", "status": "ENABLE", **more}]


def member(user: str | None = ANN, *, email: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a joined Standard member."""
    names = {BOSS: "boss@acme.example", ANN: "ann@acme.example", BEN: "ben@acme.example"}
    row = {"bc_id": BC, "user_id": user, "user_email": email or names.get(user or ""), "role": "STANDARD"}

    return {**row, "relation_status": "BOUND", **more}


def people(*others: dict[str, Any]) -> Rows:
    """Return an Admin and others."""
    return [member(BOSS, role="ADMIN", user_name="Bo Boss"), *others]


def asset(kind: str = "ADVERTISER", asset_id: str = ADS, **more: Any) -> dict[str, Any]:
    """Return an asset that belongs to the Business Center; ad accounts are approved."""
    row = {"bc_id": BC, "asset_type": kind, "asset_id": asset_id, "asset_name": f"{kind} {asset_id}"}
    tie = {"relation_type": "OWNER_BC", "relation_status": "BOUND"}
    status = {"advertiser_status": "STATUS_ENABLE"} if kind == "ADVERTISER" else {}

    return {**row, **tie, **status, **more}


def grant(*roles: str, user: str = ANN, kind: str = "ADVERTISER", asset_id: str = ADS, **more: Any) -> dict[str, Any]:
    """Return an assignment."""
    place = {"bc_id": BC, "user_id": user, "asset_type": kind, "asset_id": asset_id}

    return {**place, "roles": list(roles), "via": "own", **more}


def identity(name: str = f"TT_ACCOUNT {TIKTOK}", **more: Any) -> dict[str, Any]:
    """Return a usable identity of a TikTok account."""
    row = {"advertiser_id": ADS, "identity_id": "i1", "identity_type": "BC_AUTH_TT", "display_name": name}
    flags = {"can_push_video": True, "can_pull_video": True, "can_use_live_ads": True, "can_manage_message": True}

    return {**row, "available_status": "AVAILABLE", **flags, "ads_only_mode": False, "is_gpppa": False, **more}


def tables(**rows: Any) -> Tables:
    """Return a snapshot in which every table was read; those not given are empty."""
    given: dict[str, Any] = {name: [] for name in SCHEMAS}
    given["bcs"], given["members"] = bc(), people(member())

    return build({**given, **rows})


def why(action: str, about: str = ADS, who: str = ANN, **rows: Any) -> Why:
    """Ask one question of a small snapshot."""
    return Resolver(tables(**rows)).why(who, action, about)
