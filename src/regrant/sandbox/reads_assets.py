"""Reads about the assets of a Business Center and who may use them (contract sections 6 and 10)."""

from __future__ import annotations

from typing import Any

from regrant.sandbox import refusal
from regrant.sandbox.ask import Answer, Ask, Rows, matches, reads
from regrant.sandbox.gate import check_admin
from regrant.sandbox.shapes import Held
from regrant.sandbox.view import ROLE_FIELDS, shown_name

WITH_RELATION_STATUS = ("ADVERTISER", "PIXEL", "TIKTOK_SHOP")
SHOWN_STATUS = {
    "STATUS_ENABLE": "SHOW_ACCOUNT_STATUS_APPROVED",
    "STATUS_LIMIT": "SHOW_ACCOUNT_STATUS_PUNISHED",
    "STATUS_PENDING_CONFIRM": "SHOW_ACCOUNT_STATUS_IN_REVIEW",
    "STATUS_PENDING_CONFIRM_MODIFY": "SHOW_ACCOUNT_STATUS_IN_REVIEW",
}


def role_field(asset_type: str, roles: tuple[str, ...]) -> dict[str, Any]:
    """Return the role under the field that TikTok uses for this type: one word, or a list."""
    name = ROLE_FIELDS.get(asset_type)
    if name is None:
        return {}

    return {name: list(roles) if name.endswith("s") else (roles[0] if roles else None)}


@reads("/bc/asset/get/")
def assets_of_person(ask: Ask) -> Answer:
    """List the assets that the caller (or, for an Admin, another person) may use here."""
    user_id, email = ask.filtering.get("user_id"), ask.filtering.get("user_email")
    kind, bc_id = ask.args["asset_type"], ask.args["bc_id"]
    if user_id and email:
        raise refusal.field_wrong("filtering", "user_id and user_email should not come together")
    if email and kind != "ADVERTISER":
        raise refusal.field_wrong("filtering.user_email", "it is only supported when asset_type is ADVERTISER")
    who = user_id or (email or "").lower() or ask.user_id
    if who != ask.user_id:
        check_admin(ask, bc_id)
    usable = ask.view.usable(bc_id, who)
    rows = [
        _row(ask, held) | role_field(kind, usable[kind, held.asset_id])
        for held in ask.center.assets
        if held.asset_type == kind and (kind, held.asset_id) in usable and _named(ask, held)
    ]

    return Rows(rows)


@reads("/bc/asset/admin/get/")
def assets_of_center(ask: Ask) -> Answer:
    """List every asset of the Business Center, with where it comes from and how the request for it stands."""
    kind = ask.args["asset_type"]
    mine = ask.view.roles(ask.args["bc_id"], ask.user_id)
    rows = []
    for held in ask.center.assets:
        if held.asset_type == kind and _named(ask, held) and _passes(ask, held):
            row = _row(ask, held) | role_field(kind, mine.get((kind, held.asset_id), ()))
            row["relation_type"] = held.relation_type
            # Documented for some kinds only; for the others it is shown where there is something to show.
            if kind in WITH_RELATION_STATUS or held.relation_status != "BOUND":
                row["relation_status"] = held.relation_status
            rows.append(row | _status(ask, held))

    return Rows(rows)


def _row(ask: Ask, held: Held) -> dict[str, Any]:
    owner = held.owner_bc_name or (ask.center.name if held.relation_type == "OWNER_BC" else None)
    row: dict[str, Any] = {
        "asset_type": held.asset_type,
        "asset_id": held.asset_id,
        "asset_name": ask.view.name_of(held),
        "owner_bc_name": None if held.asset_type == "TT_ACCOUNT" else owner,
    }
    if held.asset_type == "ADVERTISER":
        row["advertiser_account_type"] = ask.view.accounts[held.asset_id].advertiser_account_type
    elif held.asset_type == "CATALOG":
        row["ad_creation_eligible"] = "AVAILABLE"
    elif held.asset_type == "MANAGED_BUSINESS_ACCOUNT":
        row |= {
            "is_business_verified": held.is_business_verified,
            "operating_region_code": held.region,
            "tt_asset_handle": held.handle,
            "tt_asset_profile_image": "",
        }

    return row


def _status(ask: Ask, held: Held) -> dict[str, Any]:
    if held.asset_type == "ADVERTISER":
        return {"advertiser_status": ask.view.accounts[held.asset_id].status}
    pixel = ask.view.pixels.get(held.asset_id)

    return {"pixel_code": pixel.pixel_code} if pixel else {}


def _named(ask: Ask, held: Held) -> bool:
    return matches(ask.filtering.get("keyword"), ask.view.name_of(held), held.asset_id)


def _passes(ask: Ask, held: Held) -> bool:
    wanted = ask.filtering
    partner = held.asset_type == "ADVERTISER" and held.relation_type == "OWNER_PARTNER"
    if partner and not ask.settings.partner_assets_in_admin_list:
        return False
    shown = wanted.get("advertiser_show_status")
    if shown and held.asset_type == "ADVERTISER":
        status = ask.view.accounts[held.asset_id].status
        if SHOWN_STATUS.get(status, "SHOW_ACCOUNT_STATUS_NOT_APPROVED") != shown:
            return False

    return wanted.get("relation_type") in (None, held.relation_type) and wanted.get("relation_status") in (
        None,
        held.relation_status,
    )


@reads("/bc/asset/member/get/")
def members_of_asset(ask: Ask) -> Answer:
    """List the members who may use one asset."""
    kind, asset_id = ask.args["asset_type"], ask.args["asset_id"]
    _must_hold(ask, kind, asset_id)
    rows = []
    for member in ask.center.members:
        if member.relation_status != "BOUND" or not member.user_id:
            continue
        roles = ask.view.usable(ask.args["bc_id"], member.user_id).get((kind, asset_id))
        name = shown_name(member)
        if roles is not None and matches(ask.filtering.get("keyword"), name, member.email):
            row = {"user_id": member.user_id, "user_name": name, "user_email": member.email}
            rows.append(row | role_field(kind, roles))

    return Rows(rows)


@reads("/bc/asset/partner/get/")
def partners_of_asset(ask: Ask) -> Answer:
    """List the partners that an asset is shared with; roles are not told."""
    kind, asset_id, bc_id = ask.args["asset_type"], ask.args["asset_id"], ask.args["bc_id"]
    _must_hold(ask, kind, asset_id)
    names = {one.bc_id: one.bc_name for one in ask.center.partners}
    rows = [
        {"bc_id": share.to_bc_id, "bc_name": names.get(share.to_bc_id, "")}
        for share in ask.world.shares
        if (share.from_bc_id, share.asset_type, share.asset_id, share.approval) == (bc_id, kind, asset_id, "APPROVED")
        and matches(ask.filtering.get("keyword"), names.get(share.to_bc_id), share.to_bc_id)
    ]

    return Rows(rows)


def _must_hold(ask: Ask, asset_type: str, asset_id: str) -> None:
    if ask.view.held(ask.args["bc_id"], asset_type, asset_id) is None:
        raise refusal.not_your_asset(asset_id)


@reads("/bc/asset/advertiser/assigned/")
def linked_accounts(ask: Ask) -> Answer:
    """List the ad accounts that a TikTok account is linked to."""
    asset_id = ask.args["asset_id"]
    _must_hold(ask, ask.args["asset_type"], asset_id)
    rows = [
        {"advertiser_id": link.advertiser_id, "advertiser_name": account.name if account else ""}
        for link in ask.center.links
        if link.asset_id == asset_id
        for account in [ask.view.accounts.get(link.advertiser_id)]
    ]

    return Rows(rows)


@reads("/bc/asset/account/authorization/")
def authorization_link(ask: Ask) -> Answer:
    """Tell the address behind the code that the owner of a TikTok account scans."""
    return {"bc_auth_qr_code": f"https://www.tiktok.com/auth/qr?bc_id={ask.args['bc_id']}"}
