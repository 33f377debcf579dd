"""What faces need around the diagnosis."""

from __future__ import annotations

import pytest

from regrant.cases import Desk
from regrant.cases.asking import chances, for_support, hear, question_about
from regrant.cases.estimate import doubt, questions_left
from regrant.cases.views import Evidence
from regrant.knowledge import Knowledge


def test_the_less_doubt_the_fewer_questions(knowledge: Knowledge) -> None:
    """What settles a case leaves fewer questions than knowing nothing does; one is always left."""
    nothing = Desk(knowledge).begin().diagnosis
    said = [Evidence(finding="problem", value="spark_code"), Evidence(finding="spark_error", value="expired")]
    settled = Desk(knowledge).begin("the authorization of the code has expired", evidence=said).diagnosis

    assert doubt(settled) < doubt(nothing)
    assert 1 <= questions_left(settled) < questions_left(nothing)


def test_shares_are_those_of_the_diagnosis(knowledge: Knowledge) -> None:
    """The shares told beside a page are the same as the diagnosis gives."""
    sitting = Desk(knowledge).begin("the code says expired")
    found = chances(knowledge, sitting.prior, sitting.evidence)

    for cause in sitting.diagnosis.causes:
        assert found[cause.id] == pytest.approx(cause.probability, abs=1e-4)


def test_any_question_can_be_asked_again(knowledge: Knowledge) -> None:
    """Every finding is a question with all its answers and "I don't know"; what is none is not."""
    for finding in knowledge.findings.values():
        asked = question_about(knowledge, finding.id)
        assert asked is not None
        assert [answer.id for answer in asked.answers] == [*finding.answers, "unknown"]
    assert question_about(knowledge, "nothing_like_it") is None


def test_words_are_heard(knowledge: Knowledge) -> None:
    """Words give the likeliest problem first, and what stands in them."""
    words = "the invitation link says expired"
    ranked, evidence = hear(knowledge, words)
    begun = Desk(knowledge).begin(words)

    assert ranked[0][0] == begun.diagnosis.problems[0].id == "invite_not_working"
    assert sum(chance for _, chance in ranked) == pytest.approx(1)
    assert {(item.finding, item.value) for item in evidence} == {(i.finding, i.value) for i in begun.evidence} != set()


def test_a_case_for_support(knowledge: Knowledge) -> None:
    """What is handed to support holds the words and every answer known."""
    sitting = Desk(knowledge).begin("my words", evidence=[Evidence(finding="spark_error", value="expired")])
    text = for_support(sitting, sitting.diagnosis)

    assert "my words" in text
    assert knowledge.findings["spark_error"].ask in text
