"""Writes about asset groups: create, change and delete. Each leaves a line of kind ACCOUNT in the log."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from regrant.sandbox import refusal
from regrant.sandbox.ask import Ask, writes
from regrant.sandbox.change import put, with_center
from regrant.sandbox.entry import joined, log, must_hold
from regrant.sandbox.shapes import Group, GroupMember, World
from regrant.sandbox.view import LADDER

FIRST = 7150000000000000000
PREFIX = "ADVERTISER_ROLE_"
MOST = {"assets": 200, "members": 50}


@writes("/bc/asset_group/create/")
def create_group(ask: Ask) -> tuple[World, dict[str, Any]]:
    """Make a group of ad accounts and members; each member gets their role on every account of it."""
    taken = [int(group.group_id) for center in ask.world.business_centers for group in center.groups]
    group = Group(
        group_id=str(max([FIRST, *taken]) + 1),
        name=ask.args["asset_group_name"],
        asset_ids=_assets(ask),
        members=_members(ask),
    )
    world = with_center(ask.world, replace(ask.center, groups=(*ask.center.groups, group)))
    people = ", ".join(_address(ask, one.user_id) for one in group.members)
    text = f"Created asset group {group.name} with ad accounts {', '.join(group.asset_ids)} for {people}"

    return log(ask, world, "ACCOUNT", text), {"asset_group_id": group.group_id}


@writes("/bc/asset_group/update/")
def update_group(ask: Ask) -> World:
    """Change the name, the ad accounts or the members of a group; assets without an action replace the old ones."""
    group, entity, action = _group(ask, ask.args["asset_group_id"]), ask.args["update_entity"], ask.args.get("action")
    if entity == "NAME":
        if not ask.args.get("asset_group_name"):
            raise refusal.field_missing("asset_group_name")
        changed, what = replace(group, name=ask.args["asset_group_name"]), f"name {ask.args['asset_group_name']}"
    elif entity == "ASSET":
        given = _assets(ask)
        changed, what = replace(group, asset_ids=_changed(group.asset_ids, given, action)), _list(action, given)
    else:
        if action is None:
            raise refusal.field_missing("action")
        members = _members(ask)
        named = tuple(_address(ask, one.user_id) for one in members)
        changed, what = replace(group, members=_with(group.members, members, action)), _list(action, named)
    if changed == group:
        raise refusal.Refusal(40012, "Nothing to update.")
    if not (changed.asset_ids and changed.members):
        raise refusal.field_wrong(entity.lower() + "s", "an asset group needs an asset and a member")
    groups = put(ask.center.groups, changed, lambda old: old is group)

    return log(ask, with_center(ask.world, replace(ask.center, groups=groups)), "ACCOUNT",
               f"Changed asset group {group.name}: {what}")  # fmt: skip


@writes("/bc/asset_group/delete/")
def delete_group(ask: Ask) -> World:
    """Delete a group: what it gave is gone, members and ad accounts stay."""
    group = _group(ask, ask.args["asset_group_ids"][0])
    groups = tuple(one for one in ask.center.groups if one is not group)
    world = with_center(ask.world, replace(ask.center, groups=groups))

    return log(ask, world, "ACCOUNT", f"Deleted asset group {group.name}")


def _group(ask: Ask, group_id: str) -> Group:
    for group in ask.center.groups:
        if group.group_id == group_id:
            return group

    raise refusal.not_your_asset(group_id)


def _assets(ask: Ask) -> tuple[str, ...]:
    found = []
    for row in _rows(ask, "assets"):
        if row.get("asset_type", "ADVERTISER") != "ADVERTISER":
            raise refusal.field_wrong(
                "assets.asset_type", f"{row['asset_type']} is not supported, correct is ADVERTISER"
            )
        must_hold(ask, "ADVERTISER", str(row.get("asset_id")))
        found.append(str(row["asset_id"]))

    return tuple(dict.fromkeys(found))


def _members(ask: Ask) -> tuple[GroupMember, ...]:
    found = {}
    for row in _rows(ask, "members"):
        user_id = str(row.get("member_id"))
        joined(ask, user_id)
        given = (row.get("asset_roles") or {}).get("ADVERTISER", f"{PREFIX}ADMIN")
        role = str(given).removeprefix(PREFIX)
        if role not in LADDER or not str(given).startswith(PREFIX):
            words = ", ".join(PREFIX + one for one in LADDER)
            raise refusal.field_wrong("members.asset_roles", f"{given} is not supported, correct is {words}")
        found[user_id] = GroupMember(user_id=user_id, role=role)

    return tuple(found.values())


def _rows(ask: Ask, name: str) -> list[dict[str, Any]]:
    if not ask.args.get(name):
        raise refusal.field_missing(name)
    rows: list[dict[str, Any]] = ask.args[name]

    return rows


def _changed(old: tuple[str, ...], given: tuple[str, ...], action: str | None) -> tuple[str, ...]:
    if action == "DELETE":
        return tuple(one for one in old if one not in given)

    return tuple(dict.fromkeys((*old, *given))) if action == "ADD" else given


def _with(old: tuple[GroupMember, ...], given: tuple[GroupMember, ...], action: str) -> tuple[GroupMember, ...]:
    ids = {one.user_id for one in given}
    kept = tuple(one for one in old if one.user_id not in ids)

    return kept if action == "DELETE" else (*kept, *given)


def _address(ask: Ask, user_id: str) -> str:
    return joined(ask, user_id).email


def _list(action: str | None, given: tuple[str, ...]) -> str:
    return f"{ {'ADD': 'added', 'DELETE': 'removed'}.get(action or '', 'now') } {', '.join(given)}"
