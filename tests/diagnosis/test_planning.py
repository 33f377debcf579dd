"""The plan of a fix: every step in plain text, with what it takes."""

from __future__ import annotations

import pytest

from regrant.diagnosis import Diagnosis, diagnose
from regrant.diagnosis.planning import plain
from regrant.knowledge import Knowledge
from tests.diagnosis.drawing import told


@pytest.fixture
def found(small: Knowledge) -> Diagnosis:
    """Return a diagnosis that ends in a fix."""
    evidence = told(problem="invite_not_working", topic="access", link_says="expired", mail_found="in_inbox")

    return diagnose(small, [*evidence, *told(login_used="same")])


def test_the_plan_has_every_step_in_plain_text(found: Diagnosis) -> None:
    """Every step says who, where, what to do, how to see that it worked and what if not, without marks."""
    steps = found.plan

    assert [step.who for step in steps] == ["bc_admin", "you"]
    assert steps[0].where == "Business Center > Users"
    assert steps[0].do == "Press Resend."
    assert (steps[1].confirm, steps[1].if_fails) == ("The page names you.", "Sign out first.")


def test_the_plan_says_when_its_labels_were_seen(found: Diagnosis) -> None:
    """Each screen label in the plan comes with the month in which it was last seen."""
    assert found.fix is not None

    assert found.fix.labels_seen == {"Users": "2026-03", "Resend": "undated"}


def test_the_plan_says_what_it_takes_and_what_will_not_help(found: Diagnosis) -> None:
    """The plan tells minutes, waiting and risk, and what people try in vain."""
    assert found.fix is not None

    assert (found.fix.minutes, found.fix.wait_hours, found.fix.risk) == (5, 4, "none")
    assert found.fix.will_not_help == ("Opening the old link again.",)
    assert (found.fix.fix, found.fix.cause) == ("send_again", "link_expired")


def test_while_questions_go_on_the_best_guess_has_a_plan(small: Knowledge) -> None:
    """Who stops early still sees what to do about the most probable cause."""
    found = diagnose(small, told(problem="spark_code"))

    assert found.next.kind in ("question", "check")
    assert found.fix is not None
    assert found.fix.cause == found.causes[0].id
    assert found.plan == found.fix.steps


def test_labels_lose_their_marks() -> None:
    """A text loses the brackets around screen labels and nothing else."""
    text = plain("[[Business Center]] > [[Users]] (or [Members])")

    assert text == "Business Center > Users (or [Members])"
