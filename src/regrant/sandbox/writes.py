"""The writes that a repair may use (contract section 14, "Repairs"), each with its log line and its silences."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from regrant.sandbox import refusal
from regrant.sandbox.ask import Ask, writes
from regrant.sandbox.change import logged, put, with_center
from regrant.sandbox.shapes import (
    BusinessCenter,
    Grant,
    GroupMember,
    Link,
    Member,
    Partner,
    Pixel,
    Share,
    World,
)
from regrant.sandbox.view import LADDER
from regrant.sandbox.world import clock

MOST_MEMBERS = 4000
MOST_ADMINS = 20
IN_LIST = ("BOUND", "PENDING")
POST_GONE = ("USER_DELETE", "AUDIT_DELETE", "ONLY_USER_PASS")
ROLE_PARAMS = {
    "ADVERTISER": "advertiser_role",
    "CATALOG": "catalog_role",
    "TIKTOK_SHOP": "store_role",
    "TT_ACCOUNT": "tt_account_roles",
    "MANAGED_BUSINESS_ACCOUNT": "business_account_roles",
    "LEAD": "form_library_role",
}
NAMES = {
    "ADVERTISER": "ad account",
    "CATALOG": "catalog",
    "TIKTOK_SHOP": "TikTok Shop",
    "TT_ACCOUNT": "TikTok account",
    "MANAGED_BUSINESS_ACCOUNT": "business account",
    "LEAD": "form library",
    "PIXEL": "pixel",
}


@writes("/bc/member/invite/")
def invite(ask: Ask) -> World:
    """Invite addresses; one that is in the list already is passed over without a word."""
    center, args = ask.center, ask.args
    role = args.get("user_role", "STANDARD")
    taken = {member.email.lower() for member in center.members if member.relation_status in IN_LIST}
    new = [email for email in dict.fromkeys(args["emails"]) if email.lower() not in taken]
    for asset_id in args.get("asset_ids", []):
        _must_hold(ask, "ADVERTISER", asset_id)
    _check_room(center, len(new), role)
    finance = args.get("ext_user_role", {}).get("finance_role")
    members = center.members
    for email in new:
        row = Member(email=email, role=role, finance_role=finance, relation_status="PENDING")
        members = put(members, row, lambda old, email=email: old.email.lower() == email.lower())  # type: ignore[misc]
    level = args.get("advertiser_role", "ANALYST")
    grants = tuple(
        Grant(asset_type="ADVERTISER", asset_id=asset_id, roles=(level,), email=email.lower())
        for email in new
        for asset_id in args.get("asset_ids", [])
    )
    world = with_center(ask.world, replace(center, members=members, grants=center.grants + grants))
    if not new:
        return world

    return _log(ask, world, "USER", f"Invited {', '.join(new)} as {role.capitalize()}")


def _check_room(center: BusinessCenter, more: int, role: str) -> None:
    inside = [member for member in center.members if member.relation_status in IN_LIST]
    admins = sum(member.role == "ADMIN" for member in inside)
    if len(inside) + more > MOST_MEMBERS:
        raise refusal.Refusal(40002, f"The number of members exceeds the limit of {MOST_MEMBERS}.")
    if role == "ADMIN" and admins + more > MOST_ADMINS:
        raise refusal.Refusal(40002, f"The number of admins exceeds the limit of {MOST_ADMINS}.")


@writes("/bc/member/update/")
def update_member(ask: Ask) -> World:
    """Change the name, role or finance role of a joined member."""
    member = _joined(ask, ask.args["user_id"])
    role = ask.args.get("user_role", member.role)
    if role == "ADMIN" and member.role != "ADMIN":
        _check_room(ask.center, 0 if member.relation_status not in IN_LIST else 1, role)
    if role != "ADMIN":
        _keep_an_admin(ask, member)
    finance = ask.args.get("ext_user_role", {}).get("finance_role", member.finance_role)
    changed = replace(member, role=role, finance_role=finance, name=ask.args.get("user_name", member.name))
    if changed == member:
        raise refusal.Refusal(40012, "Nothing to update.")
    world = with_center(ask.world, _with_member(ask.center, changed))
    text = f"Changed {member.email} to {role.capitalize()}"

    return _log(ask, world, "USER", text + (f", finance {finance.capitalize()}" if finance else ""))


@writes("/bc/member/delete/")
def delete_member(ask: Ask) -> World:
    """Remove a joined member with everything assigned, or revoke an open invitation."""
    user_id, email = ask.args.get("user_id"), ask.args.get("user_email")
    if (user_id is None) == (email is None):
        raise refusal.field_wrong("user_id", "one of user_id and user_email should come, and only one")
    member = _joined(ask, user_id) if user_id else _invited(ask, str(email))
    _keep_an_admin(ask, member)
    center = ask.center
    groups = tuple(
        replace(group, members=tuple(one for one in group.members if one.user_id != member.user_id))
        for group in center.groups
    )
    gone = (member.user_id, member.email.lower())
    world = with_center(
        ask.world,
        replace(
            center,
            members=tuple(one for one in center.members if one is not member),
            grants=tuple(one for one in center.grants if (one.user_id or (one.email or "").lower()) not in gone),
            groups=groups,
        ),
    )
    verb = "Removed member" if user_id else "Revoked the invitation of"

    return _log(ask, world, "USER", f"{verb} {member.email}")


def _joined(ask: Ask, user_id: str) -> Member:
    member = ask.view.member(ask.args["bc_id"], user_id)
    if member is None:
        raise refusal.no_such_member(user_id)

    return member


def _invited(ask: Ask, email: str) -> Member:
    for member in ask.center.members:
        if member.email.lower() == email.lower() and member.relation_status in ("PENDING", "REJECTED"):
            return member

    raise refusal.no_such_member(email)


def _keep_an_admin(ask: Ask, leaving: Member) -> None:
    admins = [one for one in ask.center.members if one.role == "ADMIN" and one.relation_status == "BOUND"]
    if admins == [leaving] and ask.settings.last_admin == "refuse":
        raise refusal.Refusal(40002, "The last admin of the business center cannot be removed or demoted.")


def _with_member(center: BusinessCenter, member: Member) -> BusinessCenter:
    return replace(center, members=put(center.members, member, lambda old: old.user_id == member.user_id))


@writes("/bc/asset/assign/")
def assign(ask: Ask) -> World:
    """Give a member a role on an asset, or another role than before; never more than a partner shares."""
    args, center = ask.args, ask.center
    kind, asset_id, user_id = args["asset_type"], args["asset_id"], args["user_id"]
    member = _joined(ask, user_id)
    _must_hold(ask, kind, asset_id)
    roles = _roles(kind, args)
    _check_ceiling(ask, kind, asset_id, roles[0])
    grant = Grant(asset_type=kind, asset_id=asset_id, roles=roles, user_id=user_id)
    place = (kind, asset_id, user_id)
    grants = put(center.grants, grant, lambda old: (old.asset_type, old.asset_id, old.user_id) == place)
    world = with_center(ask.world, replace(center, grants=grants))
    levels = ", ".join(role.replace("_", " ").capitalize() for role in roles)

    return _log(ask, world, _kind(kind), f"Assigned {NAMES[kind]} {asset_id} to {member.email} as {levels}")


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
    member = _joined(ask, user_id)
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

    return _log(ask, world, _kind(kind), f"Unassigned {NAMES[kind]} {asset_id} from {member.email}")


def _without(members: tuple[GroupMember, ...], user_id: str) -> tuple[GroupMember, ...]:
    return tuple(one for one in members if one.user_id != user_id)


@writes("/bc/asset/advertiser/assign/")
def link(ask: Ask) -> World:
    """Link a TikTok account to an ad account of the same Business Center."""
    asset_id, advertiser_id = ask.args["asset_id"], ask.args["advertiser_id"]
    _must_hold(ask, ask.args.get("asset_type", "TT_ACCOUNT"), asset_id)
    _must_hold(ask, "ADVERTISER", advertiser_id)
    new = Link(asset_id=asset_id, advertiser_id=advertiser_id)
    world = with_center(ask.world, replace(ask.center, links=put(ask.center.links, new, lambda old: old == new)))

    return _log(ask, world, "ASSET", f"Linked TikTok account {asset_id} to ad account {advertiser_id}")


@writes("/bc/asset/advertiser/unassign/")
def unlink(ask: Ask) -> World:
    """Take the link between a TikTok account and an ad account away."""
    old = Link(asset_id=ask.args["asset_id"], advertiser_id=ask.args["advertiser_id"])
    if old not in ask.center.links:
        raise refusal.not_your_asset(old.asset_id)
    links = tuple(one for one in ask.center.links if one != old)
    world = with_center(ask.world, replace(ask.center, links=links))

    return _log(ask, world, "ASSET", f"Unlinked TikTok account {old.asset_id} from ad account {old.advertiser_id}")


@writes("/bc/pixel/link/update/")
def link_pixel(ask: Ask) -> World:
    """Link a pixel to ad accounts, or take the links away."""
    code, wanted = ask.args["pixel_code"], ask.args["advertiser_ids"]
    pixel = next((one for one in ask.world.pixels if one.pixel_code == code), None)
    if pixel is None:
        raise refusal.field_wrong("pixel_code", "related asset ID is missing")
    _must_hold(ask, "PIXEL", pixel.pixel_id)
    for advertiser_id in wanted:
        _must_hold(ask, "ADVERTISER", advertiser_id)
    linking = ask.args["relation_status"] == "LINK"
    kept = [one for one in pixel.linked if one not in wanted]
    changed = replace(pixel, linked=(*kept, *wanted) if linking else tuple(kept))
    world = replace(ask.world, pixels=put(ask.world.pixels, changed, lambda old: _same_pixel(old, pixel)))
    text = f"{'Linked' if linking else 'Unlinked'} pixel {pixel.pixel_id}: ad accounts {', '.join(wanted)}"

    return _log(ask, world, "ASSET", text)


def _same_pixel(one: Pixel, other: Pixel) -> bool:
    return one.pixel_id == other.pixel_id


@writes("/bc/partner/add/")
def add_partner(ask: Ask) -> World:
    """Record a share with a partner; it may not be usable, nor seen, until the other side says yes."""
    args, center = ask.args, ask.center
    other = args["partner_id"]
    if other == center.bc_id or (ask.view.centers and not other):
        raise refusal.field_wrong("partner_id", "a business center cannot be its own partner")
    partner_before = any(one.bc_id == other for one in center.partners)
    variant = ask.settings.partner_add
    instant = variant == "instant" or (variant == "first_pending" and partner_before)
    shares = ask.world.shares
    for asset_id in args.get("asset_ids", []):
        _must_own(ask, asset_id)
        new = Share(
            from_bc_id=center.bc_id,
            to_bc_id=other,
            asset_type="ADVERTISER",
            asset_id=asset_id,
            role=args.get("advertiser_role", "ANALYST"),
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

    return _log(ask, world, "ACCOUNT", f"Shared with partner {other}: {what}")


def _must_own(ask: Ask, asset_id: str) -> None:
    held = ask.view.held(ask.args["bc_id"], "ADVERTISER", asset_id)
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


def _must_hold(ask: Ask, asset_type: str, asset_id: str) -> None:
    held = ask.view.held(ask.args["bc_id"], asset_type, asset_id)
    if held is None or held.relation_status != "BOUND":
        raise refusal.not_your_asset(asset_id)


def _kind(asset_type: str) -> str:
    return "ACCOUNT" if asset_type == "ADVERTISER" else "ASSET"


def _log(ask: Ask, world: World, kind: str, text: str) -> World:
    return logged(world, ask.args["bc_id"], ask.user_id, kind, text)
