"""Variations of assets and of their standing: requests, shares, ends, suspensions."""

from __future__ import annotations

from tests.checks.variations import ADMIN, FOREIGN, MAIN, SHARED_IN, Variation, changed, foreign, line, share, varied

GONE = "The ad account Juniper Ads is not in our Business Center any more, nobody sees it."
NOT_THERE = "The ad account Juniper Ads does not show up in our Business Center list, for nobody."

ASSETS = [
    Variation(
        name="request_waiting",
        causes=("asset_request_pending",),
        words=NOT_THERE,
        world=varied(asset=FOREIGN, assets=[foreign(relation_status="PENDING")]),
    ),
    Variation(
        name="request_refused",
        causes=("asset_request_declined",),
        words=NOT_THERE,
        world=varied(asset=FOREIGN, assets=[foreign(relation_status="REJECTED")]),
    ),
    Variation(
        name="owner_cut",
        causes=("owner_cut_access",),
        words=GONE,
        world=varied(asset=FOREIGN, assets=[foreign(relation_status="UNBOUND")]),
    ),
    Variation(
        name="share_withdrawn",
        causes=("partner_stopped_sharing",),
        words=GONE,
        world=varied(
            asset=FOREIGN,
            partners=SHARED_IN["partners"],
            changelog=[line("ACCOUNT", f"Partner Juniper stopped sharing ad account {FOREIGN}", operator=None)],
        ),
    ),
    Variation(
        name="share_withdrawn_still_partner",
        causes=("partner_stopped_sharing",),
        words="The client's ad account Juniper Ads vanished from our Business Center overnight.",
        world=varied(
            asset=FOREIGN,
            partners=SHARED_IN["partners"],
            changelog=[line("ACCOUNT", f"Ad account {FOREIGN} is no longer shared by partner Juniper")],
        ),
    ),
    Variation(
        name="removed_here",
        causes=("asset_removed_by_admin",),
        words=GONE,
        world=varied(
            asset=FOREIGN, changelog=[line("ACCOUNT", f"Removed ad account {FOREIGN} from the Business Center")]
        ),
    ),
    Variation(
        name="moved_away",
        causes=("asset_transferred",),
        words=GONE,
        world=varied(
            asset=FOREIGN,
            changelog=[line("ACCOUNT", f"Ad account {FOREIGN} was transferred to Business Center 7100000000000900044")],
        ),
    ),
    Variation(
        name="share_waits",
        causes=("share_not_approved",),
        words="Our client has shared Juniper Ads with us, but it doesn't show up.",
        world=varied(
            asset=FOREIGN,
            partners=SHARED_IN["partners"],
            shares=[share("OPERATOR", approval="PENDING")],
        ),
        answers={"partner_entry": "request_waiting"},
    ),
    Variation(
        name="closed",
        causes=("ad_account_closed",),
        words="Alder Main can't be used any more, by nobody here.",
        world=varied(**changed(MAIN, status="STATUS_DISABLE")),
    ),
    Variation(
        name="contract",
        causes=("contract_not_in_effect",),
        words="Our new ad account cannot be opened by anyone.",
        world=varied(**changed(MAIN, status="STATUS_CONTRACT_PENDING")),
        answers={"failing_action": "see_it"},
    ),
]

STANDING = [
    Variation(
        name="suspended",
        asked=3,
        causes=("ad_account_suspended",),
        words="Our ad account has been suspended, how do we get it back?",
        world=varied(**changed(MAIN, status="STATUS_LIMIT")),
        answers={"notice_says": "content_policy", "notice_true": "is_there", "failing_action": "create_or_edit_ads"},
    ),
    Variation(
        name="suspended_for_payment",
        causes=("ad_account_payment_risk",),
        words="Our ad account has been suspended.",
        world=varied(**changed(MAIN, status="STATUS_LIMIT", rejection_reason="Unpaid balance, payment failed")),
    ),
    Variation(
        name="not_approved",
        causes=("ad_account_rejected",),
        words="Is our new ad account banned? It never started.",
        world=varied(**changed(MAIN, status="STATUS_CONFIRM_FAIL", rejection_reason="The website cannot be opened")),
        answers={"ads_ran_before": "never_ran"},
    ),
    Variation(
        name="in_review",
        causes=("ad_account_in_review",),
        words="We cannot create ads in Alder Main since we opened it, is it restricted?",
        world=varied(**changed(MAIN, status="STATUS_PENDING_CONFIRM")),
        answers={"failing_action": "create_or_edit_ads"},
    ),
    Variation(
        name="bc_disabled",
        causes=("bc_punished",),
        words="Everything in our Business Center is blocked since today.",
        world=varied(asset=None, who=ADMIN, bc={"status": "PUNISH"}),
    ),
    Variation(
        name="bc_refused",
        causes=("bc_denied",),
        words="Our Business Center is restricted, we can do nothing in it.",
        world=varied(asset=None, who=ADMIN, bc={"status": "DENY"}),
    ),
    Variation(
        name="bc_reviewed",
        causes=("bc_in_review",),
        words="Is our new Business Center blocked? Nothing can be done in it.",
        world=varied(asset=None, who=ADMIN, bc={"status": "REVIEWING"}),
    ),
]
