"""Unknown stays unknown, and every repair is the least that is enough."""

from __future__ import annotations

from typing import Any

import pytest

from regrant.access import Resolver, build, find_cause
from tests.access.snapshots import (
    ADS,
    ANN,
    BC,
    BEN,
    BOSS,
    OTHER_ADS,
    TIKTOK,
    asset,
    bc,
    grant,
    identity,
    member,
    people,
    tables,
    why,
)  # fmt: skip


def gap(table: str, scope: str = "", reason: str = "permission Business Center Asset not granted") -> dict[str, Any]:
    """Return one failed read."""
    return {"table": table, "scope": scope, "reason": reason}


def test_failed_read_is_never_no() -> None:
    """Grants that could not be read make the answer unknown, and the sentence says what was not granted."""
    found = why("see", ADS, assets=[asset()], unread=[gap("grants", f"bc_id={BC}")])

    assert found.verdict == "unknown_unreadable"
    assert "permission Business Center Asset not granted" in found.sentence
    assert find_cause(found) is None
    assert found.repair == ()


def test_gap_elsewhere_does_not_blur() -> None:
    """A failed read about another person or kind of asset leaves a clear no."""
    unread = [gap("grants", f"user_id={BEN}"), gap("grants", "asset_type=PIXEL"), gap("spark", f"advertiser_id={ADS}")]

    assert why("see", ADS, assets=[asset()], unread=unread).verdict == "cannot"


def test_table_left_out_counts_as_not_read() -> None:
    """A table that was never asked for is not an empty one."""
    rows: dict[str, Any] = {"bcs": bc(), "members": people(member()), "assets": [asset()]}

    assert Resolver(build(rows)).why(ANN, "see", ADS).verdict == "unknown_unreadable"
    assert Resolver(build({**rows, "grants": []})).why(ANN, "see", ADS).verdict == "cannot"


def test_grant_proves_membership() -> None:
    """Without the member list, an assigned asset shows that the person has joined."""
    rows: dict[str, Any] = {
        "members": [],
        "assets": [asset()],
        "grants": [grant("ANALYST")],
        "unread": [gap("members")],
    }

    assert why("see", ADS, **rows).verdict == "can"
    assert why("see", ADS, who=BEN, **rows).verdict == "cannot"


def test_standard_members_token_knows_its_own_role() -> None:
    """A login that cannot read the member list still knows itself."""
    rows: dict[str, Any] = {
        "members": [],
        "unread": [gap("members")],
        "me": [{"user_id": ANN}],
        "bcs": bc(my_role="STANDARD"),
    }

    assert why("see", BC, **rows).verdict == "can"
    assert why("assign_others", BC, **rows).cause == "not_bc_admin"


def test_it_depends_is_not_unreadable() -> None:
    """What TikTok does not say is told apart from what could not be read."""
    rows: dict[str, Any] = {"members": people(member(finance_role="ANALYST"))}

    assert why("payments", BC, **rows).verdict == "unknown_depends"
    strange = why("create_and_edit_ads", assets=[asset(advertiser_status="STATUS_FROZEN")], grants=[grant("ADMIN")])
    assert strange.verdict == "unknown_depends"
    assert "STATUS_FROZEN" in strange.sentence


def test_unknown_role_depends() -> None:
    """A role that the matrix does not know is neither enough nor too low."""
    assert why("see", assets=[asset()], grants=[grant("SUPER_ADMIN")]).verdict == "unknown_depends"
    assert why("see", assets=[asset()], grants=[grant()]).verdict == "unknown_depends"


def test_least_role_is_proposed() -> None:
    """The repair is one write with the least role that is enough, ready to be sent."""
    repair = why("create_and_edit_ads", assets=[asset()], grants=[grant("ANALYST")]).repair

    assert [step.call for step in repair] == ["/bc/asset/assign/"]
    assert repair[0].arguments == {
        "bc_id": BC, "user_id": ANN, "asset_type": "ADVERTISER", "asset_id": ADS, "advertiser_role": "OPERATOR",
    }  # fmt: skip


def test_permissions_add_up() -> None:
    """A further permission on a TikTok account keeps those already given."""
    account = asset("TT_ACCOUNT", TIKTOK)
    rows: dict[str, Any] = {
        "assets": [account],
        "grants": [grant("POST", kind="TT_ACCOUNT", asset_id=TIKTOK)],
        "identities": [identity()],
    }

    assert why("go_live", TIKTOK, **rows).repair[0].arguments["tt_account_roles"] == ["LIVE", "POST"]


def test_missing_link_names_the_ad_account() -> None:
    """An unlinked TikTok account is to be linked to the one ad account the person works in."""
    grants = [grant("OPERATOR", asset_id=OTHER_ADS), grant("POST", kind="TT_ACCOUNT", asset_id=TIKTOK)]
    rows: dict[str, Any] = {"assets": [asset(asset_id=OTHER_ADS), asset("TT_ACCOUNT", TIKTOK)], "grants": grants}
    found = why("run_spark_ads", TIKTOK, identities=[identity()], **rows)

    assert found.cause == "not_linked_to_ad_account"
    assert found.repair[0].arguments["advertiser_id"] == OTHER_ADS


def test_several_steps_in_order() -> None:
    """Somebody who is no member is invited first, then assigned."""
    found = why("see", ADS, who="new@acme.example", assets=[asset()])

    assert [step.link for step in found.repair] == ["member", "assigned"]
    assert found.repair[0].arguments["emails"] == ["new@acme.example"]
    assert "user_id" not in found.repair[1].arguments
    assert not found.near_misses


def test_near_misses_include_the_way_round_a_group() -> None:
    """A role that a group keeps too low can be mended by assigning directly, which is the cheaper way."""
    group: dict[str, Any] = {
        "groups": [{"bc_id": BC, "group_id": "g1", "group_name": "North"}],
        "group_assets": [{"group_id": "g1", "asset_id": ADS}],
        "group_members": [{"group_id": "g1", "user_id": ANN, "role": "ANALYST"}],
    }
    found = why("create_and_edit_ads", assets=[asset()], **group)

    assert {path.route for path in found.near_misses} == {"own", "group"}
    assert len(found.repair) == 1


def test_compare_names_what_one_lacks() -> None:
    """A comparison lists only the differences, with the link the poorer one lacks."""
    found = Resolver(tables(assets=[asset()], grants=[grant("OPERATOR")], members=people(member(), member(BEN))))
    differences = found.compare(ANN, BEN).differences

    assert {(d.action, d.who, d.other, d.other_lacks) for d in differences} == {
        (action, "can", "cannot", "assigned") for action in ("see", "report", "create_and_edit_ads")
    }


def test_who_can_puts_those_first_who_can() -> None:
    """Everybody is listed, those who can before the others."""
    found = Resolver(tables(assets=[asset()], grants=[grant("ANALYST")])).who_can("see", ADS)

    assert [(standing.who.id, standing.verdict) for standing in found.people] == [(ANN, "can"), (BOSS, "cannot")]


@pytest.mark.parametrize("who", [ANN, "ANN@acme.example"])
def test_person_in_two_business_centers(who: str) -> None:
    """An invitation by address and a membership by id are the same person."""
    rows = [member(), member(None, email="Ann@acme.example", bc_id="7102", relation_status="PENDING")]
    second = [{"bc_id": "7102", "name": "Second", "status": "ENABLE"}]
    resolver = Resolver(tables(bcs=bc() + second, members=people(*rows)))

    assert resolver.why(who, "see", BC).verdict == "can"
    assert resolver.why(who, "see", "7102").sentence.endswith("the membership is PENDING.")
