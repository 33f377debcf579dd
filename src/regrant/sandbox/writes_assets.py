"""Writes about who may use an asset: assign and unassign, links of TikTok accounts and pixels."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from regrant.sandbox import refusal
from regrant.sandbox.ask import Ask, writes
from regrant.sandbox.change import NAMES, kind_of, put, with_center
from regrant.sandbox.entry import joined, log, must_hold
from regrant.sandbox.shapes import Grant, GroupMember, Link, Pixel, World
from regrant.sandbox.view import LADDER, ROLE_FIELDS

ROLE_PARAMS = {**ROLE_FIELDS, "LEAD": "form_library_role"}


@writes("/bc/asset/assign/")
def assign(ask: Ask) -> World:
    """Give a member a role on an asset, or another role than before; never more than a partner shares."""
    args, center = ask.args, ask.center
    kind, asset_id, user_id = args["asset_type"], args["asset_id"], args["user_id"]
    member = joined(ask, user_id)
    must_hold(ask, kind, asset_id)
    roles = _roles(kind, args)
    _check_ceiling(ask, kind, asset_id, roles[0])
    grant = Grant(asset_type=kind, asset_id=asset_id, roles=roles, user_id=user_id)
    place = (kind, asset_id, user_id)
    grants = put(center.grants, grant, lambda old: (old.asset_type, old.asset_id, old.user_id) == place)
    world = with_center(ask.world, replace(center, grants=grants))
    levels = ", ".join(role.replace("_", " ").capitalize() for role in roles)

    return log(ask, world, kind_of(kind), f"Assigned {NAMES[kind]} {asset_id} to {member.email} as {levels}")


def _roles(kind: str, args: dict[str, Any]) -> tuple[str, ...]:
    name = ROLE_PARAMS.get(kind)
    if name is None:
        return ("ADMIN",)
    if not args.get(name):
        raise refusal.field_missing(name)

    return tuple(args[name]) if isinstance(args[name], list) else (args[name],)


def _check_ceiling(ask: Ask, kind: str, asset_id: str, role: str) -> None:
    for share in ask.world.shares:
        here = (share.to_bc_id, share.asset_type, share.asset_id) == (ask.args["bc_id"], kind, asset_id)
        known = share.role in LADDER and role in LADDER
        if here and known and LADDER.index(role) > LADDER.index(share.role):
            why = f"{role} is higher than {share.role}, which the partner has granted"
            raise refusal.field_wrong("advertiser_role", why)


@writes("/bc/asset/unassign/")
def unassign(ask: Ask) -> World:
    """Take an asset from a member. What an asset group gives stays, unless the world says otherwise."""
    args, center = ask.args, ask.center
    kind, asset_id, user_id = args["asset_type"], args["asset_id"], args["user_id"]
    member = joined(ask, user_id)
    if (kind, asset_id) not in ask.view.roles(args["bc_id"], user_id):
        raise refusal.not_your_asset(asset_id)
    place = (kind, asset_id, user_id)
    grants = tuple(one for one in center.grants if (one.asset_type, one.asset_id, one.user_id) != place)
    groups = center.groups
    if ask.settings.unassign_beats_group:
        groups = tuple(
            replace(group, members=_without(group.members, user_id)) if asset_id in group.asset_ids else group
            for group in groups
        )
    world = with_center(ask.world, replace(center, grants=grants, groups=groups))

    return log(ask, world, kind_of(kind), f"Unassigned {NAMES[kind]} {asset_id} from {member.email}")


def _without(members: tuple[GroupMember, ...], user_id: str) -> tuple[GroupMember, ...]:
    return tuple(one for one in members if one.user_id != user_id)


@writes("/bc/asset/advertiser/assign/")
def link(ask: Ask) -> World:
    """Link a TikTok account to an ad account of the same Business Center."""
    asset_id, advertiser_id = ask.args["asset_id"], ask.args["advertiser_id"]
    must_hold(ask, ask.args.get("asset_type", "TT_ACCOUNT"), asset_id)
    must_hold(ask, "ADVERTISER", advertiser_id)
    new = Link(asset_id=asset_id, advertiser_id=advertiser_id)
    world = with_center(ask.world, replace(ask.center, links=put(ask.center.links, new, lambda old: old == new)))

    return log(ask, world, "ASSET", f"Linked TikTok account {asset_id} to ad account {advertiser_id}")


@writes("/bc/asset/advertiser/unassign/")
def unlink(ask: Ask) -> World:
    """Take the link between a TikTok account and an ad account away."""
    old = Link(asset_id=ask.args["asset_id"], advertiser_id=ask.args["advertiser_id"])
    if old not in ask.center.links:
        raise refusal.not_your_asset(old.asset_id)
    links = tuple(one for one in ask.center.links if one != old)
    world = with_center(ask.world, replace(ask.center, links=links))

    return log(ask, world, "ASSET", f"Unlinked TikTok account {old.asset_id} from ad account {old.advertiser_id}")


@writes("/bc/pixel/link/update/")
def link_pixel(ask: Ask) -> World:
    """Link a pixel to ad accounts, or take the links away."""
    code, wanted = ask.args["pixel_code"], ask.args["advertiser_ids"]
    pixel = next((one for one in ask.world.pixels if one.pixel_code == code), None)
    if pixel is None:
        raise refusal.field_wrong("pixel_code", "related asset ID is missing")
    must_hold(ask, "PIXEL", pixel.pixel_id)
    for advertiser_id in wanted:
        must_hold(ask, "ADVERTISER", advertiser_id)
    linking = ask.args["relation_status"] == "LINK"
    kept = [one for one in pixel.linked if one not in wanted]
    changed = replace(pixel, linked=(*kept, *wanted) if linking else tuple(kept))
    world = replace(ask.world, pixels=put(ask.world.pixels, changed, lambda old: _same_pixel(old, pixel)))
    text = f"{'Linked' if linking else 'Unlinked'} pixel {pixel.pixel_id}: ad accounts {', '.join(wanted)}"

    return log(ask, world, "ASSET", text)


def _same_pixel(one: Pixel, other: Pixel) -> bool:
    return one.pixel_id == other.pixel_id
