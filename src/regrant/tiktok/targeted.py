"""Reads only what one question needs: a `why` in at most eight calls, a diagnosis only what its findings ask for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from regrant.columns import COLUMNS
from regrant.loading import once, read_yaml
from regrant.tiktok import parts, wire
from regrant.tiktok.client import Client
from regrant.tiktok.gather import Gatherer
from regrant.tiktok.paging import Row
from regrant.tiktok.question import ME, Question
from regrant.tiktok.reader import Snapshot
from regrant.tiktok.tables import scope
from regrant.tiktok.target import PARTS, Target
from regrant.tiktok.tidy import tidy

FILE = Path(__file__).with_name("needs.yaml")
WHY_CALLS = 8
DIAGNOSIS_CALLS = 30
BUSINESS_CENTER = "BUSINESS_CENTER"
LIKELIEST = ("ADVERTISER", "TT_ACCOUNT", "TIKTOK_SHOP", "PIXEL", "CATALOG", "MANAGED_BUSINESS_ACCOUNT", "LEAD")
KINDS: dict[str, tuple[str, ...]] = {
    "create_and_edit_ads": ("ADVERTISER", "CATALOG", "PIXEL"),
    "payments": ("ADVERTISER",),
    "post": ("TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT"),
    "go_live": ("TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT"),
    "answer_messages": ("TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT"),
    "run_spark_ads": ("ADVERTISER", "TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT"),
    "run_shop_ads": ("TIKTOK_SHOP", "ADVERTISER"),
    "edit_catalog": ("CATALOG",),
    "use_posts": ("TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT"),
    "use_shop": ("TIKTOK_SHOP",),
}
"""Which kinds of asset an action may mean, likeliest first; an action that is not here may mean any."""


_NOT_FOR: dict[tuple[str, str], tuple[str, ...]] = {
    ("run_shop_ads", "ADVERTISER"): ("own_tiktok", "exclusive"),
    ("run_spark_ads", "TT_ACCOUNT"): ("spark",),
    ("run_spark_ads", "MANAGED_BUSINESS_ACCOUNT"): ("spark", "own_tiktok"),
}
"""Parts that an action does not need if it is about this kind of asset."""


class Needs(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole of `needs.yaml`."""

    actions: dict[str, tuple[str, ...]]
    findings: dict[str, tuple[str, ...]]


@once
def needs() -> Needs:
    """Load `needs.yaml`."""
    return msgspec.convert(read_yaml(FILE), Needs)


async def why(
    client: Client,
    *,
    bc_id: str,
    who: str,
    action: str,
    asset: str | None = None,
    asset_type: str | None = None,
    advertiser_id: str | None = None,
    center: Row | None = None,
    most_calls: int = WHY_CALLS,
) -> Snapshot:
    """
    Read what it takes to say whether *who* can do *action* on *asset*, and if not, who could mend it.

    Args:
        client: the client to use.
        bc_id: the Business Center.
        who: user id, e-mail address or name; "me" for the token's own login.
        action: one of `needs.yaml`; one that is not there is read like "see".
        asset: id or name, with the kind in front if it is known (``PIXEL:Web``); None for the Business Center itself.
        asset_type: the kind of asset, if known; otherwise those that the action may mean are searched.
        advertiser_id: the ad account in which a TikTok account or shop is to be used, if known.
        center: the Business Center's row of `bcs`, if it was read already; that call counts as one of this reading.
        most_calls: the budget; what it did not reach is in `unread`.

    Returns:
        A snapshot in which only the rows about this question are read; tables that were not touched are left out.

    """
    kind, named, rest = (asset or "").partition(":")
    if named and kind.upper() in parts.ASSET_TYPES:
        asset_type, asset = kind.upper(), rest
    about_center = asset is None or asset == bc_id or asset_type == BUSINESS_CENTER
    kinds = (asset_type,) if asset_type in parts.ASSET_TYPES else KINDS.get(action, LIKELIEST)
    question = Question(
        bc_id=bc_id,
        who=who,
        asset=None if about_center else asset,
        kinds=tuple(kind for kind in kinds if kind),
        advertiser_id=advertiser_id,
        center=center,
    )
    t, run = _begin(client, question, most_calls, job=f"why {who}")
    await t.read(["bc", *(["me"] if who == ME else [])])
    if not about_center:
        # First of all, for without the asset there is no question, and its kind decides what else is worth a call.
        await t.read(["asset"])
    await t.read(["member"])
    if not about_center and action != "assign_others":
        await _chain(t, action)
    if about_center or t.asset is not None:
        for part in ("admins",) if t.people else ("log", "admins"):
            if t.g.left:
                await t.read([part])

    return run.finish(t)


async def _chain(t: Target, action: str) -> None:
    """Read the grant, then what else the action needs, then, if no grant was found, the roundabout ways to one."""
    await t.read(["grant"])
    if t.asset is None or (t.asset["relation_type"] not in ("OWNER_BC", None)):
        await t.read(["shares"])
        await t.read(["grant"])
    more = [part for part in needs().actions.get(action, ()) if part not in _NOT_FOR.get((action, _kind(t)), ())]
    await t.read(part for part in more if part != "account")
    direct = any(t.asset and row["asset_id"] == t.asset["asset_id"] for row in t.tables.rows["grants"])
    if _kind(t) == "ADVERTISER" and not direct and t.may_be_member:
        await t.read(["groups"])
    await t.read(part for part in more if part == "account")


def _kind(t: Target) -> str:
    return str(t.asset["asset_type"]) if t.asset else ""


async def for_findings(
    client: Client,
    findings: Iterable[str],
    *,
    question: Question,
    most_calls: int = DIAGNOSIS_CALLS,
) -> Snapshot:
    """
    Read what can answer these *findings*; one that TikTok cannot tell costs nothing.

    Args:
        client: the client to use.
        findings: ids of findings; see `readable`.
        question: whom and what it is about; what is None there is not searched for.
        most_calls: the budget; what it did not reach is in `unread`.

    """
    wanted = [part for finding in findings for part in needs().findings.get(finding, ())]
    if "own_grant" in wanted or question.who == ME:
        wanted.append("me")
    t, run = _begin(client, question, most_calls, job="diagnosis")
    if wanted:
        await t.read(["bc", *(["me"] if "me" in wanted else [])])
        await t.read(wanted)

    return run.finish(t)


def readable(findings: Iterable[str]) -> list[str]:
    """Return those of the *findings* that TikTok can tell."""
    known = needs().findings

    return [finding for finding in findings if finding in known]


class _Run:
    """When it began and what the client had done before."""

    def __init__(self, client: Client, bc_id: str, already: int) -> None:
        self.client, self.bc_id = client, bc_id
        self.started, self.before = wire.now(), len(client.calls) - already

    def finish(self, t: Target) -> Snapshot:
        """Put together what was read; tables that no part spoke of are left out."""
        tidy(t.tables, self.bc_id)
        touched = {"unread"} | {table for part in t.tried for table in PARTS[part].fills}
        touched |= {row["table"] for row in t.tables.rows["unread"]} & COLUMNS.keys()
        touched |= {table for table, rows in t.tables.rows.items() if rows}

        return Snapshot(
            bc_id=self.bc_id,
            url=self.client.url,
            started_at=self.started,
            finished_at=wire.now(),
            calls=len(self.client.calls) - self.before,
            me=t.login,
            tables={name: t.tables.rows[name] for name in COLUMNS if name in touched and name != "me"},
            clock_skew=self.client.clock_skew,
        )


def _begin(client: Client, question: Question, most_calls: int, *, job: str) -> tuple[Target, _Run]:
    already = 0 if question.center is None else 1

    return Target(Gatherer(client, job=job, budget=most_calls - already), question), _Run(
        client, question.bc_id, already
    )


__all__ = ["Question", "for_findings", "needs", "readable", "scope", "why"]
