"""Each of the eleven problems, from the first word to a closed case."""

from __future__ import annotations

import pytest

from regrant.knowledge import Knowledge
from tests.browser.conftest import DESK, PHONE, Opened
from tests.browser.people import FIRST_WORDS, somebody, to_the_end

EVEN = ({"java_script_enabled": True, **PHONE}, {"java_script_enabled": False, **DESK})
ODD = ({"java_script_enabled": True, **DESK}, {"java_script_enabled": False, **PHONE})
VISITS = [(problem, way) for number, problem in enumerate(FIRST_WORDS) for way in (ODD if number % 2 else EVEN)]


def _named(value: object) -> str:
    if isinstance(value, dict):
        return ("phone" if "is_mobile" in value else "desk") + (
            "" if value["java_script_enabled"] else " without scripts"
        )

    return str(value)


@pytest.mark.parametrize(("problem", "way"), VISITS, ids=_named)
def test_from_first_word_to_closed(problem: str, way: dict[str, object], opened: Opened, known: Knowledge) -> None:
    """Somebody types what broke, answers truly, does what is proposed, and it is the mend of what was really wrong."""
    page = opened(**way)
    page.get_by_label("Say it in your own words").fill(FIRST_WORDS[problem])
    page.get_by_role("button", name="Find out").click()
    person = somebody(known, problem)

    assert to_the_end(page, person, problem) == person.causes[0].fix
    assert page.get_by_text("It works again. This case is closed.").is_visible()


def test_words_cover_every_problem(known: Knowledge) -> None:
    """No problem is left out here when the knowledge gets another one."""
    assert set(FIRST_WORDS) == set(known.problems) - {"out_of_scope"}


@pytest.mark.parametrize("scripts", [True, False])
def test_something_else(scripts: bool, opened: Opened, known: Knowledge) -> None:
    """Trouble that is not about access is told so, and where to go instead."""
    page = opened(java_script_enabled=scripts)
    page.get_by_label("Say it in your own words").fill("my credit card was charged twice for the campaign")
    page.get_by_role("button", name="Find out").click()

    assert to_the_end(page, somebody(known, "out_of_scope"), "out_of_scope") == "handed over"
    assert page.get_by_text("This case is closed.").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_guide(scripts: bool, opened: Opened, known: Knowledge) -> None:
    """Who reads a guide can go on from there to the questions, and from a card of the first page as well."""
    page = opened("/guides", java_script_enabled=scripts)
    page.get_by_role("link", name=known.problems["spark_code"].title).click()
    page.get_by_role("button", name="Diagnose mine").click()

    assert "/cases/" in page.url
    page.goto("/")
    page.locator("button.card[value=spark_code]").click()
    assert "/cases/" in page.url
