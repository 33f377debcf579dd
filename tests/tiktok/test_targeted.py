"""One question is answered with few calls, and what was not read is never taken for "none"."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regrant.columns import COLUMNS
from regrant.tiktok.parts import ASSET_TYPES
from regrant.tiktok.question import Question
from regrant.tiktok.reader import Snapshot
from regrant.tiktok.target import PARTS
from regrant.tiktok.targeted import WHY_CALLS, for_findings, needs, readable, why
from tests.tiktok.center import ANA, BC, BEN, MEMBERS, SHARED_IN, SHOP, SHOP_ADS, TIKTOK, build, for_standard
from tests.tiktok.conftest import connect
from tests.tiktok.server import Server, paged, refuse


@pytest.fixture
def center(server: Server) -> Server:
    """Put the small Business Center on the server."""
    build(server)

    return server


def ask(server: Server, who: str, action: str, asset: str | None, **options: Any) -> Snapshot:
    """Read for one `why`."""

    async def run() -> Snapshot:
        async with connect(server, retries=0) as client:
            return await why(client, bc_id=BC, who=who, action=action, asset=asset, **options)

    return asyncio.run(run())


def find(server: Server, *findings: str, **about: Any) -> Snapshot:
    """Read for findings."""

    async def run() -> Snapshot:
        async with connect(server, retries=0) as client:
            return await for_findings(client, findings, question=Question(bc_id=BC, **about))

    return asyncio.run(run())


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    who=st.sampled_from([BEN, ANA, "ben@tea.example", "dan@tea.example", "nobody@tea.example", "me", "7999999"]),
    action=st.sampled_from([*needs().actions, "something else"]),
    asset=st.sampled_from([SHOP_ADS, "Shop ads", SHARED_IN, TIKTOK, SHOP, "nothing", None]),
    kind=st.sampled_from([None, *ASSET_TYPES]),
)
def test_never_more_calls_than_allowed(
    center: Server, who: str, action: str, asset: str | None, kind: str | None
) -> None:
    """Whoever, whatever and whichever: eight calls at most, and no table is made up."""
    center.seen.clear()
    found = ask(center, who, action, asset, asset_type=kind)
    assert found.calls == len(center.seen) <= WHY_CALLS
    assert found.tables.keys() <= COLUMNS.keys()


def test_own_role_of_a_member(center: Server) -> None:
    """Person by e-mail and ad account by name: state, role and Admins are known."""
    found = ask(center, "ben@tea.example", "create_and_edit_ads", "Shop ads").tables
    assert {row["user_id"] for row in found["members"]} >= {ANA, BEN}
    assert [row["roles"] for row in found["grants"] if row["user_id"] == BEN] == [["ANALYST"]]
    assert found["assets"][0]["asset_id"] == SHOP_ADS
    assert found["advertisers"][0]["status"] == "STATUS_LIMIT"
    assert "spark" not in found


def test_account_that_a_partner_shares(center: Server) -> None:
    """What is not in the own list is looked for among what partners share, with the ceiling."""
    found = ask(center, BEN, "create_and_edit_ads", "Client ads", asset_type="ADVERTISER")
    assert [row["asset_id"] for row in found.tables["shares"]] == [SHARED_IN]
    assert "Client ads" in {row["asset_name"] for row in found.tables["assets"]}


def test_spark_ads_with_a_tiktok_account(center: Server) -> None:
    """The link with the ad account and the state of the identity are read too."""
    found = ask(center, ANA, "run_spark_ads", "teahouse", asset_type="TT_ACCOUNT").tables
    assert found["links"][0]["advertiser_id"] == SHOP_ADS
    assert found["identities"][0]["identity_type"] == "BC_AUTH_TT"


def test_group_is_looked_at_if_there_is_no_own_grant(center: Server) -> None:
    """A role may come from an asset group."""
    found = ask(center, ANA, "create_and_edit_ads", SHOP_ADS, asset_type="ADVERTISER").tables
    assert found["groups"]


def test_business_center_itself_needs_no_asset(center: Server) -> None:
    """Without an asset only the person and the Business Center are read."""
    found = ask(center, BEN, "people", None)
    assert found.tables.keys() == {"bcs", "members", "unread"}
    assert found.calls <= 3


def test_standard_token_asks_about_itself(center: Server) -> None:
    """The own membership and role are known without an Admin; the rest is unread."""
    for_standard(center)
    found = ask(center, "me", "create_and_edit_ads", SHOP_ADS).tables
    assert [(row["user_id"], row["role"]) for row in found["members"]] == [(BEN, "STANDARD")]
    assert ["ANALYST"] in [row["roles"] for row in found["grants"]]
    assert "members" in {row["table"] for row in found["unread"]}


def test_budget_that_runs_out_is_said(center: Server) -> None:
    """What the budget did not reach is unread, not empty."""
    found = ask(center, BEN, "create_and_edit_ads", SHOP_ADS, most_calls=2)
    assert found.calls == 2
    assert any("limit of calls" in row["reason"] for row in found.tables["unread"])


def test_short_list_of_people_is_read_once(center: Server) -> None:
    """One page that is all there is tells the person, the Admins, and that somebody is not there."""
    for who in ("ben@tea.example", "nobody@tea.example"):
        center.seen.clear()
        found = ask(center, who, "create_and_edit_ads", SHOP_ADS)
        assert center.paths().count("/bc/member/get/") == 1
        assert ANA in {row["user_id"] for row in found.tables["members"]}
        assert "members" not in {row["table"] for row in found.tables["unread"]}


def test_long_list_of_people_is_searched(center: Server) -> None:
    """Somebody who is not on the first page of a long list is looked up, and so are the Admins."""
    crowd = [
        {**row, "user_email": f"p{n}@tea.example", "user_id": str(10**18 + n)}
        for n in range(50)
        for row in MEMBERS[1:2]
    ]
    every, picked = paged([*crowd, MEMBERS[1]]), paged(MEMBERS[1:2])
    center.on("/bc/member/get/", lambda request: (picked if request.sent.get("filtering") else every)(request))
    found = ask(center, "ben@tea.example", "create_and_edit_ads", SHOP_ADS)
    looks = [request.sent.get("filtering") for request in center.seen if request.path == "/bc/member/get/"]
    assert looks == [None, {"keyword": "ben@tea.example"}, {"user_role": "ADMIN"}]
    assert BEN in {row["user_id"] for row in found.tables["members"]}


def test_list_of_holders_tells_each_grant(center: Server) -> None:
    """Where it is read who holds an ad account, neither the person's grant nor the login's is asked for again."""
    find(center, "others_see_it", "ad_account_role", "adder_account_role", who="ben@tea.example", asset=SHOP_ADS)
    asked = [request.sent["filtering"]["user_id"] for request in center.seen if request.path == "/bc/asset/get/"]
    assert center.paths().count("/bc/asset/member/get/") == 1
    assert BEN not in asked


def test_somebody_who_has_not_joined_is_in_no_group(center: Server) -> None:
    """Neither grants nor asset groups are read of an open invitation."""
    ask(center, "dan@tea.example", "create_and_edit_ads", SHOP_ADS, asset_type="ADVERTISER")
    assert not {"/bc/asset/get/", "/bc/asset_group/list/"} & set(center.paths())


@pytest.mark.parametrize(("asset", "times"), [(SHOP_ADS, 0), (SHOP, 1)])
def test_holder_of_a_shop_is_read_for_the_shop_alone(center: Server, asset: str, times: int) -> None:
    """Which ad account holds a shop for GMV Max matters to the shop, not to an ad account that it is used in."""
    kind = "TIKTOK_SHOP" if asset == SHOP else "ADVERTISER"
    ask(center, BEN, "run_shop_ads", asset, asset_type=kind, most_calls=30)
    assert center.paths().count("/gmv_max/store/list/") == 1
    assert center.paths().count("/gmv_max/exclusive_authorization/get/") == times


def test_findings_read_only_what_they_need(center: Server) -> None:
    """A question about the Business Center alone costs one call; one that TikTok cannot tell costs none."""
    assert find(center, "bc_status_word").calls == 1
    assert find(center, "private_window", "spam_search").calls == 0


def test_findings_share_their_reads(center: Server) -> None:
    """What two findings need is read once."""
    alone = find(center, "person_in_list", who="ben@tea.example").calls
    both = find(center, "person_in_list", "person_bc_role", "finance_role", who="ben@tea.example").calls
    assert alone == both


def test_spark_code_findings(center: Server) -> None:
    """The posts of the ad account are read; a given code is looked up if it is not among them."""
    center.on("/tt_video/info/", refuse(40007, "gone"))
    found = find(center, "spark_code_age", asset=SHOP_ADS, kinds=("ADVERTISER",), spark_code="#other")
    assert found.tables["spark"][0]["auth_code"] == "#abc"
    assert "spark.auth_code" in {row["table"] for row in found.tables["unread"]}


def test_table_not_spoken_of_is_left_out(center: Server) -> None:
    """An absent table was not read."""
    assert find(center, "bc_status_word").tables.keys() == {"bcs", "unread"}


def test_needs_name_parts_that_exist() -> None:
    """Every part named in the file is one that can be read, and every kind of asset is known."""
    named = {part for parts in (*needs().actions.values(), *needs().findings.values()) for part in parts}
    assert named <= PARTS.keys()
    assert set(Question(bc_id=BC).kinds) == set(ASSET_TYPES)


def test_needs_speak_of_findings_of_the_knowledge() -> None:
    """No finding is named that the diagnosis does not know."""
    from regrant.knowledge import load

    assert set(needs().findings) <= load().findings.keys()
    assert readable(["bc_status_word", "private_window"]) == ["bc_status_word"]
