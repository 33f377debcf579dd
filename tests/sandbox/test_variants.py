"""Where the contract is unsure, or odd: page sizes, kinds, banned logins, refused pixels, what only people log."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from regrant.sandbox import packaged_world
from regrant.sandbox.params import settled
from regrant.sandbox.shapes import Fault, Settings
from regrant.sandbox.table import endpoints
from tests.sandbox.test_engine import BC, BEN, US, needed
from tests.sandbox.test_writes import OTHER, last_line
from tests.sandbox.wire import Start, Wire

PAGES = {
    **dict.fromkeys(
        [
            *("/bc/get/", "/bc/asset/get/", "/bc/asset/admin/get/", "/bc/asset/partner/get/", "/bc/partner/get/"),
            *("/bc/partner/asset/get/", "/changelog/get/", "/advertiser/balance/get/", "/bc/transaction/get/"),
            *("/bc/billing_group/get/", "/bc/asset/advertiser/assigned/", "/bc/asset_group/list/"),
            *("/bc/asset_group/get/", "/bc/pixel/link/get/", "/bc/member/get/"),
        ],
        (10, 50),
    ),
    "/bc/asset/member/get/": (10, 20),
    "/bc/advertiser/qualification/get/": (10, 100),
    "/catalog/get/": (10, 100),
    "/identity/get/": (20, 100),
    "/tt_video/list/": (20, 50),
    "/pixel/list/": (10, 20),
    "/subscription/get/": (10, 1000),
}
ALL = {"ADVERTISER", "CATALOG", "TIKTOK_SHOP", "PIXEL", "LEAD", "TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT"}
TYPES = {
    "/bc/asset/get/": ALL,
    "/bc/asset/admin/get/": ALL,
    "/bc/asset/assign/": ALL - {"PIXEL"},
    "/bc/asset/unassign/": ALL - {"PIXEL", "TIKTOK_SHOP"},
    "/bc/asset/member/get/": {"ADVERTISER", "CATALOG", "LEAD", "MANAGED_BUSINESS_ACCOUNT"},
    "/bc/asset/partner/get/": {"ADVERTISER", "CATALOG"},
    "/bc/partner/asset/get/": {"ADVERTISER", "CATALOG"},
    "/bc/asset/advertiser/assigned/": {"TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT"},
}


@pytest.mark.parametrize("path", sorted(PAGES))
def test_pages_have_the_sizes_of_the_contract(shared: Wire, path: str) -> None:
    """Without a size a page has the usual one, the most is taken, and one more is refused by name."""
    usual, most = PAGES[path]
    found = shared.get(path, **needed(path), page_size=most + 1)

    assert shared.get(path, **needed(path))["data"]["page_info"]["page_size"] == usual
    assert shared.get(path, **needed(path), page_size=most)["code"] == 0
    assert (found["code"], "page_size" in found["message"]) == (40002, True)


@pytest.mark.parametrize("path", sorted(TYPES))
def test_kinds_that_the_docs_list_are_taken(path: str) -> None:
    """A strict world takes exactly the kinds of section 6.1; a lenient one also those that the SDK alone has."""
    strict, lenient = (
        set(settled(endpoints()[path].params, lenient=one)["asset_type*"].split()[1:]) for one in (False, True)
    )

    assert strict == TYPES[path]
    assert lenient >= strict


@pytest.mark.parametrize(("lenient", "code"), [(True, 0), (False, 40002)])
def test_a_kind_of_the_sdk_alone_may_be_refused(start: Start, lenient: bool, code: int) -> None:
    """Whether a shop can be unassigned is not sure: the world says so."""
    wire = start(replace(packaged_world("healthy"), settings=Settings(types_of_sdk_alone=lenient)))
    shop: dict[str, Any] = {"bc_id": BC, "user_id": BEN, "asset_type": "TIKTOK_SHOP", "asset_id": "7600000000000000001"}
    assert wire.post("/bc/asset/assign/", **shop, store_role="AD_PROMOTION")["code"] == 0

    assert wire.post("/bc/asset/unassign/", **shop)["code"] == code


def test_objects_in_a_query_are_json_text(wire: Wire) -> None:
    """A filter that does not come as the JSON text of an object is refused by name."""
    for text in ("keyword=anna", '["keyword"]'):
        found = wire.raw("GET", "/bc/member/get/", params={"bc_id": BC, "filtering": text}).json()
        assert (found["code"], "filtering" in found["message"]) == (40002, True)


@pytest.mark.parametrize("code", [40105, 40114])
def test_a_banned_login_is_refused(start: Start, code: int) -> None:
    """The token of a banned login gets the code that the world says; the member list shows nothing of it."""
    world = packaged_world("healthy")
    logins = tuple(replace(one, banned=one.user_id == BEN) for one in world.logins)
    wire = start(replace(world, logins=logins, settings=Settings(banned_code=code)))
    members = wire.get("/bc/member/get/", bc_id=BC)["data"]["list"]

    assert wire.get("/user/info/", token=f"sandbox-token-{BEN}")["code"] == code
    assert {row["relation_status"] for row in members} == {"BOUND"}


def test_some_pixels_refuse_even_an_admin(start: Start) -> None:
    """The links of a pixel may be unreadable for an Admin; the ad account's own list still shows the pixel."""
    world = packaged_world("healthy")
    pixel = replace(world.pixels[0], refused=True, relation_status="SHARED")
    wire = start(replace(world, pixels=(pixel,)))
    found = wire.get("/bc/pixel/link/get/", bc_id=BC, pixel_code=pixel.pixel_code)
    row = wire.get("/pixel/list/", advertiser_id=US)["data"]["pixels"][0]

    assert (found["code"], found["message"]) == (40002, f"You don't have permission to the asset({pixel.pixel_id})")
    assert row["asset_ownership"]["asset_relation_status"] == "SHARED"
    wrong = wire.get("/bc/pixel/link/get/", bc_id=BC, pixel_code=pixel.pixel_id)
    assert wrong["message"] == "Invalid value of 'pixel_code': related asset ID is missing"


def test_words_that_nobody_knows_come_through(wire: Wire) -> None:
    """A new status, role and kind of asset can be had in any answer."""
    new = {"asset_type": "HOLOGRAM", "advertiser_role": "WIZARD", "advertiser_status": "STATUS_FROZEN"}
    wire.running.fault(Fault(kind="replace", on="/bc/asset/*", values=dict(new)))
    row = wire.get("/bc/asset/admin/get/", bc_id=BC, asset_type="ADVERTISER")["data"]["list"][0]

    assert {name: row[name] for name in new} == new


def test_joining_is_logged_and_declining_is_not(start: Start) -> None:
    """The log says who accepted an invitation, a second later; of a refusal it says nothing."""
    wire, silent = start("invite_pending"), start("invite_pending")
    before = silent.running.world.business_centers[0].log
    wire.running.person("accept_invite", "dana@orchard.example")
    silent.running.person("decline_invite", "dana@orchard.example")

    assert last_line(wire) == ("USER", "dana@orchard.example accepted the invitation")
    assert silent.running.world.business_centers[0].log == before
    assert wire.running.world.now > packaged_world("invite_pending").now


def test_approvals_and_withdrawals_are_logged(start: Start) -> None:
    """The log of the Business Center that gets or loses an asset says so, by the kind of asset."""
    wire = start("request_pending")
    waiting = next(one for one in wire.running.world.business_centers[0].assets if one.relation_status == "PENDING")
    kind = "ACCOUNT" if waiting.asset_type == "ADVERTISER" else "ASSET"
    for do, verb in (("approve_request", "Approved the request for"), ("cut_access", "Withdrew")):
        wire.running.person(do, waiting.asset_id)
        got, text = last_line(wire)
        assert (got, text.startswith(verb), waiting.asset_id in text) == (kind, True, True)


@pytest.mark.parametrize(("takes", "code"), [(True, 0), (False, 40002)])
def test_catalogs_may_be_shared_or_not(start: Start, takes: bool, code: int) -> None:
    """Whether partner/add takes catalogs is doubtful; where it does, the catalog goes with its own role."""
    wire = start(replace(packaged_world("healthy"), settings=Settings(partner_add_takes_catalogs=takes)))
    catalog = "7800000000000000001"
    share: dict[str, Any] = {"bc_id": BC, "partner_id": OTHER, "asset_type": "CATALOG", "asset_ids": [catalog]}

    assert wire.post("/bc/partner/add/", **share)["code"] == code
    assert [(one.asset_type, one.role) for one in wire.running.world.shares] == [("CATALOG", "AD_PROMOTE")] * takes


@pytest.mark.parametrize(
    ("variant", "waiting"), [("always_pending", True), ("first_pending", True), ("instant", False)]
)
def test_a_share_waits_or_not_as_the_world_says(start: Start, variant: Any, waiting: bool) -> None:
    """A first share waits for approval unless the world has shares at once; either way the log says it was shared."""
    wire = start(replace(packaged_world("healthy"), settings=Settings(partner_add=variant)))
    ask: dict[str, Any] = {"bc_id": BC, "partner_id": OTHER, "asset_type": "ADVERTISER"}
    assert wire.post("/bc/partner/add/", **ask, asset_ids=[US])["code"] == 0
    shown = wire.get("/bc/partner/asset/get/", **ask, share_type="SHARING")["data"]["list"]

    assert (shown == []) is waiting
    assert last_line(wire) == ("ACCOUNT", f"Shared with partner {OTHER}: {US}")
