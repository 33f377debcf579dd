"""The writes that end or regroup access: asset groups, partnerships, posts, assets; their lines and their silences."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from regrant.sandbox import packaged_world
from regrant.sandbox.shapes import BusinessCenter, Member
from tests.sandbox.test_writes import ANNA, BC, BEN, CLEO, OTHER, TT, UK, US, last_line, roles
from tests.sandbox.wire import Start, Wire

GROUP, FOREIGN = "7150000000000000001", "7300000000000000003"
SHOP, PIXEL = "7600000000000000001", "CORCHARD0000000000A1"


def account(asset_id: str) -> dict[str, str]:
    """Return an ad account as a group takes it."""
    return {"asset_id": asset_id, "asset_type": "ADVERTISER"}


def person(user_id: str, role: str | None = None) -> dict[str, Any]:
    """Return a member as a group takes them."""
    return {"member_id": user_id, **({"asset_roles": {"ADVERTISER": f"ADVERTISER_ROLE_{role}"}} if role else {})}


def group(wire: Wire, entity: str, group_id: str = GROUP) -> list[str]:
    """Return the ids of a group's assets or members."""
    found = wire.get("/bc/asset_group/get/", bc_id=BC, asset_group_id=group_id, query_entity=entity)["data"]

    return [row.get("asset_id") or row["member_id"] for row in found["asset_group"][f"{entity.lower()}s"]]


def test_a_group_gives_its_role_and_takes_it_along(wire: Wire) -> None:
    """Members of a new group have its accounts (as Admin if nothing else is said) until it is deleted."""
    body: dict[str, Any] = {"bc_id": BC, "asset_group_name": "East", "assets": [account(UK)], "members": [person(BEN)]}
    made = wire.post("/bc/asset_group/create/", **body)
    assert made["code"] == 0, made
    made_id = made["data"]["asset_group_id"]
    assert made_id != GROUP
    assert last_line(wire) == ("ACCOUNT", f"Created asset group East with ad accounts {UK} for ben@orchard.example")
    assert roles(wire, BEN)[UK] == "ADMIN"
    assert wire.post("/bc/asset_group/delete/", bc_id=BC, asset_group_ids=[made_id])["code"] == 0
    assert UK not in roles(wire, BEN)
    assert last_line(wire) == ("ACCOUNT", "Deleted asset group East")
    assert wire.post("/bc/asset_group/delete/", bc_id=BC, asset_group_ids=[made_id])["code"] == 40002


def test_a_group_is_changed_part_by_part(wire: Wire) -> None:
    """Name, accounts and members change one at a time; a member needs an action, and the same again is 40012."""
    change: dict[str, Any] = {"bc_id": BC, "asset_group_id": GROUP}
    path = "/bc/asset_group/update/"

    assert wire.post(path, **change, update_entity="NAME", asset_group_name="Isles")["code"] == 0
    assert wire.post(path, **change, update_entity="NAME", asset_group_name="Isles")["code"] == 40012
    assert wire.post(path, **change, update_entity="ASSET", action="ADD", assets=[account(US)])["code"] == 0
    assert group(wire, "ASSET") == [UK, US]
    assert wire.post(path, **change, update_entity="ASSET", assets=[account(US)])["code"] == 0
    assert group(wire, "ASSET") == [US]
    members: dict[str, Any] = {"update_entity": "MEMBER", "members": [person(BEN, "ANALYST")]}
    assert wire.post(path, **change, **members)["code"] == 40002
    assert wire.post(path, **change, **members, action="ADD")["code"] == 0
    assert last_line(wire) == ("ACCOUNT", "Changed asset group Isles: added ben@orchard.example")
    assert wire.post(path, **change, **members, action="DELETE")["code"] == 0
    assert group(wire, "MEMBER") == [CLEO]
    last: dict[str, Any] = {"update_entity": "MEMBER", "members": [person(CLEO)], "action": "DELETE"}
    assert wire.post(path, **change, **last)["code"] == 40002


@pytest.mark.parametrize(
    "wrong",
    [
        {"assets": []},
        {"assets": [account("7399999999999999999")]},
        {"assets": [{"asset_id": TT, "asset_type": "TT_ACCOUNT"}]},
        {"assets": [account(US)] * 201},
        {"assets": ["not an object"]},
        {"members": [person("7299999999999999999")]},
        {"members": [person(BEN, "OWNER")]},
        {"members": [person(BEN)] * 51},
    ],
)
def test_a_group_of_anything_else_is_refused(wire: Wire, wrong: dict[str, Any]) -> None:
    """A group takes 1 to 200 ad accounts that are here and 1 to 50 members who have joined, with roles that exist."""
    body: dict[str, Any] = {"bc_id": BC, "asset_group_name": "East", "assets": [account(UK)], "members": [person(BEN)]}

    assert wire.post("/bc/asset_group/create/", **{**body, **wrong})["code"] == 40002


def shared(start: Start) -> Wire:
    """Start the world in which a partner shares an ad account with us, and give the partner a log and an Admin."""
    world = packaged_world("partner_ceiling")
    theirs = BusinessCenter(bc_id=OTHER, members=(Member(email="anna@orchard.example", user_id=ANNA, role="ADMIN"),))

    return start(replace(world, business_centers=(*world.business_centers, theirs)))


def test_a_withdrawn_share_is_gone_with_everybodys_access(start: Start) -> None:
    """The asset leaves the receiver's lists, the members lose it, and both logs have a line of their own."""
    wire = shared(start)
    body: dict[str, Any] = {"bc_id": OTHER, "partner_id": BC, "asset_type": "ADVERTISER", "asset_ids": [FOREIGN]}

    assert roles(wire, BEN)[FOREIGN] == "ANALYST"
    assert wire.post("/bc/partner/asset/delete/", **body)["code"] == 0
    assert FOREIGN not in roles(wire, BEN)
    listed = wire.get("/bc/asset/admin/get/", bc_id=BC, asset_type="ADVERTISER")["data"]["list"]
    assert FOREIGN not in [row["asset_id"] for row in listed]
    assert last_line(wire) == ("ACCOUNT", f"Partner {OTHER} stopped sharing ad account {FOREIGN}")
    assert wire.post("/bc/partner/asset/delete/", **body)["code"] == 40002


def test_an_ended_partnership_ends_all_sharing(start: Start) -> None:
    """Partner and shares are gone on both sides; a second time there is nobody to end it with."""
    wire = shared(start)

    assert wire.post("/bc/partner/delete/", bc_id=BC, partner_id=OTHER)["code"] == 0
    assert wire.get("/bc/partner/get/", bc_id=BC)["data"]["list"] == []
    assert wire.running.world.shares == ()
    assert FOREIGN not in roles(wire, BEN)
    assert last_line(wire) == ("BUSINESS", f"Removed partner {OTHER}")
    assert wire.post("/bc/partner/delete/", bc_id=BC, partner_id=OTHER)["code"] == 40002


def test_an_asset_is_taken_out_with_its_links(wire: Wire) -> None:
    """Only TikTok accounts and form libraries can be removed; grants and links go along, and the log says so."""
    body: dict[str, Any] = {"bc_id": BC, "asset_type": "TT_ACCOUNT", "asset_ids": [TT]}

    assert wire.post("/bc/asset/admin/delete/", **{**body, "asset_type": "ADVERTISER"})["code"] == 40002
    assert wire.post("/bc/asset/admin/delete/", **body)["code"] == 0
    assert roles(wire, BEN, "TT_ACCOUNT", "tt_account_roles") == {}
    assert wire.running.world.business_centers[0].links == ()
    assert last_line(wire) == ("ASSET", f"Removed TikTok account {TT}")
    assert wire.post("/bc/asset/admin/delete/", **body)["code"] == 40002


def test_a_post_is_taken_off_in_silence(wire: Wire) -> None:
    """An unbound post leaves the ad account's list, and no log says anything of it."""
    before = last_line(wire)
    post = wire.get("/tt_video/list/", advertiser_id=US)["data"]["list"][0]["item_info"]["item_id"]

    assert wire.post("/tt_video/unbind/", advertiser_id=US, item_id=post)["code"] == 0
    assert wire.get("/tt_video/list/", advertiser_id=US)["data"]["list"] == []
    assert last_line(wire) == before
    assert wire.post("/tt_video/unbind/", advertiser_id=US, item_id=post)["code"] == 40002


def test_a_pixel_goes_to_the_business_center_once(start: Start) -> None:
    """A pixel that an ad account owns becomes the Business Center's; one that is there already cannot."""
    world = packaged_world("healthy")
    wire = start(replace(world, pixels=(replace(world.pixels[0], owner_bc_id=None),)))

    assert wire.post("/bc/pixel/transfer/", bc_id=BC, pixel_code=PIXEL)["data"] == {
        "asset_id": world.pixels[0].pixel_id
    }
    assert last_line(wire)[0] == "ASSET"
    assert wire.post("/bc/pixel/transfer/", bc_id=BC, pixel_code=PIXEL)["code"] == 40002


def test_closing_an_account_may_fail_with_code_0(start: Start) -> None:
    """A suspended account is in failed_infos although the code is 0; any other is closed for good."""
    wire, bad = start("healthy"), start("ad_account_suspended")
    body: dict[str, Any] = {"bc_id": BC, "advertiser_ids": [US]}
    failed = bad.post("/bc/advertiser/disable/", **body)

    assert (failed["code"], failed["data"]["failed_infos"][0]["failed_reason"]) == (0, "SUSPENDED")
    assert wire.post("/bc/advertiser/disable/", **body)["data"] == {"failed_infos": []}
    status = wire.get("/advertiser/info/", advertiser_ids=[US])["data"]["list"][0]["status"]
    assert status == "STATUS_DISABLE"
    assert last_line(wire) == ("ACCOUNT", f"Closed ad account {US}")


def test_a_shop_is_taken_from_another_account_in_silence(wire: Wire) -> None:
    """The exclusive authorization moves to the account that asks; whoever had it is not told, nor is any log."""
    before = last_line(wire)
    body: dict[str, Any] = {"store_id": SHOP, "store_authorized_bc_id": BC}

    assert wire.get("/gmv_max/exclusive_authorization/get/", advertiser_id=US, **body)["data"]["advertiser_id"] == US
    assert wire.post("/gmv_max/exclusive_authorization/create/", advertiser_id=UK, **body)["code"] == 0
    assert wire.get("/gmv_max/exclusive_authorization/get/", advertiser_id=US, **body)["data"]["advertiser_id"] == UK
    assert last_line(wire) == before
