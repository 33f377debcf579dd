"""What links and identities tell about a TikTok account."""

from __future__ import annotations

from regrant.checks.assets import OURS, enough_for
from regrant.checks.log import end_of_asset
from regrant.checks.model import Seen, check, inferred, verified
from regrant.checks.view import Place, Row, View

ACCOUNTS = ("TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT")
_STATES = {
    "AVAILABLE": "approved",
    "SCOPE_UNAVAILABLE": "permission_missing",
    "IS_PRIVATE_ACCOUNT": "unusable",
    "NOT_BUSINESS_ACCOUNT": "unusable",
    "NO_VALID_BIND_ACCOUNT": "gone",
}


def identity(v: View) -> Row | None:
    """Return the identity of the TikTok account: the one of its shown name, the best of several."""
    asset = v.kind(*ACCOUNTS)
    if asset is None:
        return None
    names = {(asset["asset_id"] or "").casefold(), (asset["asset_name"] or "").casefold().removeprefix("@")} - {""}
    found = [
        row
        for row in v.rows("identities")
        if {(row["identity_id"] or "").casefold(), (row["display_name"] or "").casefold().removeprefix("@")} & names
    ]

    return min(found, key=lambda row: row["available_status"] != "AVAILABLE", default=None)


def lost(v: View) -> Row | None:
    """Return the line of the log that says that a TikTok account which is no longer listed was taken away."""
    line = end_of_asset(v) if v.missing else None

    return line if line is not None and "tiktok account" in line["text"].casefold() else None


@check("tiktok_link_state")
def tiktok_link_state(v: View) -> Seen | None:
    """Say how the TikTok account stands in the Business Center."""
    asset, own = v.kind(*ACCOUNTS), identity(v)
    if asset is None:
        line = lost(v)
        return inferred("gone", "log", line) if line is not None else None
    if asset["relation_status"] in ("PENDING", "REJECTED"):
        return verified("waiting", "assets", asset)
    if asset["relation_status"] == "UNBOUND":
        return verified("gone", "assets", asset)
    value = _STATES.get(own["available_status"]) if own else None
    if value:
        return verified(value, "identities", own)
    # No identity to look at: where it is linked to no ad account in question, the list alone has to do.
    linked_read = v.rows("links") or linked_here(v) is not None

    return inferred("approved", "assets", asset) if own is None and linked_read else None


@check("partner_entry")
def partner_entry(v: View) -> Seen | None:
    """Say whether a partner shares it; what waits for a yes is not in any list that can be read."""
    if v.asset is None:
        alone = lost(v) is not None and v.whole("partners") and not v.rows("partners")
        return inferred("no_partner", "partners") if alone else None
    if v.asset["relation_type"] == OURS:
        return verified("no_partner", "assets", v.asset)
    shares = v.rows("shares", asset_id=v.asset["asset_id"], share_type="SHARED")

    return verified("shared_fine", "shares", shares[0]) if shares else None


@check("linked_here")
def linked_here(v: View) -> Seen | None:
    """Say whether the TikTok account is linked to the ad account in question, or to one that the person can use."""
    asset = v.kind(*ACCOUNTS)
    own = identity(v)
    if asset is None or not v.here or (own is not None and own["available_status"] not in ("AVAILABLE", None)):
        # A link to an account that cannot be used at present does not let anybody pick it.
        return None
    links = v.rows("links", asset_id=asset["asset_id"])
    if not links:
        whole = v.whole("links", Place(asset_type=asset["asset_type"], asset_id=asset["asset_id"]))
        return verified("nowhere", "links") if whole else None
    linked = {row["advertiser_id"] for row in links}
    wanted = {v.q.advertiser_id} if v.q.advertiser_id else v.own_accounts()
    if not wanted or (wanted & linked and wanted - linked):
        return None

    if wanted <= linked:
        return verified("here", "links", links[0])
    whole = v.whole("links", Place(asset_type=asset["asset_type"], asset_id=asset["asset_id"]))

    return verified("only_elsewhere", "links", links[0]) if whole and v.own_accounts_whole() else None


@check("how_connected")
def how_connected(v: View) -> Seen | None:
    """Say the way of the connection where the kind of asset or its owner shows it."""
    asset, own = v.kind(*ACCOUNTS), identity(v)
    if asset is None:
        return None
    if asset["asset_type"] == "MANAGED_BUSINESS_ACCOUNT":
        return verified("managed", "assets", asset)
    if asset["relation_type"] == "OWNER_PARTNER":
        return verified("partner", "assets", asset)

    return (
        inferred("deliver_ads", "identities", own) if own is not None and own["can_manage_message"] is False else None
    )


@check("publish_option")
def publish_option(v: View) -> Seen | None:
    """Say where a new video may be shown, by the identity's flags."""
    own = identity(v)
    posts = v.joined and any("POST" in row["roles"] for row in v.grants)
    if own is None or (v.joined and not posts and v.kind("TT_ACCOUNT") is not None):
        # Whoever may not post is offered nothing, whatever the owner allowed.
        return None
    if own["can_push_video"] is False:
        return verified("not_offered", "identities", own)
    if own["ads_only_mode"] is True:
        return verified("ads_only_fixed", "identities", own)

    return verified("profile_too", "identities", own) if own["can_push_video"] is True else None


@check("tiktok_account_kind")
def tiktok_account_kind(v: View) -> Seen | None:
    """Say the kind of account where the identity shows something out of the ordinary, or that all is well."""
    own = identity(v)
    if own is None:
        return None
    if own["is_gpppa"] is True:
        return verified("government", "identities", own)
    if own["available_status"] in ("IS_PRIVATE_ACCOUNT", "NOT_BUSINESS_ACCOUNT"):
        return verified("private_or_personal", "identities", own)

    return None


@check("tiktok_level")
def tiktok_level(v: View) -> Seen | None:
    """Say whether the person's permissions on the TikTok account hold what the action needs."""
    asset, enough = v.kind(*ACCOUNTS), enough_for(v)
    if asset is None or not v.joined or not enough or "*" in enough:
        return None
    for row in v.grants:
        if enough & set(row["roles"]):
            return verified("needed_given", "grants", row)
    if v.grants:
        return verified("needed_missing", "grants", v.grants[0])

    return verified("needed_missing", "grants") if v.grants_whole() else None
