"""What is read becomes evidence with its proof, and what could not be read becomes a note and nothing else."""

from __future__ import annotations

import asyncio
import re
import socket
from typing import Any

import msgspec
import pytest

from regrant import checks
from regrant.checks.model import CHECKS, Checked
from regrant.diagnosis import Origin
from regrant.knowledge import Knowledge
from regrant.sandbox import Fault, World, packaged_world, serve
from regrant.tiktok.client import Client
from regrant.tiktok.pacing import Limiter, Quota

BC = "7100000000000000001"
BEN, US = "ben@orchard.example", "7300000000000000001"


def run(knowledge: Knowledge, world: World, findings: list[str], *faults: Fault, **options: Any) -> Checked:
    """Check *findings* for Ben and the US ad account in a world."""

    async def read(url: str) -> Checked:
        limiter = Limiter(Quota(per_second=50, per_minute=3000))
        token = options.pop("token", world.tokens[0].token)
        async with Client(token, url=url, retries=0, limiter=limiter) as client:
            return await checks.run(
                client, knowledge, options.pop("who", BEN), options.pop("asset", US), findings, bc_id=BC, **options
            )

    with serve(world) as running:
        running.fault(*faults)
        return asyncio.run(read(running.base))


def test_every_check_is_of_a_finding_that_exists(whole_knowledge: Knowledge) -> None:
    """No check speaks of a finding that the knowledge does not know."""
    assert set(CHECKS) <= set(whole_knowledge.findings)


def test_evidence_carries_its_proof(whole_knowledge: Knowledge) -> None:
    """Each piece names the call, the request id and the time."""
    found = run(whole_knowledge, packaged_world("role_too_low"), ["ad_account_role", "person_in_list"])
    by_name = {item.finding: item for item in found.evidence}
    role = by_name["ad_account_role"]
    assert (role.value, role.origin) == ("analyst", Origin.VERIFIED)
    assert re.fullmatch(r"/bc/asset/get/ request_id=\w+", role.proof or "")
    assert role.at
    assert role.checked
    assert by_name["person_in_list"].value == "joined"


def test_absence_is_proved_by_the_answer_that_lacks_it(whole_knowledge: Knowledge) -> None:
    """Somebody who is not in the list has no row, so the reading of the list is the proof."""
    found = run(whole_knowledge, packaged_world("healthy"), ["person_in_list"], who="zoe@elsewhere.example")
    item = next(item for item in found.evidence if item.finding == "person_in_list")
    assert item.value == "not_listed"
    assert re.fullmatch(r"/bc/member/get/ request_id=\w+", item.proof or "")


def test_a_failed_read_is_no_answer(whole_knowledge: Knowledge) -> None:
    """A list that could not be read gives no evidence, but a note that says so; what was read is kept."""
    fault = Fault(kind="code", on="/bc/member/get/", code=50000)
    found = run(whole_knowledge, packaged_world("healthy"), ["person_in_list", "ad_account_status"], fault)
    names = {item.finding for item in found.evidence}
    assert "person_in_list" not in names
    assert "ad_account_status" in names
    assert any(note.startswith("not checked: How does the person appear") for note in found.notes)


def test_a_missing_permission_is_named(whole_knowledge: Knowledge) -> None:
    """A token without a permission leaves its checks undone and says which permission is missing."""
    world = packaged_world("healthy")
    first = msgspec.structs.replace(world.tokens[0], permissions=(3,))
    found = run(
        whole_knowledge,
        msgspec.structs.replace(world, tokens=(first, *world.tokens[1:])),
        ["person_in_list", "removal_sign"],
    )
    assert not found.evidence
    assert any("permission" in note and "not granted" in note for note in found.notes)


def test_no_network_leaves_everything_open(whole_knowledge: Knowledge) -> None:
    """With nobody at the other end there is no evidence and no error, only notes."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"

        async def read() -> Checked:
            async with Client("token", url=url, retries=0) as client:
                return await checks.run(client, whole_knowledge, BEN, US, ["person_in_list"], bc_id=BC)

        found = asyncio.run(read())
    assert not found.evidence
    assert found.notes


def test_findings_that_tiktok_cannot_tell_cost_nothing(whole_knowledge: Knowledge) -> None:
    """A question about the person's browser sends no request."""
    assert run(whole_knowledge, packaged_world("healthy"), ["browser_age"]).calls == 0


@pytest.mark.parametrize(
    ("world", "asset", "action", "finding", "value"),
    [
        ("identity_scope_gone", "7400000000000000001", "use_posts", "tiktok_link_state", "permission_missing"),
        ("tiktok_not_linked", "7400000000000000001", "run_spark_ads", "linked_here", "only_elsewhere"),
        ("request_pending", "7300000000000000003", "see", "request_state", "waiting"),
        ("owner_cut_access", "7300000000000000003", "see", "request_state", "cancelled"),
        ("partner_ceiling", "7300000000000000003", "create_and_edit_ads", "share_level", "too_low"),
        ("shop_exclusive_elsewhere", "7600000000000000001", "run_shop_ads", "gmv_max_stop", "other_account"),
        ("ad_account_suspended", US, "create_and_edit_ads", "ad_account_status", "suspended"),
        ("verification_failed", US, None, "rejection_reason", "wrong_type"),
        ("healthy", US, "create_and_edit_ads", "asset_assigned", "assigned"),
    ],
)
def test_what_a_world_shows(
    whole_knowledge: Knowledge, world: str, asset: str, action: str | None, finding: str, value: str
) -> None:
    """Each kind of trouble is read as the value that the knowledge has for it."""
    found = run(whole_knowledge, packaged_world(world), [finding], asset=asset, action=action)
    assert {item.finding: item.value for item in found.evidence}[finding] == value


def test_a_code_is_found_where_it_was_applied(whole_knowledge: Knowledge) -> None:
    """A Spark code in the words that stands in another ad account is found there."""
    found = run(
        whole_knowledge,
        packaged_world("spark_applied_elsewhere"),
        ["code_applied_where"],
        words="the code #OTHERCODE000000000001 was accepted",
    )
    assert {item.finding: item.value for item in found.evidence}["code_applied_where"] == "other_account"


@pytest.mark.parametrize(
    "name", ["healthy", "not_assigned", "removed_member", "owner_elsewhere", "shop_not_assigned", "tiktok_not_linked"]
)
def test_a_login_that_sees_less_never_says_otherwise(whole_knowledge: Knowledge, name: str) -> None:
    """With a Standard member's token less is known, but nothing differs from what an Admin's token shows."""
    world = packaged_world(name)
    asked = world.question
    assert asked is not None
    given = {"who": asked.who, "asset": asked.asset, "action": asked.action}
    admin, member = (
        run(whole_knowledge, world, list(CHECKS), token=one.token, **given)
        for one in (world.tokens[0], world.tokens[-1])
    )
    seen = {item.finding: item.value for item in admin.evidence}
    assert all(seen.get(item.finding, item.value) == item.value for item in member.evidence)
    assert len(member.evidence) < len(admin.evidence)
    assert member.notes
