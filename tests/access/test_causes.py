"""Each cause that the tables can show, with a small snapshot made by hand in which it is the only thing wrong."""

from __future__ import annotations

from typing import Any

import pytest

from regrant.access import Why, find_cause, link_words
from regrant.knowledge.loader import load
from tests.access.snapshots import (
    ADS,
    ANN,
    BC,
    BEN,
    BOSS,
    CATALOG,
    OTHER_ADS,
    SHOP,
    TIKTOK,
    asset,
    bc,
    grant,
    identity,
    member,
    people,
    why,
)  # fmt: skip

TT = asset("TT_ACCOUNT", TIKTOK, relation_status=None)
SHOP_HERE = asset("TIKTOK_SHOP", SHOP)
SELL = grant("AD_PROMOTION", kind="TIKTOK_SHOP", asset_id=SHOP)
POST = grant("POST", kind="TT_ACCOUNT", asset_id=TIKTOK)
LINK = {"asset_id": TIKTOK, "asset_type": "TT_ACCOUNT", "advertiser_id": ADS}
SPARK = {
    "assets": [asset(), TT], "grants": [grant("OPERATOR"), POST], "links": [LINK], "identities": [identity()],
}  # fmt: skip
STORE = {"advertiser_id": ADS, "store_id": SHOP, "store_status": "ACTIVE", "authorized_bc_id": BC}
SELLING = {
    "assets": [asset(), TT, SHOP_HERE], "links": [LINK], "identities": [identity()], "stores": [STORE],
    "grants": [grant("OPERATOR"), POST, SELL],
}  # fmt: skip
GROUP: dict[str, Any] = {
    "groups": [{"bc_id": BC, "group_id": "g1", "group_name": "North"}],
    "group_assets": [{"group_id": "g1", "asset_id": ADS}],
    "group_members": [{"group_id": "g1", "user_id": ANN, "role": "ADVERTISER_ROLE_ANALYST"}],
}
PARTNER = {"bc_id": BC, "partner_bc_id": "7109", "partner_name": "Kessler"}
SHARE = {"bc_id": BC, "partner_bc_id": "7109", "share_type": "SHARED", "asset_type": "ADVERTISER", "asset_id": ADS}
SPARK_POST = {
    "advertiser_id": ADS, "item_id": "1", "ad_auth_status": "AUTHORIZED", "auth_end_time": "2027-01-01 00:00:00",
    "read_at": "2026-11-20T09:00:00Z",
}  # fmt: skip


def ad_status(status: str) -> dict[str, Any]:
    """Return a snapshot whose ad account has a status."""
    return {"assets": [asset(advertiser_status=status)], "grants": [grant("ADMIN")]}


def tied(status: str, **more: Any) -> dict[str, Any]:
    """Return a snapshot whose ad account belongs to somebody else, with a tie of some status."""
    return {
        "assets": [asset(relation_type="OWNER_INDIVIDUAL", relation_status=status, **more)],
        "grants": [grant("ADMIN")],
    }


def with_identity(**more: Any) -> dict[str, Any]:
    """Return the working Spark Ads snapshot with another identity."""
    return {**SPARK, "identities": [identity(**more)]}


def selling(**more: Any) -> dict[str, Any]:
    """Return the working shop snapshot with something changed."""
    return {**SELLING, **more}


CASES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("person_not_member_yet", "see", ADS, {"assets": [asset()], "members": people()}),
    ("person_not_member_yet", "see", BC, {"members": people(member(None, email=ANN, relation_status="PENDING"))}),
    ("invite_declined", "see", BC, {"members": people(member(relation_status="REJECTED"))}),
    ("removed_by_admin", "see", BC, {"members": people(member(relation_status="UNBOUND"))}),
    ("bc_punished", "see", BC, {"bcs": bc(status="PUNISH")}),
    ("bc_denied", "see", BC, {"bcs": bc(status="DENY")}),
    ("not_bc_admin", "assign_others", ADS, {"assets": [asset()]}),
    ("admin_without_finance_role", "payments", BC, {"members": people(member(role="ADMIN"))}),
    ("asset_in_other_bc", "see", ADS, {"advertisers": [{"advertiser_id": ADS, "owner_bc_id": "7999"}]}),
    ("shop_not_in_bc", "run_shop_ads", SHOP, {"stores": [{"advertiser_id": ADS, "store_id": SHOP}]}),
    ("shop_held_by_other_bc", "run_shop_ads", SHOP, {"stores": [{**STORE, "authorized_bc_id": "7999"}]}),
    ("tiktok_owner_not_approved", "post", TIKTOK, {"links": [LINK]}),
    ("tiktok_owner_not_approved", "post", TIKTOK, {"assets": [{**TT, "relation_status": "PENDING"}]}),
    ("tiktok_link_withdrawn", "post", TIKTOK, {"assets": [{**TT, "relation_status": "UNBOUND"}]}),
    ("asset_request_pending", "see", ADS, tied("PENDING")),
    ("asset_request_declined", "see", ADS, tied("REJECTED")),
    ("owner_cut_access", "see", ADS, tied("UNBOUND")),
    ("shop_request_pending", "see", SHOP, {"assets": [{**SHOP_HERE, "relation_status": "PENDING"}]}),
    ("shop_request_declined", "see", SHOP, {"assets": [{**SHOP_HERE, "relation_status": "REJECTED"}]}),
    ("share_not_approved", "see", ADS, {**tied("PENDING"), "shares": [SHARE], "partners": [PARTNER]}),
    ("partner_stopped_sharing", "see", ADS,
     {"assets": [asset(relation_type="OWNER_PARTNER", relation_status="UNBOUND")]}),
    ("account_not_assigned", "see", ADS, {"assets": [asset()], "grants": [grant("ADMIN", asset_id=OTHER_ADS)]}),
    ("nothing_assigned_yet", "see", ADS, {"assets": [asset()]}),
    ("admin_not_self_assigned", "see", ADS, {"assets": [asset()], "members": people(member(role="ADMIN"))}),
    ("shop_not_assigned", "run_shop_ads", SHOP, selling(grants=[grant("OPERATOR"), POST])),
    ("analyst_cannot_edit", "create_and_edit_ads", ADS, {"assets": [asset()], "grants": [grant("ANALYST")]}),
    ("operator_cannot_manage", "settings", ADS, {"assets": [asset()], "grants": [grant("OPERATOR")]}),
    ("role_from_asset_group", "create_and_edit_ads", ADS, {"assets": [asset()], **GROUP}),
    ("catalog_ad_promotion_only", "edit_catalog", CATALOG,
     {"assets": [asset("CATALOG", CATALOG)], "grants": [grant("AD_PROMOTE", kind="CATALOG", asset_id=CATALOG)]}),
    ("tiktok_permission_too_low", "answer_messages", TIKTOK, SPARK),
    ("ad_delivery_not_management", "settings", TIKTOK, SPARK),
    ("partner_ceiling", "create_and_edit_ads", ADS,
     {"grants": [grant("OPERATOR")], "shares": [{**SHARE, "role": "ANALYST"}], "partners": [PARTNER],
      "assets": [asset(relation_type="OWNER_PARTNER")]}),
    ("ad_account_suspended", "create_and_edit_ads", ADS, ad_status("STATUS_LIMIT")),
    ("ad_account_closed", "create_and_edit_ads", ADS, ad_status("STATUS_DISABLE")),
    ("ad_account_rejected", "create_and_edit_ads", ADS, ad_status("STATUS_CONFIRM_FAIL")),
    ("ad_account_in_review", "create_and_edit_ads", ADS, ad_status("STATUS_PENDING_CONFIRM")),
    ("contract_not_in_effect", "create_and_edit_ads", ADS, ad_status("STATUS_CONTRACT_PENDING")),
    ("not_linked_to_ad_account", "run_spark_ads", TIKTOK, {**SPARK, "links": []}),
    ("analyst_cannot_edit", "run_spark_ads", TIKTOK, {**SPARK, "grants": [grant("ANALYST"), POST]}),
    ("account_not_assigned", "run_spark_ads", TIKTOK, {**SPARK, "grants": [POST]}),
    ("tiktok_link_withdrawn", "run_spark_ads", TIKTOK, with_identity(available_status="NO_VALID_BIND_ACCOUNT")),
    ("tiktok_scope_gone", "run_spark_ads", TIKTOK, with_identity(available_status="SCOPE_UNAVAILABLE")),
    ("tiktok_account_private_or_personal", "run_spark_ads", TIKTOK,
     with_identity(available_status="IS_PRIVATE_ACCOUNT")),
    ("government_account", "run_spark_ads", TIKTOK, with_identity(is_gpppa=True)),
    ("ads_only_consent", "post", TIKTOK, with_identity(ads_only_mode=True)),
    ("tiktok_scope_gone", "post", TIKTOK, with_identity(can_push_video=False)),
    ("shop_suspended", "run_shop_ads", SHOP, selling(stores=[{**STORE, "store_status": "INACTIVE"}])),
    ("gmv_max_exclusive_elsewhere", "run_shop_ads", SHOP,
     selling(stores=[{**STORE, "exclusive_advertiser_id": "7399"}])),
    ("shop_tiktok_account_missing", "run_shop_ads", SHOP, selling(grants=[grant("OPERATOR"), SELL])),
    ("shop_ad_account_role_too_low", "run_shop_ads", SHOP,
     selling(grants=[grant("ANALYST"), POST, SELL])),
    ("shop_ad_account_role_too_low", "run_shop_ads", ADS, selling(grants=[grant("ANALYST")])),
    ("shop_not_assigned", "run_shop_ads", ADS, selling(grants=[grant("OPERATOR")])),
    ("shop_not_in_bc", "run_shop_ads", ADS, SPARK),
    ("spark_expired", "run_spark_ads", ADS,
     {"assets": [asset()], "grants": [grant("OPERATOR")],
      "spark": [{**SPARK_POST, "auth_end_time": "2026-11-01T00:00:00Z"}],
      "members": people(member(read_at="2026-11-20T09:00:00Z"))}),
    ("spark_post_unavailable", "run_spark_ads", ADS,
     {"assets": [asset()], "grants": [grant("OPERATOR")], "spark": [{**SPARK_POST, "post_status": "USER_DELETE"}]}),
    ("spark_revoked", "run_spark_ads", ADS,
     {"assets": [asset()], "grants": [grant("OPERATOR")], "spark": [{**SPARK_POST, "ad_auth_status": "CANCELLED"}]}),
    ("spark_applied_elsewhere", "run_spark_ads", ADS,
     {"assets": [asset()], "grants": [grant("OPERATOR")], "spark": [{**SPARK_POST, "advertiser_id": OTHER_ADS}]}),
    ("account_not_assigned", "run_spark_ads", ADS, {**SPARK, "grants": [grant("OPERATOR")]}),
    ("not_linked_to_ad_account", "run_spark_ads", ADS, {**SPARK, "links": []}),
    ("spark_not_applied", "run_spark_ads", ADS, {"assets": [asset()], "grants": [grant("OPERATOR")]}),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "action", "about", "rows"), CASES)
def test_cause(cause: str, action: str, about: str, rows: dict[str, Any]) -> None:
    """The chain of a small snapshot breaks where it should, and that names the cause and a way out."""
    found = why(action, about, **rows)

    assert found.verdict == "cannot", found.sentence
    assert find_cause(found) == cause
    assert found.repair
    assert found.repair[-1].who


@pytest.mark.parametrize(
    ("action", "about", "rows"),
    [
        ("see", BC, {}),
        ("create_and_edit_ads", ADS, {"assets": [asset()], "grants": [grant("OPERATOR")]}),
        ("run_spark_ads", TIKTOK, SPARK),
        ("run_spark_ads", ADS, SPARK),
        ("run_spark_ads", ADS, {"assets": [asset()], "grants": [grant("OPERATOR")], "spark": [SPARK_POST]}),
        ("post", TIKTOK, SPARK),
        ("run_shop_ads", SHOP, SELLING),
        ("run_shop_ads", ADS, SELLING),
        ("see", "7801", {"assets": [asset("PIXEL", "7801")], "grants": [grant(kind="PIXEL", asset_id="7801")]}),
        ("see", ADS, {"grants": [grant("ANALYST")], "shares": [{**SHARE, "role": "ANALYST"}], "partners": [PARTNER]}),
    ],
)
def test_healthy(action: str, about: str, rows: dict[str, Any]) -> None:
    """Where every link holds the answer is yes, without a cause and without a repair."""
    found = why(action, about, **rows)

    assert found.verdict == "can", found.sentence
    assert find_cause(found) is None
    assert found.repair == ()
    assert found.near_misses == ()


def test_every_cause_exists_and_is_shown() -> None:
    """Every cause that a link may name is one of the knowledge, and a snapshot above shows it."""
    named = {fault.cause for link in link_words().values() for fault in link.faults}

    assert named <= set(load().causes)
    assert named - {case[0] for case in CASES} <= {"bc_in_review"}


def test_business_center_in_review_may_be_the_cause() -> None:
    """A status whose effect is not certain gives no verdict, but says what it would mean."""
    found = why("create_and_edit_ads", ADS, bcs=bc(status="REVIEWING"), assets=[asset()], grants=[grant("OPERATOR")])

    assert found.verdict == "unknown_depends"
    assert find_cause(found) == "bc_in_review"


def test_removed_according_to_the_log() -> None:
    """Somebody who is not on the list any more, and whom the log calls removed, was removed."""
    line = {"bc_id": BC, "activity_type": "USER", "text": "Removed member ruth@acme.example"}
    found: Why = why("see", BC, "ruth@acme.example", log=[line])

    assert found.cause == "removed_by_admin"
    assert not found.who.known


def test_one_of_two_ways_is_enough() -> None:
    """A group that gives too little takes nothing from what was assigned directly."""
    found = why("create_and_edit_ads", ADS, assets=[asset()], grants=[grant("OPERATOR")], **GROUP)

    assert found.verdict == "can"
    assert found.paths == 2


def test_admins_are_named() -> None:
    """The repair names the joined Admins of that Business Center, nobody else."""
    others = (member(), member(BEN, role="ADMIN", relation_status="PENDING"))
    found = why("see", ADS, assets=[asset()], members=people(*others))

    assert found.repair[0].names == ("Bo Boss <boss@acme.example>",)
    assert BOSS != BEN
