"""What was seen beside the asset in question: second faults that would come up as soon as the first is mended."""

from __future__ import annotations

from collections.abc import Iterator

from regrant.checks.standing import AD_STATUS
from regrant.checks.view import NOT_IN, Place, Row, View

SHOWN = 5
"""So many names are given; the rest are counted."""


def asides(v: View) -> list[str]:
    """Return what else was seen to be wrong, or to be in order where the asset in question is gone."""
    return [*_accounts(v), *_profiles(v), *_still_here(v)]


def _accounts(v: View) -> Iterator[str]:
    """Yield other ad accounts with a bad status, each with TikTok's own word."""
    asset = v.kind("ADVERTISER")
    if asset is None and v.q.asset is not None:
        return
    for row in v.rows("assets", asset_type="ADVERTISER", relation_status="BOUND"):
        status = row["advertiser_status"]
        if status is not None and AD_STATUS.get(status) != "approved" and row is not v.asset:
            yield f"Also seen: the ad account {_name(row)} has the status {status}, whatever is wrong elsewhere."


def _profiles(v: View) -> Iterator[str]:
    """Say that somebody who is to run shop ads has no TikTok account assigned."""
    user = v.person["user_id"] if v.person else None
    if v.kind("TIKTOK_SHOP") is None or not v.shop_profiles_read or not v.joined or user is None:
        return
    place = Place(bc_id=v.q.bc_id, asset_type="TT_ACCOUNT", user_id=user)
    if not _read(v, place) or v.rows("grants", user_id=user, asset_type="TT_ACCOUNT"):
        return
    yield "Also seen: no TikTok account is assigned to the person, and shop ads need the shop's one as well."


def _still_here(v: View) -> Iterator[str]:
    """Name what came from others and is here as normal, for whoever misses more than the one that is gone."""
    if not (v.missing_surely or (v.asset is not None and v.asset["relation_status"] == "UNBOUND")):
        return
    kind = v.asset["asset_type"] if v.asset else "ADVERTISER"
    rows = [
        row
        for row in v.rows("assets", asset_type=kind)
        if row["relation_type"] not in ("OWNER_BC", None) and row["relation_status"] not in NOT_IN
    ]
    if rows:
        names = ", ".join(_name(row) for row in rows[:SHOWN]) + (
            f" and {len(rows) - SHOWN} more" if rows[SHOWN:] else ""
        )
        yield f"In the list as normal: {names}. Whoever does not see these should clear the search and every filter."


def _read(v: View, place: Place) -> bool:
    try:
        return v.whole("grants", place)
    except LookupError:
        return False


def _name(row: Row) -> str:
    return f"{row['asset_name']} ({row['asset_id']})" if row["asset_name"] else str(row["asset_id"])
