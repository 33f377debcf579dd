"""Rows that the world holds as they are: money, papers, sources, lives, and the export of an ad account's own log."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest
from msgspec.structs import replace

from regrant.sandbox import packaged_world, parse_world
from regrant.sandbox.recorded import LISTS, RECORDED
from regrant.sandbox.shapes import Fault, Record
from regrant.sandbox.world import WorldError
from tests.sandbox.test_engine import ARGS, BC, UK, US, needed
from tests.sandbox.wire import Start, Wire

CATALOG = "7800000000000000001"
OTHER = "7100000000000000009"


def holding(start: Start, path: str, *records: Record) -> Wire:
    """Start the healthy world with records under one path."""
    return start(replace(packaged_world("healthy"), records={path: records}))


def row(**fields: Any) -> dict[str, Any]:
    """Return a row."""
    return fields


@pytest.mark.parametrize("path", sorted(LISTS))
def test_a_recorded_list_is_given_to_whom_it_belongs(start: Start, path: str) -> None:
    """Rows recorded for the id that is asked for are given as they are; rows of another id are not."""
    name, key = LISTS[path]
    mine, other = Record(of=ARGS[name], row=row(amount=5, note="x")), Record(of=OTHER, row=row(amount=6))
    data = holding(start, path, mine, other).get(path, **needed(path))["data"]

    assert data[key] == [{"amount": 5, "note": "x"}]
    assert data.get("page_info", {"total_number": 1})["total_number"] == 1


def test_budgets_are_told_for_ad_accounts_of_the_business_center(start: Start) -> None:
    """The changes of a budget are listed; an ad account that is not here is refused."""
    path = "/bc/account/budget/changelog/get/"
    wire = holding(start, path, Record(of=US, row=row(activity_type="RESET")))

    assert wire.get(path, bc_id=BC, advertiser_id=US)["data"]["changelog_list"] == [{"activity_type": "RESET"}]
    assert wire.get(path, bc_id=BC, advertiser_id=UK)["data"]["changelog_list"] == []
    assert wire.get(path, bc_id=BC, advertiser_id=OTHER)["code"] == 40001


@pytest.mark.parametrize(("verified", "names"), [(None, ["a", "b"]), (True, ["a"]), (False, ["b"])])
def test_papers_are_filtered_by_whether_they_are_verified(
    start: Start, verified: bool | None, names: list[str]
) -> None:
    """`filtering.verified` tells verified papers from the others."""
    path = "/bc/advertiser/qualification/get/"
    papers = [row(company_name="a", status="VERIFIED"), row(company_name="b", status="UNVERIFIED")]
    wire = holding(start, path, *(Record(of=BC, row=one) for one in papers))
    filtering: dict[str, Any] = {} if verified is None else {"filtering": {"verified": verified}}
    found = wire.get(path, bc_id=BC, **filtering)["data"]["qualifications"]

    assert [one["company_name"] for one in found] == names


def test_the_quota_of_an_asset_adds_up(start: Start) -> None:
    """What is left is the total less what is used; an asset that nobody holds is refused."""
    path = "/asset/bind/quota/"
    wire = holding(start, path, Record(of=US, row=row(total_quota=10, used_quota=4)))
    ask: dict[str, Any] = {"advertiser_id": US, "asset_type": "ADVERTISER"}

    assert wire.get(path, **ask, asset_id=US)["data"] == {"total_quota": 10, "used_quota": 4, "available_quota": 6}
    assert wire.get(path, **ask, asset_id=UK)["data"]["available_quota"] == 1000
    assert wire.get(path, **ask, asset_id=OTHER)["code"] == 40002


def test_catalogs_tell_products_and_sources(start: Start) -> None:
    """Counts of products and event sources come from the world; another company's catalog is refused by its id."""
    world = packaged_world("healthy")
    records = {
        "/catalog/overview/": (Record(of=CATALOG, row=row(approved=7, processing=1, rejected=2)),),
        "/catalog/eventsource_bind/get/": (Record(of=CATALOG, row=row(pixel_code="C1")),),
    }
    wire, ask = start(replace(world, records=records)), {"bc_id": BC, "catalog_id": CATALOG}

    assert wire.get("/catalog/overview/", **ask)["data"]["approved"] == 7
    assert wire.get("/catalog/eventsource_bind/get/", **ask)["data"]["event_sources"] == [{"pixel_code": "C1"}]
    refused = wire.get("/catalog/overview/", bc_id=BC, catalog_id=OTHER)
    assert (refused["code"], OTHER in refused["message"]) == (40001, True)


def test_lives_and_posts_go_by_cursor(start: Start) -> None:
    """Lives come in runs of `count` from `cursor` on; an applied code is a post of its identity."""
    path = "/identity/live/get/"
    wire = holding(start, path, *(Record(of="bc-7400000000000000001", row=row(item_id=str(at))) for at in range(3)))
    ask: dict[str, Any] = {"advertiser_id": US, "identity_id": "bc-7400000000000000001", "identity_type": "BC_AUTH_TT"}
    first = wire.get(path, **ask, count=2)["data"]
    rest = wire.get(path, **ask, count=2, cursor=first["cursor"])["data"]
    code = wire.get("/tt_video/list/", advertiser_id=US)["data"]["list"][0]
    of_code = {"advertiser_id": US, "identity_id": code["user_info"]["identity_id"], "identity_type": "AUTH_CODE"}
    posts = wire.get("/identity/video/get/", **of_code)["data"]["video_list"]

    assert (first["has_more"], rest["has_more"]) == (True, False)
    assert [one["item_id"] for one in first["live_list"] + rest["live_list"]] == ["0", "1", "2"]
    assert [one["item_info"]["item_id"] for one in posts] == [code["item_info"]["item_id"]]


def test_the_log_of_an_ad_account_is_exported_by_a_task(start: Start) -> None:
    """A task is made, looked after and fetched: a CSV as the text of Python bytes, inside of JSON text."""
    wire = holding(start, "/changelog/task/download/", Record(of=US, row=row(operator="anna", change="budget")))
    lines = len(wire.running.world.business_centers[0].log)
    made = wire.post("/changelog/task/create/", advertiser_id=US, module="BUDGET")["data"]
    ask = {"advertiser_id": US, "task_id": made["task_id"]}
    wire.running.fault(Fault(kind="replace", on="/changelog/task/check/", values={"status": "PROCESSING"}, times=1))
    states = [wire.get("/changelog/task/check/", **ask)["data"]["status"] for _ in range(2)]
    found = wire.get("/changelog/task/download/", **ask)["data"]
    file = ast.literal_eval(json.loads(found["changelog"])["file_data"])

    assert states == ["PROCESSING", "SUCCESS"]
    assert file == b"operator,change\r\nanna,budget\r\n"
    assert wire.get("/changelog/task/check/", advertiser_id=UK, task_id=made["task_id"])["code"] == 40007
    assert len(wire.running.world.business_centers[0].log) == lines


def test_only_lists_that_hold_records_take_them() -> None:
    """Records under a path that derives its rows, or under none, are a mistake that names the nearest right one."""
    text = {"name": "w", "now": "2026-11-20 09:00:00", "logins": [], "tokens": []}
    with pytest.raises(WorldError, match="/bc/transaction/get/"):
        parse_world(json.dumps({**text, "records": {"/bc/transactions/get/": []}}))
    for path in RECORDED:
        assert path in parse_world(json.dumps({**text, "records": {path: []}})).records
