"""The gateway, the order of checks, paging and the envelope, over real HTTP."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from regrant.sandbox import packaged_world
from regrant.sandbox.engine import Engine
from regrant.sandbox.exchange import Request
from regrant.sandbox.shapes import Limits, Member, Settings
from regrant.sandbox.table import BASE, endpoints
from tests.sandbox.wire import Start, Wire

BC = "7100000000000000001"
ANNA, BEN = "7200000000000000001", "7200000000000000002"
US, UK = "7300000000000000001", "7300000000000000002"
BEN_TOKEN = f"sandbox-token-{BEN}"
ARGS: dict[str, Any] = {
    "bc_id": BC,
    "advertiser_id": US,
    "asset_type": "ADVERTISER",
    "asset_id": US,
    "user_id": BEN,
    "partner_id": "7100000000000000002",
    "share_type": "SHARED",
    "asset_group_id": "7150000000000000001",
    "query_entity": "MEMBER",
    "pixel_code": "CORCHARD0000000000A1",
    "catalog_id": "7800000000000000001",
    "advertiser_ids": [US],
    "business_type": "BUSINESS",
    "region_iso_code": "US",
    "auth_code": "#HEALTHYCODE0000000001",
    "identity_id": "bc-7400000000000000001",
    "identity_type": "BC_AUTH_TT",
    "store_id": "7600000000000000001",
    "store_authorized_bc_id": BC,
    "app_id": "7000000000000000001",
    "secret": "sandbox-secret",
    "task_id": "7900000000000000001",
}
READS = sorted(path for path, one in endpoints().items() if one.method == "GET" and not one.absent)
ABSENT = sorted((path, one.method) for path, one in endpoints().items() if one.absent)


def needed(path: str) -> dict[str, Any]:
    """Return the required parameters of an endpoint, and what else it cannot do without."""
    names = [name[:-1] for name in endpoints()[path].params if name.endswith("*")]
    found = {name: ARGS[name] for name in names}
    if path == "/account/verification/status/":
        found["bc_id"] = BC
    if path == "/bc/asset/advertiser/assigned/":
        found |= {"asset_type": "TT_ACCOUNT", "asset_id": "7400000000000000001"}

    return found


@pytest.mark.parametrize("path", READS)
def test_every_read_answers_the_admin(shared: Wire, path: str) -> None:
    """Every read of the table answers an Admin with everything granted, code 0 and an object as data."""
    found = shared.get(path, **needed(path))

    assert (found["code"], found["message"]) == (0, "OK")
    assert isinstance(found["data"], dict)


@pytest.mark.parametrize("path", [path for path in READS if endpoints()[path].scope])
def test_a_missing_permission_names_path_and_method(shared: Wire, path: str) -> None:
    """Without the permission the answer is 40001 with path and method in it, before parameters are looked at."""
    found = shared.get(path, token="bare")

    assert (found["code"], found["message"]) == (40001, f"advertiser does not grant you {path}:GET permission")


@pytest.mark.parametrize(("path", "method"), ABSENT)
def test_what_no_repair_may_use_is_refused(shared: Wire, path: str, method: str) -> None:
    """Operations that TikTok has and no repair may use answer 40008."""
    assert shared.raw(method, path, json={} if method == "POST" else None).json()["code"] == 40008


@pytest.mark.parametrize("path", ["/bc/get", "/bc/nothing/", "/bc/changelog/get/", "/store/authorized_bc/"])
def test_wrong_paths_never_reach_the_api(wire: Wire, path: str) -> None:
    """A path without its last slash, or one that does not exist, is plain text 404."""
    found = wire.raw("GET", path)

    assert (found.status_code, found.text) == (404, "404 page not found")


def test_the_wrong_method_is_a_gateway_error(wire: Wire) -> None:
    """A read called with POST is refused with an HTTP 4xx."""
    assert wire.raw("POST", "/user/info/").status_code == 405


def test_tokens_are_checked_first(start: Start) -> None:
    """No token is 40104, an unknown one 40105, an expired one 40102, whatever else is wrong."""
    world = packaged_world("healthy")
    wire = start(replace(world, tokens=(replace(world.tokens[0], token="old", state="expired"),)))

    assert wire.get("/bc/member/get/", token=None)["code"] == 40104
    assert wire.get("/bc/member/get/", token="wrong")["message"] == "Access token is incorrect or has been revoked."
    assert wire.get("/bc/member/get/", token="old")["code"] == 40102


def test_parameters_come_before_access(wire: Wire) -> None:
    """A missing parameter is named even to somebody who may not call the endpoint."""
    found = wire.get("/bc/member/get/", token=BEN_TOKEN)

    assert (found["code"], found["message"]) == (40002, "Missing required field(s): bc_id.")


@pytest.mark.parametrize("path", [path for path in READS if endpoints()[path].who == "admin"])
def test_admin_reads_refuse_a_standard_member(shared: Wire, path: str) -> None:
    """Admin-only reads answer a Standard member's token with 40001."""
    assert shared.get(path, token=BEN_TOKEN, **needed(path))["code"] == 40001


def test_an_unseen_business_center_cannot_be_told_from_none(start: Start) -> None:
    """Another company's Business Center and one that does not exist are answered alike, and are not in the list."""
    wire = start("owner_elsewhere")
    answers = [wire.get("/bc/member/get/", bc_id=one) for one in ("7100000000000000002", "7100000000000000003")]

    assert [one["code"] for one in answers] == [40001, 40001]
    assert answers[0]["message"].replace("2", "3") == answers[1]["message"].replace("2", "3")
    assert wire.get("/bc/get/", bc_id="7100000000000000002")["data"]["list"] == []


def test_plain_comma_lists_are_refused(wire: Wire) -> None:
    """An array that does not come as JSON text is refused, naming the field."""
    found = wire.raw("GET", "/advertiser/info/", params={"advertiser_ids": f"{US},{UK}"}).json()

    assert found["code"] == 40002
    assert "advertiser_ids" in found["message"]


@pytest.mark.parametrize(
    ("path", "most"), [("/bc/asset/get/", 50), ("/bc/asset/member/get/", 20), ("/identity/get/", 100)]
)
def test_page_sizes_have_their_limits(wire: Wire, path: str, most: int) -> None:
    """One more than the most rows of a page is refused; the most is answered."""
    assert wire.get(path, **needed(path), page_size=most)["code"] == 0
    assert wire.get(path, **needed(path), page_size=most + 1)["code"] == 40002


def test_asset_types_differ_by_endpoint(wire: Wire) -> None:
    """A type that one endpoint takes is refused by another, which names the right ones."""
    shop = {"bc_id": BC, "asset_type": "TIKTOK_SHOP"}
    found = wire.get("/bc/asset/member/get/", **shop, asset_id="1")

    assert wire.get("/bc/asset/get/", **shop)["code"] == 0
    assert found["code"] == 40002
    assert "correct is ADVERTISER, CATALOG, LEAD, MANAGED_BUSINESS_ACCOUNT" in found["message"]


def test_one_unreachable_account_fails_the_whole_batch(wire: Wire) -> None:
    """advertiser/info answers nothing at all when one id of the batch is closed or gone."""
    good = wire.get("/advertiser/info/", advertiser_ids=[US])
    gone = wire.get("/advertiser/info/", advertiser_ids=[US, "7300000000000000099"])
    closed = wire.get("/advertiser/info/", token=BEN_TOKEN, advertiser_ids=[US, UK])

    assert good["data"]["list"][0]["owner_bc_id"] == BC
    assert gone["message"] == "The advertiser 7300000000000000099 doesn't exist or has been deleted."
    assert (closed["code"], closed["message"]) == (40001, f"No permission to operate advertiser {UK}")


def test_money_needs_a_finance_role(start: Start) -> None:
    """An Admin without a finance role is refused on the money pages, and let in everywhere else."""
    wire = start("admin_without_finance_role")

    assert wire.get("/bc/balance/get/", bc_id=BC)["code"] == 40001
    assert wire.get("/bc/member/get/", bc_id=BC)["code"] == 0


def test_basic_limits_hold_and_no_header_tells(start: Start) -> None:
    """The eleventh call of a second is 40100 at the Basic level, and no header speaks of limits."""
    wire = start(replace(packaged_world("healthy"), limits=Limits(scale=1)))
    answers = [wire.raw("GET", "/user/info/") for _ in range(30)]

    assert 40100 in {one.json()["code"] for one in answers}
    assert not any("retry" in name or "limit" in name for one in answers for name in one.headers)


def test_the_date_header_is_the_clock_of_the_world(wire: Wire) -> None:
    """The HTTP date is the world's time, so that a client can see how far its own clock is off."""
    found = wire.raw("GET", "/user/info/")

    assert found.headers["Date"] == "Fri, 20 Nov 2026 09:00:00 GMT"
    assert found.headers["X-TT-LOGID"] == found.json()["request_id"]


def test_the_login_is_told_with_a_masked_address(wire: Wire) -> None:
    """user/info tells the login's id and hides most of the address."""
    found = wire.get("/user/info/")["data"]

    assert (found["core_user_id"], found["email"]) == (ANNA, "a***a@orchard.example")


@pytest.mark.parametrize(("form", "there"), [("null", True), ("absent", False)])
def test_data_of_an_error_may_be_null_or_absent(start: Start, form: Literal["null", "absent"], there: bool) -> None:
    """The data of an error is empty, null or absent, as the world says."""
    wire = start(replace(packaged_world("healthy"), settings=Settings(error_data=form)))
    found = wire.get("/bc/member/get/")

    assert ("data" in found) is there
    assert found.get("data") is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(total=st.integers(0, 60), size=st.integers(1, 50))
def test_pages_give_every_row_once(total: int, size: int) -> None:
    """Whatever the size of a page, its pages together are all rows in order, and page_info counts them."""
    world = packaged_world("healthy")
    center = world.business_centers[0]
    more = tuple(Member(email=f"p{at}@orchard.example", relation_status="PENDING") for at in range(total))
    engine = Engine(replace(world, business_centers=(replace(center, members=center.members + more),)))
    ask = {"bc_id": BC, "page_size": str(size)}
    seen, page = [], 0
    while True:
        page += 1
        request = Request(
            "GET", f"{BASE}/bc/member/get/", {**ask, "page": str(page)}, {"access-token": "sandbox-token"}
        )
        data = _data(engine, request)
        seen += [row["user_email"] for row in data["list"]]
        if page >= data["page_info"]["total_page"]:
            break

    assert seen == [one.email for one in engine.world.business_centers[0].members]
    assert data["page_info"]["total_number"] == total + 3


@settings(max_examples=200, deadline=None)
@given(
    path=st.sampled_from(sorted(endpoints())),
    query=st.dictionaries(st.sampled_from([*ARGS, "page", "page_size", "filtering"]), st.text(max_size=12)),
    body=st.binary(max_size=40),
)
def test_nothing_a_client_sends_breaks_the_server(path: str, query: Any, body: bytes) -> None:
    """Any parameters and any body are answered with HTTP 200 and an envelope."""
    engine = Engine(packaged_world("healthy"))
    method = endpoints()[path].method
    reply = engine.answer(Request(method, BASE + path, query, {"access-token": "sandbox-token"}, body))

    assert reply.status == 200
    assert b'"request_id"' in reply.body


def _data(engine: Engine, request: Request) -> dict[str, Any]:
    import json

    found: dict[str, Any] = json.loads(engine.answer(request).body)["data"]

    return found
