"""One small read of each kind, to see what a token may read before it matters."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from regrant.tiktok import account_parts, parts
from regrant.tiktok.gather import Gatherer
from regrant.tiktok.tables import Tables

if TYPE_CHECKING:
    from regrant.cases.tiktok_desk import Ability
    from regrant.tiktok.client import Client

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


async def probe(client: Client, bc_id: str) -> tuple[str | None, tuple[Ability, ...]]:
    """Return the login the token acts as, and for each kind of reading whether it works in this Business Center."""
    from regrant.cases.tiktok_desk import Ability

    g, t = Gatherer(client, job="doctor"), Tables()
    await parts.me(g, t)
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
    login = next((row["email"] or row["display_name"] or row["user_id"] for row in t.rows["me"]), None)

    return login, tuple(Ability(what=WORDS[name], works=name not in refused, reason=refused.get(name)) for name in seen)
