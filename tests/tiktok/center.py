"""A small Business Center put on the test server, to be read whole or in parts."""

from __future__ import annotations

from typing import Any

from tests.tiktok.server import Answer, Reply, Request, Server, ok, paged, refuse

BC = "7000000000000000001"
PARTNER = "7000000000000000009"
ANA, BEN, CLEO = "7200000000000000001", "7200000000000000002", "7200000000000000003"
SHOP_ADS, SHARED_IN = "7300000000000000001", "7300000000000000002"
TIKTOK, SHOP, PIXEL = "7400000000000000001", "7400000000000000002", "7400000000000000003"
GROUP = "7500000000000000001"
CENTER: dict[str, Any] = {
    "bc_info": {
        "bc_id": int(BC),
        "name": "Tea House",
        "status": "ENABLE",
        "verification_status": "VERIFIED",
        "type": "DIRECT",
        "registered_area": "DE",
    },
    "user_role": "ADMIN",
    "ext_user_role": None,
}
MEMBERS: list[dict[str, Any]] = [
    {
        "user_id": ANA,
        "user_name": "Ana",
        "user_email": "ana@tea.example",
        "user_role": "ADMIN",
        "relation_status": "BOUND",
    }
    | {"ext_user_role": [{"finance_role": "MANAGER"}]},
    {
        "user_id": BEN,
        "user_name": "Ben",
        "user_email": "ben@tea.example",
        "user_role": "STANDARD",
        "relation_status": "BOUND",
    }
    | {"ext_user_role": {"finance_role": None}},
    {"user_id": None, "user_email": "dan@tea.example", "user_role": "STANDARD", "relation_status": "PENDING"},
]
ASSETS: dict[str, list[dict[str, Any]]] = {
    "ADVERTISER": [
        {"asset_id": int(SHOP_ADS), "asset_name": "Shop ads", "asset_type": "ADVERTISER", "owner_bc_name": "Tea House"}
        | {"relation_type": "OWNER_BC", "relation_status": "BOUND", "advertiser_status": "STATUS_BRAND_NEW_WORD"},
    ],
    "TT_ACCOUNT": [
        {"asset_id": TIKTOK, "asset_name": "teahouse", "asset_type": "TT_ACCOUNT", "owner_bc_name": None}
        | {"relation_type": "OWNER_INDIVIDUAL", "relation_status": None},
    ],
    "TIKTOK_SHOP": [
        {"asset_id": SHOP, "asset_name": "Tea shop", "asset_type": "TIKTOK_SHOP", "relation_status": "PENDING"},
    ],
    "PIXEL": [
        {
            "asset_id": PIXEL,
            "asset_name": "Site",
            "asset_type": "PIXEL",
            "relation_status": "BOUND",
            "pixel_code": "C4A",
        },
    ],
}
SHARED = {"asset_id": SHARED_IN, "asset_name": "Client ads", "asset_type": "ADVERTISER", "advertiser_role": "OPERATOR"}
GRANTS: dict[tuple[str, str], list[dict[str, Any]]] = {
    (BEN, "ADVERTISER"): [{"asset_id": SHOP_ADS, "asset_name": "Shop ads", "advertiser_role": "ANALYST"}],
    (ANA, "TT_ACCOUNT"): [{"asset_id": TIKTOK, "asset_name": "teahouse", "tt_account_roles": ["POST", "LIVE"]}],
    (BEN, "PIXEL"): [{"asset_id": PIXEL, "asset_name": "Site"}],
}
STANDARD_REFUSED = refuse(40001, "You do not have permission to perform this operation")


def build(server: Server) -> None:
    """Put the whole Business Center on the server, read with the token of the Admin Ana."""
    server.on("/user/info/", ok({"core_user_id": ANA, "display_name": "Ana", "email": "a***@tea.example"}))
    server.on("/bc/get/", paged([CENTER]))
    server.on("/bc/member/get/", _members)
    server.on("/bc/asset/admin/get/", _assets)
    server.on("/bc/asset/get/", _granted)
    server.on("/bc/asset/member/get/", _holders)
    server.on("/bc/partner/get/", paged([{"bc_id": PARTNER, "bc_name": "Agency"}]))
    server.on("/bc/partner/asset/get/", _shared)
    group = {"asset_group_id": GROUP, "asset_group_name": "Team", "assets": 1, "members": 1}
    server.on("/bc/asset_group/list/", paged([group], "asset_groups"))
    server.on("/bc/asset_group/get/", _group)
    server.on("/bc/asset/advertiser/assigned/", paged([{"advertiser_id": SHOP_ADS, "advertiser_name": "Shop ads"}]))
    server.on("/changelog/get/", paged([_log_line()], "changelog_list"))
    server.on("/advertiser/info/", _info)
    server.on("/identity/get/", paged([_identity()], "identity_list"))
    server.on("/tt_video/list/", paged([_post()]))
    server.on("/gmv_max/store/list/", _for_account(ok({"store_list": [_store()]}), ok({"store_list": []})))
    held = {"authorization_status": "EFFECTIVE", "advertiser_id": SHARED_IN}
    server.on("/gmv_max/exclusive_authorization/get/", ok(held))


def for_standard(server: Server) -> None:
    """Let the token be Ben's, a Standard member's: what only an Admin may ask is refused."""
    server.on("/user/info/", ok({"core_user_id": BEN, "display_name": "Ben", "email": "b***@tea.example"}))
    server.on("/bc/get/", paged([{**CENTER, "user_role": "STANDARD"}]))
    for path in (
        "/bc/member/get/",
        "/bc/asset/admin/get/",
        "/bc/asset/member/get/",
        "/bc/partner/get/",
        "/bc/asset_group/list/",
    ):
        server.on(path, STANDARD_REFUSED)
    server.on("/bc/asset/advertiser/assigned/", STANDARD_REFUSED)


def _members(request: Request) -> Reply:
    asked = request.sent.get("filtering", {})
    word, role = asked.get("keyword", "").casefold(), asked.get("user_role")
    found = [
        row
        for row in MEMBERS
        if word in f"{row.get('user_name')} {row['user_email']}".casefold() and role in (None, row["user_role"])
    ]

    return paged(found)(request)


def _assets(request: Request) -> Reply:
    word = request.sent.get("filtering", {}).get("keyword", "").casefold()
    found = ASSETS.get(request.sent["asset_type"], [])

    return paged([row for row in found if word in f"{row['asset_name']} {row['asset_id']}".casefold()])(request)


def _granted(request: Request) -> Reply:
    asked = request.sent.get("filtering", {})
    user = asked.get("user_id", BEN)
    found = GRANTS.get((user, request.sent["asset_type"]), [])

    return paged([row for row in found if asked.get("keyword", "") in row["asset_name"]])(request)


def _holders(request: Request) -> Reply:
    kind, asset = request.sent["asset_type"], request.sent["asset_id"]
    found = [
        {**row, "user_id": user}
        for (user, of), rows in GRANTS.items()
        for row in rows
        if (of, row["asset_id"]) == (kind, asset)
    ]

    return paged(found)(request)


def _shared(request: Request) -> Reply:
    given = request.sent["share_type"] == "SHARED" and request.sent["asset_type"] == "ADVERTISER"

    return paged([SHARED] if given else [])(request)


def _group(request: Request) -> Reply:
    inside: dict[str, Any] = {"asset_group_id": GROUP}
    if request.sent["query_entity"] == "ASSET":
        inside["assets"] = [{"asset_id": SHOP_ADS, "asset_type": "ADVERTISER"}]
    else:
        inside["members"] = [{"member_id": BEN, "asset_roles": {"ADVERTISER": "ADVERTISER_ROLE_OPERATOR"}}]

    return ok({"asset_group": inside, "page_info": {"total_number": 1}})


def _info(request: Request) -> Reply:
    if SHARED_IN in request.sent["advertiser_ids"]:
        return refuse(40001, f"No permission to operate advertiser {SHARED_IN}")

    return ok({"list": [{"advertiser_id": SHOP_ADS, "name": "Shop ads", "status": "STATUS_LIMIT", "owner_bc_id": BC}]})


def _for_account(here: Reply, elsewhere: Reply) -> Answer:
    return lambda request: here if request.sent["advertiser_id"] == SHOP_ADS else elsewhere


def _log_line() -> dict[str, Any]:
    return {
        "time": "2026-11-19 10:00:00",
        "activity_type": "USER",
        "operator_id": int(ANA),
        "activity_log": "Invited dan",
    }


def _identity() -> dict[str, Any]:
    flags = {"can_push_video": False, "can_pull_video": True, "is_gpppa": None}
    return {
        "identity_id": "abc-1",
        "identity_type": "BC_AUTH_TT",
        "identity_authorized_bc_id": BC,
        **flags,
        "display_name": "T",
    }


def _post() -> dict[str, Any]:
    times = {
        "ad_auth_status": "SOMETHING_NEW",
        "auth_start_time": "2026-06-01 00:00:00",
        "auth_end_time": "2026-06-23T07:09:07Z",
    }
    return {
        "item_info": {"item_id": 7123, "auth_code": "#abc", "item_type": "VIDEO", "status": "USER_DELETE"},
        "auth_info": times,
    }


def _store() -> dict[str, Any]:
    return {
        "store_id": SHOP,
        "store_name": "Tea shop",
        "store_status": "ACTIVE",
        "store_role": "UNSET",
        "store_authorized_bc_id": BC,
    }
