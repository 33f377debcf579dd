"""Every id that the knowledge names must exist."""

from __future__ import annotations

import pytest

from regrant.knowledge.loader import load_with_places
from tests.broken import SMALL, Breaker

IDS = [
    (
        "problems/01_invite.yaml",
        "link_expired: often",
        "link_expird: often",
        'no "link_expird" in causes',
        "link_expired",
    ),
    (
        "problems/01_invite.yaml",
        "to: cant_access_account",
        "to: cant_acces_account",
        "in problems",
        "cant_access_account",
    ),
    ("problems/01_invite.yaml", "finding: assigned", "finding: asigned", 'no "asigned" in findings', "assigned"),
    ("problems/01_invite.yaml", "[help_page]", "[help_pag]", 'no "help_pag" in sources', "help_page"),
    ("problems/03_spark.yaml", "[code_region, code", "[code_regio, code", 'no "code_regio" in causes', "code_region"),
    ("causes/spark.yaml", "fix: new_code", "fix: new_cod", 'no "new_cod" in fixes', "new_code"),
    ("causes/membership.yaml", "mail_found: {in", "mail_fond: {in", 'no "mail_fond" in findings', "mail_found"),
    ("causes/spark.yaml", "page, seen_by_people]", "page, seen_by_peple]", "in sources", "seen_by_people"),
    ("fixes/fixes.yaml", "[seen_by_people]", "[seen_by_peple]", "in sources", "seen_by_people"),
    ("messages/messages.yaml", "[help_page]", "[help_pge]", "in sources", "help_page"),
    ("messages/messages.yaml", "{code_says: expired}", "{code_say: expired}", "in findings", "code_says"),
    ("messages/messages.yaml", "{code_says: deleted}", "{code_say: deleted}", "in findings", "code_says"),
    ("labels/labels.yaml", '"2026-03", source: help_page', '"2026-03", source: hlp_page', "in sources", "help_page"),
    ("hints/english.yaml", "finding: link_says", "finding: link_sais", 'no "link_sais" in findings', "link_says"),
]
VALUES = [
    ("causes/membership.yaml", "no_link: always", "no_lnk: always", "link_says", "no_lnk", "no_link"),
    (
        "causes/membership.yaml",
        "link_says: other_person",
        "link_says: other_persn",
        "link_says",
        "_persn",
        "other_person",
    ),
    ("causes/membership.yaml", "        nowhere:", "        nowere:", "mail_found", "nowere", "nowhere"),
    ("findings/findings.yaml", "{same: always}", "{sme: always}", "login_used", "sme", "same"),
    ("problems/01_invite.yaml", "value: not_listed", "value: not_lsted", "assigned", "not_lsted", "not_listed"),
    ("messages/messages.yaml", "{code_says: expired}", "{code_says: expird}", "code_says", "expird", "expired"),
    ("messages/messages.yaml", "{code_says: deleted}", "{code_says: delted}", "code_says", "delted", "deleted"),
    ("hints/german.yaml", "value: expired", "value: expird", "link_says", "expird", "expired"),
]
PATTERNS = [
    ("messages/messages.yaml", "'auth_code_(has )?expired'", "'auth_code_(has expired'"),
    ("messages/messages.yaml", "'was deleted'", "'was deleted)'"),
    ("hints/english.yaml", "'link (says|is|has) expired'", "'link (says|is|has expired'"),
    ("hints/german.yaml", "'Link ist abgelaufen'", "'*Link ist abgelaufen'"),
]


def test_what_is_whole_has_no_mistakes() -> None:
    """The small knowledge, which all tests here break in one place, loads without a word."""
    knowledge, _ = load_with_places(SMALL)

    assert knowledge.causes


@pytest.mark.parametrize(("file", "old", "new", "what", "near"), IDS, ids=[f"{row[0]}-{row[2]}" for row in IDS])
def test_an_id_that_does_not_exist(broken: Breaker, file: str, old: str, new: str, what: str, near: str) -> None:
    """An unknown id is told with its file, its line and the nearest right one, wherever it stands."""
    wrong = broken(file, old, new)
    mistake = wrong.mistakes()[0]

    assert (mistake.file, mistake.line) == (file, wrong.line_of(new.strip()))
    assert what in mistake.what
    assert mistake.mend == f'Did you mean "{near}"?'


def test_an_id_like_no_other(broken: Breaker) -> None:
    """Where no id is near, the folder that lacks it is named instead."""
    wrong = broken("causes/spark.yaml", "fix: new_code", "fix: zzqq")
    [mistake, *_] = wrong.mistakes()

    assert mistake.line == wrong.line_of("zzqq")
    assert mistake.mend == "Add it to fixes/, or name one that is there."


@pytest.mark.parametrize(
    ("file", "old", "new", "finding", "at", "near"), VALUES, ids=[f"{row[0]}-{row[4]}" for row in VALUES]
)
def test_a_value_that_a_finding_does_not_have(
    broken: Breaker, file: str, old: str, new: str, finding: str, at: str, near: str
) -> None:
    """An unknown value is told with its file, its line and the nearest right one, wherever it stands."""
    wrong = broken(file, old, new)
    [mistake] = wrong.mistakes()

    assert (mistake.file, mistake.line) == (file, wrong.line_of(at))
    assert f'The finding "{finding}" has no value' in mistake.what
    assert mistake.mend == f'Did you mean "{near}"?'


@pytest.mark.parametrize(
    ("needs", "what"),
    [
        ("needs: {code_sais: [vague]}", 'There is no "code_sais" in findings.'),
        ("needs: {code_says: [vage]}", 'The finding "code_says" has no value "vage".'),
    ],
)
def test_what_a_question_needs_must_exist(broken: Breaker, needs: str, what: str) -> None:
    """A question that waits for an answer which cannot come would never be asked, so that is told."""
    wrong = broken("findings/findings.yaml", "    otherwise: {nothing: usually}", f"    {needs}")
    told = {mistake.what: mistake for mistake in wrong.mistakes()}

    assert (told[what].file, told[what].line) == (wrong.file, wrong.line_of("needs:"))
    assert told[what].mend.startswith("Did you mean")


def test_a_value_like_no_other(broken: Breaker) -> None:
    """Where no value is near, all values of the finding are named."""
    wrong = broken("causes/membership.yaml", "no_link: always", "zzqq: always")
    [mistake] = wrong.mistakes()

    assert mistake.mend == "Use one of: expired, other_person, no_link."


@pytest.mark.parametrize(("file", "old", "new"), PATTERNS, ids=[row[2] for row in PATTERNS])
def test_a_pattern_that_is_none(broken: Breaker, file: str, old: str, new: str) -> None:
    """A pattern that does not compile is told with its line, and with what mends it mostly."""
    wrong = broken(file, old, new)
    [mistake] = wrong.mistakes()

    assert (mistake.file, mistake.line) == (file, wrong.line_of(new))
    assert "is not a pattern" in mistake.what
    assert "backslash" in mistake.mend


def test_not_knowing_written_as_an_answer(broken: Breaker) -> None:
    """An answer called unknown is refused, because it is always offered anyway."""
    wrong = broken("findings/findings.yaml", "      other: No, another one", "      unknown: Who knows")
    told = {mistake.what: mistake for mistake in wrong.mistakes()}

    assert told['"unknown" is written as an answer.'].line == wrong.line_of("unknown: Who")


def test_a_question_with_one_answer(broken: Breaker) -> None:
    """A finding with a single answer tells nothing and is refused."""
    wrong = broken("findings/findings.yaml", "      money: Money\n", "")
    told = {mistake.what: mistake for mistake in wrong.mistakes()}
    mistake = told['"topic" has fewer than two answers, so asking tells nothing.']

    assert (mistake.file, mistake.mend) == ("findings/findings.yaml", "Add the other answers.")


def test_a_fix_with_the_name_of_a_finding(broken: Breaker) -> None:
    """A fix and a finding must not share an id, because answers name either."""
    wrong = broken("fixes/fixes.yaml", "id: go_to_billing", "id: topic")
    told = [mistake for mistake in wrong.mistakes() if "is a fix and a finding" in mistake.what]

    assert [(mistake.file, mistake.line) for mistake in told] == [("fixes/fixes.yaml", wrong.line_of("id: topic"))]
