"""The compact form of a world becomes the sandbox's own form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from regrant.sandbox import load_world
from regrant.sandbox.convert import convert_scenario, main
from tests.sandbox.wire import Start

BC, ADMIN, EVE = "7100000000000000055", "7200000000000000055", "7200000000000000056"
US, SHOP, TT, PARTNER = "7300000000000000055", "7600000000000000055", "7400000000000000055", "7100000000000000056"
SCENARIO: dict[str, Any] = {
    "id": "x001",
    "problem": "cant_access_account",
    "lang": "en",
    "opening": "I cannot see the account.",
    "truth": {"cause": "their_name"},
    "world": {
        "now": "2026-11-20 09:00:00",
        "bc": {"id": BC, "status": "ENABLE", "verification_status": "FAILED", "type": "AGENCY"},
        "members": [
            {
                "user_id": ADMIN,
                "email": "admin@x.example",
                "role": "ADMIN",
                "finance_role": None,
                "relation_status": "BOUND",
            },
            {"user_id": EVE, "email": "eve@x.example", "role": "STANDARD", "relation_status": "BOUND"},
            {"user_id": None, "email": "new@x.example", "role": "STANDARD", "relation_status": "PENDING"},
        ],
        "assets": [
            {
                "type": "ADVERTISER",
                "id": US,
                "name": "X US",
                "relation_type": "OWNER_PARTNER",
                "status": "STATUS_LIMIT",
            },
            {"type": "TIKTOK_SHOP", "id": SHOP, "name": "X Shop", "relation_status": "PENDING"},
            {"type": "TT_ACCOUNT", "id": TT, "name": "x", "available_status": "IS_PRIVATE_ACCOUNT"},
        ],
        "grants": [
            {"user_id": ADMIN, "asset_id": US, "role": "ADMIN"},
            {"user_id": EVE, "asset_id": TT, "role": ["POST"]},
            {"user_id": EVE, "asset_id": "7300000000000000999", "role": "ADMIN"},
        ],
        "partners": [{"bc_id": PARTNER, "bc_name": "Partner"}],
        "shares": [{"partner_bc_id": PARTNER, "share_type": "SHARED", "asset_id": US, "role": "ANALYST"}],
        "links": [{"asset_id": TT, "advertiser_id": US}],
        "spark": [
            {
                "code": "#C",
                "advertiser_id": None,
                "item_id": "75",
                "auth_start_time": "2026-11-01T09:00:00Z",
                "auth_end_time": "2026-12-01 09:00:00",
                "ad_auth_status": "AUTHORIZED",
            },
        ],
        "stores": [
            {
                "store_id": SHOP,
                "store_name": "X Shop",
                "store_status": "ACTIVE",
                "is_owner_bc": False,
                "exclusive_authorized_advertiser_info": {
                    "advertiser_id": "7300000000000000057",
                    "advertiser_name": "Y",
                },
            },
        ],
        "verification": {
            "verification_status": "FAILED",
            "rejection_reason": "Blurry",
            "audit_time": "2026-11-17 11:40:00",
        },
        "changelog": [{"time": "2026-11-19 11:40:00", "activity_type": "USER", "text": "Removed member z@x.example"}],
        "me": ADMIN,
        "subject": "z@x.example",
        "target_asset": US,
    },
}


def test_every_table_arrives(start: Start) -> None:
    """What the compact form says, the API tells."""
    wire = start(convert_scenario(SCENARIO, {"their_name": "removed_by_admin"}))
    world, ask = wire.running.world, {"bc_id": BC}

    assert (world.expected_cause, world.reference) == ("removed_by_admin", "their_name")
    assert world.question
    assert (world.question.who, world.question.asset) == ("z@x.example", US)
    assert [one["relation_status"] for one in wire.get("/bc/member/get/", **ask)["data"]["list"]] == [
        "BOUND",
        "BOUND",
        "PENDING",
    ]
    row = wire.get("/bc/asset/admin/get/", **ask, asset_type="ADVERTISER")["data"]["list"][0]
    assert (row["relation_type"], row["advertiser_status"], row["advertiser_role"]) == (
        "OWNER_PARTNER",
        "STATUS_LIMIT",
        "ADMIN",
    )
    shop = wire.get("/bc/asset/admin/get/", **ask, asset_type="TIKTOK_SHOP")["data"]["list"][0]
    assert shop["relation_status"] == "PENDING"
    identity = wire.get("/identity/get/", advertiser_id=US)["data"]["identity_list"][0]
    assert identity["available_status"] == "IS_PRIVATE_ACCOUNT"
    shared = wire.get("/bc/partner/asset/get/", **ask, partner_id=PARTNER, asset_type="ADVERTISER", share_type="SHARED")
    assert shared["data"]["list"][0]["advertiser_role"] == "ANALYST"
    code = wire.get("/tt_video/info/", advertiser_id=US, auth_code="#C")["data"]
    assert code["auth_info"]["auth_start_time"] == "2026-11-01 09:00:00"
    assert wire.get("/tt_video/list/", advertiser_id=US)["data"]["list"] == []
    papers = wire.get("/account/verification/status/", **ask)["data"]
    assert (papers["verification_status"], papers["rejection_reason"]) == ("FAILED", "Blurry")
    assert wire.get("/changelog/get/", **ask)["data"]["changelog_list"][0]["operator_id"] is None


def test_a_shop_outside_of_the_business_center_is_still_listed(start: Start) -> None:
    """A shop that only the ad account knows comes with its exclusive authorization."""
    compact = {**SCENARIO["world"], "assets": SCENARIO["world"]["assets"][:1], "links": []}
    wire = start(convert_scenario({**SCENARIO, "world": compact}))
    row = wire.get("/gmv_max/store/list/", advertiser_id=US)["data"]["store_list"][0]

    assert row["store_role"] == "UNSET"
    assert row["exclusive_authorized_advertiser_info"]["advertiser_id"] == "7300000000000000057"


def test_the_command_writes_worlds(tmp_path: Path) -> None:
    """Lines without a world are passed over, unknown keys are named, the rest becomes files that load."""
    odd = {**SCENARIO, "id": "x003", "world": {**SCENARIO["world"], "moon": 1}}
    lines = [SCENARIO, {"id": "x002", "world": None}, odd]
    source = tmp_path / "scenarios.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)) + "\n\n", encoding="utf-8")
    (tmp_path / "causes.json").write_text('{"their_name": "removed_by_admin"}', encoding="utf-8")
    args = [str(source), str(tmp_path / "out"), "--causes", str(tmp_path / "causes.json")]
    found = CliRunner().invoke(main, args)

    assert found.exit_code == 0
    assert 'the key "moon" is not known' in found.output
    assert load_world(tmp_path / "out" / "x001.json").expected_cause == "removed_by_admin"
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["x001.json", "x003.json"]


@pytest.mark.parametrize("line", ["{", '{"id": "x", "world": {"now": "soon"}}', '{"id": "x", "world": 3}'])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    """A line that is no scenario is told with its number, and the exit code is 1."""
    (tmp_path / "s.jsonl").write_text(line, encoding="utf-8")
    found = CliRunner().invoke(main, [str(tmp_path / "s.jsonl"), str(tmp_path / "out")])

    assert found.exit_code == 1
    assert "s.jsonl:1" in found.output
