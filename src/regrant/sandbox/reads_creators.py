"""Reads about Spark codes, identities and shops (contract section 10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regrant.sandbox import refusal
from regrant.sandbox.ask import Answer, Ask, Rows, matches, reads
from regrant.sandbox.shapes import Identity, Shop, SparkCode


def _time(ask: Ask, text: str) -> str:
    return text.replace(" ", "T") + "Z" if ask.settings.spark_times == "iso" else text


def _post(ask: Ask, code: SparkCode) -> dict[str, Any]:
    return {
        "item_info": {
            "auth_code": code.auth_code,
            "item_id": code.item_id,
            "item_type": code.item_type,
            "text": code.text,
            "status": code.post_status,
            "anchor_list": [],
        },
        "user_info": {
            "tiktok_name": code.tiktok_name,
            "identity_id": code.identity_id or f"auth-{code.item_id}",
            "identity_type": "AUTH_CODE",
        },
        "video_info": {},
        "auth_info": {
            "auth_start_time": _time(ask, code.auth_start_time),
            "auth_end_time": _time(ask, code.auth_end_time),
        },
    }


@reads("/tt_video/info/")
def spark_info(ask: Ask) -> Answer:
    """Tell what a Spark code stands for, applied or not."""
    code = next((one for one in ask.world.spark_codes if one.auth_code == ask.args["auth_code"]), None)
    if code is None:
        raise refusal.field_wrong("auth_code", "the authorization code is invalid")

    return _post(ask, code)


@reads("/tt_video/list/")
def spark_list(ask: Ask) -> Answer:
    """List the codes applied to an ad account."""
    rows = []
    for code in ask.world.spark_codes:
        kinds = ask.args.get("item_types") or [code.item_type]
        here = ask.args["advertiser_id"] in code.applied_to
        if here and code.item_type in kinds and matches(ask.args.get("keyword"), code.text, code.item_id):
            row = _post(ask, code)
            row["auth_info"] |= {
                "ad_auth_status": code.ad_auth_status,
                "invite_start_time": _time(ask, code.auth_start_time),
            }
            rows.append(row)

    return Rows(rows)


def _identities(ask: Ask) -> Iterator[tuple[Identity, str | None]]:
    """Yield each identity of the ad account with the Business Center it comes through, if any."""
    account = ask.view.accounts[ask.args["advertiser_id"]]
    for identity in account.identities:
        yield identity, None
    for center in ask.world.business_centers:
        for link in center.links:
            held = ask.view.held(center.bc_id, "TT_ACCOUNT", link.asset_id)
            tiktok = ask.view.tiktoks.get(link.asset_id)
            if link.advertiser_id == account.advertiser_id and held and held.relation_status == "BOUND":
                name = ask.view.name_of(held)
                plain = Identity(identity_id=f"bc-{link.asset_id}", display_name=name, username=name)
                yield (tiktok.identity if tiktok and tiktok.identity else plain), center.bc_id
    for code in ask.world.spark_codes:
        if account.advertiser_id in code.applied_to:
            identity_id = code.identity_id or f"auth-{code.item_id}"
            yield Identity(identity_id=identity_id, identity_type="AUTH_CODE", display_name=code.tiktok_name), None


def _identity(identity: Identity, bc_id: str | None) -> dict[str, Any]:
    return {
        "identity_id": identity.identity_id,
        "identity_type": identity.identity_type,
        "identity_authorized_bc_id": bc_id,
        "display_name": identity.display_name,
        "username": identity.username or identity.display_name,
        "profile_image": "",
        "available_status": identity.available_status,
        "can_push_video": identity.can_push_video,
        "can_pull_video": identity.can_pull_video,
        "can_use_live_ads": identity.can_use_live_ads,
        "can_manage_message": identity.can_manage_message,
        "ads_only_mode": identity.ads_only_mode,
        "is_gpppa": identity.is_gpppa,
    }


@reads("/identity/get/")
def identities(ask: Ask) -> Answer:
    """List the identities that ads of the ad account may use."""
    kind, bc_id = ask.args.get("identity_type"), ask.args.get("identity_authorized_bc_id")
    if kind == "BC_AUTH_TT" and bc_id is None and ask.settings.identity_needs_bc:
        raise refusal.field_missing("identity_authorized_bc_id")
    rows = [
        _identity(identity, through)
        for identity, through in _identities(ask)
        if kind in (None, identity.identity_type)
        and bc_id in (None, through)
        and matches(ask.filtering.get("keyword"), identity.display_name)
    ]

    return Rows(rows, "identity_list")


@reads("/identity/info/")
def identity(ask: Ask) -> Answer:
    """Give one identity of the ad account."""
    found, through = _one_identity(ask)
    row = _identity(found, through)
    row["profile_image_url"] = row.pop("profile_image")

    return {"identity_info": row}


def _one_identity(ask: Ask) -> tuple[Identity, str | None]:
    for found, through in _identities(ask):
        if (found.identity_id, found.identity_type) == (ask.args["identity_id"], ask.args["identity_type"]):
            return found, through

    raise refusal.field_wrong("identity_id", f"the identity {ask.args['identity_id']} does not exist")


@reads("/identity/video/get/")
def identity_posts(ask: Ask) -> Answer:
    """List the posts of an identity; none here."""
    _one_identity(ask)
    return {"video_list": [], "cursor": 0, "has_more": False}


@reads("/identity/live/get/")
def identity_lives(ask: Ask) -> Answer:
    """List the live videos of an identity; none here."""
    _one_identity(ask)
    return {"live_list": [], "cursor": 0, "has_more": False}


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
        for one, through in [(official, None), *_identities(ask)]
        if one.identity_type != "AUTH_CODE"
    ]

    return {"identity_list": rows}
