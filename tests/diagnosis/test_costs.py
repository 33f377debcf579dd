"""What things cost, in minutes of a person's day."""

from __future__ import annotations

import msgspec
import pytest

from regrant.diagnosis import costs
from regrant.knowledge import Knowledge
from regrant.knowledge.words import PROBABILITY


def test_harder_questions_cost_more() -> None:
    """What is known is cheaper than looking it up, that than trying, that than asking somebody, that than waiting."""
    efforts = [costs.EFFORT[name] for name in ("known", "look", "try", "ask", "wait")]

    assert efforts == sorted(efforts)
    assert len(set(efforts)) == 5


def test_asking_somebody_else_costs_more(small: Knowledge) -> None:
    """The same look costs more if another person has to take it."""
    mine = small.findings["link_says"]
    own = msgspec.structs.replace(mine, who="you")
    theirs = msgspec.structs.replace(mine, who="bc_admin")

    assert costs.of_asking(theirs) > costs.of_asking(own) > 0


@pytest.mark.parametrize("change", [{"minutes": 60}, {"wait_hours": 48}, {"risk": "some"}, {"risk": "high"}])
def test_a_fix_costs_minutes_waiting_and_risk(small: Knowledge, change: dict[str, object]) -> None:
    """More minutes, more waiting or more risk make a fix dearer."""
    fix = small.fixes["sign_in_right"]
    dearer = msgspec.structs.replace(fix, **change)

    assert costs.of_fix(dearer) > costs.of_fix(fix) > fix.minutes


def test_waiting_is_cheaper_than_working(small: Knowledge) -> None:
    """An hour of waiting costs something, but far less than an hour of work."""
    fix = small.fixes["sign_in_right"]
    waiting = costs.of_fix(msgspec.structs.replace(fix, wait_hours=1)) - costs.of_fix(fix)

    assert 0 < waiting < 30


def test_every_fix_is_cheaper_than_nothing(knowledge: Knowledge) -> None:
    """Doing the right fix costs less than support for most fixes, or none would ever be proposed."""
    prices = sorted(costs.of_fix(fix) for fix in knowledge.fixes.values())

    assert prices[0] > 0
    assert prices[len(prices) // 2] < costs.ESCALATE / 4


def test_not_knowing_has_a_rate_for_every_word() -> None:
    """How often a person cannot tell is a probability for each word, rising with the word."""
    rates = [costs.UNKNOWN_RATE[word] for word in PROBABILITY]

    assert rates == sorted(rates, reverse=True)
    assert 0 < rates[-1] < rates[0] < 1
