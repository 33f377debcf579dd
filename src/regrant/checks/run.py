"""Reads what the findings need, asks every check, and writes down the proof."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec.structs import replace

from regrant.checks import assets, changes, creators, history, people, posts, shops, standing
from regrant.checks.asides import asides
from regrant.checks.model import CHECKS, Checked, Progress, Seen
from regrant.checks.view import NotReadError, View
from regrant.diagnosis import Evidence, Origin
from regrant.knowledge import Knowledge
from regrant.tiktok.client import Client
from regrant.tiktok.endpoints import operation
from regrant.tiktok.paging import Row
from regrant.tiktok.reader import Snapshot
from regrant.tiktok.targeted import KINDS, LIKELIEST, Question, for_findings, readable

_MODULES = (assets, changes, creators, history, people, posts, shops, standing)
"""Importing a module enters its checks."""
CALLS = {
    "bcs": "bc.get",
    "members": "bc.member.get",
    "assets": "bc.asset.admin.get",
    "grants": "bc.asset.get",
    "group_members": "bc.asset_group.get",
    "partners": "bc.partner.get",
    "shares": "bc.partner.asset.get",
    "links": "bc.asset.advertiser.assigned",
    "advertisers": "advertiser.info",
    "advertisers.verification": "account.verification.status",
    "identities": "identity.get",
    "spark": "tt_video.list",
    "stores": "gmv_max.store.list",
    "log": "changelog.get",
}
"""The call that fills a table."""
OTHER_ACCOUNTS = 5
"""In so many other ad accounts a Spark code that is not where it should be is looked for."""
_EXTRA = {
    "linked_here": ("asset_assigned", "gmv_max_stop"),
    "code_kind": ("spark_error",),
    "shop_side": ("shop_listed",),
}
"""Findings of which a check needs more than the table of needs says, or that another one's reading answers."""
_CODE = re.compile(r"#[A-Za-z0-9+/=_-]{12,}")
_NAMED = (
    (re.compile(r"\b(?:gmv|shop|store|tienda|loja|boutique|toko)\b|商店|店铺|店舗|สินค้า", re.IGNORECASE), "TIKTOK_SHOP"),
    (
        re.compile(
            r"\btik ?tok[- ](?:account|profile|konto)|\b(?:compte|cuenta|conta|akun|account) tik ?tok", re.IGNORECASE
        ),
        "TT_ACCOUNT",
    ),
    (re.compile(r"\bcatalog|\bcatálog|\bkatalog", re.IGNORECASE), "CATALOG"),
    (re.compile(r"\bpixel", re.IGNORECASE), "PIXEL"),
)
"""Words that name a kind of asset; where they mislead, the search only begins at another kind."""
_LIKELY = {"shop_access": "TIKTOK_SHOP"}


def tells(findings: Iterable[str]) -> list[str]:
    """Return those of the *findings* for which there is a check."""
    return [finding for finding in findings if finding in CHECKS]


def read_for(findings: Iterable[str]) -> list[str]:
    """Return the findings that TikTok is read for to answer *findings*: themselves, and what their checks need."""
    wanted = tells(findings)

    return readable([*wanted, *(more for finding in wanted for more in _EXTRA.get(finding, ()))])


def about(
    bc_id: str,
    who: str | None,
    asset: str | None = None,
    *,
    action: str | None = None,
    words: str = "",
    problems: Iterable[str] = (),
) -> Question:
    """
    Make the question of a reading.

    A Spark code is taken from the words. In which kinds of asset to look first comes from the action, or else from the
    words and the problem: whoever names no kind is not made to pay for a search of all.
    """
    code = _CODE.search(words)
    named = [kind for pattern, kind in _NAMED if pattern.search(words)]
    likely = [_LIKELY[problem] for problem in problems if problem in _LIKELY]
    kinds = dict.fromkeys([*KINDS.get(action or "", ()), *named, *likely, *LIKELIEST])

    return Question(bc_id=bc_id, who=who, asset=asset, spark_code=code.group() if code else None, kinds=tuple(kinds))


async def run(
    client: Client,
    knowledge: Knowledge,
    who: str | None,
    asset: str | None,
    findings: Iterable[str],
    *,
    bc_id: str,
    action: str | None = None,
    words: str = "",
    problems: Iterable[str] = (),
    exact: bool = False,
    progress: Progress | None = None,
    center: Row | None = None,
) -> Checked:
    """
    Read from TikTok what answers the *findings*. Nothing that TikTok refuses raises: it becomes a note.

    Args:
        client: the client to use.
        knowledge: what the findings mean; a value that it does not know is left out.
        who: the person, by address, id or name; "me" is the token's own login.
        asset: the asset, by id or name.
        findings: ids of findings; those that TikTok cannot tell cost nothing.
        bc_id: the Business Center.
        action: what the person wants to do, an action of `regrant.access`.
        words: the person's words; a Spark code in them is looked up.
        problems: what it is most likely about, likeliest first.
        exact: whether *who* is surely written right, so that not being on the list needs no other sign.
        progress: called with a line at every stage.
        center: the Business Center's row of `bcs`, if it was read already; that call counts as one of this reading.

    """
    wanted = tells(dict.fromkeys(findings))
    question = about(bc_id, who, asset, action=action, words=words, problems=problems)
    needed = read_for(wanted)
    if progress:
        progress(f"Reading from TikTok what {len(wanted)} questions need ...")
    read = await for_findings(client, needed, question=replace(question, center=center))
    view = View(read, question, action, problems)
    view.exact, view.words = exact, words
    view.shop_profiles_read = "gmv_max_stop" in needed and view.joined
    if view.about_posts:
        view = await _elsewhere(client, view, progress)
    if progress:
        progress(f"Read in {view.read.calls} calls.")

    return evidence_of(view, wanted, knowledge, client)


def evidence_of(view: View, findings: Iterable[str], knowledge: Knowledge, client: Client | None = None) -> Checked:
    """
    Ask every check, as what was read for one finding may tell another.

    What rests on something unread is no answer, and becomes a note if it was one of the *findings*.
    """
    found, gaps = [], dict[str, list[str]]()
    wanted = tells(findings)
    for finding in dict.fromkeys([*wanted, *CHECKS]):
        known = knowledge.findings.get(finding)
        try:
            seen = CHECKS[finding](view)
        except NotReadError as gap:
            if known is not None and finding in wanted:
                gaps.setdefault(str(gap), []).append(known.ask)
            continue
        if seen is not None and known is not None and seen.value in known.answers:
            found.append(_evidence(finding, seen, view.read, client))
    notes = [_note(reason, asks) for reason, asks in gaps.items()]
    reasons = {row["reason"]: row for row in view.read.tables["unread"] if row["reason"] not in gaps}
    notes += [_note(reason, [f"{row['table']} ({row['scope']})"]) for reason, row in reasons.items()]

    notes += asides(view)

    return Checked(evidence=tuple(found), notes=tuple(notes), calls=view.read.calls, tables=_with_me(view.read))


def _with_me(read: Snapshot) -> dict[str, list[dict[str, object]]]:
    return {**read.tables, **({"me": [read.me]} if read.me else {})}


def _note(reason: str, what: list[str]) -> str:
    plain = reason.removeprefix("not checked: ").removeprefix("not read: ")
    shown = "; ".join(what[:3]) + (f"; and {len(what) - 3} more" if len(what) > 3 else "")  # noqa: PLR2004

    return f"not checked: {shown} ({plain})"


def _evidence(finding: str, seen: Seen, read: Snapshot, client: Client | None) -> Evidence:
    call = CALLS.get(seen.table, seen.table)
    path = operation(call).path
    if seen.row is not None:
        at, request = seen.row["read_at"], seen.row["request_id"]
    else:
        # What is not there has no row: the answer that did not hold it is the proof.
        done = [c for c in client.calls if c.operation == call and c.code == 0] if client else []
        at, request = read.finished_at, done[-1].request_id if done else None
    origin = Origin.DERIVED if seen.inferred else Origin.VERIFIED
    at = at or datetime.now(UTC).isoformat(timespec="seconds")

    return Evidence(
        finding=finding, value=seen.value, origin=origin, at=at, proof=f"{path} request_id={request or '-'}"
    )


async def _elsewhere(client: Client, view: View, progress: Progress | None) -> View:
    """Look for a Spark code, or any post, in the other ad accounts if there is none in the one in question."""
    read, question = view.read, view.q
    asset = view.kind("ADVERTISER")
    wanted = question.advertiser_id or (asset["asset_id"] if asset is not None else None)
    rows = [row for row in view.rows("spark") if row["ad_auth_status"] is not None]
    code = question.spark_code
    if wanted is None or any(code in (None, row["auth_code"]) for row in rows):
        return view
    known = [r for r in view.rows("assets", asset_type="ADVERTISER") if r["asset_id"] != wanted]
    searched = {wanted}
    for row in known[:OTHER_ACCOUNTS]:
        if progress:
            progress(f"Looking for the post in {row['asset_name'] or row['asset_id']} ...")
        other = replace(question, who=None, asset=None, advertiser_id=row["asset_id"])
        more = await for_findings(client, ["code_applied_where"], question=other)
        whole = not more.tables["unread"]
        searched |= {str(row["asset_id"])} if whole else set()
        kept = {**read.tables, "spark": [*read.tables.get("spark", []), *more.tables.get("spark", [])]}
        read = replace(read, tables=kept, calls=read.calls + more.calls)
    found = View(read, question, view.action, view.problems)
    found.searched_posts, found.exact, found.words = frozenset(searched), view.exact, view.words

    return found
