"""Reads what the findings need, asks every check, and writes down the proof."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec.structs import replace

from regrant.checks import assets, creators, history, people, shops, standing
from regrant.checks.model import CHECKS, Checked, Progress, Seen
from regrant.checks.view import NotReadError, View
from regrant.diagnosis import Evidence, Origin
from regrant.knowledge import Knowledge
from regrant.tiktok.client import Client
from regrant.tiktok.endpoints import operation
from regrant.tiktok.reader import Snapshot
from regrant.tiktok.targeted import KINDS, Question, for_findings, readable

_MODULES = (assets, creators, history, people, shops, standing)
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


def tells(findings: Iterable[str]) -> list[str]:
    """Return those of the *findings* for which there is a check."""
    return [finding for finding in findings if finding in CHECKS]


def about(
    bc_id: str, who: str | None, asset: str | None = None, *, action: str | None = None, words: str = ""
) -> Question:
    """
    Make the question of a reading.

    A Spark code is taken from the words. The kinds of asset come from the action, if it is known.
    """
    code = _CODE.search(words)
    question = Question(bc_id=bc_id, who=who, asset=asset, spark_code=code.group() if code else None)
    kinds = KINDS.get(action or "")

    return replace(question, kinds=(*kinds, *(k for k in question.kinds if k not in kinds))) if kinds else question


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
    progress: Progress | None = None,
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
        progress: called with a line at every stage.

    """
    wanted = tells(dict.fromkeys(findings))
    question = about(bc_id, who, asset, action=action, words=words)
    needed = readable([*wanted, *(more for finding in wanted for more in _EXTRA.get(finding, ()))])
    if progress:
        progress(f"Reading from TikTok what {len(wanted)} questions need ...")
    read = await for_findings(client, needed, question=question)
    if question.spark_code:
        read = await _elsewhere(client, read, question, progress)
    if progress:
        progress(f"Read in {read.calls} calls.")

    return evidence_of(View(read, question, action), wanted, knowledge, client)


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


async def _elsewhere(client: Client, read: Snapshot, question: Question, progress: Progress | None) -> Snapshot:
    """Look for a Spark code in the other ad accounts if it is not in the list of the one in question."""
    rows = read.tables.get("spark", [])
    if any(row["auth_code"] == question.spark_code and row["ad_auth_status"] is not None for row in rows):
        return read
    seen = {row["advertiser_id"] for row in rows} | {question.asset}
    known = [r for r in read.tables.get("assets", []) if r["asset_type"] == "ADVERTISER" and r["asset_id"] not in seen]
    for row in known[:OTHER_ACCOUNTS]:
        if progress:
            progress(f"Looking for the code in {row['asset_name'] or row['asset_id']} ...")
        other = replace(question, who=None, asset=None, advertiser_id=row["asset_id"])
        more = await for_findings(client, ["code_applied_where"], question=other)
        kept = {**read.tables, "spark": [*read.tables.get("spark", []), *more.tables.get("spark", [])]}
        read = replace(read, tables=kept, calls=read.calls + more.calls)

    return read
