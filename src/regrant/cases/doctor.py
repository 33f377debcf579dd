"""Whom a token acts as and what it may read: one small read of each kind, before it matters."""

from __future__ import annotations

import asyncio

from regrant.cases.token_desk import Ability, Center, Doctor
from regrant.tiktok import account_parts, parts
from regrant.tiktok.client import Client
from regrant.tiktok.endpoints import table
from regrant.tiktok.errors import TikTokError
from regrant.tiktok.gather import Gatherer
from regrant.tiktok.reader import business_centers
from regrant.tiktok.tables import Tables
from regrant.tiktok.token import Token
from regrant.tiktok.wire import is_loopback

WORDS = {
    "members": "the list of users and invitations",
    "assets": "the list of ad accounts",
    "partners": "partners and what they share",
    "groups": "account groups",
    "log": "the activity log",
    "advertisers": "the status of ad accounts",
    "identities": "TikTok accounts as identities in ads",
    "spark": "Spark Ads posts and codes",
    "stores": "shops and GMV Max",
}
"""What the probes try, by the table they fill."""


async def examine(client: Client, token: Token) -> Doctor:
    """
    Look at what the token sees, and try each kind of reading in the first Business Center.

    Raises:
        TikTokError: not even the list of Business Centers can be read.

    """
    found, got = await business_centers(client)
    if got.trouble is not None:
        raise TikTokError(got.trouble)
    g, t = Gatherer(client, job="doctor"), Tables()
    await parts.me(g, t)
    abilities = await _probe(g, t, str(found[0]["bc_id"])) if found else ()
    names = {permission.id: permission.path for permission in table().permissions.values()}
    granted = None if token.scopes is None else tuple(names.get(scope, str(scope)) for scope in token.scopes)

    return Doctor(
        connected=token.at,
        address=token.base_url,
        login=next((row["email"] or row["display_name"] or row["user_id"] for row in t.rows["me"]), None),
        centers=tuple(
            Center(id=str(row["bc_id"]), name=row["name"], role=row["my_role"], status=row["status"]) for row in found
        ),
        permissions=granted,
        abilities=abilities,
        notes=() if found else ("This login belongs to no Business Center, so nothing can be checked.",),
        clock_skew=client.clock_skew,
        at_home=is_loopback(token.base_url),
    )


async def _probe(g: Gatherer, t: Tables, bc_id: str) -> tuple[Ability, ...]:
    """Return for each kind of reading whether it works in this Business Center."""
    async with asyncio.TaskGroup() as together:
        together.create_task(parts.members(g, t, bc_id))
        together.create_task(parts.assets(g, t, bc_id, "ADVERTISER", most_pages=1))
        together.create_task(parts.partners(g, t, bc_id))
        together.create_task(parts.groups(g, t, bc_id))
        together.create_task(parts.log(g, t, bc_id, days=7, most_pages=1))
    first = next((str(row["asset_id"]) for row in t.rows["assets"]), None)
    if first is not None:
        async with asyncio.TaskGroup() as together:
            together.create_task(account_parts.advertisers(g, t, [first]))
            together.create_task(account_parts.identities(g, t, bc_id, first))
            together.create_task(account_parts.spark(g, t, first))
            together.create_task(account_parts.stores(g, t, first))
    refused = {row["table"]: row["reason"] for row in t.rows["unread"] if row["code"] is not None}
    seen = [name for name in WORDS if first is not None or name not in ("advertisers", "identities", "spark", "stores")]

    return tuple(
        Ability(
            what=WORDS[name], works=name not in refused, reason=refused.get(name, "").removeprefix("not read: ") or None
        )
        for name in seen
    )
