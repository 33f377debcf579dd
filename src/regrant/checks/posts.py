"""What lists of Spark Ads posts tell about a creator's code."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from regrant.checks.model import Seen, check, inferred, verified
from regrant.checks.view import Place, Row, View

AUTHORIZED = "AUTHORIZED"
_POSTS = {
    "HESITATE_RECOMMEND": "opens",
    "USER_DELETE": "gone",
    "AUDIT_DELETE": "gone",
    "DELETE": "gone",
    "ONLY_USER_PASS": "gone",
    "ONLY_AUTHOR_SEE": "hidden",
    "ONLY_FRIEND_SEE": "hidden",
    "AUDIT": "in_review",
    "REVIEW_PENDING": "in_review",
}
_LINK = re.compile(r"tiktok\.com/(?:@([\w.]+)/)?(?:video|photo)/(\d{8,})", re.IGNORECASE)
"""A link to a post: the creator's handle and the post's id."""
_PREFIX = re.compile(r"^(?:ITEM_)?STATUS_")
"""One status goes by several names, with and without a prefix."""


def post(v: View) -> Row | None:
    """Return the row of the code in question, or of the only post of the ad account where it is about posts."""
    rows = v.rows("spark")
    if v.q.spark_code:
        found = [row for row in rows if row["auth_code"] == v.q.spark_code]
        return min(found, key=lambda row: row["ad_auth_status"] is None, default=None)

    listed = [row for row in rows if row["advertiser_id"] in _accounts(v)] if v.about_posts else []
    broken = [row for row in listed if _is_broken(v, row)]

    one = listed or [row for row in rows if v.about_posts and not _is_broken(v, row)]

    return one[0] if len(one) == 1 else broken[0] if len(broken) == 1 else None


def _accounts(v: View) -> list[str]:
    """Return the ad accounts in question."""
    asset = v.kind("ADVERTISER")
    if asset is not None:
        return [asset["asset_id"]]

    return [v.q.advertiser_id] if v.q.advertiser_id else sorted(v.own_accounts())


def _is_broken(v: View, row: Row) -> bool:
    end = _end(row)
    fine = row["ad_auth_status"] in (AUTHORIZED, None) and _seen_as(row) in ("opens", None)

    return not fine or (end is not None and end < v.now)


def _seen_as(row: Row) -> str | None:
    """Return how the post can be seen, None for a status with no known meaning."""
    return _POSTS.get(_PREFIX.sub("", row["post_status"] or ""))


def _end(row: Row) -> datetime | None:
    if not row["auth_end_time"]:
        return None
    end = datetime.fromisoformat(row["auth_end_time"])

    return end if end.tzinfo else end.replace(tzinfo=UTC)


@check("spark_code_age")
def spark_code_age(v: View) -> Seen | None:
    """Say whether the authorization is over; how long the ad is to run is not known."""
    row = post(v)
    end = _end(row) if row is not None else None
    if end is None:
        return None

    return verified("over", "spark", row) if end < v.now else inferred("long_enough", "spark", row)


@check("code_applied_where")
def code_applied_where(v: View) -> Seen | None:
    """
    Say in which of the ad accounts that were read the post stands.

    Without the code it is an inference: the post in the ad account's list, or, if that list is empty, one elsewhere.
    """
    accounts, code = _accounts(v), v.q.spark_code
    if not v.about_posts or not accounts:
        return None
    # A row without an authorization status is what the code stands for, not a post in the ad account's list.
    rows = [row for row in v.rows("spark") if row["ad_auth_status"] is not None and code in (None, row["auth_code"])]
    here = [row for row in rows if row["advertiser_id"] in accounts]
    say = verified if code else inferred
    if here:
        return say("this_account", "spark", here[0])
    if not all(v.whole("spark", Place(advertiser_id=account)) for account in accounts):
        return None
    usable = [row for row in rows if not _is_broken(v, row)]
    if rows if code else usable:
        return say("other_account", "spark", (rows if code else usable)[0])
    known = [row for row in v.rows("spark", auth_code=code) if code]
    searched = {row["asset_id"] for row in v.rows("assets", asset_type="ADVERTISER")} - v.searched_posts

    return inferred("not_applied", "spark", known[0]) if known and not searched else None


@check("spark_error")
def spark_error(v: View) -> Seen | None:
    """Say that a code is refused once it is over, and was accepted if its post stands in an ad account."""
    where, age, row = code_applied_where(v), spark_code_age(v), post(v)
    if v.q.spark_code and age is not None and age.value == "over":
        return inferred("expired", "spark", age.row)
    if where is not None and where.value == "not_applied":
        return inferred("not_entered", "spark", where.row)
    if row is not None and _is_broken(v, row):
        return None

    return inferred("accepted", "spark", where.row) if where is not None else None


@check("creator_changed")
def creator_changed(v: View) -> Seen | None:
    """Say that the creator took the authorization back before its end, or that the post is no longer to be seen."""
    row = post(v)
    if row is None:
        return None
    if _seen_as(row) not in ("opens", None):
        return inferred("post_changed", "spark", row)
    end, status = _end(row), row["ad_auth_status"]
    runs = end is not None and end >= v.now

    return inferred("switched_off", "spark", row) if runs and status not in (AUTHORIZED, None) else None


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
    row = post(v)
    if row is None:
        return None

    return verified("spark_code", "spark", row) if v.q.spark_code else inferred("spark_code", "spark", row)


@check("post_state")
def post_state(v: View) -> Seen | None:
    """Say whether the post is still to be seen, where its status has a known meaning."""
    row = post(v)
    value = _seen_as(row) if row is not None else None

    return verified(value, "spark", row) if value else None


@check("code_shows_post")
def code_shows_post(v: View) -> Seen | None:
    """Compare the post that the code stands for with the one whose link is in the person's words, if exactly one is."""
    row = post(v) if v.q.spark_code else None
    meant = {found.group(2) for found in _LINK.finditer(v.words)}
    if row is None or not row["item_id"] or len(meant) != 1:
        return None

    return verified("right_post" if row["item_id"] in meant else "other_post", "spark", row)


@check("post_kind")
def post_kind(v: View) -> Seen | None:
    """Say that a post is made of photos; a video may be of several kinds."""
    row = post(v)

    return verified("photos", "spark", row) if row is not None and row["item_type"] == "CAROUSEL" else None
