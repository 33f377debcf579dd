"""What the list of shops and the authorization for GMV Max tell."""

from __future__ import annotations

from regrant.checks.model import Seen, check, inferred, verified
from regrant.checks.view import Row, View

SHOP = "TIKTOK_SHOP"
_LISTED = {"PENDING": "pending", "REJECTED": "declined", "UNBOUND": "gone"}
_REQUEST = {"PENDING": "waiting", "REJECTED": "refused"}
_STATUS = {"ACTIVE": "active", "INACTIVE": "not_active", "NEW_CREATE": "new"}
_NOT_HELD = ("INEFFECTIVE", "UNAUTHORIZED")


def store(v: View) -> Row | None:
    """Return the shop as the ad account in question sees it."""
    shop = v.kind(SHOP)

    return next(iter(v.rows("stores", store_id=shop["asset_id"])), None) if shop is not None else None


@check("shop_listed")
def shop_listed(v: View) -> Seen | None:
    """Say how the shop stands in the Business Center, and for the person."""
    shop = v.kind(SHOP)
    if shop is None:
        return None
    if shop["relation_status"] in _LISTED:
        return verified(_LISTED[shop["relation_status"]], "assets", shop)
    if v.grants:
        return verified("for_me_too", "grants", v.grants[0])

    return verified("for_others_only", "grants") if v.joined and v.grants_whole() else None


@check("shop_side")
def shop_side(v: View) -> Seen | None:
    """Say where it stops where the lists leave only one place."""
    listed = shop_listed(v)
    if listed is None or v.action not in ("run_shop_ads", "use_shop"):
        return None
    value = "bc_ads" if listed.value == "for_me_too" else "not_in_bc_list"

    return inferred(value, listed.table, listed.row)


@check("shop_request")
def shop_request(v: View) -> Seen | None:
    """Say what became of connecting the shop."""
    shop = v.kind(SHOP)
    if shop is None or shop["relation_status"] == "UNBOUND":
        return None

    return verified(_REQUEST.get(shop["relation_status"], "connected"), "assets", shop)


@check("shop_status")
def shop_status(v: View) -> Seen | None:
    """Say the shop's own status."""
    row = store(v)
    value = _STATUS.get(row["store_status"]) if row is not None else None

    return verified(value, "stores", row) if value else None


@check("gmv_max_stop")
def gmv_max_stop(v: View) -> Seen | None:
    """Say what stops shop ads: the shop not assigned, or another ad account holding it for GMV Max."""
    listed, row = shop_listed(v), store(v)
    if listed is not None and listed.value == "for_others_only":
        return inferred("no_shop_to_pick", "grants")
    if row is None or not row["exclusive_advertiser_id"] or row["exclusive_status"] in _NOT_HELD:
        return None
    wanted = {v.q.advertiser_id} if v.q.advertiser_id else v.own_accounts()
    if wanted and row["exclusive_advertiser_id"] not in wanted:
        return verified("other_account", "stores", row)

    return None
