"""Reads about logins, Business Centers, members, partners, asset groups and the log (contract sections 3 to 8)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from regrant.sandbox.ask import Answer, Ask, Rows, matches, reads
from regrant.sandbox.gate import check_admin
from regrant.sandbox.refusal import field_wrong
from regrant.sandbox.refusal import not_your_asset as no_such_object
from regrant.sandbox.shapes import BusinessCenter, Group, Member
from regrant.sandbox.view import shown_name
from regrant.sandbox.world import clock


@reads("/user/info/")
def user_info(ask: Ask) -> Answer:
    """Tell who the token acts as; the e-mail address is masked."""
    assert ask.me
    return {
        "core_user_id": ask.me.core_user_id or ask.me.user_id,
        "display_name": shown_name(ask.me),
        "email": masked(ask.me.email),
        "avatar_url": "",
        "create_time": ask.me.create_time,
    }


def masked(email: str) -> str:
    """Return an address as TikTok shows it: first and last letter of the name alone."""
    name, _, domain = email.partition("@")

    return f"{name[:1]}***{name[-1:]}@{domain}"


@reads("/oauth2/advertiser/get/")
def advertisers_reached(ask: Ask) -> Answer:
    """List the ad accounts that the token's login reaches; empty when there is none."""
    ticked = ask.token.advertiser_ids if ask.token else None
    reached = [
        {"advertiser_id": account.advertiser_id, "advertiser_name": account.name}
        for account in ask.world.ad_accounts
        if (ticked is None or account.advertiser_id in ticked)
        and ask.view.advertiser_role(ask.user_id, account.advertiser_id)
    ]

    return {"list": reached}


@reads("/bc/get/")
def centers(ask: Ask) -> Answer:
    """List the Business Centers that the caller has joined; another one is simply not in the list."""
    wanted = ask.args.get("bc_id")
    rows = []
    for center in ask.world.business_centers:
        member = ask.view.member(center.bc_id, ask.user_id)
        if member and wanted in (None, center.bc_id):
            rows.append(
                {"bc_info": _info(center), "user_role": member.role, "ext_user_role": _finance(member)},
            )

    return Rows(rows)


def _info(center: BusinessCenter) -> dict[str, Any]:
    return {
        "bc_id": center.bc_id,
        "name": center.name,
        "company": center.company,
        "currency": center.currency,
        "registered_area": center.registered_area,
        "timezone": center.timezone,
        "status": center.status,
        "type": center.type,
        "verification_status": center.verification.verification_status,
    }


def _finance(member: Member) -> dict[str, Any]:
    return {"finance_role": member.finance_role}


@reads("/changelog/get/")
def changelog(ask: Ask) -> Answer:
    """List the log of the Business Center, the last seven days when no days are named."""
    if ask.settings.changelog_admin_only:
        check_admin(ask, ask.args["bc_id"])
    start, end = ask.filtering.get("start_date"), ask.filtering.get("end_date")
    if (start is None) != (end is None):
        raise field_wrong("filtering", "start_date and end_date should come together")
    if start is None:
        today = clock(ask.world)
        start, end = f"{today - timedelta(days=7):%Y-%m-%d}", f"{today:%Y-%m-%d}"
    kind = ask.filtering.get("activity_type", "ALL")
    rows = [
        {
            "time": line.time,
            "activity_type": line.activity_type,
            "operator_id": line.operator_id,
            "activity_log": line.text,
        }
        for line in ask.center.log
        if start <= line.time[:10] <= str(end) and kind in ("ALL", line.activity_type)
    ]
    rows.sort(key=lambda row: str(row["time"]), reverse=ask.args.get("sort_type", "DESC") == "DESC")

    return Rows(rows, "changelog_list")


@reads("/bc/member/get/")
def members(ask: Ask) -> Answer:
    """List everybody of the member list, open and declined invitations too; people who left only when asked."""
    most = ask.settings.member_page_most
    if ask.args["page_size"] > most:
        raise field_wrong("page_size", f"it should be from 1 to {most}")
    status, role = ask.filtering.get("relation_status"), ask.filtering.get("user_role")
    rows = [
        _member(ask, member)
        for member in ask.center.members
        if (member.relation_status != "UNBOUND" if status is None else member.relation_status == status)
        and role in (None, member.role)
        and matches(ask.filtering.get("keyword"), member.email, member.name, member.user_id)
    ]

    return Rows(rows)


def _member(ask: Ask, member: Member) -> dict[str, Any]:
    known = member.relation_status in ("BOUND", "UNBOUND") or ask.settings.pending_have_user_id

    return {
        "user_id": member.user_id if known else None,
        "user_name": shown_name(member),
        "user_email": member.email,
        "user_role": member.role,
        "relation_status": member.relation_status,
        "ext_user_role": _finance(member),
    }


@reads("/bc/partner/get/")
def partners(ask: Ask) -> Answer:
    """List the partners of the Business Center."""
    name = ask.filtering.get("name")
    rows = [{"bc_id": one.bc_id, "bc_name": one.bc_name} for one in ask.center.partners if matches(name, one.bc_name)]

    return Rows(rows)


@reads("/bc/partner/asset/get/")
def partner_assets(ask: Ask) -> Answer:
    """Tell what a partner shares with us (SHARED), or we with them (SHARING); open requests are not listed."""
    ours, theirs, kind = ask.args["bc_id"], ask.args["partner_id"], ask.args["asset_type"]
    ends = (theirs, ours) if ask.args["share_type"] == "SHARED" else (ours, theirs)
    rows = []
    for share in ask.world.shares:
        if (share.from_bc_id, share.to_bc_id) != ends or share.asset_type != kind or share.approval != "APPROVED":
            continue
        held = ask.view.held(ours, kind, share.asset_id)
        account = ask.view.accounts.get(share.asset_id)
        name = ask.view.name_of(held) if held else (account.name if account else "")
        if matches(ask.filtering.get("keyword"), name, share.asset_id):
            row = {"asset_id": share.asset_id, "asset_type": kind, "asset_name": name}
            field = "advertiser_role" if kind == "ADVERTISER" else "catalog_role"
            more = {"advertiser_account_type": account.advertiser_account_type} if account else {}
            rows.append(row | {field: share.role} | more)

    return Rows(rows)


@reads("/bc/asset_group/list/")
def groups(ask: Ask) -> Answer:
    """List the asset groups of the Business Center."""
    keyword = ask.filtering.get("keyword")
    rows = [
        {
            "asset_group_id": group.group_id,
            "asset_group_name": group.name,
            "assets": _group_assets(ask, group),
            "members": _group_members(ask, group),
        }
        for group in ask.center.groups
        if matches(keyword, group.name, group.group_id)
    ]

    return Rows(rows, "asset_groups")


@reads("/bc/asset_group/get/")
def one_group(ask: Ask) -> Answer:
    """List the ad accounts or the members of one asset group."""
    group = next((one for one in ask.center.groups if one.group_id == ask.args["asset_group_id"]), None)
    if group is None:
        raise no_such_object(ask.args["asset_group_id"])
    asset = ask.args["query_entity"] == "ASSET"
    rows = _group_assets(ask, group) if asset else _group_members(ask, group)
    rows = [row for row in rows if matches(ask.filtering.get("keyword"), *(str(text) for text in row.values()))]
    also = {"asset_group_id": group.group_id, "asset_group_name": group.name, "members" if asset else "assets": []}

    return Rows(rows, "assets" if asset else "members", "asset_group", also)


def _group_assets(ask: Ask, group: Group) -> list[dict[str, Any]]:
    names = {one.asset_id: ask.view.name_of(one) for one in ask.center.assets}

    return [{"asset_id": one, "asset_type": "ADVERTISER", "asset_name": names.get(one, "")} for one in group.asset_ids]


def _group_members(ask: Ask, group: Group) -> list[dict[str, Any]]:
    rows = []
    for person in group.members:
        member = ask.view.member(ask.center.bc_id, person.user_id)
        roles = {"ADVERTISER": f"ADVERTISER_ROLE_{person.role}"}
        row = {ask.settings.group_style: person.user_id, "asset_roles": roles}
        if member:
            row |= {"user_name": shown_name(member), "user_email": member.email}
        rows.append(row)

    return rows
