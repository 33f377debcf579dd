"""Other people's labels in our words."""

from __future__ import annotations

from typing import Any

import pytest

from regrant.diagnosis import Evidence
from regrant.diagnosis.evidence import validate
from regrant.evaluation import labels
from regrant.evaluation.labels import FACTS, evidence_of, same_cause
from regrant.intake.meaning import Encoder
from regrant.knowledge import Knowledge


def test_facts_are_findings_of_ours(knowledge: Knowledge) -> None:
    """Whatever a fact is taken to mean is a finding and a value that the knowledge has."""
    validate([Evidence(finding=finding, value=value) for finding, value in FACTS.values()], knowledge)


@pytest.mark.parametrize(
    ("facts", "evidence"),
    [
        ({}, {}),
        (
            {"invite_status": "pending", "member_role": "standard"},
            {"person_in_list": "pending", "person_bc_role": "standard"},
        ),
        ({"worked_before": True}, {"had_it_before": "worked_before"}),
        ({"worked_before": False}, {"had_it_before": "never_worked"}),
        ({"resent": 3, "colour": "red", "member_role": "king"}, {}),
        ({"member_role": ["admin"], "level": {"a": 1}, "worked_before": None, "invite_status": 1.5}, {}),
    ],
)
def test_evidence_of(facts: dict[str, Any], evidence: dict[str, str]) -> None:
    """Facts that we have a finding for become evidence; all others, of whatever type, are left out."""
    assert evidence_of(facts) == evidence


def test_number_is_not_true() -> None:
    """The number 1 is not taken for "true"."""
    assert evidence_of({"worked_before": 1}) == {}


@pytest.fixture(params=[True, False], ids=["with the encoder", "without it"])
def encoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare labels once with the sentence encoder and once by their words alone."""
    chosen = Encoder()
    if not request.param:
        chosen.available = False
    monkeypatch.setattr(labels, "_encoder", lambda: chosen)
    labels._likeness.cache_clear()
    labels._vector.cache_clear()


def test_our_own_id(encoder: None, tiny_knowledge: Knowledge) -> None:
    """Our own id is the same cause, whatever the problem."""
    assert same_cause("invite_expired", "invite_expired", "spark_code", tiny_knowledge)
    assert same_cause("invite_expired", "invite_expired", "no_such_problem", tiny_knowledge)


def test_by_meaning(encoder: None, tiny_knowledge: Knowledge) -> None:
    """A foreign label is held against the causes of its problem by what it says."""
    assert same_cause("invitation_link_expired", "invite_expired", "invite_not_working", tiny_knowledge)
    assert same_cause("opened_with_another_login", "invite_other_login", "invite_not_working", tiny_knowledge)


def test_other_meaning(encoder: None, tiny_knowledge: Knowledge) -> None:
    """A cause that is far from the label, or of another problem, is not the same."""
    assert not same_cause("link_opened_with_another_login", "inviter_not_admin", "invite_not_working", tiny_knowledge)
    assert not same_cause("invitation_link_expired", "invite_expired", "spark_code", tiny_knowledge)
    assert not same_cause("invitation_link_expired", "invite_expired", "no_such_problem", tiny_knowledge)
