"""Reads about TikTok Shops and who holds them (contract section 10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regrant.sandbox import refusal
from regrant.sandbox.ask import Answer, Ask, reads
from regrant.sandbox.reads_creators import identities_of
from regrant.sandbox.shapes import Identity, Shop


def _shops(ask: Ask) -> Iterator[tuple[Shop, str]]:
    """Yield the shops that the ad account can be used with, and the caller's role on each."""
    seen: set[str] = set()
    for center in ask.world.business_centers:
        account = ask.view.held(center.bc_id, "ADVERTISER", ask.args["advertiser_id"])
        if not account or account.relation_status != "BOUND":
            continue
        mine = ask.view.usable(center.bc_id, ask.user_id) if ask.view.member(center.bc_id, ask.user_id) else {}
        for held in center.assets:
            bound = held.asset_type == "TIKTOK_SHOP" and held.relation_status == "BOUND"
            if bound and held.asset_id in ask.view.shops and held.asset_id not in seen:
                seen.add(held.asset_id)
                roles = mine.get(("TIKTOK_SHOP", held.asset_id), ())
                yield ask.view.shops[held.asset_id], (roles[0] if roles else "UNSET")
    for shop in ask.world.shops:
        if shop.store_id not in seen and ask.args["advertiser_id"] in shop.listed_for:
            yield shop, "UNSET"


@reads("/store/list/")
def stores(ask: Ask) -> Answer:
    """List the shops of an ad account, with the Business Center that may advertise for each."""
    wanted = ask.args.get("store_id")
    rows = [
        {
            "store_id": shop.store_id,
            "store_name": shop.store_name,
            "store_code": shop.store_code,
            "store_type": "TIKTOK_SHOP",
            "catalog_id": shop.catalog_id,
            "store_authorized_bc_id": shop.authorized_bc_id,
            "targeting_region_codes": list(shop.targeting_region_codes),
        }
        for shop, _ in _shops(ask)
        if wanted in (None, shop.store_id)
    ]

    return {"stores": rows}


@reads("/gmv_max/store/list/")
def gmv_max_stores(ask: Ask) -> Answer:
    """List the shops of an ad account, with role, state and exclusive authorization."""
    rows = []
    for shop, role in _shops(ask):
        bc_id = shop.authorized_bc_id or ""
        member, center = ask.view.member(bc_id, ask.user_id), ask.view.centers.get(bc_id)
        rows.append(
            {
                "store_id": shop.store_id,
                "store_name": shop.store_name,
                "store_code": shop.store_code,
                "store_status": shop.store_status,
                "store_role": role,
                "is_gmv_max_available": shop.is_gmv_max_available,
                "is_owner_bc": shop.is_owner_bc,
                "store_authorized_bc_id": shop.authorized_bc_id,
                "store_authorized_bc_info": {
                    "bc_id": shop.authorized_bc_id,
                    "bc_name": center.name if center else shop.authorized_bc_name,
                    "bc_profile_image": "",
                    "user_role": member.role if member else None,
                },
                "exclusive_authorized_advertiser_info": _holder(ask, shop),
                "targeting_region_codes": list(shop.targeting_region_codes),
                "thumbnail_url": "",
            }
        )

    return {"store_list": rows}


def _holder(ask: Ask, shop: Shop) -> dict[str, Any] | None:
    if shop.exclusive is None:
        return None
    account = ask.view.accounts.get(shop.exclusive.advertiser_id)

    return {
        "advertiser_id": shop.exclusive.advertiser_id,
        "advertiser_name": account.name if account else "",
        "advertiser_status": account.status if account else "STATUS_ENABLE",
    }


def _shop(ask: Ask) -> Shop:
    shop = next((one for one, _ in _shops(ask) if one.store_id == ask.args["store_id"]), None)
    if shop is None or shop.authorized_bc_id != ask.args["store_authorized_bc_id"]:
        raise refusal.not_your_asset(ask.args["store_id"])

    return shop


@reads("/gmv_max/exclusive_authorization/get/")
def exclusive(ask: Ask) -> Answer:
    """Tell which ad account holds the exclusive authorization of a shop."""
    shop = _shop(ask)
    holder = _holder(ask, shop) or {"advertiser_id": None, "advertiser_name": None, "advertiser_status": None}
    status = shop.exclusive.authorization_status if shop.exclusive else "UNAUTHORIZED"

    return {"authorization_status": status, "store_id": shop.store_id, "identity_id": None, **holder}


@reads("/gmv_max/identity/get/")
def gmv_max_identities(ask: Ask) -> Answer:
    """List the TikTok accounts that GMV Max may use for a shop: its official one and those linked."""
    shop = _shop(ask)
    official = Identity(identity_id=f"tts-{shop.store_id}", identity_type="TTS_TT", display_name=shop.store_name)
    reason = shop.identity_unavailable_reason
    rows = [
        {
            "identity_id": one.identity_id,
            "identity_type": one.identity_type,
            "identity_authorized_bc_id": through,
            "user_name": one.username or one.display_name,
            "display_name": one.display_name,
            "store_id": shop.store_id,
            "product_gmv_max_available": reason is None,
            "live_gmv_max_available": reason is None,
            "unavailable_reason": reason,
            "is_running_custom_shop_ads": False,
        }
        for one, through in [(official, None), *identities_of(ask)]
        if one.identity_type != "AUTH_CODE"
    ]

    return {"identity_list": rows}
