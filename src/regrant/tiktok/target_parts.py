"""The parts that can be read about one person and one asset, each into the tables of its question."""

from __future__ import annotations

from functools import partial
from typing import Any

from regrant.tiktok import account_parts, parts
from regrant.tiktok.looking import Looked, look_up
from regrant.tiktok.paging import Row, Rows
from regrant.tiktok.question import ME, PERSON, THING, Aim, fits
from regrant.tiktok.tables import Tables, scope

LOG_PAGES = 3
OK_STATUS = "STATUS_ENABLE"


async def me(t: Aim) -> None:
    """Read whose token it is."""
    await parts.me(t.g, t.tables)


async def bc(t: Aim) -> None:
    """Read the Business Center itself."""
    await parts.bc(t.g, t.tables, t.q.bc_id, t.q.center)


async def verification(t: Aim) -> None:
    """Read why the papers are not in order, where they are not."""
    if t.center and t.center["verification_status"] != "VERIFIED":
        await parts.verification(t.g, t.tables, t.center)


async def member(t: Aim) -> None:
    """Find the person; "not on the list" is only said after the list itself was read as far as the budget goes."""
    who = t.q.who
    if who is None:
        t.skip("member")
        return
    if who == ME:
        parts.myself(t.tables, t.q.bc_id, t.center, t.login)
        return
    looked = await look_up(t, partial(_members, t), lambda found: fits(found.rows["members"], PERSON, who), who)
    whole = looked.whole
    if looked.open and not t.people:
        whole = (await _members(t, t.tables)).whole
    t.tried |= {"members", "admins"} if whole else set()


async def _members(t: Aim, into: Tables, **options: Any) -> Rows:
    return await parts.members(t.g, into, t.q.bc_id, **options)


async def members(t: Aim) -> None:
    """Read the list of people, for it has to be known who is not on it."""
    await parts.members(t.g, t.tables, t.q.bc_id)


async def admins(t: Aim) -> None:
    """Read who can mend things."""
    await parts.members(t.g, t.tables, t.q.bc_id, user_role="ADMIN")


async def asset(t: Aim) -> None:
    """Find the asset among the kinds that may be meant; a kind that was not searched to its end is noted."""
    if t.q.asset is None:
        t.skip("asset")
        return
    mine = t.login["user_id"] if t.login else None
    for number, kind in enumerate(t.q.kinds):
        if number and not t.g.left:
            reason = f"the calls allowed were used up; name the kind to search there alone, as {kind}:{t.q.asset}"
            t.tables.lacking("assets", scope(bc_id=t.q.bc_id, asset_type=kind), reason)
            continue
        read = partial(parts.assets, t.g, bc_id=t.q.bc_id, kind=kind, user_id=mine)
        if (await look_up(t, read, lambda found: fits(found.rows["assets"], THING, t.q.asset), t.q.asset)).there:
            return


async def grant(t: Aim) -> None:
    """Read what the person may do with the asset, unless the list of its users has told it already."""
    asset, user = t.asset, t.user_id
    if asset and user:
        if not _told(t, asset, user):
            looked = await _grant_on(t, asset, user)
            if looked.open and t.g.left > 1:
                await _granted(t, user, asset["asset_type"])
    else:
        t.skip("grant")
        if asset and any(row["table"] == "members" for row in t.tables.rows["unread"]):
            # The login's own grants may be in the table; they must not look like all there are.
            place = scope(bc_id=t.q.bc_id, asset_type=asset["asset_type"])
            t.tables.lacking("grants", place, "without the list of users it is not known whom to ask for")


def _told(t: Aim, asset: Row, user: str) -> bool:
    """Say whether a grant of the person on the asset was read already."""
    return any(row["asset_id"] == asset["asset_id"] and row["user_id"] == user for row in t.tables.rows["grants"])


async def _grant_on(t: Aim, asset: Row, user: str) -> Looked:
    read = partial(parts.grants_of_member, t.g, bc_id=t.q.bc_id, user_id=user, kind=asset["asset_type"])

    return await look_up(
        t, read, lambda found: fits(found.rows["grants"], ("asset_id",), asset["asset_id"]), asset["asset_name"]
    )


async def _granted(t: Aim, user: str, kind: str) -> None:
    await parts.grants_of_member(t.g, t.tables, t.q.bc_id, user, kind)


async def own_grant(t: Aim) -> None:
    """Read what the token's own login may do with the asset, unless that was told with somebody else's."""
    user = t.login["user_id"] if t.login else None
    if t.asset is None or not user:
        t.skip("own_grant")
    elif not _told(t, t.asset, user):
        await _grant_on(t, t.asset, user)


async def own_accounts(t: Aim) -> None:
    """Read which ad accounts the person may use, where the asset is something else."""
    if t.user_id and not (t.asset and t.asset["asset_type"] == "ADVERTISER"):
        await _granted(t, t.user_id, "ADVERTISER")
    else:
        t.skip("own_accounts")


async def own_tiktok(t: Aim) -> None:
    """Read which TikTok accounts the person may use, where the asset is something else."""
    if t.user_id and not (t.asset and t.asset["asset_type"] == "TT_ACCOUNT"):
        await _granted(t, t.user_id, "TT_ACCOUNT")
    else:
        t.skip("own_tiktok")


async def holders(t: Aim) -> None:
    """Read who else may use the asset, for the kinds that TikTok tells by asset."""
    if t.asset and t.asset["asset_type"] in parts.ASKED_BY_ASSET:
        await parts.grants_on_asset(t.g, t.tables, t.q.bc_id, t.asset["asset_type"], t.asset["asset_id"])
    else:
        t.skip("holders")


async def groups(t: Aim) -> None:
    """Read the asset groups; they hold ad accounts alone, and only such as are in the Business Center."""
    unseen = t.q.asset is not None and any(row["table"] == "assets" for row in t.tables.rows["unread"])
    if t.asset["asset_type"] != "ADVERTISER" if t.asset else not unseen:
        t.skip("groups")
        return
    for group_id, _ in await parts.groups(t.g, t.tables, t.q.bc_id):
        for entity in ("ASSET", "MEMBER"):
            await parts.group_part(t.g, t.tables, t.q.bc_id, group_id, entity)


async def shares(t: Aim) -> None:
    """Read what partners share of this asset; its owner's name, if known, tells which partner to ask."""
    asset = t.asset
    if t.q.asset is None or (
        asset and (asset["relation_type"] == "OWNER_BC" or asset["asset_type"] not in parts.SHARED_KINDS)
    ):
        t.skip("shares")
        return
    owner = asset["owner_bc_name"] if asset else None
    before = len(t.tables.rows["partners"])
    await parts.partners(t.g, t.tables, t.q.bc_id, name=owner)
    kinds = [asset["asset_type"]] if asset else [kind for kind in t.q.kinds if kind in parts.SHARED_KINDS]
    for partner in t.tables.rows["partners"][before:]:
        for kind in kinds:
            keyword = asset["asset_name"] if asset else None
            await parts.shares(t.g, t.tables, t.q.bc_id, partner, kind, "SHARED", keyword=keyword)


async def account(t: Aim) -> None:
    """Read why an ad account is not in order, where it is not."""
    asset = t.asset
    if asset is None or asset["asset_type"] != "ADVERTISER" or asset["advertiser_status"] == OK_STATUS:
        t.skip("account")
        return
    await account_parts.advertisers(t.g, t.tables, [asset["asset_id"]])


async def papers(t: Aim) -> None:
    """Read how the verification of an ad account itself stands."""
    asset = t.asset
    if asset is None or asset["asset_type"] != "ADVERTISER":
        t.skip("papers")
        return
    if all(row["advertiser_id"] != asset["asset_id"] for row in t.tables.rows["advertisers"]):
        await account_parts.advertisers(t.g, t.tables, [asset["asset_id"]])
    await account_parts.papers(t.g, t.tables, asset["asset_id"])


async def links(t: Aim) -> None:
    """Read the ad accounts of the TikTok account in question, or of those that the person may use."""
    if t.asset and t.asset["asset_type"] in parts.ACCOUNTS:
        await account_parts.links(t.g, t.tables, t.q.bc_id, t.asset["asset_type"], t.asset["asset_id"])
        return
    own = [row for row in t.tables.rows["grants"] if row["asset_type"] in parts.ACCOUNTS]
    if not own:
        t.skip("links")
    for row in own:
        await account_parts.links(t.g, t.tables, t.q.bc_id, row["asset_type"], row["asset_id"])


async def identities(t: Aim) -> None:
    """Read the identities that the ad account in question may use."""
    for item in t.accounts_for("identities"):
        linked = any(row["advertiser_id"] == item for row in t.tables.rows["links"])
        await account_parts.identities(t.g, t.tables, t.q.bc_id, item, linked=linked)


async def spark(t: Aim) -> None:
    """Read the Spark codes of the ad account in question."""
    for item in t.accounts_for("spark"):
        await account_parts.spark(t.g, t.tables, item, code=t.q.spark_code)


async def stores(t: Aim) -> None:
    """Read the shops of the ad account in question."""
    for item in t.accounts_for("stores"):
        await account_parts.stores(t.g, t.tables, item, held=False)


async def exclusive(t: Aim) -> None:
    """Read which ad account holds the shop in question for GMV Max, or each shop of the ad account in question."""
    shop = t.asset["asset_id"] if t.asset and t.asset["asset_type"] == "TIKTOK_SHOP" else None
    for row in t.tables.rows["stores"]:
        if shop in (None, row["store_id"]):
            await account_parts.exclusive(t.g, t.tables, row)


async def log(t: Aim) -> None:
    """Read what happened lately."""
    await parts.log(t.g, t.tables, t.q.bc_id, most_pages=LOG_PAGES)


async def gone(t: Aim) -> None:
    """Read the log if the person is not on the list: it tells somebody who was there from a slip in the address."""
    unread = any(row["table"] == "members" for row in t.tables.rows["unread"])
    if t.q.who in (None, ME) or t.people or unread or "log" in t.tried:
        t.skip("gone")
    else:
        await parts.log(t.g, t.tables, t.q.bc_id, most_pages=LOG_PAGES)
