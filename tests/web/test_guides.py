"""The guide pages."""

from __future__ import annotations

import pytest

from regrant.cases import Desk
from regrant.knowledge.words import PROBABILITY
from regrant.web.models.guide import guide_page
from regrant.web.render import render

PROBLEMS = tuple(Desk().knowledge.problems)
KNOWLEDGE = Desk().knowledge


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_guide_holds_every_cause_once_likeliest_first(problem: str) -> None:
    """Every cause of the problem stands on its page once, none before a likelier one."""
    page = guide_page(KNOWLEDGE, problem)
    shown = [cause.id for group in page.groups for cause in group.causes]
    chances = [PROBABILITY[KNOWLEDGE.problems[problem].causes[cause]] for cause in shown]

    assert sorted(shown) == sorted(KNOWLEDGE.problems[problem].causes)
    assert chances == sorted(chances, reverse=True)
    assert len({group.often for group in page.groups}) == len(page.groups)
    assert [cause.id for cause in page.first] == shown[: len(page.first)]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_guide_can_be_read_whole(problem: str) -> None:
    """Steps, vain tries, ways elsewhere and sources with grade and date of every cause are on the page, as text."""
    page = guide_page(KNOWLEDGE, problem)
    text = render("guide.html", page=page, csrf="token", twin=None)

    for group in page.groups:
        for cause in group.causes:
            assert f'id="{cause.id}"' in text
            assert f'href="#{cause.id}"' in text
            assert cause.steps
            assert cause.sources
    assert page.sources
    assert text.count("Diagnose mine") >= 1
    assert [over.problem for over in page.elsewhere] == [over.to for over in KNOWLEDGE.problems[problem].hands_over]
