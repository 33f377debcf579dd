"""What the status of a Business Center, an ad account and the verification tell. Words nobody has seen tell nothing."""

from __future__ import annotations

import re

from regrant.checks import shops
from regrant.checks.model import Seen, check, inferred, verified
from regrant.checks.view import Row, View

AD_STATUS = {
    "STATUS_ENABLE": "approved",
    "SHOW_ACCOUNT_STATUS_APPROVED": "approved",
    "STATUS_LIMIT": "suspended",
    "SHOW_ACCOUNT_STATUS_PUNISHED": "suspended",
    "STATUS_DISABLE": "closed",
    "STATUS_CONTRACT_PENDING": "contract_pending",
    "STATUS_CONFIRM_FAIL": "not_approved",
    "STATUS_CONFIRM_FAIL_END": "not_approved",
    "STATUS_CONFIRM_MODIFY_FAIL": "not_approved",
    "STATUS_PENDING_CONFIRM": "in_review",
    "STATUS_PENDING_CONFIRM_MODIFY": "in_review",
    "STATUS_PENDING_VERIFIED": "in_review",
    "STATUS_SELF_SERVICE_UNAUDITED": "in_review",
    "STATUS_WAIT_FOR_BPM_AUDIT": "in_review",
    "STATUS_WAIT_FOR_PUBLIC_AUTH": "in_review",
    "SHOW_ACCOUNT_STATUS_IN_REVIEW": "in_review",
}
_CENTER = {"ENABLE": "enabled", "REVIEWING": "in_review", "DENY": "rejected", "PUNISH": "disabled"}
_VERIFIED = {
    "VERIFIED": "verified",
    "NOT_SUBMITTED": "not_submitted",
    "REVIEWING": "under_review",
    "FAILED": "failed",
    "EXPIRED": "expired",
}
_STATE = {"NOT_SUBMITTED": "never_sent", "REVIEWING": "waiting", "FAILED": "refused", "EXPIRED": "expired"}
_EXTENT = {"suspended": "on_hold", "not_approved": "not_passed", "in_review": "waiting"}
_CENTER_EXTENT = {"DENY": "not_passed", "REVIEWING": "waiting"}
_BOUND = ("AVAILABLE", "SCOPE_UNAVAILABLE", "IS_PRIVATE_ACCOUNT", "NOT_BUSINESS_ACCOUNT")
_REASONS = (
    ("business_or_person", r"individual|personal (?:document|id)|not (?:a )?business"),
    ("wrong_region", r"region|country|location"),
    ("expired", r"expir"),
    ("copy", r"copy|screenshot|edited|watermark|original"),
    ("unclear", r"blur|unclear|incomplete|cut off|blank|missing page|illegible|colou?r"),
    ("mismatch", r"match|inconsistent|differ"),
    ("age", r"\bage\b|under 18|too young"),
    ("website", r"website|web page|url"),
    ("wrong_type", r"type|irrelevant|incorrect document"),
)
_NOTICES = (
    ("payment_or_risk", r"pay|bill|card|risk|fraud"),
    ("unusual_activity", r"unusual|suspicious"),
    ("documents_or_website", r"document|website|tax|business information"),
    ("content_policy", r"polic|violat|prohibit|content|guideline"),
)


def ad_status(v: View) -> tuple[str, str, Row] | None:
    """Return the meaning of the ad account's status with its table and row; the account's own word goes first."""
    asset = v.kind("ADVERTISER")
    if asset is None:
        return None
    own = v.rows("advertisers", advertiser_id=asset["asset_id"])
    for table, row, status in [("advertisers", row, row["status"]) for row in own] + [
        ("assets", asset, asset["advertiser_status"])
    ]:
        if status in AD_STATUS:
            return AD_STATUS[status], table, row

    return None


@check("ad_account_status")
def ad_account_status(v: View) -> Seen | None:
    """Say the ad account's status."""
    found = ad_status(v)

    return verified(*found) if found else None


@check("bc_status_word")
def bc_status_word(v: View) -> Seen | None:
    """Say the Business Center's status."""
    value = _CENTER.get(v.center["status"]) if v.center else None

    return verified(value, "bcs", v.center) if value else None


@check("which_thing")
def which_thing(v: View) -> Seen | None:
    """
    Say what carries a bad status.

    Bans of TikTok accounts cannot be read; but an identity that is still bound belongs to an account that is there.
    """
    found = ad_status(v)
    if found and found[0] in ("suspended", "closed", "not_approved"):
        return verified("ad_account", found[1], found[2])
    if found and found[0] == "contract_pending":
        return inferred("ad_account", found[1], found[2])
    if v.center and v.center["status"] in ("PUNISH", "DENY"):
        return verified("business_center", "bcs", v.center)
    shop = shops.store(v)
    if shop is not None and shop["store_status"] == "INACTIVE":
        return inferred("shop", "stores", shop)
    asset = v.kind("TT_ACCOUNT")
    bound = [
        row
        for row in v.rows("identities")
        if asset and row["display_name"] == asset["asset_name"] and row["available_status"] in _BOUND
    ]
    fine = v.center is not None and v.center["status"] == "ENABLE"

    return inferred("nothing_banned", "identities", bound[0]) if bound and fine else None


@check("ban_extent")
def ban_extent(v: View) -> Seen | None:
    """Say how far a bad status of the ad account goes, or of the Business Center."""
    found = ad_status(v)
    if found and found[0] in _EXTENT:
        return verified(_EXTENT[found[0]], found[1], found[2])
    value = _CENTER_EXTENT.get(v.center["status"]) if v.center else None

    return verified(value, "bcs", v.center) if value else None


@check("notice_says")
def notice_says(v: View) -> Seen | None:
    """Say the reason that the ad account itself carries."""
    for row in v.rows("advertisers"):
        value = _reason(row["rejection_reason"], _NOTICES)
        if value:
            return verified(value, "advertisers", row)

    return None


@check("bc_verified")
def bc_verified(v: View) -> Seen | None:
    """Say the verification status."""
    value = _VERIFIED.get(v.center["verification_status"]) if v.center else None

    return verified(value, "bcs", v.center) if value else None


@check("verified_where")
def verified_where(v: View) -> Seen | None:
    """
    Say that only one of Business Center and ad account is verified.

    Whether both or neither is all there is hangs on the profile and TikTok One, which nobody can read here.
    """
    asset = v.kind("ADVERTISER")
    own = v.rows("advertisers", advertiser_id=asset["asset_id"]) if asset else []
    account = next((row for row in own if row["verification_status"] in _VERIFIED), None)
    if v.center is None or v.center["verification_status"] not in _VERIFIED or account is None:
        return None
    here, there = (row["verification_status"] == "VERIFIED" for row in (v.center, account))
    if here == there:
        return None

    # The row's own stamp is that of another call, so the answer to this one is the proof.
    return verified("bc_only" if here else "ad_account_only", "advertisers.verification")


@check("verification_state")
def verification_state(v: View) -> Seen | None:
    """Say how the verification stands; "verified" leaves open what else is wrong."""
    value = _STATE.get(v.center["verification_status"]) if v.center else None

    return verified(value, "bcs", v.center) if value else None


@check("rejection_reason")
def rejection_reason(v: View) -> Seen | None:
    """Say the reason of a refusal; a reason in unknown words tells nothing."""
    if v.center is None or v.center["verification_status"] not in _VERIFIED:
        return None
    if v.center["verification_status"] != "FAILED":
        return verified("not_refused", "bcs", v.center)
    text = v.center.get("verification_reason")
    if text:
        value = _reason(text, _REASONS)
        return verified(value, "bcs", v.center) if value else None
    v.whole("bcs.verification_reason")

    return verified("none_given", "bcs", v.center) if text is not None else None


def _reason(text: str | None, patterns: tuple[tuple[str, str], ...]) -> str | None:
    return next((value for value, pattern in patterns if text and re.search(pattern, text, re.IGNORECASE)), None)
