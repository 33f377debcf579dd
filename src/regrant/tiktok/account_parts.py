"""The single reads about ad accounts: links with TikTok accounts, status, identities, Spark Ads posts, shops."""

from __future__ import annotations

from collections.abc import Iterable

from regrant.tiktok import rows
from regrant.tiktok.errors import Cause
from regrant.tiktok.gather import Gatherer
from regrant.tiktok.paging import Row, Rows
from regrant.tiktok.tables import Tables, scope
from regrant.tiktok.wire import id_or_none, text_or_none


async def links(g: Gatherer, t: Tables, bc_id: str, kind: str, asset_id: str) -> Rows:
    """Read the ad accounts that a TikTok account is linked to."""
    got = await g.rows("bc.asset.advertiser.assigned", {"bc_id": bc_id, "asset_id": asset_id, "asset_type": kind})
    made = [
        {
            "asset_id": asset_id,
            "asset_type": kind,
            "advertiser_id": id_or_none(row.get("advertiser_id")),
            **rows.stamp(row),
        }
        for row in got.rows
    ]
    t.take("links", scope(asset_type=kind, asset_id=asset_id), got, made)

    return got


async def advertisers(g: Gatherer, t: Tables, ids: Iterable[str]) -> list[str]:
    """Read status and details of ad accounts; return those that this login reaches, as far as can be told."""
    wanted = list(ids)
    got = await g.accounts(wanted)
    t.add("advertisers", map(rows.advertiser, got.rows))
    barred = set()
    for advertiser_id, trouble in got.unread.items():
        t.unread("advertisers", scope(advertiser_id=advertiser_id), trouble)
        if trouble.cause in (Cause.NO_ROLE_ON_ACCOUNT, Cause.ACCOUNT_GONE):
            barred.add(advertiser_id)
            for table in ("identities", "spark", "stores"):
                t.unread(table, scope(advertiser_id=advertiser_id), trouble)

    return [item for item in wanted if item not in barred]


async def papers(g: Gatherer, t: Tables, advertiser_id: str) -> None:
    """Add to an ad account how its own verification stands, which is another than its Business Center's."""
    got = await g.one("account.verification.status", {"advertiser_id": advertiser_id})
    for row in got.rows:
        for account in t.rows["advertisers"]:
            if account["advertiser_id"] == advertiser_id:
                account["verification_status"] = text_or_none(row.get("verification_status"))
    t.note("advertisers.verification_status", scope(advertiser_id=advertiser_id), got)


async def identities(g: Gatherer, t: Tables, bc_id: str, advertiser_id: str, *, linked: bool = False) -> None:
    """
    Read the identities of an ad account.

    Sources disagree whether those of a Business Center come without naming it, so it is named where none came.
    """
    got = await g.rows("identity.get", {"advertiser_id": advertiser_id})
    if got.whole and linked and all(row.get("identity_type") != "BC_AUTH_TT" for row in got.rows):
        named = {"identity_type": "BC_AUTH_TT", "identity_authorized_bc_id": bc_id}
        more = await g.rows("identity.get", {"advertiser_id": advertiser_id, **named})
        got = Rows(rows=got.rows + more.rows, trouble=more.trouble, missing=more.missing, cut=more.cut)
    t.take(
        "identities", scope(advertiser_id=advertiser_id), got, (rows.identity(advertiser_id, row) for row in got.rows)
    )


async def spark(g: Gatherer, t: Tables, advertiser_id: str, *, code: str | None = None) -> None:
    """Read the Spark Ads posts of an ad account, and what a given code stands for."""
    got = await g.rows("tt_video.list", {"advertiser_id": advertiser_id})
    t.take("spark", scope(advertiser_id=advertiser_id), got, (rows.spark(advertiser_id, row) for row in got.rows))
    if code is None or any(rows.part(row, "item_info").get("auth_code") == code for row in got.rows):
        return
    one = await g.one("tt_video.info", {"advertiser_id": advertiser_id, "auth_code": code})
    t.add("spark", (rows.spark(advertiser_id, row) for row in one.rows))
    t.note("spark.auth_code", scope(advertiser_id=advertiser_id), one)


async def stores(g: Gatherer, t: Tables, advertiser_id: str, *, held: bool = True) -> None:
    """
    Read the shops of an ad account, and for each which ad account holds it for GMV Max unless *held* is false.

    If the app lacks the GMV Max permission, the plain list of shops is read, which says less; the gap is noted.
    """
    gap = scope(advertiser_id=advertiser_id)
    got = await g.rows("gmv_max.store.list", {"advertiser_id": advertiser_id})
    if got.trouble is not None:
        t.unread("stores.store_status", gap, got.trouble)
        got = await g.rows("store.list", {"advertiser_id": advertiser_id})
    made = [rows.store(advertiser_id, row) for row in got.rows]
    for store in made if held else ():
        await exclusive(g, t, store)
    t.take("stores", gap, got, made)


async def exclusive(g: Gatherer, t: Tables, store: Row) -> None:
    """Add to a shop which ad account holds it for GMV Max; one that no Business Center authorized cannot be asked."""
    if not store["authorized_bc_id"]:
        return
    params = {
        "advertiser_id": store["advertiser_id"],
        "store_id": store["store_id"],
        "store_authorized_bc_id": store["authorized_bc_id"],
    }
    got = await g.one("gmv_max.exclusive_authorization.get", params)
    for row in got.rows:
        store["exclusive_status"] = text_or_none(row.get("authorization_status"))
        store["exclusive_advertiser_id"] = store["exclusive_advertiser_id"] or id_or_none(row.get("advertiser_id"))
    t.note("stores.exclusive_status", scope(advertiser_id=store["advertiser_id"], store_id=store["store_id"]), got)
