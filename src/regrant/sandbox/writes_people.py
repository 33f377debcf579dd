"""Writes about members: invite, update, delete. Each leaves a line in the log, of kind USER."""

from __future__ import annotations

from msgspec.structs import replace

from regrant.sandbox import refusal
from regrant.sandbox.ask import Ask, writes
from regrant.sandbox.change import put, with_center
from regrant.sandbox.entry import joined, log, must_hold
from regrant.sandbox.shapes import BusinessCenter, Grant, Member, World

MOST_MEMBERS = 4000
MOST_ADMINS = 20
IN_LIST = ("BOUND", "PENDING")


@writes("/bc/member/invite/")
def invite(ask: Ask) -> World:
    """Invite addresses; one that is in the list already is passed over without a word."""
    center, args = ask.center, ask.args
    role = args.get("user_role", "STANDARD")
    taken = {member.email.lower() for member in center.members if member.relation_status in IN_LIST}
    new = [email for email in dict.fromkeys(args["emails"]) if email.lower() not in taken]
    for asset_id in args.get("asset_ids", []):
        must_hold(ask, "ADVERTISER", asset_id)
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

    return log(ask, world, "USER", f"Invited {', '.join(new)} as {role.capitalize()}")


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
    member = joined(ask, ask.args["user_id"])
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

    return log(ask, world, "USER", text + (f", finance {finance.capitalize()}" if finance else ""))


@writes("/bc/member/delete/")
def delete_member(ask: Ask) -> World:
    """Remove a joined member with everything assigned, or revoke an open invitation."""
    user_id, email = ask.args.get("user_id"), ask.args.get("user_email")
    if (user_id is None) == (email is None):
        raise refusal.field_wrong("user_id", "one of user_id and user_email should come, and only one")
    member = joined(ask, user_id) if user_id else _invited(ask, str(email))
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

    return log(ask, world, "USER", f"{verb} {member.email}")


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
