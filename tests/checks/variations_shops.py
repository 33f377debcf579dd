"""Variations of shops and of business verification."""

from __future__ import annotations

from tests.checks.variations import ADMIN, MAIN, PROFILE, SHOP, Row, Variation, changed, mine, varied

SHOPS = [
    Variation(
        name="shop_waits",
        causes=("shop_request_pending",),
        words="We can't use the TikTok Shop in our Business Center for shop ads.",
        world=varied(asset=SHOP, **changed(SHOP, relation_type="OWNER_PARTNER", relation_status="PENDING")),
    ),
    Variation(
        name="shop_refused",
        causes=("shop_request_declined",),
        words="We can't use the TikTok Shop in our Business Center for shop ads.",
        world=varied(asset=SHOP, **changed(SHOP, relation_type="OWNER_PARTNER", relation_status="REJECTED")),
    ),
    Variation(
        name="shop_not_assigned",
        causes=("shop_not_assigned",),
        words="I can't find our shop when I set up GMV Max.",
        world=varied(asset=SHOP, **mine(SHOP)),
    ),
    Variation(
        name="shop_absent",
        causes=("shop_not_in_bc",),
        words="Our TikTok Shop is not in the Business Center, how do we get it in for GMV Max?",
        world=varied(
            asset=SHOP,
            without_assets=lambda row: row["id"] == SHOP,
            without_grants=lambda row: row["asset_id"] == SHOP,
            without_stores=lambda row: True,
        ),
        answers={"shop_listed": "never_there", "shop_request": "nothing_sent", "shop_side": "not_in_bc_list"},
    ),
    Variation(
        name="shop_gmv_elsewhere",
        causes=("gmv_max_exclusive_elsewhere",),
        words="I cannot create a GMV Max campaign for our shop.",
        world=varied(
            asset=SHOP,
            stores=[
                {
                    "store_id": SHOP,
                    "store_name": "Alder Store",
                    "store_status": "ACTIVE",
                    "is_gmv_max_available": False,
                    "exclusive_authorized_advertiser_info": {"advertiser_id": "7300000000000900055"},
                }
            ],
            without_stores=lambda row: True,
        ),
    ),
    Variation(
        name="shop_inactive",
        causes=("shop_suspended",),
        words="Shop ads for our TikTok Shop no longer work.",
        world=varied(
            asset=SHOP,
            stores=[{"store_id": SHOP, "store_name": "Alder Store", "store_status": "INACTIVE"}],
            without_stores=lambda row: True,
        ),
    ),
    Variation(
        name="shop_role_low",
        causes=("shop_ad_account_role_too_low",),
        words="The shop is there but I cannot create GMV Max campaigns.",
        world=varied(asset=SHOP, **mine(MAIN, "ANALYST")),
        answers={"gmv_max_stop": "cannot_create"},
    ),
    Variation(
        name="shop_profile_missing",
        causes=("shop_tiktok_account_missing",),
        words="In GMV Max the shop can be picked, but its TikTok account isn't offered to me.",
        world=varied(asset=SHOP, **mine(PROFILE)),
        answers={"gmv_max_stop": "no_tiktok_account"},
    ),
]


def papers(reason: str | None, state: str = "FAILED") -> Row:
    """Return the change of a verification in this state."""
    return {
        "bc": {"verification_status": state},
        "verification": {
            "verification_status": state,
            "rejection_reason": reason,
            "audit_time": "2026-11-17 11:00:00",
        },
        "who": ADMIN,
        "asset": None,
    }


REFUSED = "Our business verification was rejected, what do they want?"
VERIFICATION = [
    Variation(name=f"papers_{cause}", causes=(cause,), words=REFUSED, world=varied(**papers(reason)))
    for cause, reason in {
        "doc_wrong_type": "The document type is not accepted",
        "doc_unclear": "The image is blurry or incomplete",
        "doc_expired": "The document has expired",
        "details_mismatch": "The company name does not match the document",
        "doc_wrong_region": "The document is not valid for the selected country/region",
        "doc_copy_or_watermark": "Screenshots or photocopies are not accepted",
        "business_individual_mixup": "An individual document was submitted for a business",
    }.items()
] + [
    Variation(
        name="papers_expired",
        causes=("verification_expired",),
        words="Our business verification is suddenly asked for again.",
        world=varied(**papers(None, "EXPIRED")),
    ),
    Variation(
        name="papers_of_the_ad_account_alone",
        causes=("verified_in_other_place",),
        words="Alder Main says verified, but our Business Center still asks for the business verification.",
        world={
            **varied(who=ADMIN, bc={"verification_status": "NOT_SUBMITTED"}),
            "verification": {"advertiser_id": MAIN, "verification_status": "VERIFIED"},
        },
        answers={"verification_state": "verified_elsewhere"},
    ),
    Variation(
        name="papers_waiting",
        causes=("review_running",),
        words="Our business verification is still not done.",
        world=varied(**papers(None, "REVIEWING")),
        answers={"waiting_since": "few_days", "resubmitted": "once"},
    ),
]
