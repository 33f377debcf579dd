"""A snapshot holds everything that could be read, and says of everything else why it could not."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from regrant.columns import COLUMNS, STAMPS
from regrant.tiktok.paging import Row
from regrant.tiktok.reader import Progress, Snapshot, business_centers, snapshot
from regrant.tiktok.state import StateError
from tests.tiktok.center import (
    ANA,
    BC,
    BEN,
    GROUP,
    PARTNER,
    PIXEL,
    SHARED_IN,
    SHOP,
    SHOP_ADS,
    TIKTOK,
    build,
    for_standard,
)
from tests.tiktok.conftest import connect
from tests.tiktok.server import HTML, Reply, Server, ok, paged, refuse


def read(server: Server, bc_id: str = BC, *, client: Any = None, **options: Any) -> Snapshot:
    """Read the Business Center."""

    async def run() -> Snapshot:
        async with client or connect(server, retries=0) as made:
            return await snapshot(made, bc_id, **options)

    return asyncio.run(run())


@pytest.fixture
def center(server: Server) -> Server:
    """Put the small Business Center on the server."""
    build(server)

    return server


def pick(rows: list[Row], **wanted: Any) -> Row:
    """Return the one row that fits."""
    [found] = [row for row in rows if all(row[key] == value for key, value in wanted.items())]

    return found


class TestWhole:
    """Everything can be read."""

    def test_every_table_with_exactly_its_columns(self, center: Server) -> None:
        """All tables are there, each row with the agreed columns and its proof."""
        found = read(center).tables
        assert found.keys() == COLUMNS.keys() - {"me"}
        for name, rows in found.items():
            assert all(set(row) == {*COLUMNS[name], *STAMPS} for row in rows)
            assert all(row["read_at"] for row in rows)
            assert name == "unread" or all(row["request_id"] for row in rows)

    def test_business_center(self, center: Server) -> None:
        """The nested facts are found; an id that came as a number is text."""
        [found] = read(center).tables["bcs"]
        assert (found["bc_id"], found["status"], found["my_role"]) == (BC, "ENABLE", "ADMIN")
        assert found["my_finance_role"] is None

    def test_members(self, center: Server) -> None:
        """A finance role may come in a list; somebody who has not joined has no user id."""
        found = read(center).tables["members"]
        assert pick(found, user_id=ANA)["finance_role"] == "MANAGER"
        assert pick(found, relation_status="PENDING")["user_id"] is None

    def test_assets_of_both_lists(self, center: Server) -> None:
        """What a partner shares stands beside the own; a status never seen before stays word for word."""
        found = read(center).tables["assets"]
        assert {row["asset_id"] for row in found} == {SHOP_ADS, SHARED_IN, TIKTOK, SHOP, PIXEL}
        shared = pick(found, asset_id=SHARED_IN)
        assert (shared["relation_type"], shared["owner_bc_name"]) == ("OWNER_PARTNER", "Agency")
        assert pick(found, asset_id=SHOP_ADS)["advertiser_status"] == "STATUS_BRAND_NEW_WORD"

    def test_grants_by_every_way(self, center: Server) -> None:
        """Own roles, one or several or none, and those that an asset group gives."""
        found = read(center).tables["grants"]
        ways = {(row["user_id"], row["asset_id"], tuple(row["roles"]), row["via"], row["group_id"]) for row in found}
        assert ways == {
            (BEN, SHOP_ADS, ("ANALYST",), "own", None),
            (BEN, SHOP_ADS, ("OPERATOR",), "group", GROUP),
            (ANA, TIKTOK, ("POST", "LIVE"), "own", None),
            (BEN, PIXEL, (), "own", None),
        }

    def test_partners_and_shares(self, center: Server) -> None:
        """The partner and what it gives, with its role."""
        found = read(center).tables
        assert pick(found["partners"], partner_bc_id=PARTNER)["partner_name"] == "Agency"
        assert pick(found["shares"], asset_id=SHARED_IN)["role"] == "OPERATOR"

    def test_links_spark_log(self, center: Server) -> None:
        """Both forms of time are read; unknown words stay."""
        found = read(center).tables
        assert pick(found["links"], advertiser_id=SHOP_ADS)["asset_id"] == TIKTOK
        post = pick(found["spark"], advertiser_id=SHOP_ADS)
        assert (post["ad_auth_status"], post["auth_end_time"]) == ("SOMETHING_NEW", "2026-06-23T07:09:07Z")
        assert pick(found["log"], operator_id=ANA)["time"] == "2026-11-19T10:00:00Z"

    def test_shop_held_by_another_account(self, center: Server) -> None:
        """The exclusive holder of a shop is read."""
        shop = pick(read(center).tables["stores"], store_id=SHOP)
        assert (shop["exclusive_status"], shop["exclusive_advertiser_id"]) == ("EFFECTIVE", SHARED_IN)

    def test_account_that_poisons_the_batch(self, center: Server) -> None:
        """The others are read; the one is unread with the reason, and not asked about further."""
        found = read(center)
        assert [row["advertiser_id"] for row in found.tables["advertisers"]] == [SHOP_ADS]
        scopes = {row["table"] for row in found.tables["unread"] if row["scope"] == f"advertiser_id={SHARED_IN}"}
        assert scopes == {"advertisers", "identities", "spark", "stores"}
        asked = [seen.sent["advertiser_id"] for seen in center.seen if seen.path == "/tt_video/list/"]
        assert asked == [SHOP_ADS]

    def test_calls_are_counted_and_none_is_wasted(self, center: Server) -> None:
        """No request is sent twice, and nothing is asked about kinds of which there is nothing."""
        found = read(center)
        asked = [(seen.path, json.dumps(seen.sent, sort_keys=True)) for seen in center.seen]
        assert found.calls == len(asked)
        assert len(set(asked)) == len(asked)
        assert not [seen for seen in center.seen if seen.path == "/bc/asset/get/" and seen.sent["asset_type"] == "LEAD"]

    def test_progress(self, center: Server) -> None:
        """Every part is told of, and in the end all known are done."""
        told: list[Progress] = []
        read(center, progress=told.append)
        assert told[-1].done == told[-1].known == len(told)

    def test_tables_left_out_are_not_there(self, center: Server) -> None:
        """What was not to be read is absent, which is not the same as empty."""
        found = read(center, leave_out=["spark", "stores"])
        assert not {"spark", "stores"} & found.tables.keys()
        assert "/tt_video/list/" not in center.paths()

    def test_reading_never_writes(self, center: Server) -> None:
        """A snapshot consists of reads alone."""
        read(center)
        assert {seen.method for seen in center.seen} == {"GET"}


class TestGaps:
    """Something cannot be read."""

    def test_missing_permission(self, center: Server) -> None:
        """It is asked for once, and every table it would fill says which permission is not granted."""
        center.on("/tt_video/list/", refuse(40001, "advertiser does not grant you /tt_video/list/:GET permission"))
        gap = pick(read(center).tables["unread"], table="spark", code=40001, scope=f"advertiser_id={SHOP_ADS}")
        assert gap["reason"].startswith("not checked: permission Creative Management")
        assert gap["request_id"]

    def test_standard_member(self, center: Server) -> None:
        """What only an Admin may ask is unread; the own membership, assets and roles are known all the same."""
        for_standard(center)
        found = read(center).tables
        own = pick(found["members"], user_id=BEN)
        assert (own["role"], own["relation_status"]) == ("STANDARD", "BOUND")
        assert pick(found["grants"], asset_id=SHOP_ADS, via="own")["roles"] == ["ANALYST"]
        assert {"members", "assets", "partners", "shares", "groups"} <= {row["table"] for row in found["unread"]}
        assert center.paths().count("/bc/asset/admin/get/") <= 7

    def test_dead_token_stops_everything(self, center: Server) -> None:
        """A token that dies on the way costs a few calls more, not hundreds, and what was read stays."""
        center.on("/bc/partner/get/", refuse(40105, "Access token is incorrect or has been revoked."))
        found = read(center)
        assert found.tables["bcs"]
        assert {"partners", "spark", "identities"} & {row["table"] for row in found.tables["unread"]}
        assert found.calls < 20

    def test_invisible_business_center(self, center: Server) -> None:
        """It cannot be told from one that does not exist; nothing else is asked about it."""
        found = read(center, "7999999999999999999")
        assert "cannot be told from" in pick(found.tables["unread"], table="bcs")["reason"]
        assert found.calls == 2

    def test_gateway_that_answers_everything(self, center: Server) -> None:
        """After some reads without an answer the rest is not tried."""
        for path in set(center._answers):
            center.on(path, Reply(body=HTML, status=502, kind="text/html"))
        found = read(center)
        assert found.calls < 16
        assert all(row["reason"] for row in found.tables["unread"])

    def test_endpoint_that_vanished(self, center: Server) -> None:
        """One path gone costs its table, not the snapshot."""
        del center._answers["/changelog/get/"]
        found = read(center)
        assert "does not offer" in pick(found.tables["unread"], table="log")["reason"]
        assert found.tables["members"]

    def test_shop_list_without_gmv_max(self, center: Server) -> None:
        """The plain list of shops stands in, and the missing permission is said."""
        center.on(
            "/gmv_max/store/list/", refuse(40001, "advertiser does not grant you /gmv_max/store/list/:GET permission")
        )
        center.on("/store/list/", ok({"stores": [{"store_id": SHOP, "store_authorized_bc_id": BC}]}))
        found = read(center).tables
        assert pick(found["stores"], store_id=SHOP, advertiser_id=SHOP_ADS)["store_status"] is None
        assert (
            "GMV MAX" in pick(found["unread"], table="stores.store_status", scope=f"advertiser_id={SHOP_ADS}")["reason"]
        )

    def test_verification_that_the_list_leaves_out(self, center: Server) -> None:
        """Where the list does not say it, it is asked for; without permission only that column is open."""
        bare = {"bc_info": {"bc_id": BC, "status": "ENABLE"}, "user_role": "ADMIN"}
        center.on("/bc/get/", paged([bare]))
        center.on("/account/verification/status/", ok({"verification_status": "FAILED", "rejection_reason": "blurry"}))
        [found] = read(center).tables["bcs"]
        assert (found["verification_status"], found["verification_reason"]) == ("FAILED", "blurry")


class TestResume:
    """An interrupted snapshot goes on."""

    def test_only_the_rest_is_read(self, center: Server, tmp_path: Path) -> None:
        """Finished parts come from the file; what failed for a passing reason is read again."""
        state = tmp_path / "state"
        center.on("/bc/partner/get/", refuse(50000))
        center.on("/tt_video/list/", refuse(50000))
        first = read(center, state=state)
        build(center)
        center.seen.clear()
        second = read(center, state=state)
        assert not {"/bc/member/get/", "/bc/asset/admin/get/", "/changelog/get/"} & set(center.paths())
        assert {"/bc/partner/get/", "/tt_video/list/", "/advertiser/info/"} <= set(center.paths())
        assert {row["scope"] for row in second.tables["unread"]} == {f"advertiser_id={SHARED_IN}"}
        assert pick(second.tables["spark"], advertiser_id=SHOP_ADS)
        assert first.tables["members"] == second.tables["members"]

    def test_cancelled_in_the_middle(self, center: Server, tmp_path: Path) -> None:
        """What was finished before is not asked for again."""
        state = tmp_path / "state"
        center.on("/changelog/get/", Reply(body=b"", delay=0.5))

        async def run() -> None:
            async with connect(center) as client:
                await asyncio.wait_for(snapshot(client, BC, state=state), 0.4)

        with pytest.raises(TimeoutError):
            asyncio.run(run())
        build(center)
        center.seen.clear()
        assert read(center, state=state).tables["members"]
        assert "/bc/member/get/" not in center.paths()

    def test_torn_last_line(self, center: Server, tmp_path: Path) -> None:
        """A line that a crash cut short is left out."""
        state = tmp_path / "state"
        read(center, state=state)
        state.write_text(state.read_text("utf-8")[:-25], "utf-8")
        assert read(center, state=state).tables["members"]

    def test_file_of_another_snapshot(self, center: Server, tmp_path: Path) -> None:
        """It is not mixed with this one."""
        state = tmp_path / "state"
        state.write_text("something else\n", "utf-8")
        with pytest.raises(StateError, match="delete this one"):
            read(center, state=state)

    def test_file_is_the_users_alone(self, center: Server, tmp_path: Path) -> None:
        """It names people, so nobody else may read it; when the snapshot is whole it is gone."""
        state = tmp_path / "deep" / "state"
        read(center, state=state)
        assert state.stat().st_mode & 0o777 == 0o600


def test_business_centers_of_the_login(center: Server) -> None:
    """All Business Centers of the token's login are listed."""

    async def run() -> list[Row]:
        async with connect(center) as client:
            found, got = await business_centers(client)
            assert got.whole
            return found

    assert [row["name"] for row in asyncio.run(run())] == ["Tea House"]
