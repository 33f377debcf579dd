"""Variations of TikTok accounts and of creators' codes."""

from __future__ import annotations

from tests.checks.variations import PROFILE, SECOND, Variation, changed, line, spark, varied

CREATORS = [
    Variation(
        name="profile_waits",
        causes=("tiktok_owner_not_approved",),
        words="The TikTok account of the brand can't be used in our Business Center.",
        world=varied(asset=PROFILE, **changed(PROFILE, relation_status="PENDING")),
    ),
    Variation(
        name="profile_gone",
        causes=("tiktok_link_withdrawn",),
        words="The TikTok account of the brand is gone from our Business Center, for everybody.",
        world=varied(
            asset=PROFILE,
            without_assets=lambda row: row["id"] == PROFILE,
            without_grants=lambda row: row["asset_id"] == PROFILE,
            without_links=lambda row: True,
            changelog=[line("ASSET", f"TikTok account {PROFILE} was disconnected by its owner")],
        ),
    ),
    Variation(
        name="profile_not_linked",
        asked=3,
        causes=("not_linked_to_ad_account",),
        words="I can't pick our TikTok account as identity in Ads Manager.",
        world=varied(asset=PROFILE, without_links=lambda row: True),
        answers={"failing_action": "use_as_identity", "which_thing": "nothing_banned"},
    ),
    Variation(
        name="profile_lost_permission",
        asked=5,
        causes=("tiktok_scope_gone",),
        words="I can't use our TikTok account as identity in ads.",
        world=varied(asset=PROFILE, **changed(PROFILE, available_status="SCOPE_UNAVAILABLE")),
        answers={"failing_action": "use_as_identity", "what_is_stuck": "one_action"},
    ),
    Variation(
        name="profile_private",
        causes=("tiktok_account_private_or_personal",),
        words="I can't use our TikTok account as identity in ads.",
        world=varied(asset=PROFILE, **changed(PROFILE, available_status="IS_PRIVATE_ACCOUNT")),
    ),
    Variation(
        name="profile_ads_only",
        causes=("ads_only_consent",),
        words="With our linked TikTok account we can run ads but never publish a video on the profile itself.",
        world=varied(asset=PROFILE, **changed(PROFILE, ads_only_mode=True)),
        answers={"failing_action": "publish_to_profile"},
    ),
    Variation(
        name="profile_no_messages",
        asked=3,
        causes=("tiktok_permission_too_low",),
        words="I can post on the TikTok account but I cannot answer direct messages, colleagues can.",
        world=varied(asset=PROFILE),
        answers={"failing_action": "profile_or_inbox", "others_see_it": "others_can"},
    ),
    Variation(
        name="code_over",
        causes=("spark_expired",),
        words="The spark ad with the creator's post stopped, the code #SAMPLE90AAAAAAAAAAAA worked before.",
        world=varied(spark=[spark(auth_end_time="2026-11-15 09:00:00", ad_auth_status="EXPIRED")]),
    ),
    Variation(
        name="code_over_not_named",
        causes=("spark_expired",),
        words="The spark code of our creator does not work any more.",
        world=varied(spark=[spark(auth_end_time="2026-11-15 09:00:00")]),
    ),
    Variation(
        name="code_never_applied",
        causes=("spark_not_applied",),
        words="The creator sent us a spark code, #SAMPLE90AAAAAAAAAAAA, but her post can't be found in Ads Manager.",
        world=varied(spark=[spark(advertiser_id=None)]),
        answers={"spark_error": "not_entered", "code_applied_where": "not_applied"},
    ),
    Variation(
        name="code_revoked",
        causes=("spark_revoked",),
        words="Our spark ad stopped, the creator's code #SAMPLE90AAAAAAAAAAAA seems dead.",
        world=varied(spark=[spark(ad_auth_status="CANCELED")]),
        answers={"creator_changed": "switched_off", "spark_error": "deleted"},
    ),
    Variation(
        name="post_deleted",
        causes=("spark_post_unavailable",),
        words="The spark ad with the creator's video stopped running.",
        world=varied(spark=[spark(post_status="USER_DELETE")]),
    ),
    Variation(
        name="post_private",
        causes=("spark_post_unavailable",),
        words="The spark code is refused, the creator says all is fine.",
        world=varied(spark=[spark(post_status="ITEM_STATUS_ONLY_AUTHOR_SEE")]),
    ),
    Variation(
        name="code_of_another_post",
        causes=("spark_other_post",),
        words="The code #SAMPLE90AAAAAAAAAAAA should be for https://www.tiktok.com/@maya/video/7500000000000900077 "
        "but the spark ad shows her other video.",
        world=varied(spark=[spark()]),
    ),
    Variation(
        name="code_in_other_account",
        causes=("spark_applied_elsewhere",),
        words="The creator authorised us for her spark post but it isn't offered in our ad account.",
        world=varied(spark=[spark(advertiser_id=SECOND)]),
    ),
]
