"""Every topic of the hints is read in several languages, and what only sounds alike is not."""

from __future__ import annotations

import pytest

from regrant.intake import read
from regrant.knowledge import Knowledge

SAID = [
    ("we don't have permission to use this song in our video", "topic", "music"),
    ("no tenemos permiso para usar esta canción", "topic", "music"),
    ("I forgot my TikTok password", "topic", "own_login"),
    ("the shop is already linked to another ad account, so no GMV Max", "gmv_max_stop", "other_account"),
    ("我们的店铺已被其他广告账户绑定", "gmv_max_stop", "other_account"),
    ("we can't create a GMV Max campaign", "failing_action", "shop_ads"),
    ("Komme nicht mehr ins Seller Center", "shop_side", "seller_login"),
    ("the creator's code cannot be found", "spark_error", "deleted"),
    ("o código do criador não foi encontrado", "spark_error", "deleted"),
    ("with this code the ad shows a completely different video", "spark_after", "other_video"),
    ("our Spark Ads stopped running this morning", "spark_after", "stopped"),
    ("the Spark code for her duet", "post_kind", "duet_or_stitch"),
    ("approved in TikTok One, but not in Ads Manager", "code_applied_where", "tiktok_one"),
    ("our business verification was rejected", "verification_state", "refused"),
    ("Unternehmensverifizierung abgelehnt", "verification_state", "refused"),
    ("verified in Ads Manager, the Business Center says not verified", "verification_state", "verified_elsewhere"),
    ("verification refused, they say the licence is blurry", "rejection_reason", "unclear"),
    ("verification rejected because of our website", "rejection_reason", "website"),
    ("verificación rechazada sin motivo", "rejection_reason", "none_given"),
    ("we uploaded our business licence", "document_sent", "company_paper"),
    ("I uploaded my passport", "document_sent", "personal_id"),
    ("they kicked me out of the business center", "loss_kind", "gone_for_one"),
    ("mi hanno cacciata dal Business Center", "loss_kind", "gone_for_one"),
    ("suddenly I can only view", "loss_kind", "may_do_less"),
    ("both admins swear they did not remove me", "removal_sign", "nobody_admits"),
    ("I can't see the pixel, my lead can", "others_see_it", "others_can"),
    ("the page is blank, it works for everyone else", "others_see_it", "others_can"),
    ("a mí no me sale, a los demás sí les aparece", "others_see_it", "others_can"),
    ("팀장님은 잘 되세요", "others_see_it", "others_can"),
    ("all my colleagues too", "others_see_it", "nobody_can"),
    ("同事们也看不到", "others_see_it", "nobody_can"),
    ("all our pixels and catalogs are gone", "what_is_stuck", "all_assets"),
    ("todas nuestras cuentas desaparecieron", "what_is_stuck", "all_assets"),
    ("one pixel is gone, the other accounts are still there", "what_is_stuck", "one_asset"),
    ("I can see the reports but not edit anything", "what_is_stuck", "one_action"),
    ("unser Werbekonto ist plötzlich weg", "had_it_before", "worked_before"),
    ("наш рекламный кабинет исчез", "asset_kind", "ad_account"),
    ("BC is just white on my computer", "bc_opens", "page_fails"),
    ("our Business Center is not in my list", "bc_opens", "not_there"),
    ("it works in Firefox", "private_window", "works_there"),
    ("別のブラウザでも同じです", "private_window", "fails_too"),
    ("the ads are still running", "ads_running", "all_run"),
    ("our Spark code does not work", "code_kind", "spark_code"),
    ("our verification was rejected for the third time", "resubmitted", "again_after_refusal"),
    ("our verification has been under review for two months", "waiting_since", "longer"),
    ("our business verification was refused", "verification_kind", "business"),
    ("our card could not be verified", "verification_kind", "card"),
    ("Seller Center says my email is not registered", "seller_login_message", "no_account"),
    ("her profile was never linked, only through Spark codes", "how_connected", "spark_codes"),
    ("she says I am still pending on her side", "person_in_list", "pending"),
    ("the ad account is active", "ad_account_status", "approved"),
    ("I accidentally left the business center", "removal_sign", "left_self"),
    ("there are campaigns that we never created", "strange_activity", "strange"),
    ("Kampagnen, die wir nie erstellt haben", "strange_activity", "strange"),
    ("the page is blank on my new laptop", "what_changed", "device_changed"),
    ("we got no notice from TikTok", "notice_says", "no_notice"),
    ("our Spark ads stopped, the other ads are still running", "ads_running", "only_some_stopped"),
    ("our card was declined", "payment_state", "unpaid_or_declined"),
    ("Create is greyed out for me", "failing_action", "create_or_edit_ads"),
    ("Ads Manager is read-only for me", "failing_action", "create_or_edit_ads"),
    ("solo puedo ver las campañas", "failing_action", "create_or_edit_ads"),
    ("只能查看广告", "failing_action", "create_or_edit_ads"),
    ("our page isn't in the identity list", "failing_action", "use_as_identity"),
    ("we publish it but it doesn't show up on our profile", "failing_action", "publish_to_profile"),
    ("ライブが開始できません", "failing_action", "profile_or_inbox"),
    ("downgrade our agency from admin to analyst", "failing_action", "lower_partner"),
    ("set the intern to analyst, yet he can still edit campaigns", "failing_action", "can_still"),
    ("adding her as operator, only analyst can be selected", "adding_outcome", "lower_roles_only"),
    ("it says I cannot join any more business centers", "invite_link", "refused_elsewhere"),
    ("ya busqué en el spam", "spam_search", "not_found"),
    ("already logged out and in again", "signed_out_since", "still_same"),
    ("we added the account by ID", "how_it_came", "we_requested"),
    ("the QR code for linking the creator keeps running out", "asset_kind", "tiktok_account"),
    ("I can't see the client's ad account", "asset_kind", "ad_account"),
    ("in the office it stays blank, at home it works", "fails_where", "this_network"),
    ("연결이 비공개로 설정되어 있지 않습니다", "page_symptom", "browser_warning"),
    ("Die Website ist nicht erreichbar", "page_symptom", "cannot_reach"),
]


@pytest.mark.parametrize(("text", "finding", "value"), SAID)
def test_said(text: str, finding: str, value: str, knowledge: Knowledge) -> None:
    """What is said outright is read, whatever the topic and the language."""
    found = {item.finding: item.value for item in read(text, knowledge).evidence}

    assert found.get(finding) == value


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("he says he invited me to the business center", "person_in_list"),
        ("Unser Werbekonto ist gesperrt", "ad_account_status"),
        ("наш рекламный кабинет заблокирован", "ad_account_status"),
        ("我们的广告账户被封了", "ad_account_status"),
        ("our ad account got banned", "ad_account_status"),
        ("in the business center list it says Disabled next to it", "which_thing"),
        ("the pixel is not in the dropdown", "adding_outcome"),
        ("we got no notice of any suspension", "which_thing"),
        ("we changed the campaigns that we created", "strange_activity"),
        ("the verification was neither refused nor approved", "verification_state"),
        ("forgot the password of our seller account", "topic"),
        ("it only lets me upload my passport", "document_sent"),
        ("I want them to have view only", "failing_action"),
        ("should I log out and in again?", "signed_out_since"),
        ("if the card is declined, what happens?", "payment_state"),
        ("we can't run shop ads, the owner has not approved the shop yet", "shop_side"),
        ("my manager says she already added me to everything", "adding_outcome"),
        ("our admin swears he did not remove me", "removal_sign"),
        ("my colleague can't see it either", "others_see_it"),
        ("my boss can add you tomorrow", "others_see_it"),
        ("it fails for me, my colleague too", "others_see_it"),
        ("all the accounts of one client are gone", "what_is_stuck"),
        ("all our accounts are gone except one", "what_is_stuck"),
        ("the paper for verification of business center is rejected", "bc_status_word"),
        ("広告アカウントが停止されました", "ad_account_status"),
        ("where is the button for the ad account, mine is gone", "asset_kind"),
        ("a verificação continua pendente", "person_in_list"),
        ("spark code not accepted", "spark_error"),
        ("nobody ever invited me to Seller Center", "invite_kind"),
        ("the phone is fine", "fails_where"),
    ],
)
def test_not_said(text: str, finding: str, knowledge: Knowledge) -> None:
    """A wish, a question, another thing or a layman's word for a status is no answer."""
    found = {item.finding: item.value for item in read(text, knowledge).evidence}

    assert finding not in found


def test_layman_names_the_thing(knowledge: Knowledge) -> None:
    """An everyday word for "blocked" says which thing it is about, but leaves its status to be looked up."""
    found = {item.finding: item.value for item in read("Unser Werbekonto ist gesperrt", knowledge).evidence}

    assert found == {"which_thing": "ad_account"}
