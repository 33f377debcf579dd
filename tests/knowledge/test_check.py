"""The proof that the knowledge is whole, and that the proof can fail."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from regrant.knowledge import Knowledge
from regrant.knowledge.check import APART, LABEL, best_finding, check, told_apart_by
from regrant.knowledge.loader import DATA
from tests.broken import SMALL, Breaker, copied

PROBLEMS = {
    "invite_not_working": {"invite_wrong_address", "invite_in_spam", "invite_other_login", "invite_expired"},
    "cant_access_account": {"account_not_assigned", "asset_in_other_bc", "signed_in_other_login", "wrong_bc_selected"},
    "permissions_not_working": {
        *{"analyst_cannot_edit", "operator_cannot_manage", "admin_not_self_assigned"},
        *{"admin_without_finance_role", "catalog_ad_promotion_only"},
    },
    "assets_missing": {"asset_in_other_bc", "asset_removed_by_admin", "wrong_bc_selected"},
    "shop_access": {
        *{"shop_not_in_bc", "shop_not_assigned", "shop_request_pending", "shop_held_by_other_bc"},
        *{"shop_ad_account_role_too_low", "gmv_max_exclusive_elsewhere", "seller_role_too_low"},
        *{"seller_invite_not_activated", "seller_contact_already_used", "seller_login_lost", "shop_suspended"},
        *{"store_binding_demoted_owner", "wrong_regional_seller_center"},
    },
    "spark_code": {"spark_expired", "spark_revoked", "spark_other_post", "spark_region_mismatch"},
    "cant_add_user": {"not_bc_admin", "ad_account_role_not_admin", "asset_in_other_bc", "membership_elsewhere"},
    "verification": {
        *{"doc_wrong_type", "doc_wrong_region", "doc_unclear", "doc_expired", "details_mismatch", "doc_file_rules"},
        *{"review_running", "review_stalled", "resubmitted_while_pending", "verified_in_other_place"},
    },
    "removed_from_bc": {"removed_by_admin", "bc_deleted", "only_admin_gone"},
    "banned_suspended_restricted": {
        *{"tiktok_account_banned", "tiktok_account_suspended", "tiktok_feature_restricted"},
        *{"ad_account_suspended", "ad_account_rejected", "ad_account_closed", "ad_account_in_review"},
        *{"ad_account_health_warning", "bc_punished", "bc_denied", "bc_in_review", "bc_feature_restricted"},
        *{"shop_suspended", "shop_restricted"},
    },
    "bc_not_loading": {
        *{"extension_blocks", "cookies_or_cache", "browser_too_old", "network_blocks", "region_barred"},
        *{"signed_in_other_login", "several_logins", "tiktok_outage"},
    },
    "out_of_scope": {
        *{"oos_payment_billing", "oos_ad_delivery", "oos_pixel_events", "oos_creator_rewards", "oos_tax"},
        *{"oos_lost_password", "oos_developer_app", "oos_orders_products", "oos_music_rights"},
    },
}
"""The problems of the mission and the causes that it names itself, each an entry of its own."""
HANDED_OVER = [
    ("invite_not_working", "cant_access_account"),
    ("invite_not_working", "bc_not_loading"),
    ("cant_access_account", "banned_suspended_restricted"),
    ("cant_access_account", "assets_missing"),
    ("permissions_not_working", "banned_suspended_restricted"),
    ("assets_missing", "cant_access_account"),
    ("shop_access", "banned_suspended_restricted"),
    ("spark_code", "out_of_scope"),
    ("cant_add_user", "invite_not_working"),
    ("removed_from_bc", "cant_access_account"),
    ("removed_from_bc", "permissions_not_working"),
    ("removed_from_bc", "invite_not_working"),
    ("bc_not_loading", "cant_access_account"),
    ("bc_not_loading", "banned_suspended_restricted"),
]


class TestShipped:
    """The knowledge that comes with the program."""

    def test_it_is_whole(self) -> None:
        """The shipped knowledge has no mistake: sources, dates, steps, uses, differences, labels, messages."""
        mistakes = check()

        assert [str(mistake) for mistake in mistakes] == []

    def test_it_has_the_eleven_problems_and_what_is_out_of_scope(self, knowledge: Knowledge) -> None:
        """There are the eleven problems of the mission, and the one for everything else."""
        problems = list(knowledge.problems)

        assert len(problems) == 12
        assert set(problems) == set(PROBLEMS)

    @pytest.mark.parametrize("problem", PROBLEMS)
    def test_it_has_every_cause_that_the_mission_names(self, knowledge: Knowledge, problem: str) -> None:
        """Every cause that the mission names is there, under its problem, and not folded into another."""
        missing = PROBLEMS[problem] - set(knowledge.problems[problem].causes)

        assert missing == set()

    def test_it_is_of_the_expected_size(self, knowledge: Knowledge) -> None:
        """There are at least the some 90 causes and 100 findings that the subject needs."""
        sizes = len(knowledge.causes), len(knowledge.findings)

        assert sizes >= (90, 100)
        assert len(knowledge.findings) >= 100

    @pytest.mark.parametrize(("one", "other"), HANDED_OVER)
    def test_problems_hand_over_to_each_other(self, knowledge: Knowledge, one: str, other: str) -> None:
        """Where one problem turns out to be another, the sign of it is written down."""
        signs = [over for over in knowledge.problems[one].hands_over if over.to == other]

        assert signs
        assert all(sign.because for sign in signs)

    def test_folklore_is_called_folklore(self, knowledge: Knowledge) -> None:
        """No official source says that a Spark code fails because of region, and the cause says so itself."""
        grade = knowledge.causes["spark_region_mismatch"].grade

        assert grade == "unconfirmed"

    def test_every_label_in_every_text_is_dated(self, knowledge: Knowledge) -> None:
        """A screen label between double brackets, in whatever text of whatever file, stands in the list of labels."""
        texts = [file.read_text(encoding="utf-8") for file in DATA.rglob("*.yaml")]
        used = {label for text in texts for label in LABEL.findall(text)}

        assert used
        assert used - set(knowledge.labels) == set()

    @pytest.mark.parametrize("label", ["Users", "Ad settings", "Resend"])
    def test_taking_any_label_out_is_noticed(self, tmp_path: Path, label: str) -> None:
        """The proof covers the shipped files: without its date, a label they use becomes a mistake."""
        file = next(file for file in DATA.glob("labels/*.yaml") if f'"{label}"' in file.read_text(encoding="utf-8"))
        wrong = copied(DATA, tmp_path / "copy", f"labels/{file.name}", f'"{label}"', '"Nowhere to be seen"')
        told = {mistake.what for mistake in wrong.mistakes()}

        assert told == {f'The screen label "{label}" is not dated.', 'Nothing uses the label "Nowhere to be seen".'}


NO_SOURCE = "Name a source"
SWITCHED_OFF = "\n      creator_changed: {switched_off: usually}"
RULES = [
    # no source
    ("problems/01_invite.yaml", "[help_page]", "[]", '"invite_not_working" has no source.', NO_SOURCE, "sources: []"),
    ("causes/scope.yaml", "[seen_by_people]", "[]", '"about_money" has no source.', NO_SOURCE, "sources: []"),
    ("fixes/fixes.yaml", "[help_page]", "[]", '"send_again" has no source.', NO_SOURCE, "sources: []"),
    ("messages/messages.yaml", "[help_page]", "[]", '"code_4025" has no source.', NO_SOURCE, "sources: []"),
    # no date
    ("labels/labels.yaml", '"2026-03"', '"March"', '"March" is no month.', '"2026-11", or "undated"', "March"),
    ("labels/labels.yaml", '"2026-03"', '"2026-13"', '"2026-13" is no month.', "undated", "2026-13"),
    ("sources/sources.yaml", 'date: "2026-03"', 'date: "2026"', '"2026" is no month.', '"2026-11"', 'date: "2026"'),
    ("sources/sources.yaml", 'read: "2026-11"', 'read: ""', '"" is no month.', '"2026-11"', 'read: ""'),
    # not complete
    (
        "fixes/fixes.yaml",
        "do: Assign the account.",
        'do: ""',
        'Step 1 of "assign_it" does not say "do".',
        "one",
        'do: ""',
    ),
    (
        "fixes/fixes.yaml",
        "where: your mail",
        'where: " "',
        'Step 2 of "send_again" does not say "where".',
        "one",
        '" "',
    ),
    ("fixes/fixes.yaml", "confirm: It is on the entry.", 'confirm: ""', 'does not say "confirm"', "one", 'confirm: ""'),
    ("fixes/fixes.yaml", "if_fails: Sign out first.", 'if_fails: ""', 'does not say "if_fails"', "one", 'if_fails: ""'),
    (
        "causes/scope.yaml",
        "not_help:\n      - Changing roles.",
        "not_help: []",
        "does not say what fails",
        "in vain",
        "[]",
    ),
    # not used
    ("causes/membership.yaml", "assigned: {not_listed: always}\n      ", "", '"assigned" of findings', "Use it", None),
    ("causes/spark.yaml", "fix: new_code", "fix: extend_code", '"new_code" of fixes', "Use it", None),
    ("problems/01_invite.yaml", "    in_spam: sometimes\n", "", '"in_spam" of causes', "Use it", None),
    # labels
    ("labels/labels.yaml", '"Resend"', '"Again"', '"Resend" is not dated', "month and the source", None),
    ("labels/labels.yaml", '"Resend"', '"Again"', 'Nothing uses the label "Again"', "Take it out", "Again"),
    ("findings/findings.yaml", "how: Look in", "how: Look in [[Mail]]", '"Mail" is not dated', "labels/", "[[Mail]]"),
    # somebody else has to act, and nothing to send them
    (
        *("fixes/fixes.yaml", "    message: Hello, could you please send my invitation again?\n", ""),
        *('"send_again" needs bc_admin, but has no message to send them.', "`message`", "steps:"),
    ),
    # causes alike
    (
        *("causes/spark.yaml", f"{{deleted: usually, vague: sometimes}}{SWITCHED_OFF}", "{vague: usually}"),
        *('"code_deleted" and "code_region" look alike', "under alike in spark_code", None),
    ),
    (
        *("problems/03_spark.yaml", "pair: [code_region, code_fault]", "pair: [code_region, code_expired]"),
        *("are listed as alike, but code_says tells them apart", "Take the pair out", "alike:"),
    ),
]


class TestRules:
    """Each rule finds the one thing that breaks it, and says where and how to mend it."""

    def test_the_small_knowledge_is_whole(self) -> None:
        """What the other tests here break is without mistakes before."""
        mistakes = check(SMALL)

        assert mistakes == []

    @pytest.mark.parametrize(
        ("file", "old", "new", "what", "mend", "at"), RULES, ids=[re.sub(r"\W+", "_", rule[3]) for rule in RULES]
    )
    def test_a_broken_rule_is_told(
        self, broken: Breaker, file: str, old: str, new: str, what: str, mend: str, at: str | None
    ) -> None:
        """What is not whole is told with its file, its line, what is missing and how to mend it."""
        wrong = broken(file, old, new)
        told = [mistake for mistake in wrong.mistakes() if what in mistake.what]

        assert len(told) == 1
        assert mend in told[0].mend
        assert at is None or (told[0].file, told[0].line) == (file, wrong.line_of(at))

    def test_a_fix_without_steps(self, broken: Breaker) -> None:
        """A fix that tells nobody to do anything is told."""
        wrong = broken(
            "fixes/fixes.yaml", "    steps:\n      - who: tiktok", "    steps: []\n    zz:\n      - who: tiktok"
        )
        file = wrong.folder / wrong.file
        text = file.read_text(encoding="utf-8")
        start = text.index("    zz:")
        file.write_text(text[:start] + text[text.index("    sources:", start) :], encoding="utf-8")
        told = [mistake for mistake in wrong.mistakes() if "has no steps" in mistake.what]

        assert [(mistake.line, mistake.what) for mistake in told] == [
            (wrong.line_of("steps: []"), '"ask_support" has no steps.')
        ]

    def test_a_cause_that_shows_nothing(self, broken: Breaker) -> None:
        """A cause by which nothing can be seen is told, since no question could ever find it."""
        wrong = broken("causes/scope.yaml", "shows:\n      topic: {money: always}", "shows: {}")
        told = {mistake.what: mistake.line for mistake in wrong.mistakes()}

        assert told['"about_money" shows nothing.'] == wrong.line_of("shows: {}")

    def test_a_pair_that_is_alike_may_be_listed_with_the_reason(self, broken: Breaker) -> None:
        """Two causes that nothing tells apart are a mistake, unless the pair is listed."""
        listed = "  alike:\n    - pair: [code_region, code_fault]\n      because: TikTok says the same of both.\n"
        wrong = broken("problems/03_spark.yaml", listed, "")
        [mistake] = wrong.mistakes()

        assert mistake.file == "causes/spark.yaml"
        assert mistake.what.startswith('"code_region" and "code_fault" look alike')
        assert "list the pair under alike in spark_code" in mistake.mend

    def test_what_cannot_be_loaded_is_told_too(self, broken: Breaker) -> None:
        """Mistakes of shape are part of the proof, so that one command tells everything."""
        wrong = broken("causes/spark.yaml", "who: creator", "wo: creator")
        told = [(mistake.file, mistake.line) for mistake in wrong.mistakes()]

        assert told == [("causes/spark.yaml", wrong.line_of("wo: creator"))]

    def test_an_empty_folder_is_not_whole(self, tmp_path: Path) -> None:
        """Nothing at all is no proof."""
        mistakes = check(tmp_path)

        assert [mistake.what for mistake in mistakes] == ["There is no knowledge here."]


class TestToldApart:
    """How well a finding tells two causes apart."""

    def test_the_best_finding_is_named(self, small: Knowledge) -> None:
        """Of all findings that either cause speaks of, the one that differs most is found."""
        distance, finding = best_finding(small.causes["code_deleted"], small.causes["code_region"], small)

        assert finding == "creator_changed"
        assert APART < distance <= 1

    def test_twins_are_not_told_apart(self, small: Knowledge) -> None:
        """Two causes that show the same have no distance, whichever is named first."""
        pairs = {
            (one, other): distance for one, other, distance, _ in told_apart_by(small.problems["spark_code"], small)
        }

        assert len(pairs) == 6
        assert pairs["code_region", "code_fault"] == 0
        assert pairs["code_expired", "code_deleted"] > 0.9

    def test_distance_is_the_same_both_ways(self, small: Knowledge) -> None:
        """It does not matter which of two causes comes first."""
        one, other = small.causes["link_expired"], small.causes["in_spam"]

        assert best_finding(one, other, small) == best_finding(other, one, small)


def test_it_can_be_run_by_itself(broken: Breaker) -> None:
    """The proof runs as a program, says what is wrong, and ends with 1 exactly if something is."""
    wrong = broken("causes/spark.yaml", "fix: new_code", "fix: new_cod")
    command = [sys.executable, "-m", "regrant.knowledge.check"]
    whole = subprocess.run([*command, str(SMALL)], capture_output=True, text=True, check=False)
    not_whole = subprocess.run([*command, str(wrong.folder)], capture_output=True, text=True, check=False)

    assert (whole.returncode, whole.stdout) == (0, "The knowledge is whole.\n")
    assert not_whole.returncode == 1
    assert 'Mend: Did you mean "new_code"?' in not_whole.stdout
