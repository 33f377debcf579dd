"""TikTok's own Python SDK works against the sandbox, for the operations it has: a witness from outside."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from regrant.sandbox.shapes import Fault
from tests.sandbox.wire import Wire

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    sdk = pytest.importorskip(
        "business_api_client",
        reason="TikTok's official SDK is not installed, so nothing outside vouches for the sandbox: "
        "pip install tiktok-business-api-sdk-official",
    )
    from business_api_client.tiktok_business.tiktok_exceptions import TiktokSDKError

pytestmark = pytest.mark.filterwarnings("ignore")

BC, OTHER = "7100000000000000001", "7100000000000000002"
BEN, US, UK = "7200000000000000002", "7300000000000000001", "7300000000000000002"
TT, GROUP = "7400000000000000001", "7150000000000000001"
SHOP, CATALOG, PIXEL, TOKEN = "7600000000000000001", "7800000000000000001", "CORCHARD0000000000A1", "sandbox-token"
READS: list[tuple[str, str, dict[str, Any]]] = [
    ("BCApi", "bc_get", {}),
    ("BCApi", "bc_get", {"bc_id": BC, "page": 1, "page_size": 50}),
    ("BCApi", "bc_member_get", {"bc_id": BC, "filtering": {"relation_status": "BOUND"}, "page_size": 20}),
    ("BCApi", "bc_asset_get", {"bc_id": BC, "asset_type": "ADVERTISER", "filtering": {"user_id": BEN}}),
    ("BCApi", "bc_asset_admin_get", {"bc_id": BC, "asset_type": "TIKTOK_SHOP"}),
    ("BCApi", "bc_asset_member_get", {"bc_id": BC, "asset_type": "ADVERTISER", "asset_id": US}),
    ("BCApi", "bc_asset_partner_get", {"bc_id": BC, "asset_type": "ADVERTISER", "asset_id": US}),
    ("BCApi", "bc_partner_get", {"bc_id": BC}),
    (
        "BCApi",
        "bc_partner_asset_get",
        {"bc_id": BC, "partner_id": OTHER, "asset_type": "ADVERTISER", "share_type": "SHARED"},
    ),
    ("BCApi", "bc_asset_group_list", {"bc_id": BC}),
    (
        "BCApi",
        "bc_asset_group_get",
        {"bc_id": BC, "asset_group_id": "7150000000000000001", "query_entity": "MEMBER"},
    ),
    ("BCApi", "bc_pixel_link_get", {"bc_id": BC, "pixel_code": PIXEL}),
    ("BCApi", "bc_balance_get", {"bc_id": BC}),
    ("BCApi", "advertiser_balance_get", {"bc_id": BC}),
    ("BCApi", "bc_transaction_get", {"bc_id": BC}),
    ("BCApi", "bc_account_transaction_get", {"bc_id": BC}),
    ("BCApi", "bc_billing_group_get", {"bc_id": BC}),
    ("BCApi", "bc_invoice_unpaid_get", {"bc_id": BC, "invoice_type": "OVERDUE"}),
    ("AccountManagementApi", "advertiser_info", {"advertiser_ids": [US, UK]}),
    ("AuthenticationApi", "oauth2_advertiser_get", {"app_id": "7000000000000000001", "secret": "sandbox-secret"}),
    ("IdentityApi", "identity_get", {"advertiser_id": US}),
    ("IdentityApi", "gmv_max_identity_get", {"advertiser_id": US, "store_id": SHOP, "store_authorized_bc_id": BC}),
    ("StoreApi", "gmv_max_store_list", {"advertiser_id": US}),
    (
        "StoreApi",
        "gmv_max_exclusive_authorization_get",
        {"advertiser_id": US, "store_id": SHOP, "store_authorized_bc_id": BC},
    ),
    ("MeasurementApi", "pixel_list", {"advertiser_id": US}),
    ("CatalogApi", "catalog_get", {"bc_id": BC}),
    ("CatalogApi", "catalog_overview", {"bc_id": BC, "catalog_id": CATALOG}),
    ("CatalogApi", "catalog_eventsource_bind_get", {"bc_id": BC, "catalog_id": CATALOG}),
]
WRITES: list[tuple[str, str, dict[str, Any]]] = [
    (
        "bc_member_invite",
        "MemberInviteBody",
        {"emails": ["dana@orchard.example"], "user_role": "STANDARD", "asset_ids": []},
    ),
    ("bc_member_delete", "MemberDeleteBody", {"user_email": "dana@orchard.example"}),
    ("bc_member_update", "MemberUpdateBody", {"user_id": BEN, "user_name": "Benedict"}),
    (
        "bc_asset_assign",
        "AssetAssignBody",
        {"user_id": BEN, "asset_type": "ADVERTISER", "asset_id": UK, "advertiser_role": "ANALYST"},
    ),
    ("bc_asset_unassign", "AssetUnassignBody", {"user_id": BEN, "asset_type": "ADVERTISER", "asset_id": UK}),
    ("bc_partner_add", "PartnerAddBody", {"partner_id": OTHER, "asset_type": "ADVERTISER", "asset_ids": [US]}),
]


MORE_WRITES: list[tuple[str, str, dict[str, Any], str]] = [
    (
        "bc_asset_group_create",
        "AssetGroupCreateBody",
        {
            "asset_group_name": "East",
            "assets": [{"asset_id": US, "asset_type": "ADVERTISER"}],
            "members": [{"member_id": BEN, "asset_roles": {"ADVERTISER": "ADVERTISER_ROLE_ANALYST"}}],
        },
        f"Created asset group East with ad accounts {US} for ben@orchard.example",
    ),
    (
        "bc_asset_group_update",
        "AssetGroupUpdateBody",
        {"asset_group_id": GROUP, "update_entity": "NAME", "asset_group_name": "Isles"},
        "Changed asset group UK team: name Isles",
    ),
    ("bc_asset_group_delete", "AssetGroupDeleteBody", {"asset_group_ids": [GROUP]}, "Deleted asset group Isles"),
    (
        "bc_partner_asset_delete",
        "AssetDeleteBody",
        {"partner_id": OTHER, "asset_type": "ADVERTISER", "asset_ids": [US]},
        f"Stopped sharing with partner {OTHER}: ad account {US}",
    ),
    ("bc_partner_delete", "PartnerDeleteBody", {"partner_id": OTHER}, f"Removed partner {OTHER}"),
    (
        "bc_asset_admin_delete",
        "AdminDeleteBody",
        {"asset_type": "TT_ACCOUNT", "asset_ids": [TT]},
        f"Removed TikTok account {TT}",
    ),
]


@pytest.fixture
def client(wire: Wire) -> Iterator[Any]:
    """Give an SDK client that talks to the sandbox."""
    configuration = sdk.Configuration()
    configuration.host = wire.running.url
    client = sdk.ApiClient(configuration)
    yield client
    client.rest_client.pool_manager.clear()


@pytest.mark.parametrize(("group", "name", "args"), READS)
def test_the_sdk_reads(client: Any, group: str, name: str, args: dict[str, Any]) -> None:
    """Every read that the SDK has answers it with data."""
    found = getattr(getattr(sdk, group)(client), name)(access_token=TOKEN, **args)

    assert isinstance(found, dict)
    assert found


def test_the_sdk_writes(client: Any, wire: Wire) -> None:
    """The writes that the SDK has change the world as the sandbox's own answers show."""
    api = sdk.BCApi(client)
    for name, shape, args in WRITES:
        body = getattr(sdk, shape)(bc_id=BC, **args)
        getattr(api, name)(access_token=TOKEN, body=body)
    log = [one.text for one in wire.running.world.business_centers[0].log[-6:]]

    assert log[0] == "Invited dana@orchard.example as Standard"
    assert log[1] == "Revoked the invitation of dana@orchard.example"
    assert log[3:5] == [
        f"Assigned ad account {UK} to ben@orchard.example as Analyst",
        f"Unassigned ad account {UK} from ben@orchard.example",
    ]
    assert wire.running.world.shares[0].approval == "PENDING"


def test_the_sdk_ends_what_was_given(client: Any, wire: Wire) -> None:
    """Groups, shares and assets that the SDK makes and ends each leave their line in the log."""
    api = sdk.BCApi(client)
    body = sdk.PartnerAddBody(bc_id=BC, partner_id=OTHER, asset_type="ADVERTISER", asset_ids=[US])
    api.bc_partner_add(access_token=TOKEN, body=body)
    wire.running.person("approve_share", US)
    for name, shape, args, line in MORE_WRITES:
        getattr(api, name)(access_token=TOKEN, body=getattr(sdk, shape)(bc_id=BC, **args))
        assert wire.running.world.business_centers[0].log[-1].text == line


def test_the_sdk_sees_codes_as_its_own_errors(client: Any, wire: Wire) -> None:
    """A code that is not 0 raises the SDK's error with code, message and request id in its text."""
    with pytest.raises(TiktokSDKError, match="Error Code: 40105"):
        sdk.BCApi(client).bc_get(access_token="wrong")
    wire.running.fault(Fault(kind="code", code=51010))
    with pytest.raises(TiktokSDKError, match=r"Error Code: 51010.*request_id: 2026"):
        sdk.BCApi(client).bc_get(access_token=TOKEN)
