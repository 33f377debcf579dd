"""The reference is exact: on a known example, and against trying every policy."""

from __future__ import annotations

import random
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.optimum_exact import Optimum
from benchmarks.optimum_problem import Question, Remedy, State, Trouble
from benchmarks.policies import Expected, greedy, huffman, two_steps


def light_print() -> Trouble:
    """
    Return Vomlel's Light Print: causes .4/.3/.2/.1, actions 5/15/1, question 2.

    From his slides "Decision theoretic troubleshooting" (11 July 2007). The slides with the conditional tables and with
    his result could not be had, so nothing published is pinned here but causes and prices. The tables are ours: shaking
    mends the first cause, another toner the first two, cycling power the third; the page is light with the first two.
    """
    return Trouble(
        chances=(0.4, 0.3, 0.2, 0.1),
        questions=(Question("page", 2.0, {"light": (1, 1, 0, 0), "dark": (0, 0, 1, 1)}),),
        fixes=(
            Remedy("shake", 5.0, (1, 0, 0, 0)),
            Remedy("toner", 15.0, (1, 1, 0, 0)),
            Remedy("power", 1.0, (0, 0, 1, 0)),
        ),
        escalate=100.0,
    )


def test_light_print_is_solved_as_by_hand() -> None:
    """Power first (1), then shaking (5 for .8); only then the page (2 for .4): toner (15 for .3) or support (.1)."""
    trouble = light_print()
    best = Optimum(trouble)

    assert best.value(trouble.start) == pytest.approx(1 + 0.8 * 5 + 0.4 * 2 + 0.3 * 15 + 0.1 * 100)
    assert best(trouble.start) == ("fix", 2)


def same_fix(*, purposeful: bool) -> Trouble:
    """Return two causes that one fix removes, and a question that tells them apart, which matters for the name only."""
    return Trouble(
        chances=(0.6, 0.4),
        questions=(Question("which", 2.0, {"a": (1, 0), "b": (0, 1)}),),
        fixes=(Remedy("both", 5.0, (1, 1)),),
        escalate=100.0,
        naming=50.0,
        purposeful=purposeful,
    )


def test_what_changes_no_step_is_asked_only_where_it_may_be() -> None:
    """Without the rule it pays to ask for the name; with it, the optimum is dearer and asks nothing."""
    free, bound = (Optimum(same_fix(purposeful=purposeful)) for purposeful in (False, True))

    assert free.value(free.trouble.start) == pytest.approx(2 + 5)
    assert bound.value(bound.trouble.start) == pytest.approx(5 + 0.4 * 50)


def brute(trouble: Trouble, state: State) -> float:
    """Return the least cost by following every move to its end, with no bound and no memory."""
    found = inf
    for move in trouble.moves(state):
        cost = trouble.price(state, move) + sum(brute(trouble, child) for child in trouble.after(state, move))
        found = min(found, cost)

    return found


def tiny(seed: int) -> Trouble:
    """Return a random trouble with three causes, two questions and two fixes."""
    dice = random.Random(seed)
    chances = [dice.random() + 0.05 for _ in range(3)]
    questions = []
    for number in range(2):
        yes = [dice.choice((0.0, 0.1, 0.5, 0.9, 1.0)) for _ in range(3)]
        shows = {"yes": tuple(yes), "no": tuple(1 - y for y in yes)}
        questions.append(Question(f"q{number}", dice.choice((1.0, 4.0, 20.0)), shows, dice.choice((0.0, 0.3))))
    fixes = [Remedy(f"f{n}", dice.choice((5.0, 30.0)), tuple(0.9 * (c == n) for c in range(3))) for n in range(2)]

    return Trouble(
        chances=tuple(c / sum(chances) for c in chances),
        questions=tuple(questions),
        fixes=tuple(fixes),
        escalate=100.0,
        naming=dice.choice((0.0, 10.0)),
        patience=0.03,
        discouraged=0.15,
        worth=dice.choice((0.0, 0.25)),
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_the_optimum_is_that_of_every_policy_tried(seed: int) -> None:
    """Bounds and memory change nothing: the value is the least of all policies, and its own policy reaches it."""
    trouble = tiny(seed)
    best = Optimum(trouble)
    value = best.value(trouble.start)

    assert value == pytest.approx(brute(trouble, trouble.start))
    assert Expected(trouble, best)()[0] == pytest.approx(value)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_no_policy_is_cheaper_than_the_optimum(seed: int) -> None:
    """Greedy and two-step policies cost at least what the optimum does."""
    trouble = tiny(seed)
    value = Optimum(trouble).value(trouble.start)

    assert Expected(trouble, greedy(trouble))()[0] >= value - 1e-9
    assert Expected(trouble, two_steps(trouble))()[0] >= value - 1e-9


def test_huffman_of_four_equal_causes_is_two_questions() -> None:
    """Yes and no tell four equally likely causes apart in two questions, and four answers in one."""
    assert huffman(np.full(4, 0.25), 2) == pytest.approx(2)
    assert huffman(np.full(4, 0.25), 4) == pytest.approx(1)
