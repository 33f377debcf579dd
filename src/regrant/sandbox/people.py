"""What only people can do, outside of the API: accept an invitation, approve a share or a request, sign in."""

from __future__ import annotations

from msgspec.structs import replace

from regrant.sandbox.change import NAMES, kind_of, logged, put, ticked, with_center
from regrant.sandbox.shapes import BusinessCenter, Held, Login, Partner, Share, World


class NobodyToldError(Exception):
    """The step does not fit the world: there is nothing to accept or approve."""


def accept_invite(world: World, email: str, bc_id: str | None = None) -> World:
    """Let the invited person join; what was assigned to the address becomes theirs."""
    center = _center_of(world, email, bc_id)
    user_id = next((login.user_id for login in world.logins if login.email.lower() == email.lower()), None)
    if user_id is None:
        user_id = str(1 + max((int(login.user_id) for login in world.logins), default=0))
        world = replace(world, logins=(*world.logins, Login(user_id=user_id, email=email)))
    members = tuple(
        replace(one, user_id=user_id, relation_status="BOUND") if one.email.lower() == email.lower() else one
        for one in center.members
    )
    grants = tuple(
        replace(one, user_id=user_id, email=None) if (one.email or "").lower() == email.lower() else one
        for one in center.grants
    )

    joined = with_center(world, replace(center, members=members, grants=grants))

    return logged(joined, center.bc_id, user_id, "USER", f"{email} accepted the invitation")


def decline_invite(world: World, email: str, bc_id: str | None = None) -> World:
    """Let the invited person say no. The log keeps silent about it."""
    center = _center_of(world, email, bc_id)
    members = tuple(
        replace(one, relation_status="REJECTED") if one.email.lower() == email.lower() else one
        for one in center.members
    )

    return with_center(world, replace(center, members=members))


def approve_share(world: World, asset_id: str, bc_id: str | None = None) -> World:
    """Let the receiving Business Center say yes to a share; the asset and the partners then show on both sides."""
    waiting = [
        one
        for one in world.shares
        if one.asset_id == asset_id and one.approval == "PENDING" and bc_id in (None, one.to_bc_id)
    ]
    if not waiting:
        raise NobodyToldError(f"no share of {asset_id} waits for approval")
    for share in waiting:
        world = replace(world, shares=put(world.shares, replace(share, approval="APPROVED"), lambda o, s=share: o is s))  # type: ignore[misc]
        world = _both_sides(world, share)

    return world


def approve_request(world: World, asset_id: str, bc_id: str | None = None) -> World:
    """Let the owner of an asset say yes to a Business Center that asked for it."""
    return _request(world, asset_id, bc_id, ("PENDING",), "BOUND")


def cut_access(world: World, asset_id: str, bc_id: str | None = None) -> World:
    """Let the owner of an asset take back what was approved."""
    return _request(world, asset_id, bc_id, ("BOUND",), "UNBOUND")


STEPS = {
    "accept_invite": accept_invite,
    "decline_invite": decline_invite,
    "approve_share": approve_share,
    "approve_request": approve_request,
    "cut_access": cut_access,
}


def step(world: World, do: str, what: str, bc_id: str | None = None) -> World:
    """Do one of `STEPS`, a second later; raise `NobodyToldError` when it does not fit, `KeyError` for no step."""
    return ticked(STEPS[do](world, what, bc_id))


def _named(asset: Held | Share) -> str:
    return f"{NAMES[asset.asset_type]} {asset.asset_id}"


def _request(world: World, asset_id: str, bc_id: str | None, before: tuple[str, ...], after: str) -> World:
    for center in world.business_centers:
        for held in center.assets:
            if held.asset_id == asset_id and held.relation_status in before and bc_id in (None, center.bc_id):
                new = replace(held, relation_status=after)
                assets = put(center.assets, new, lambda old, held=held: old is held)  # type: ignore[misc]
                done = with_center(world, replace(center, assets=assets))
                verb = "Approved the request for" if after == "BOUND" else "Withdrew"
                return logged(done, center.bc_id, None, kind_of(held.asset_type), f"{verb} {_named(held)}")

    raise NobodyToldError(f"no Business Center has asset {asset_id} in the state {before[0]}")


def _center_of(world: World, email: str, bc_id: str | None) -> BusinessCenter:
    for center in world.business_centers:
        for member in center.members:
            waiting = member.relation_status == "PENDING" and member.email.lower() == email.lower()
            if waiting and bc_id in (None, center.bc_id):
                return center

    raise NobodyToldError(f"no invitation of {email} is open")


def _both_sides(world: World, share: Share) -> World:
    names = {one.bc_id: one.name for one in world.business_centers}
    for center in world.business_centers:
        if center.bc_id not in (share.from_bc_id, share.to_bc_id):
            continue
        other = share.to_bc_id if center.bc_id == share.from_bc_id else share.from_bc_id
        partner = Partner(bc_id=other, bc_name=names.get(other, ""))
        known = any(one.bc_id == other for one in center.partners)
        changed = center if known else replace(center, partners=(*center.partners, partner))
        if center.bc_id == share.to_bc_id:
            row = Held(
                asset_type=share.asset_type,
                asset_id=share.asset_id,
                relation_type="OWNER_PARTNER",
                owner_bc_name=names.get(share.from_bc_id),
            )
            held = put(
                changed.assets, row, lambda old: (old.asset_type, old.asset_id) == (share.asset_type, share.asset_id)
            )
            changed = replace(changed, assets=held)
        world = with_center(world, changed)
        if center.bc_id == share.to_bc_id:
            text = f"Accepted {_named(share)} from partner {share.from_bc_id}"
            world = logged(world, center.bc_id, None, kind_of(share.asset_type), text)

    return world
