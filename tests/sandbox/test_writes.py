"""The writes of a repair: what they change, what they log, and what they keep silent about."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from regrant.sandbox import packaged_world
from regrant.sandbox.shapes import Member, Settings
from tests.sandbox.wire import Start, Wire

BC, OTHER = "7100000000000000001", "7100000000000000002"
ANNA, BEN, CLEO = "7200000000000000001", "7200000000000000002", "7200000000000000003"
US, UK, TT = "7300000000000000001", "7300000000000000002", "7400000000000000001"


def roles(wire: Wire, user_id: str, kind: str = "ADVERTISER", field: str = "advertiser_role") -> dict[str, Any]:
    """Return asset id -> role of a person, as the API tells it."""
    found = wire.get("/bc/asset/get/", bc_id=BC, asset_type=kind, filtering={"user_id": user_id})

    return {row["asset_id"]: row[field] for row in found["data"]["list"]}


def pending(wire: Wire) -> list[str]:
    """Return the addresses of open invitations."""
    found = wire.get("/bc/member/get/", bc_id=BC, filtering={"relation_status": "PENDING"})

    return [row["user_email"] for row in found["data"]["list"]]


def last_line(wire: Wire) -> tuple[str, str]:
    """Return kind and text of the newest line of the log."""
    row = wire.get("/changelog/get/", bc_id=BC)["data"]["changelog_list"][0]

    return row["activity_type"], row["activity_log"]


def test_an_invitation_shows_as_pending_and_joins_when_accepted(wire: Wire) -> None:
    """An invited address is PENDING without a user id; what came with it is theirs once they accept."""
    args: dict[str, Any] = {
        "bc_id": BC,
        "emails": ["dana@orchard.example"],
        "asset_ids": [UK],
        "advertiser_role": "OPERATOR",
    }
    assert wire.post("/bc/member/invite/", **args)["code"] == 0
    assert pending(wire) == ["dana@orchard.example"]
    assert last_line(wire) == ("USER", "Invited dana@orchard.example as Standard")
    by_mail: dict[str, Any] = {
        "bc_id": BC,
        "asset_type": "ADVERTISER",
        "filtering": {"user_email": "dana@orchard.example"},
    }
    assert [row["asset_id"] for row in wire.get("/bc/asset/get/", **by_mail)["data"]["list"]] == [UK]

    wire.running.person("accept_invite", "dana@orchard.example")
    joined = wire.get("/bc/member/get/", bc_id=BC, filtering={"keyword": "dana"})["data"]["list"][0]

    assert joined["relation_status"] == "BOUND"
    assert roles(wire, joined["user_id"]) == {UK: "OPERATOR"}


def test_an_address_in_the_list_is_passed_over_in_silence(start: Start) -> None:
    """Inviting a pending or joined address again answers ok, and neither changes nor logs anything."""
    wire = start("invite_pending")
    before = wire.running.world
    answer = wire.post("/bc/member/invite/", bc_id=BC, emails=["dana@orchard.example", "ben@orchard.example"])

    assert answer["code"] == 0
    assert wire.running.world == before


def test_an_invitation_is_revoked_by_address_and_sent_again(start: Start) -> None:
    """Deleting by address takes an open invitation away, so that a new one counts."""
    wire = start("invite_pending")
    assert wire.post("/bc/member/delete/", bc_id=BC, user_email="dana@orchard.example")["code"] == 0
    assert pending(wire) == []
    assert wire.post("/bc/member/invite/", bc_id=BC, emails=["dana@orchard.example"])["code"] == 0
    assert pending(wire) == ["dana@orchard.example"]


@pytest.mark.parametrize("there", [{}, {"user_id": BEN, "user_email": "ben@orchard.example"}])
def test_deleting_needs_exactly_one_name(wire: Wire, there: Any) -> None:
    """A member is deleted by id or by address, not by both and not by none."""
    assert wire.post("/bc/member/delete/", bc_id=BC, **there)["code"] == 40002


def test_removing_a_member_takes_everything(wire: Wire) -> None:
    """A removed member loses every grant and group, and the log says who was removed."""
    assert wire.post("/bc/member/delete/", bc_id=BC, user_id=CLEO)["code"] == 0
    assert roles(wire, CLEO) == {}
    assert last_line(wire) == ("USER", "Removed member cleo@orchard.example")
    assert wire.running.world.business_centers[0].groups[0].members == ()


def test_the_last_admin_stays(wire: Wire, start: Start) -> None:
    """The last Admin can neither be removed nor demoted, unless the world says so."""
    lenient = start(replace(packaged_world("healthy"), settings=Settings(last_admin="allow")))

    assert wire.post("/bc/member/delete/", bc_id=BC, user_id=ANNA)["code"] == 40002
    assert wire.post("/bc/member/update/", bc_id=BC, user_id=ANNA, user_role="STANDARD")["code"] == 40002
    assert lenient.post("/bc/member/update/", bc_id=BC, user_id=ANNA, user_role="STANDARD")["code"] == 0


def test_a_member_gets_a_finance_role(start: Start) -> None:
    """An update changes only what it names; the same again is 40012."""
    wire = start("admin_without_finance_role")
    args: dict[str, Any] = {"bc_id": BC, "user_id": ANNA, "ext_user_role": {"finance_role": "ANALYST"}}

    assert wire.post("/bc/member/update/", **args)["code"] == 0
    assert wire.get("/bc/balance/get/", bc_id=BC)["code"] == 0
    assert wire.post("/bc/member/update/", **args)["code"] == 40012


def test_the_caps_hold(start: Start) -> None:
    """The twenty-first Admin and the member after the four-thousandth are refused."""
    world = packaged_world("healthy")
    center = world.business_centers[0]

    def crowd(count: int, role: str) -> Wire:
        more = tuple(
            Member(email=f"p{at}@orchard.example", role=role, relation_status="PENDING") for at in range(count)
        )
        return start(replace(world, business_centers=(replace(center, members=center.members + more),)))

    admins, members = crowd(19, "ADMIN"), crowd(3997, "STANDARD")
    one: dict[str, Any] = {"bc_id": BC, "emails": ["new@orchard.example"]}

    assert admins.post("/bc/member/invite/", **one, user_role="ADMIN")["code"] == 40002
    assert admins.post("/bc/member/update/", bc_id=BC, user_id=BEN, user_role="ADMIN")["code"] == 40002
    assert admins.post("/bc/member/invite/", **one)["code"] == 0
    assert members.post("/bc/member/invite/", **one)["code"] == 40002


@pytest.mark.parametrize("count", [0, 51])
def test_an_invitation_takes_one_to_fifty_addresses(wire: Wire, count: int) -> None:
    """No address, or more than fifty, is refused."""
    assert (
        wire.post("/bc/member/invite/", bc_id=BC, emails=[f"p{at}@x.example" for at in range(count)])["code"] == 40002
    )


def test_assigning_again_changes_the_role(wire: Wire) -> None:
    """The same asset assigned with another role replaces the role, and the log says it."""
    args: dict[str, Any] = {"bc_id": BC, "user_id": BEN, "asset_type": "ADVERTISER", "asset_id": US}
    assert wire.post("/bc/asset/assign/", **args, advertiser_role="ANALYST")["code"] == 0
    assert roles(wire, BEN) == {US: "ANALYST"}
    assert last_line(wire) == ("ACCOUNT", f"Assigned ad account {US} to ben@orchard.example as Analyst")


def test_assigning_needs_a_member_the_asset_and_its_role(wire: Wire) -> None:
    """Assigning to a stranger, an asset that is not here, or without the role of the type is refused."""
    args: dict[str, Any] = {
        "bc_id": BC,
        "user_id": BEN,
        "asset_type": "ADVERTISER",
        "asset_id": UK,
        "advertiser_role": "ANALYST",
    }

    assert wire.post("/bc/asset/assign/", **{**args, "user_id": "7200000000000000077"})["code"] == 40002
    assert wire.post("/bc/asset/assign/", **{**args, "asset_id": "7300000000000000077"})["code"] == 40002
    found = wire.post("/bc/asset/assign/", **{**args, "advertiser_role": None})
    assert found["message"] == "Missing required field(s): advertiser_role."


def test_a_partner_s_ceiling_cannot_be_exceeded(start: Start) -> None:
    """A role above what the partner has granted is refused."""
    wire = start("partner_ceiling")
    args: dict[str, Any] = {"bc_id": BC, "user_id": BEN, "asset_type": "ADVERTISER", "asset_id": "7300000000000000003"}

    assert wire.post("/bc/asset/assign/", **args, advertiser_role="OPERATOR")["code"] == 40002
    assert wire.post("/bc/asset/assign/", **args, advertiser_role="ANALYST")["code"] == 0


def test_unassigning_leaves_what_a_group_gives(wire: Wire, start: Start) -> None:
    """A role from an asset group survives a direct unassign, unless the world says otherwise."""
    args: dict[str, Any] = {"bc_id": BC, "user_id": CLEO, "asset_type": "ADVERTISER", "asset_id": UK}
    other = start(replace(packaged_world("healthy"), settings=Settings(unassign_beats_group=True)))

    assert wire.post("/bc/asset/unassign/", **args)["code"] == 0
    assert other.post("/bc/asset/unassign/", **args)["code"] == 0
    assert UK in roles(wire, CLEO)
    assert UK not in roles(other, CLEO)


def test_a_link_makes_the_identity_appear(start: Start) -> None:
    """Linking a TikTok account to an ad account shows it among the identities; unlinking hides it."""
    wire = start("tiktok_not_linked")
    args: dict[str, Any] = {"bc_id": BC, "asset_id": TT, "advertiser_id": US, "asset_type": "TT_ACCOUNT"}
    ask: dict[str, Any] = {"advertiser_id": US, "identity_type": "BC_AUTH_TT"}

    assert wire.get("/identity/get/", **ask)["data"]["identity_list"] == []
    assert wire.post("/bc/asset/advertiser/assign/", **args)["code"] == 0
    assert wire.get("/identity/get/", **ask)["data"]["identity_list"][0]["identity_authorized_bc_id"] == BC
    assert wire.post("/bc/asset/advertiser/unassign/", **args)["code"] == 0
    assert wire.get("/identity/get/", **ask)["data"]["identity_list"] == []


def test_a_pixel_is_linked_and_unlinked(wire: Wire) -> None:
    """Pixel links follow the writes."""
    args: dict[str, Any] = {"bc_id": BC, "pixel_code": "CORCHARD0000000000A1", "advertiser_ids": [UK]}

    def linked() -> list[str]:
        found = wire.get("/bc/pixel/link/get/", bc_id=BC, pixel_code=args["pixel_code"])
        return [row["advertiser_id"] for row in found["data"]["list"]]

    assert wire.post("/bc/pixel/link/update/", **args, relation_status="LINK")["code"] == 0
    assert linked() == [US, UK]
    assert wire.post("/bc/pixel/link/update/", **args, relation_status="UNLINK")["code"] == 0
    assert linked() == [US]


def test_a_share_is_recorded_and_unseen_until_approved(wire: Wire) -> None:
    """partner/add answers ok, and nothing shows on either side until the other side says yes."""
    args: dict[str, Any] = {"bc_id": BC, "partner_id": OTHER, "asset_type": "ADVERTISER", "asset_ids": [US]}
    ask: dict[str, Any] = {"bc_id": BC, "partner_id": OTHER, "asset_type": "ADVERTISER", "share_type": "SHARING"}

    assert wire.post("/bc/partner/add/", **args)["code"] == 0
    assert wire.get("/bc/partner/get/", bc_id=BC)["data"]["list"] == []
    assert wire.get("/bc/partner/asset/get/", **ask)["data"]["list"] == []
    wire.running.person("approve_share", US)
    assert wire.get("/bc/partner/asset/get/", **ask)["data"]["list"][0]["advertiser_role"] == "ANALYST"
    assert wire.get("/bc/partner/get/", bc_id=BC)["data"]["list"][0]["bc_id"] == OTHER


def test_only_owned_accounts_can_be_shared(start: Start) -> None:
    """An ad account that a partner owns cannot be passed on."""
    wire = start("partner_ceiling")
    args: dict[str, Any] = {
        "bc_id": BC,
        "partner_id": OTHER,
        "asset_type": "ADVERTISER",
        "asset_ids": ["7300000000000000003"],
    }

    assert wire.post("/bc/partner/add/", **args)["code"] == 40002


def test_a_spark_code_is_applied_where_it_is_wanted(start: Start) -> None:
    """An applied code shows in the list of the ad account; an expired one and an unknown one are refused."""
    wire, late = start("spark_applied_elsewhere"), start("spark_expired")
    args: dict[str, Any] = {"advertiser_id": US, "auth_code": "#OTHERCODE000000000001"}

    assert wire.get("/tt_video/list/", advertiser_id=US)["data"]["list"] == []
    assert wire.post("/tt_video/authorize/", **args)["code"] == 0
    row = wire.get("/tt_video/list/", advertiser_id=US)["data"]["list"][0]
    assert row["auth_info"]["ad_auth_status"] == "AUTHORIZED"
    assert wire.post("/tt_video/authorize/", **{**args, "auth_code": "#NONE"})["code"] == 40002
    assert "expired" in late.post("/tt_video/authorize/", **{**args, "auth_code": "#EXPIREDCODE0000000001"})["message"]


def test_a_punished_business_center_takes_no_writes(start: Start) -> None:
    """Writes in a disabled Business Center are refused with a message that says punished; reads go on."""
    world = packaged_world("healthy")
    wire = start(replace(world, business_centers=(replace(world.business_centers[0], status="PUNISH"),)))

    assert "punish" in wire.post("/bc/member/invite/", bc_id=BC, emails=["a@b.example"])["message"]
    assert wire.get("/bc/member/get/", bc_id=BC)["code"] == 0


def test_standard_members_write_nothing(wire: Wire) -> None:
    """A Standard member's token cannot write."""
    args: dict[str, Any] = {
        "bc_id": BC,
        "user_id": BEN,
        "asset_type": "ADVERTISER",
        "asset_id": UK,
        "advertiser_role": "ADMIN",
    }

    assert wire.post("/bc/asset/assign/", token=f"sandbox-token-{BEN}", **args)["code"] == 40001
