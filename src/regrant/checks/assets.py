"""What the lists of assets, grants and shares tell about one asset and one person."""

from __future__ import annotations

from regrant.checks import shops
from regrant.checks.log import end_of_asset, end_of_member, how_ended, others_put_out
from regrant.checks.model import Seen, check, inferred, verified
from regrant.checks.view import NOT_IN, View

KINDS = {
    "ADVERTISER": "ad_account",
    "TT_ACCOUNT": "tiktok_account",
    "MANAGED_BUSINESS_ACCOUNT": "tiktok_account",
    "TIKTOK_SHOP": "shop",
    "CATALOG": "catalog_or_pixel",
    "PIXEL": "catalog_or_pixel",
    "LEAD": "catalog_or_pixel",
}
OURS, PARTNERS, REQUESTED = "OWNER_BC", "OWNER_PARTNER", "OWNER_INDIVIDUAL"
_OWNERS = {OURS: "this_bc", PARTNERS: "other_bc"}
_CAME = {OURS: "long_here", PARTNERS: "partner_shares"}
_CAME_FROM = {"partner_ended": "partner_shares", "owner_ended": "we_requested"}
_REQUESTS = {"PENDING": "waiting", "REJECTED": "declined", "UNBOUND": "cancelled"}
_ROLES = ("ADMIN", "OPERATOR", "ANALYST")
GROUPS = ("groups", "group_assets", "group_members")


@check("asset_kind")
def asset_kind(v: View) -> Seen | None:
    """Say what the asset is, or was by the words of the log."""
    value = KINDS.get(v.asset["asset_type"]) if v.asset else None
    line = end_of_asset(v) if v.missing else None
    if line is not None and "tiktok account" in line["text"].casefold():
        return inferred("tiktok_account", "log", line)

    return verified(value, "assets", v.asset) if value else None


@check("asset_in_bc")
def asset_in_bc(v: View) -> Seen | None:
    """Say whether the asset is in the Business Center's list."""
    if v.asset is not None:
        state = v.asset["relation_status"]
        return inferred("listed_pending", "assets", v.asset) if state in ("UNBOUND", "REJECTED") else verified(
            "listed_pending" if state == "PENDING" else "listed", "assets", v.asset
        )  # fmt: skip

    return verified("not_listed", "assets") if v.missing else None


@check("asset_owner")
def asset_owner(v: View) -> Seen | None:
    """Say who owns it, where the list does; an asset that came by request may still belong to a Business Center."""
    if v.asset is None:
        return None
    value = _OWNERS.get(v.asset["relation_type"])

    return verified(value, "assets", v.asset) if value else None


@check("asset_assigned")
def asset_assigned(v: View) -> Seen | None:
    """Say whether the asset is assigned to the person, on their own or through a group."""
    if not (v.joined and v.here):
        return None
    if v.grants or v.group_roles:
        return verified("assigned", "grants", v.grants[0]) if v.grants else verified(
            "assigned", "group_members", v.group_roles[0]
        )  # fmt: skip
    if not v.grants_whole() or v.person is None:
        return None
    others = v.rows("grants", user_id=v.person["user_id"])

    return verified("not_assigned", "grants") if others else inferred("nothing_assigned", "grants")


@check("access_path")
def access_path(v: View) -> Seen | None:
    """Say by which way the person has or would have it."""
    if v.asset is None:
        return None
    if v.asset["relation_type"] == PARTNERS:
        return verified("partner_share", "assets", v.asset)
    if v.group_roles and _not_above_group(v):
        # The list of grants holds what groups give as well, so an equal grant on their own cannot be told apart.
        return Seen(value="asset_group", table="group_members", row=v.group_roles[0], inferred=bool(v.grants))

    if not v.joined or v.asset["relation_type"] != OURS:
        return None
    if v.asset["asset_type"] == "ADVERTISER" and not all(v.whole(table) for table in GROUPS):
        return inferred("own_member", "assets", v.asset)

    return verified("own_member", "assets", v.asset)


def _not_above_group(v: View) -> bool:
    """Tell whether a group explains the whole role: the listed one is not higher than the best of the groups."""
    listed = [_ROLES.index(role) for row in v.grants for role in row["roles"] if role in _ROLES]
    given = [_ROLES.index(row["role"]) for row in v.group_roles if row["role"] in _ROLES]

    return not listed or (bool(given) and min(listed) >= min(given))


@check("ad_account_role")
def ad_account_role(v: View) -> Seen | None:
    """Say the best role on the ad account, own or from a group."""
    if v.kind("TIKTOK_SHOP") is not None and v.joined and v.here:
        return shops.role_for_ads(v)
    if v.kind("ADVERTISER") is None or not (v.joined and v.here):
        return None
    given = [(role, "grants", row) for row in v.grants for role in row["roles"]]
    given += [(row["role"], "group_members", row) for row in v.group_roles if row["role"]]
    for role in _ROLES:
        for has, table, row in given:
            if has == role:
                return verified(role.lower(), table, row)
    if given or v.grants or v.group_roles:
        return None

    return verified("none", "grants") if v.grants_whole() else None


@check("catalog_permission")
def catalog_permission(v: View) -> Seen | None:
    """Say the permission on a catalog; for another kind of asset the question does not arise."""
    if v.asset is None:
        return None
    if v.asset["asset_type"] != "CATALOG":
        return verified("no_catalog", "assets", v.asset)
    roles = {role: row for row in v.grants for role in row["roles"]}
    for role, value in (("ADMIN", "management"), ("AD_PROMOTE", "ad_promotion")):
        if role in roles:
            return verified(value, "grants", roles[role])

    return verified("no_catalog", "grants") if v.joined and not roles and v.grants_whole() else None


@check("failing_action")
def failing_action(v: View) -> Seen | None:
    """Say that somebody without the asset cannot even see it, whatever they were about to do."""
    if v.kind("TIKTOK_SHOP") is not None or v.q.asset is None or not v.joined:
        return None
    if v.missing or (v.asset is not None and not v.here):
        return inferred("see_it", "assets", v.asset)
    assigned = asset_assigned(v)

    return inferred("see_it", "grants") if assigned is not None and assigned.value != "assigned" else None


@check("others_see_it")
def others_see_it(v: View) -> Seen | None:
    """Say that others have it, or that nobody can because it is not in the Business Center."""
    if v.missing or (v.asset and not v.here):
        return inferred("nobody_can", "assets", v.asset)
    if v.q.who is not None and not v.joined and person_lacks(v):
        line = end_of_member(v)
        others = [row for row in v.rows("members") if row["relation_status"] not in NOT_IN]
        if line is not None and others_put_out(v, line):
            return None  # whether those who are left notice anything is another matter
        return inferred("others_can", "members", others[0]) if others else None
    if v.asset is None or v.person is None or (v.grants and v.asset["asset_type"] != "ADVERTISER"):
        return None
    if v.asset["advertiser_status"] not in (None, "STATUS_ENABLE"):
        return None  # with this status a grant lets nobody use it
    others = [
        row
        for row in v.rows("grants", asset_id=v.asset["asset_id"])
        if row["user_id"] not in (None, v.person["user_id"])
    ]

    return inferred("others_can", "grants", others[0]) if others else None


def person_lacks(v: View) -> bool:
    """Tell whether the person is surely no member yet, or no more."""
    return v.person is not None or v.near is not None or v.absent


@check("share_level")
def share_level(v: View) -> Seen | None:
    """Say at which level it is shared, measured against what the person wants to do."""
    if v.asset is None:
        return None
    if v.asset["relation_type"] == OURS:
        return verified("not_shared", "assets", v.asset)
    shares = v.rows("shares", asset_id=v.asset["asset_id"], share_type="SHARED")
    enough = enough_for(v)
    if not shares or not enough:
        return None
    fits = [row for row in shares if row["role"] in enough]

    if fits:
        return verified("enough", "shares", fits[0])

    return verified("too_low", "shares", shares[0]) if v.whole("shares") else None


def enough_for(v: View) -> frozenset[str]:
    """Return the roles that the action needs on this asset; empty if that is not known."""
    from regrant.access import matrix

    kind = matrix().assets.get(v.asset["asset_type"]) if v.asset else None
    cell = kind.actions.get(v.action) if kind and v.action else None

    return frozenset(cell.roles) if cell else frozenset()


@check("how_it_came")
def how_it_came(v: View) -> Seen | None:
    """Say how the asset came here; of one that is gone, whoever could end it had once let it in."""
    if v.asset is None:
        line = end_of_asset(v) if v.missing else None
        came = _CAME_FROM.get(how_ended(line)) if line is not None else None
        return inferred(came, "log", line) if came else None
    relation, state = v.asset["relation_type"], v.asset["relation_status"]
    if relation == REQUESTED and state in _REQUESTS:
        return verified("we_requested", "assets", v.asset)

    return verified(_CAME[relation], "assets", v.asset) if relation in _CAME else None


@check("request_state")
def request_state(v: View) -> Seen | None:
    """Say what became of a request; one that is not in the list is open neither here nor there."""
    if v.asset is None:
        return inferred("none", "assets") if v.missing else None
    state = v.asset["relation_status"]
    if state in _REQUESTS:
        return verified(_REQUESTS[state], "assets", v.asset)

    return verified("none", "assets", v.asset) if v.asset["relation_type"] == OURS else None
