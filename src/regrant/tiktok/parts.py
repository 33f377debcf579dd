"""The single reads that a snapshot and a targeted reading are put together from; each fills tables and notes gaps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from regrant.tiktok import rows
from regrant.tiktok.errors import Cause
from regrant.tiktok.gather import Gatherer
from regrant.tiktok.paging import MOST_PAGES, Row, Rows
from regrant.tiktok.tables import Tables, scope
from regrant.tiktok.wire import id_or_none, text_or_none

ASSET_TYPES = ("ADVERTISER", "CATALOG", "TIKTOK_SHOP", "PIXEL", "LEAD", "TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT")
ASKED_BY_ASSET = ("ADVERTISER", "CATALOG", "LEAD", "MANAGED_BUSINESS_ACCOUNT")
"""Kinds for which TikTok says who can use one asset; for the others each member has to be asked."""
ACCOUNTS = ("TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT")
SHARED_KINDS = ("ADVERTISER", "CATALOG")
NOT_HERE = ("PENDING", "REJECTED", "UNBOUND")
"""States in which a member or asset is not, or no longer, in the Business Center."""
CLOSED = frozenset({Cause.NO_PERMISSION, Cause.NOT_ADMIN, Cause.SCOPE_MISSING})
LOG_DAYS = 180
LOG_PAGES = 20
INVISIBLE = "this login cannot see it, which cannot be told from a Business Center that does not exist"


async def me(g: Gatherer, t: Tables) -> None:
    """Read which login the token acts as."""
    got = await g.one("user.info", {})
    named = [
        {"user_id": id_or_none(r.get("core_user_id")), **rows.stamp(r), "email": text_or_none(r.get("email"))}
        for r in got.rows
    ]
    for made, row in zip(named, got.rows, strict=True):
        made["display_name"] = text_or_none(row.get("display_name"))
    t.take("me", scope(), got, named)


def invisible(t: Tables) -> bool:
    """Say whether the Business Center was asked for and is not among those that this login sees."""
    return any(row["table"] == "bcs" and INVISIBLE in row["reason"] for row in t.rows["unread"])


async def bc(g: Gatherer, t: Tables, bc_id: str, known: Row | None = None) -> Row | None:
    """
    Read the Business Center itself, unless its row is *known* already.

    None if it is not among those this login sees, or could not be read.
    """
    if known is not None:
        t.add("bcs", [known])
        g.standard = known["my_role"] not in (None, "ADMIN")
        return known
    got = await g.rows("bc.get", {"bc_id": bc_id})
    found = [row for row in map(rows.bc, got.rows) if row["bc_id"] == bc_id]
    t.take("bcs", scope(bc_id=bc_id), got, found)
    if got.whole and not found:
        t.lacking("bcs", scope(bc_id=bc_id), INVISIBLE)
    g.standard = bool(found) and found[0]["my_role"] not in (None, "ADMIN")

    return found[0] if found else None


async def verification(g: Gatherer, t: Tables, center: Row) -> None:
    """Add to the Business Center what the list does not say: verification where it is missing, and why it failed."""
    got = await g.one("account.verification.status", {"bc_id": center["bc_id"]})
    for row in got.rows:
        center["verification_status"] = text_or_none(row.get("verification_status")) or center["verification_status"]
        # Empty, not null: it was asked for, and none is given.
        center["verification_reason"] = text_or_none(row.get("rejection_reason")) or ""
    t.note("bcs.verification_reason", scope(bc_id=center["bc_id"]), got)


async def members(g: Gatherer, t: Tables, bc_id: str, *, most_pages: int = MOST_PAGES, **filtering: str) -> Rows:
    """Read members and open invitations, all or by a filter, or the first pages only."""
    params: dict[str, Any] = {"bc_id": bc_id, "filtering": filtering or None}
    got = await g.rows("bc.member.get", params, most_pages=most_pages)
    t.take("members", scope(bc_id=bc_id), got, (rows.member(bc_id, row) for row in got.rows))

    return got


def myself(t: Tables, bc_id: str, center: Row | None, login: Row | None) -> None:
    """Add the token's own membership where the list may not be read: who sees a Business Center is its member."""
    known = {row["user_id"] for row in t.rows["members"]}
    if center is None or login is None or not login["user_id"] or login["user_id"] in known:
        return
    own = {"user_id": login["user_id"], "user_name": login["display_name"], "role": center["my_role"]}
    own |= {"finance_role": center["my_finance_role"], "relation_status": "BOUND", "bc_id": bc_id, **rows.stamp(center)}
    t.add("members", [own])


async def assets(
    g: Gatherer,
    t: Tables,
    bc_id: str,
    kind: str,
    *,
    user_id: str | None = None,
    keyword: str | None = None,
    most_pages: int = MOST_PAGES,
) -> Rows:
    """
    Read the assets of one kind: all of the Business Center, or with a keyword, or the first pages only.

    Where only an Admin may ask that, the assets that this login itself can use are read instead (with what it may
    do with them, if its *user_id* is given), and the gap is noted.
    """
    filtering = {"keyword": keyword} if keyword else None
    asked = {"bc_id": bc_id, "asset_type": kind, "filtering": filtering}
    got = await g.rows("bc.asset.admin.get", asked, most_pages=most_pages)
    t.take("assets", scope(bc_id=bc_id, asset_type=kind), got, (rows.asset(bc_id, kind, row) for row in got.rows))
    if got.trouble is None or got.trouble.cause not in CLOSED or g.hopeless("bc.asset.get"):
        return got
    own = await g.rows("bc.asset.get", {"bc_id": bc_id, "asset_type": kind, "filtering": filtering})
    found = [rows.asset(bc_id, kind, row) for row in own.rows]
    t.add("assets", found)
    if user_id:
        pairs = zip(found, own.rows, strict=True)
        t.add("grants", (rows.grant(bc_id, user_id, kind, a["asset_id"], row) for a, row in pairs))

    return got


async def grants_of_member(
    g: Gatherer,
    t: Tables,
    bc_id: str,
    user_id: str,
    kind: str,
    *,
    keyword: str | None = None,
    most_pages: int = MOST_PAGES,
) -> Rows:
    """Read which assets of one kind a joined member can use, and with which role."""
    filtering = {"user_id": user_id, **({"keyword": keyword} if keyword else {})}
    asked = {"bc_id": bc_id, "asset_type": kind, "filtering": filtering}
    got = await g.rows("bc.asset.get", asked, most_pages=most_pages)
    made = (rows.grant(bc_id, user_id, kind, id_or_none(row.get("asset_id")) or "", row) for row in got.rows)
    t.take("grants", scope(bc_id=bc_id, asset_type=kind, user_id=user_id), got, made)

    return got


async def grants_on_asset(g: Gatherer, t: Tables, bc_id: str, kind: str, asset_id: str) -> Rows:
    """Read which members can use one asset, and with which role."""
    got = await g.rows("bc.asset.member.get", {"bc_id": bc_id, "asset_type": kind, "asset_id": asset_id})
    users = ((id_or_none(row.get("user_id")), row) for row in got.rows)
    made = (rows.grant(bc_id, user, kind, asset_id, row) for user, row in users if user)
    t.take("grants", scope(bc_id=bc_id, asset_type=kind, asset_id=asset_id), got, made)

    return got


async def partners(g: Gatherer, t: Tables, bc_id: str, *, name: str | None = None) -> Rows:
    """Read the partner Business Centers, all or by name."""
    got = await g.rows("bc.partner.get", {"bc_id": bc_id, "filtering": {"name": name} if name else None})
    t.take("partners", scope(bc_id=bc_id), got, (rows.partner(bc_id, row) for row in got.rows))
    if got.trouble is not None:
        t.unread("shares", scope(bc_id=bc_id), got.trouble)

    return got


async def shares(
    g: Gatherer, t: Tables, bc_id: str, partner: Row, kind: str, direction: str, *, keyword: str | None = None
) -> None:
    """
    Read what a partner shares with us (SHARED) or we with it (SHARING).

    Whether the list of all assets holds what partners share is disputed, so it is added to `assets` as well; what
    then stands there twice is taken out by `tidy`.
    """
    partner_id = partner["partner_bc_id"]
    filtering = {"keyword": keyword} if keyword else None
    params = {
        "bc_id": bc_id,
        "partner_id": partner_id,
        "asset_type": kind,
        "share_type": direction,
        "filtering": filtering,
    }
    got = await g.rows("bc.partner.asset.get", params)
    gap = scope(bc_id=bc_id, partner_bc_id=partner_id, share_type=direction, asset_type=kind)
    t.take("shares", gap, got, (rows.share(bc_id, partner_id, direction, kind, row) for row in got.rows))
    if direction == "SHARED":
        here = {"relation_type": "OWNER_PARTNER", "relation_status": "BOUND", "owner_bc_name": partner["partner_name"]}
        t.add("assets", (rows.asset(bc_id, kind, {**row, **here}) for row in got.rows))


async def groups(g: Gatherer, t: Tables, bc_id: str) -> list[tuple[str, Row]]:
    """Read the asset groups; return those whose assets and members did not come along and must be asked for."""
    got = await g.rows("bc.asset_group.list", {"bc_id": bc_id})
    t.take("groups", scope(bc_id=bc_id), got, (rows.group(bc_id, row) for row in got.rows))
    for table in ("group_assets", "group_members"):
        t.note(table, scope(bc_id=bc_id), got)
    left: list[tuple[str, Row]] = []
    for row in got.rows:
        group_id = id_or_none(row.get("asset_group_id"))
        inside, people = row.get("assets"), row.get("members")
        if group_id and isinstance(inside, list) and isinstance(people, list):
            _group_content(t, group_id, inside, people, row)
        elif group_id:
            left.append((group_id, row))

    return left


async def group_part(g: Gatherer, t: Tables, bc_id: str, group_id: str, entity: str) -> None:
    """Read the assets (ASSET) or the members (MEMBER) of one asset group."""
    key = "assets" if entity == "ASSET" else "members"
    params = {"bc_id": bc_id, "asset_group_id": group_id, "query_entity": entity}
    got = await g.rows("bc.asset_group.get", params, pick=lambda data: rows.part(data, "asset_group").get(key) or [])
    if entity == "ASSET":
        t.take(
            "group_assets", scope(group_id=group_id), got, (rows.group_asset(group_id, row, row) for row in got.rows)
        )
    else:
        t.take(
            "group_members", scope(group_id=group_id), got, (rows.group_member(group_id, row, row) for row in got.rows)
        )


def _group_content(t: Tables, group_id: str, inside: list[Any], people: list[Any], proof: Row) -> None:
    t.add("group_assets", (rows.group_asset(group_id, entry, proof) for entry in inside))
    t.add("group_members", (rows.group_member(group_id, entry, proof) for entry in people))


async def log(g: Gatherer, t: Tables, bc_id: str, *, days: int = LOG_DAYS, most_pages: int = LOG_PAGES) -> None:
    """Read the activity log, newest first, as far back as TikTok recommends to ask."""
    today = (datetime.now(UTC) - timedelta(seconds=g.client.clock_skew or 0.0)).date()  # TikTok's day, not ours
    span = {"start_date": str(today - timedelta(days=days)), "end_date": str(today)}
    params = {"bc_id": bc_id, "filtering": span, "lang": "en", "sort_field": "operation_time", "sort_type": "DESC"}
    got = await g.rows("changelog.get", params, most_pages=min(most_pages, MOST_PAGES))
    t.take("log", scope(bc_id=bc_id), got, (rows.log_line(bc_id, row) for row in got.rows))
