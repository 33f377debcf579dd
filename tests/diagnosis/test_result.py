"""What a diagnosis says is stable: the same fields in Python and in JSON."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from regrant.diagnosis import Diagnosis, diagnose
from regrant.knowledge import Knowledge
from tests.diagnosis.drawing import told

PROMISED = {
    "": {"schema_version", "verdict", "problems", "causes", "next", "plan", "evidence", "sources"},
    "problems": {"id", "probability"},
    "causes": {"id", "title", "probability", "for", "against", "unconfirmed"},
    "next": {"kind", "id", "text", "why", "who", "answers"},
    "next.answers": {"id", "text"},
}
"""The fields that are promised to programs (issue 2)."""
MORE = {
    "": {"fix", "also", "would_tell", "notes"},
    "problems": {"title"},
    "causes": {"about", "problem", "who", "grade", "sources"},
    "next": {"how", "message"},
    "next.answers": set[str](),
}
"""The fields beyond; adding one is a decision that belongs into CHANGELOG and the documentation."""


@pytest.fixture(scope="module")
def found(small: Knowledge) -> Diagnosis:
    """Return a diagnosis with a question next."""
    return diagnose(small, told(problem="invite_not_working", link_says="expired", login_used="other"))


@pytest.fixture(scope="module")
def content(found: Diagnosis) -> dict[str, Any]:
    """Return the same diagnosis as a program reads it."""
    decoded: dict[str, Any] = json.loads(msgspec.json.encode(found))

    return decoded


@pytest.mark.parametrize("part", PROMISED)
def test_the_fields_are_exactly_these(content: dict[str, Any], part: str) -> None:
    """Every promised field is there, and no field that nobody decided on."""
    value: Any = content
    for name in filter(None, part.split(".")):
        value = value[name]
    fields = set(value[0] if isinstance(value, list) else value)

    assert fields >= PROMISED[part]
    assert fields == PROMISED[part] | MORE[part]


def test_reasons_read_the_same_in_every_language(content: dict[str, Any]) -> None:
    """What speaks for and against a cause is called `for` and `against`, with finding, value, words and strength."""
    cause = content["causes"][0]
    reasons = [*cause["for"], *cause["against"]]

    assert reasons
    assert all(set(reason) == {"finding", "value", "text", "strength"} for reason in reasons)
    assert all(isinstance(open_, str) for open_ in cause["unconfirmed"])


def test_evidence_comes_back_as_it_was_given(content: dict[str, Any]) -> None:
    """Everything said is in the answer, in order, with origin and proof, so that the case can be replayed."""
    evidence = content["evidence"]

    assert [(item["finding"], item["value"], item["origin"]) for item in evidence] == [
        ("problem", "invite_not_working", "told"),
        ("link_says", "expired", "told"),
        ("login_used", "other", "told"),
    ]
    assert set(evidence[0]) == {"finding", "value", "origin", "at", "proof"}


def test_sources_come_with_grade_and_date(content: dict[str, Any]) -> None:
    """A source tells what it is, how good it is, and when it was written and read."""
    source = next(source for source in content["sources"] if source["id"] == "help_page")

    assert (source["title"], source["url"]) == ("A page of TikTok's help", "https://example.org/help")
    assert (source["grade"], source["date"], source["read"]) == ("official", "2026-03", "2026-11")


def test_steps_of_the_plan(content: dict[str, Any]) -> None:
    """A step of the plan says who, where, what, how to see that it worked, and what if it did not."""
    steps = content["plan"]

    assert steps
    assert all(set(step) == {"who", "where", "do", "confirm", "if_fails"} for step in steps)


def test_the_version_of_the_form_is_told(content: dict[str, Any]) -> None:
    """A program can see which form of answer it has got."""
    version = content["schema_version"]

    assert version == "1"


def test_probabilities_are_short_numbers(content: dict[str, Any]) -> None:
    """Probabilities are rounded to four places; more would pretend to a precision that nobody has."""
    numbers = [item["probability"] for item in (*content["causes"], *content["problems"])]

    assert all(number == round(number, 4) for number in numbers)


def test_json_and_back_is_the_same_diagnosis(found: Diagnosis) -> None:
    """Nothing is lost on the way to JSON and back into Python."""
    again = msgspec.json.decode(msgspec.json.encode(found), type=Diagnosis)

    assert again == found


def test_a_diagnosis_cannot_be_changed(found: Diagnosis) -> None:
    """What was found stays as it was found."""
    with pytest.raises(AttributeError):
        found.verdict = "decided"  # type: ignore[misc]
