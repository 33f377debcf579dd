"""Writes that reach beyond the Business Center: shares with partners, and Spark codes of creators."""

from __future__ import annotations

from msgspec.structs import replace

from regrant.sandbox import refusal
from regrant.sandbox.ask import Ask, writes
from regrant.sandbox.change import kind_of, put, with_center
from regrant.sandbox.entry import log
from regrant.sandbox.shapes import Partner, Share, World
from regrant.sandbox.world import clock

POST_GONE = ("USER_DELETE", "AUDIT_DELETE", "ONLY_USER_PASS")


@writes("/bc/partner/add/")
def add_partner(ask: Ask) -> World:
    """Record a share with a partner; it may not be usable, nor seen, until the other side says yes."""
    args, center = ask.args, ask.center
    other = args["partner_id"]
    if other == center.bc_id:
        raise refusal.field_wrong("partner_id", "a business center cannot be its own partner")
    partner_before = any(one.bc_id == other for one in center.partners)
    kind = args.get("asset_type", "ADVERTISER")
    if kind == "CATALOG" and not ask.settings.partner_add_takes_catalogs:
        raise refusal.field_wrong("asset_type", "CATALOG is not supported, correct is ADVERTISER")
    role = args.get("catalog_role", "AD_PROMOTE") if kind == "CATALOG" else args.get("advertiser_role", "ANALYST")
    variant = ask.settings.partner_add
    instant = variant == "instant" or (variant == "first_pending" and partner_before)
    shares = ask.world.shares
    for asset_id in args.get("asset_ids", []):
        _must_own(ask, kind, asset_id)
        new = Share(
            from_bc_id=center.bc_id,
            to_bc_id=other,
            asset_type=kind,
            asset_id=asset_id,
            role=role,
            approval="APPROVED" if instant else "PENDING",
        )
        place = (new.from_bc_id, new.to_bc_id, new.asset_id)
        shares = put(shares, new, lambda old, place=place: (old.from_bc_id, old.to_bc_id, old.asset_id) == place)  # type: ignore[misc]
    world = replace(ask.world, shares=shares)
    if instant and not partner_before:
        name = ask.view.centers[other].name if other in ask.view.centers else ""
        partners = (*center.partners, Partner(bc_id=other, bc_name=name))
        world = with_center(world, replace(center, partners=partners))
    what = ", ".join(args.get("asset_ids", [])) or "nothing yet"

    return log(ask, world, kind_of(kind), f"Shared with partner {other}: {what}")


def _must_own(ask: Ask, kind: str, asset_id: str) -> None:
    held = ask.view.held(ask.args["bc_id"], kind, asset_id)
    if held is None or held.relation_type != "OWNER_BC":
        raise refusal.not_your_asset(asset_id)


@writes("/tt_video/authorize/")
def apply_code(ask: Ask) -> World:
    """Apply a Spark code to an ad account. The log of the Business Center says nothing of it."""
    advertiser_id, text = ask.args["advertiser_id"], ask.args["auth_code"]
    if ask.view.accounts[advertiser_id].status == "STATUS_LIMIT":
        raise refusal.punished("advertiser")
    if ask.view.advertiser_role(ask.user_id, advertiser_id) not in ("ADMIN", "OPERATOR"):
        raise refusal.not_your_advertiser(advertiser_id)
    code = next((one for one in ask.world.spark_codes if one.auth_code == text), None)
    if code is None or code.ad_auth_status != "AUTHORIZED":
        raise refusal.field_wrong("auth_code", "the authorization code is invalid")
    if code.auth_end_time <= f"{clock(ask.world):%Y-%m-%d %H:%M:%S}":
        raise refusal.field_wrong("auth_code", "the authorization code has expired")
    if code.post_status in POST_GONE:
        raise refusal.field_wrong("auth_code", "the post is not available")
    changed = replace(code, applied_to=tuple(dict.fromkeys((*code.applied_to, advertiser_id))))

    return replace(ask.world, spark_codes=put(ask.world.spark_codes, changed, lambda old: old is code))
