"""What the list of shops and the authorization for GMV Max tell."""

from __future__ import annotations

from regrant.checks.model import Seen, check, inferred, verified
from regrant.checks.view import Place, Row, View

SHOP = "TIKTOK_SHOP"
_LISTED = {"PENDING": "pending", "REJECTED": "declined", "UNBOUND": "gone"}
_REQUEST = {"PENDING": "waiting", "REJECTED": "refused", "BOUND": "connected", None: "connected"}
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

    return verified("for_others_only", "grants") if v.joined and v.here and v.grants_whole() else None


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
    value = _REQUEST.get(shop["relation_status"]) if shop is not None else None

    return verified(value, "assets", shop) if value else None


@check("shop_status")
def shop_status(v: View) -> Seen | None:
    """Say the shop's own status."""
    row = store(v)
    value = _STATUS.get(row["store_status"]) if row is not None else None

    return verified(value, "stores", row) if value else None


def role_for_ads(v: View) -> Seen | None:
    """Return the person's best role on the ad accounts that may advertise the shop, as far as they were read."""
    user, row = v.person["user_id"] if v.person else None, store(v)
    rows = v.rows("grants", user_id=user, asset_type="ADVERTISER") if user else []
    holder = row["exclusive_advertiser_id"] if row is not None else None
    rows = [one for one in rows if one["asset_id"] == holder] or rows
    for role in ("ADMIN", "OPERATOR", "ANALYST"):
        for one in rows:
            if role in one["roles"]:
                return verified(role.lower(), "grants", one)

    return None


@check("gmv_max_stop")
def gmv_max_stop(v: View) -> Seen | None:
    """
    Say what stops shop ads.

    That is the shop not assigned, another ad account holding it for GMV Max, a role that is too low, or no TikTok
    account to show them with.
    """
    listed, row = shop_listed(v), store(v)
    if listed is None:
        return None
    if listed.value == "for_others_only":
        return inferred("no_shop_to_pick", "grants")
    if row is not None and row["exclusive_advertiser_id"] and row["exclusive_status"] not in _NOT_HELD:
        wanted = {v.q.advertiser_id} if v.q.advertiser_id else v.own_accounts()
        if wanted and row["exclusive_advertiser_id"] not in wanted and v.own_accounts_whole():
            return verified("other_account", "stores", row)
    role = role_for_ads(v)
    if role is not None and role.value == "analyst":
        return inferred("cannot_create", "grants", role.row)
    user = v.person["user_id"] if v.person else None
    profiles = Place(bc_id=v.q.bc_id, asset_type="TT_ACCOUNT", user_id=user)
    if listed.value != "for_me_too" or not v.shop_profiles_read or not v.whole("grants", profiles):
        return None
    lacks = not v.rows("grants", user_id=user, asset_type="TT_ACCOUNT")

    return inferred("no_tiktok_account", "grants") if lacks else None
