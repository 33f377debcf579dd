"""Reads about Spark codes and identities (contract section 10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regrant.sandbox import refusal
from regrant.sandbox.ask import Answer, Ask, Rows, matches, reads
from regrant.sandbox.shapes import Identity, SparkCode
from regrant.sandbox.view import recorded

MOST_POSTS = 20


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
            "identity_id": _identity_id(code),
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


def identities_of(ask: Ask) -> Iterator[tuple[Identity, str | None]]:
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
            yield (
                Identity(identity_id=_identity_id(code), identity_type="AUTH_CODE", display_name=code.tiktok_name),
                None,
            )


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
        for identity, through in identities_of(ask)
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
    for found, through in identities_of(ask):
        if (found.identity_id, found.identity_type) == (ask.args["identity_id"], ask.args["identity_type"]):
            return found, through

    raise refusal.field_wrong("identity_id", f"the identity {ask.args['identity_id']} does not exist")


@reads("/identity/video/get/")
def identity_posts(ask: Ask) -> Answer:
    """List the posts of an identity: those that an applied Spark code opened."""
    found, _ = _one_identity(ask)
    posts = [
        _post(ask, code)
        for code in ask.world.spark_codes
        if ask.args["advertiser_id"] in code.applied_to and _identity_id(code) == found.identity_id
    ]

    return _from_cursor(ask, posts, "video_list")


@reads("/identity/live/get/")
def identity_lives(ask: Ask) -> Answer:
    """List the live videos of an identity, as the world holds them."""
    _one_identity(ask)
    return _from_cursor(ask, recorded(ask.world, "/identity/live/get/", ask.args["identity_id"]), "live_list")


def _from_cursor(ask: Ask, rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    start = max(ask.args.get("cursor", 0), 0)
    end = start + ask.args.get("count", MOST_POSTS)

    return {key: rows[start:end], "cursor": min(end, len(rows)), "has_more": end < len(rows)}


def _identity_id(code: SparkCode) -> str:
    return code.identity_id or f"auth-{code.item_id}"
