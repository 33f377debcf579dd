"""What links, identities and Spark Ads posts tell about a TikTok account and a creator's code."""

from __future__ import annotations

from datetime import UTC, datetime

from regrant.checks.assets import OURS, enough_for
from regrant.checks.history import end_of_asset
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
_POSTS = {
    "USER_DELETE": "gone",
    "AUDIT_DELETE": "gone",
    "STATUS_DELETE": "gone",
    "ONLY_USER_PASS": "hidden",
    "STATUS_ONLY_AUTHOR_SEE": "hidden",
    "STATUS_ONLY_FRIEND_SEE": "hidden",
    "AUDIT": "in_review",
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
    return inferred("approved", "assets", asset) if own is None and v.rows("links") else None


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
    if asset is None or not v.here:
        return None
    links = v.rows("links", asset_id=asset["asset_id"])
    if not links:
        whole = v.whole("links", Place(asset_type=asset["asset_type"], asset_id=asset["asset_id"]))
        return verified("nowhere", "links") if whole else None
    linked = {row["advertiser_id"] for row in links}
    wanted = {v.q.advertiser_id} if v.q.advertiser_id else v.own_accounts()
    if not wanted or (wanted & linked and wanted - linked):
        return None

    return verified("here" if wanted <= linked else "only_elsewhere", "links", links[0])


@check("how_connected")
def how_connected(v: View) -> Seen | None:
    """Say the way of the connection where the kind of asset or its owner shows it."""
    asset = v.kind(*ACCOUNTS)
    if asset is None:
        return None
    if asset["asset_type"] == "MANAGED_BUSINESS_ACCOUNT":
        return verified("managed", "assets", asset)

    return verified("partner", "assets", asset) if asset["relation_type"] == "OWNER_PARTNER" else None


@check("publish_option")
def publish_option(v: View) -> Seen | None:
    """Say where a new video may be shown, by the identity's flags."""
    own = identity(v)
    if own is None:
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


def post(v: View) -> Row | None:
    """Return the row of the code in question, or of the only post of the ad account where it is about posts."""
    rows = v.rows("spark")
    if v.q.spark_code:
        found = [row for row in rows if row["auth_code"] == v.q.spark_code]
        return min(found, key=lambda row: row["ad_auth_status"] is None, default=None)

    return rows[0] if len(rows) == 1 and v.action == "run_spark_ads" else None


@check("spark_code_age")
def spark_code_age(v: View) -> Seen | None:
    """Say whether the authorization is over; how long the ad is to run is not known."""
    row = post(v)
    if row is None or not row["auth_end_time"]:
        return None
    end = datetime.fromisoformat(row["auth_end_time"])
    end = end if end.tzinfo else end.replace(tzinfo=UTC)

    return verified("over", "spark", row) if end < v.now else inferred("long_enough", "spark", row)


@check("code_applied_where")
def code_applied_where(v: View) -> Seen | None:
    """Say in which of the ad accounts that were read the code's post stands."""
    accounts = [v.q.advertiser_id] if v.q.advertiser_id else []
    if (asset := v.kind("ADVERTISER")) is not None:
        accounts = [asset["asset_id"]]
    if not v.q.spark_code or not accounts:
        return None
    # A row without an authorization status is what the code stands for, not a post in the ad account's list.
    listed = [row for row in v.rows("spark", auth_code=v.q.spark_code) if row["ad_auth_status"] is not None]
    for row in listed:
        if row["advertiser_id"] in accounts:
            return verified("this_account", "spark", row)
    if listed and v.whole("spark", Place(advertiser_id=accounts[0])):
        return verified("other_account", "spark", listed[0])

    return None


@check("spark_error")
def spark_error(v: View) -> Seen | None:
    """Say that a code is refused as expired once it is over, and was accepted if its post stands in an ad account."""
    where, age = code_applied_where(v), spark_code_age(v)
    if v.q.spark_code and age is not None and age.value == "over":
        return inferred("expired", "spark", age.row)

    return inferred("accepted", "spark", where.row) if where is not None else None


@check("spark_after")
def spark_after(v: View) -> Seen | None:
    """Say that a post which is in another account's list is not in this one's, and that an ad stops at the end."""
    where, age = code_applied_where(v), spark_code_age(v)
    if where is None or age is None:
        return None
    if where.value == "other_account":
        return inferred("not_in_list", "spark", where.row)

    return inferred("stopped", "spark", where.row) if age.value == "over" else None


@check("code_kind")
def code_kind(v: View) -> Seen | None:
    """Say that TikTok knows the code as a creator's."""
    row = post(v) if v.q.spark_code else None

    return verified("spark_code", "spark", row) if row is not None else None


@check("post_state")
def post_state(v: View) -> Seen | None:
    """Say whether the post is still to be seen, where its status has a known meaning."""
    row = post(v)
    value = _POSTS.get(row["post_status"]) if row is not None else None

    return verified(value, "spark", row) if value else None


@check("post_kind")
def post_kind(v: View) -> Seen | None:
    """Say that a post is made of photos; a video may be of several kinds."""
    row = post(v)

    return verified("photos", "spark", row) if row is not None and row["item_type"] == "CAROUSEL" else None
