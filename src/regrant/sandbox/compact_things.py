"""From a tidy compact world to the things themselves: ad accounts, TikTok accounts, codes, shops, pixels, shares."""

from __future__ import annotations

from collections.abc import Iterator

from regrant.sandbox.compact import ACCOUNT, IDENTITY, PAPERS, SHOP, SPARK, Row, picked, time_of
from regrant.sandbox.compact_center import assets, kind_of, kinds_of, relation

ENDED = ("REVOKED", "ENDED", "CANCELED", "CANCELLED", "REJECTED", "DECLINED", "UNBOUND", "REMOVED")


def shares(compact: Row, bc_id: str) -> list[Row]:
    """Return what partners share with this Business Center and it with them; what was ended is there no more."""
    kinds = kinds_of(compact)
    rows = []
    for one in compact.get("shares", ()):
        partner, state = one["partner_bc_id"], str(one.get("approval") or "APPROVED").upper()
        ends = (bc_id, partner) if one.get("share_type") == "SHARING" else (partner, bc_id)
        kind = kind_of(one.get("asset_type") or kinds.get(one["asset_id"], "ADVERTISER"))
        row = {"from_bc_id": ends[0], "to_bc_id": ends[1], "asset_type": kind, "asset_id": one["asset_id"]}
        approval = "PENDING" if state in ("PENDING", "WAITING") else "APPROVED"
        if state not in ENDED:
            rows.append({**row, "approval": approval, **picked(one, ("role",))})

    return rows


def ad_accounts(compact: Row, bc_id: str) -> list[Row]:
    """Return the ad accounts that are listed here, and those that anything else speaks of."""
    found: dict[str, Row] = {}
    for one in assets(compact):
        if one["type"] == "ADVERTISER":
            ours = one.get("relation_type", "OWNER_BC") == "OWNER_BC"
            row = {"advertiser_id": one["id"], "name": one.get("name") or "", **picked(one, ACCOUNT)}
            found[one["id"]] = {**row, "owner_bc_id": bc_id if ours else None}
    for advertiser_id, name in _mentioned(compact):
        found.setdefault(advertiser_id, {"advertiser_id": advertiser_id, "name": name})
    for one in compact.get("identities", ()):
        if one.get("advertiser_id") in found:
            identity = {"identity_id": f"id-{one['advertiser_id']}", **picked(one, IDENTITY)}
            found[one["advertiser_id"]].setdefault("identities", []).append(identity)
    papers = compact.get("verification", {})
    if papers.get("advertiser_id") in found:
        found[papers["advertiser_id"]]["verification"] = picked(papers, PAPERS)

    return list(found.values())


def _mentioned(compact: Row) -> Iterator[tuple[str, str]]:
    """Yield ad accounts that others speak of, which may lie outside of the Business Center."""
    for table in ("spark", "identities", "links"):
        for one in compact.get(table, ()):
            if one.get("advertiser_id"):
                yield one["advertiser_id"], ""
    for one in compact.get("shares", ()):
        if kind_of(one.get("asset_type") or "ADVERTISER") == "ADVERTISER":
            yield one["asset_id"], ""
    for one in compact.get("stores", ()):
        if holder := _holder(one):
            yield holder["advertiser_id"], holder.get("advertiser_name") or ""


def tiktok_accounts(compact: Row) -> list[Row]:
    """Return the TikTok accounts with their identities."""
    rows = []
    for one in assets(compact):
        if one["type"] in ("TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT"):
            name = one.get("name") or one.get("handle") or one["id"]
            identity = {"identity_id": f"bc-{one['id']}", "display_name": name, "username": name}
            identity |= picked(one, IDENTITY)
            rows.append({"tt_account_id": one["id"], "handle": name, "identity": identity})

    return rows


def spark_codes(compact: Row) -> list[Row]:
    """Return the creators' codes, each once, with all ad accounts where it was applied."""
    found: dict[str, Row] = {}
    for at, one in enumerate(compact.get("spark", ())):
        item_id = one.get("item_id") or f"75000000000000{at:05}"
        code = one.get("code") or f"#{item_id}"
        times = {key: time_of(one.get(key) or compact["now"]) for key in ("auth_start_time", "auth_end_time")}
        row = {"auth_code": code, "item_id": item_id, **times, **picked(one, SPARK), "applied_to": []}
        row = found.setdefault(code, row)
        if one.get("advertiser_id"):
            row["applied_to"].append(one["advertiser_id"])

    return list(found.values())


def shops(compact: Row, bc_id: str) -> list[Row]:
    """Return the shops: those with a row of their own, and those that are only listed."""
    listed = {one["id"]: one for one in assets(compact) if one["type"] == "TIKTOK_SHOP"}
    accounts = [one["id"] for one in assets(compact) if one["type"] == "ADVERTISER"]
    rows = [_shop(one, bc_id, [] if one["store_id"] in listed else accounts) for one in compact.get("stores", ())]
    told = {row["store_id"] for row in rows}
    for asset_id, one in listed.items():
        if asset_id not in told:
            holder = bc_id if relation(one) in (None, "BOUND") else None
            rows.append({"store_id": asset_id, "store_name": one.get("name") or "", "authorized_bc_id": holder})

    return rows


def _shop(one: Row, bc_id: str, listed_for: list[str]) -> Row:
    row = {"store_id": one["store_id"], "store_name": "", **picked(one, SHOP)}
    row["authorized_bc_id"] = one.get("store_authorized_bc_id", bc_id)
    if holder := _holder(one):
        row["exclusive"] = {"advertiser_id": holder["advertiser_id"], **picked(one, ("authorization_status",))}

    return {**row, "listed_for": listed_for}


def _holder(store: Row) -> Row | None:
    """Return the ad account that holds a shop for GMV Max, its id as text."""
    told = store.get("exclusive_authorized_advertiser_info")
    if not isinstance(told, dict) or not told.get("advertiser_id"):
        return None

    return {**told, "advertiser_id": str(told["advertiser_id"])}


def pixels(compact: Row, bc_id: str) -> list[Row]:
    """Return the pixels that are listed here."""
    told = {one["pixel_id"]: one for one in compact.get("pixels", ())}
    rows = []
    for one in assets(compact):
        if one["type"] == "PIXEL":
            more = told.get(one["id"], {})
            code = more.get("pixel_code") or one.get("pixel_code") or f"C{one['id'][-12:]}"
            row = {"pixel_id": one["id"], "pixel_code": code, "pixel_name": one.get("name") or ""}
            rows.append({**row, "owner_bc_id": bc_id, "linked": more.get("linked") or []})

    return rows
