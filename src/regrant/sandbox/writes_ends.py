"""Writes that end something: a partnership, a share, a Spark post, an asset's place in the Business Center."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from regrant.sandbox import refusal
from regrant.sandbox.ask import Ask, writes
from regrant.sandbox.change import NAMES, kind_of, logged, put, with_center
from regrant.sandbox.entry import log, must_hold
from regrant.sandbox.shapes import BusinessCenter, Exclusive, Pixel, Share, World
from regrant.sandbox.view import View


@writes("/bc/partner/delete/")
def delete_partner(ask: Ask) -> World:
    """End a partnership: every share between the two goes, and with it what members had on what came in."""
    here, other = ask.center.bc_id, ask.args["partner_id"]
    if all(one.bc_id != other for one in ask.center.partners):
        raise refusal.not_your_asset(other)
    between = [one for one in ask.world.shares if {one.from_bc_id, one.to_bc_id} == {here, other}]
    world = _ended(ask.world, between)
    for bc_id, gone in ((here, other), (other, here)):
        center = View(world).centers.get(bc_id)
        if center is not None:
            kept = tuple(one for one in center.partners if one.bc_id != gone)
            world = with_center(world, replace(center, partners=kept))
    world = _told(world, other, "BUSINESS", f"Partner {here} ended the partnership")

    return log(ask, world, "BUSINESS", f"Removed partner {other}")


@writes("/bc/partner/asset/delete/")
def stop_sharing(ask: Ask) -> World:
    """Withdraw assets from a partner, whether the partner had said yes to them or not."""
    here, other, kind = ask.center.bc_id, ask.args["partner_id"], ask.args["asset_type"]
    kind = "STOREFRONT" if kind == "STOREFRANT" else kind
    shared: dict[tuple[str, str], Share] = {
        (one.asset_type, one.asset_id): one
        for one in ask.world.shares
        if (one.from_bc_id, one.to_bc_id) == (here, other)
    }
    for asset_id in ask.args["asset_ids"]:
        if (kind, asset_id) not in shared:
            raise refusal.not_your_asset(asset_id)
    what = f"{NAMES.get(kind, kind)} {', '.join(ask.args['asset_ids'])}"
    world = _ended(ask.world, [shared[kind, asset_id] for asset_id in ask.args["asset_ids"]])
    world = _told(world, other, kind_of(kind), f"Partner {here} stopped sharing {what}")

    return log(ask, world, kind_of(kind), f"Stopped sharing with partner {other}: {what}")


def _ended(world: World, shares: Iterable[Share]) -> World:
    for share in shares:
        world = replace(world, shares=tuple(one for one in world.shares if one is not share))
        receiver = View(world).centers.get(share.to_bc_id)
        if receiver is not None:
            world = with_center(world, _without(receiver, share.asset_type, share.asset_id))

    return world


def _without(center: BusinessCenter, kind: str, asset_id: str) -> BusinessCenter:
    """Return the Business Center without an asset, and without everybody's access to it."""
    place = (kind, asset_id)

    return replace(
        center,
        assets=tuple(one for one in center.assets if (one.asset_type, one.asset_id) != place),
        grants=tuple(one for one in center.grants if (one.asset_type, one.asset_id) != place),
        links=tuple(one for one in center.links if asset_id not in (one.asset_id, one.advertiser_id)),
        groups=tuple(
            replace(group, asset_ids=tuple(one for one in group.asset_ids if one != asset_id))
            for group in center.groups
        ),
    )


def _told(world: World, bc_id: str, kind: str, text: str) -> World:
    """Return the world with a line in another Business Center's log, by nobody there; as it is, if there is none."""
    return logged(world, bc_id, None, kind, text) if bc_id in View(world).centers else world


@writes("/bc/asset/admin/delete/")
def remove_asset(ask: Ask) -> World:
    """Take a TikTok account or a form library out of the Business Center, with everybody's access to it."""
    kind, asset_id = ask.args["asset_type"], ask.args["asset_ids"][0]
    must_hold(ask, kind, asset_id)
    world = with_center(ask.world, _without(ask.center, kind, asset_id))

    return log(ask, world, kind_of(kind), f"Removed {NAMES[kind]} {asset_id}")


@writes("/bc/pixel/transfer/")
def transfer_pixel(ask: Ask) -> tuple[World, dict[str, str]]:
    """Move a pixel from the ad account that owns it to the Business Center, which cannot be taken back."""
    code = ask.args["pixel_code"]
    pixel = next((one for one in ask.world.pixels if one.pixel_code == code), None)
    if pixel is None:
        raise refusal.field_wrong("pixel_code", "related asset ID is missing")
    must_hold(ask, "PIXEL", pixel.pixel_id)
    if pixel.owner_bc_id is not None:
        raise refusal.not_your_asset(pixel.pixel_id)
    changed = replace(pixel, owner_bc_id=ask.center.bc_id, relation_status="TRANSFERRED")
    world = replace(ask.world, pixels=put(ask.world.pixels, changed, lambda old: _same(old, pixel)))
    text = f"Transferred pixel {pixel.pixel_id} to the business center"

    return log(ask, world, "ASSET", text), {"asset_id": pixel.pixel_id}


def _same(one: Pixel, other: Pixel) -> bool:
    return one.pixel_id == other.pixel_id


@writes("/tt_video/unbind/")
def unbind(ask: Ask) -> World:
    """Take a post whose code has run out or was cancelled from an ad account; no log says anything of it."""
    advertiser_id, item_id = ask.args["advertiser_id"], ask.args["item_id"]
    if ask.view.advertiser_role(ask.user_id, advertiser_id) not in ("ADMIN", "OPERATOR"):
        raise refusal.not_your_advertiser(advertiser_id)
    codes = [one for one in ask.world.spark_codes if one.item_id == item_id and advertiser_id in one.applied_to]
    if not codes:
        raise refusal.field_wrong("item_id", f"the post {item_id} is not in the ad account")
    world = ask.world
    for code in codes:
        kept = tuple(one for one in code.applied_to if one != advertiser_id)
        changed = replace(code, applied_to=kept)
        world = replace(world, spark_codes=put(world.spark_codes, changed, lambda old, code=code: old is code))  # type: ignore[misc]

    return world


@writes("/bc/advertiser/disable/")
def close_account(ask: Ask) -> tuple[World, dict[str, list[dict[str, str]]]]:
    """Close an ad account for good; one that is suspended is refused in `failed_infos`, and the code is still 0."""
    advertiser_id = ask.args["advertiser_ids"][0]
    must_hold(ask, "ADVERTISER", advertiser_id)
    account = ask.view.accounts[advertiser_id]
    if account.status == "STATUS_LIMIT":
        return ask.world, {"failed_infos": [{"advertiser_id": advertiser_id, "failed_reason": "SUSPENDED"}]}
    changed = replace(account, status="STATUS_DISABLE")
    world = replace(ask.world, ad_accounts=put(ask.world.ad_accounts, changed, lambda old: old is account))

    return log(ask, world, "ACCOUNT", f"Closed ad account {advertiser_id}"), {"failed_infos": []}


@writes("/gmv_max/exclusive_authorization/create/")
def take_shop(ask: Ask) -> World:
    """Give a shop to this ad account alone: whichever had it loses it without a word, and no log tells."""
    advertiser_id, store_id = ask.args["advertiser_id"], ask.args["store_id"]
    shop = ask.view.shops.get(store_id)
    if shop is None or shop.authorized_bc_id != ask.args["store_authorized_bc_id"]:
        raise refusal.not_your_asset(store_id)
    if ask.view.advertiser_role(ask.user_id, advertiser_id) not in ("ADMIN", "OPERATOR"):
        raise refusal.not_your_advertiser(advertiser_id)
    changed = replace(shop, exclusive=Exclusive(advertiser_id=advertiser_id))

    return replace(ask.world, shops=put(ask.world.shops, changed, lambda old: old is shop))
