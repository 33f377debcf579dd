"""Variations of people: invitations, membership and roles."""

from __future__ import annotations

from tests.checks.variations import (
    ADMIN,
    CATALOG,
    FOREIGN,
    MAIN,
    MIRA,
    SECOND,
    SHARED_IN,
    Variation,
    account,
    grant,
    line,
    mine,
    person,
    share,
    varied,
)

ADS = "I can open the account but the button to create a campaign is greyed out."

PEOPLE = [
    Variation(
        name="invite_open_typo",
        causes=("invite_address_typo",),
        words="I invited Nora last week and she says no mail has come.",
        world=varied(who="nora@alder.example", asset=None, members=[person(None, "nora@aldre.example")]),
    ),
    Variation(
        name="invite_declined",
        causes=("invite_declined",),
        words="We invited Nora to the Business Center and she still isn't in, what is wrong?",
        world=varied(
            who="nora@alder.example",
            asset=None,
            members=[person(None, "nora@alder.example", relation_status="REJECTED")],
        ),
    ),
    Variation(
        name="invited_again_while_open",
        causes=("invite_pending_blocks_new",),
        words="I invited Nora again yesterday and again no mail arrives.",
        world=varied(
            who="nora@alder.example",
            asset=None,
            members=[person(None, "nora@alder.example")],
            changelog=[line("USER", "Invited nora@alder.example as Standard", "2026-08-02 10:00:00")],
        ),
        answers={"invite_stage": "nothing_came", "invited_before": "again", "spam_search": "not_found"},
    ),
    Variation(
        name="already_joined",
        causes=("already_member", "account_not_assigned"),
        words="I want to add Mira to the account Alder Second but the invitation does nothing.",
        world=varied(asset=SECOND),
    ),
    Variation(
        name="nothing_assigned",
        causes=("nothing_assigned_yet",),
        words="Mira accepted the invitation but sees an empty Business Center.",
        world=varied(asset=None, without_grants=lambda row: row["user_id"] == MIRA),
        answers={"bc_opens": "opens_empty", "had_it_before": "never_worked"},
    ),
    Variation(
        name="twenty_admins",
        causes=("cap_reached",),
        words="I cannot make Nora an Admin, adding another Admin is refused.",
        world=varied(
            who="nora@alder.example",
            asset=None,
            members=[person(f"72000000000009001{n:02}", f"a{n}@alder.example", "ADMIN") for n in range(19)],
        ),
        answers={"problem": "cant_add_user", "invite_stage": "not_sent", "adding_outcome": "limit_reached"},
    ),
    Variation(
        name="removed_by_another",
        causes=("removed_by_admin",),
        words="Since this morning the Business Center is gone for Nora, colleagues still get in.",
        world=varied(
            who="nora@alder.example",
            asset=None,
            changelog=[line("USER", "Removed member nora@alder.example")],
        ),
        answers={"removal_sign": "admin_chose"},
    ),
    Variation(
        name="left_by_themselves",
        causes=("removed_self",),
        words="The Business Center is no longer there for Nora.",
        world=varied(
            who="nora@alder.example",
            asset=None,
            members=[
                person("7200000000000900044", "nora@alder.example", relation_status="UNBOUND"),
            ],
            changelog=[line("USER", "nora@alder.example left the Business Center", operator="7200000000000900044")],
        ),
    ),
    Variation(
        name="unassigned_in_log",
        asked=0,
        causes=("assets_unassigned",),
        words="Yesterday it still worked, now Alder Main is gone for Mira and her colleagues still have it.",
        world=varied(
            **mine(MAIN), changelog=[line("ACCOUNT", f"Unassigned ad account {MAIN} from mira@alder.example")]
        ),
    ),
    Variation(
        name="thrown_out_by_a_stranger",
        causes=("admin_hijacked",),
        words="Since last night I and two colleagues are no longer in our Business Center.",
        world=varied(
            who="nora@alder.example",
            asset=None,
            changelog=[
                line("USER", "Removed member nora@alder.example"),
                line("USER", "Removed member paul@alder.example", "2026-11-19 15:31:00"),
                line("USER", "Invited x7@cheap.example as Admin", "2026-11-19 15:20:00"),
            ],
        ),
        answers={"removal_sign": "unknown_hand", "loss_kind": "gone_for_all"},
    ),
    Variation(
        name="role_lowered_in_log",
        causes=("role_lowered",),
        words="Until last week Mira could edit ads in Alder Main, now she can only look.",
        world=varied(
            **mine(MAIN, "ANALYST"),
            changelog=[
                line("ACCOUNT", f"Changed role of mira@alder.example on ad account {MAIN} from Operator to Analyst")
            ],
        ),
        answers={"failing_action": "create_or_edit_ads", "loss_kind": "may_do_less"},
    ),
]

ROLES = [
    Variation(
        name="not_assigned",
        causes=("account_not_assigned",),
        words="Mira doesn't see the ad account Alder Second.",
        world=varied(asset=SECOND),
    ),
    Variation(
        name="admin_without_own_grant",
        causes=("admin_not_self_assigned",),
        words="I'm Admin of our Business Center but I can't open Alder Second.",
        world=varied(
            who=ADMIN,
            asset=SECOND,
            without_grants=lambda row: (row["user_id"], row["asset_id"]) == (ADMIN, SECOND),
        ),
    ),
    Variation(
        name="only_analyst",
        causes=("analyst_cannot_edit",),
        words=ADS,
        world=varied(**mine(MAIN, "ANALYST")),
        answers={"failing_action": "create_or_edit_ads"},
    ),
    Variation(
        name="only_operator",
        asked=4,
        causes=("operator_cannot_manage",),
        words="I cannot change the settings of our ad account or add people to it, permission missing.",
        world=varied(),
        answers={"failing_action": "settings_or_people", "where_adding": "ads_manager"},
    ),
    Variation(
        name="standard_without_finance",
        causes=("admin_without_finance_role",),
        words="I can't see invoices and balance in our Business Center.",
        world=varied(asset=None),
        answers={"failing_action": "money_pages", "topic": "access"},
    ),
    Variation(
        name="catalog_for_ads_only",
        causes=("catalog_ad_promotion_only",),
        words="I can use our catalog in ads but I cannot edit products in it.",
        world=varied(asset=CATALOG, **mine(CATALOG, "AD_PROMOTE")),
        answers={"failing_action": "edit_catalog"},
    ),
    Variation(
        name="role_of_a_group",
        asked=3,
        causes=("role_from_asset_group",),
        words="I changed Mira's role on Alder Main to Operator, and it is Analyst again.",
        world=varied(
            **mine(MAIN),
            groups=[
                {
                    "group_id": "7150000000000900001",
                    "name": "West",
                    "asset_ids": [MAIN],
                    "members": [{"user_id": MIRA, "role": "ANALYST"}],
                }
            ],
        ),
        answers={"change_outcome": "jumped_back", "failing_action": "create_or_edit_ads"},
    ),
    Variation(
        name="changed_on_another_account",
        asked=4,
        causes=("changed_wrong_target",),
        words="Mira was given the Operator role on Alder Main yesterday, but her permissions still do not work there.",
        world=varied(
            **mine(MAIN, "ANALYST"),
            assets=[account("7300000000000900004", "Alder Main 2")],
            changelog=[
                line(
                    "ACCOUNT",
                    "Changed role of mira@alder.example on ad account Alder Main 2 (7300000000000900004) to Operator",
                )
            ],
        ),
        answers={"failing_action": "create_or_edit_ads", "change_outcome": "still_old"},
    ),
    Variation(
        name="share_too_low",
        asked=3,
        causes=("partner_ceiling",),
        words="We can only view Juniper Ads, none of us can edit campaigns there.",
        world=varied(
            asset=FOREIGN,
            **SHARED_IN,
            shares=[share("ANALYST")],
            grants=[grant(MIRA, FOREIGN, "ANALYST"), grant(ADMIN, FOREIGN, "ANALYST")],
        ),
        answers={"failing_action": "create_or_edit_ads", "change_outcome": "higher_not_offered"},
    ),
    Variation(
        name="bc_unverified",
        asked=4,
        causes=("bc_not_verified",),
        words="I am Admin and cannot create more ad accounts in our Business Center, the action is not available.",
        world=varied(who=ADMIN, asset=None, bc={"verification_status": "NOT_SUBMITTED"}),
        answers={
            "which_thing": "nothing_banned",
            "failing_action": "settings_or_people",
            "what_is_stuck": "one_action",
        },
    ),
]
