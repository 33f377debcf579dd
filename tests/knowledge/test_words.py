"""Likelihood words become numbers in one place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrant.knowledge import Knowledge
from regrant.knowledge.model import Word
from regrant.knowledge.words import GRADES, PROBABILITY, distribution, shown

VALUES = ("a", "b", "c", "d")
words = st.dictionaries(st.sampled_from(VALUES), st.sampled_from(list(PROBABILITY)))


@given(words=words)
def test_a_distribution_sums_to_one(words: dict[str, Word]) -> None:
    """Whatever words are given for whatever values, the probabilities of all values sum to one and none is zero."""
    chances = distribution(VALUES, words)

    assert tuple(chances) == VALUES
    assert sum(chances.values()) == pytest.approx(1)
    assert min(chances.values()) > 0


def test_stronger_words_mean_more() -> None:
    """From always to never each word means less than the one before."""
    chances = [distribution(("yes", "no"), {"yes": word})["yes"] for word in PROBABILITY]

    assert list(PROBABILITY) == ["always", "usually", "often", "sometimes", "rarely", "never"]
    assert chances == sorted(chances, reverse=True)
    assert len(set(chances)) == len(chances)


def test_silent_values_share_the_rest_evenly() -> None:
    """Values without a word share what the others leave."""
    chances = distribution(VALUES, {"a": "often"})

    assert chances["a"] == pytest.approx(0.6, abs=0.01)
    assert chances["b"] == chances["c"] == chances["d"] == pytest.approx(0.4 / 3, abs=0.01)


def test_always_leaves_room_for_doubt() -> None:
    """Even beside "always" another value stays possible, because knowledge is never that certain."""
    chances = distribution(VALUES, {"a": "always"})

    assert 0.005 < chances["b"] < 0.05


def test_a_bare_value_means_usually(small: Knowledge) -> None:
    """A cause that names just a value shows it usually."""
    bare = shown(small.causes["wrong_login"], small.findings["link_says"])

    assert bare == distribution(("expired", "other_person", "no_link"), {"other_person": "usually"})


def test_a_cause_that_is_silent_shows_what_everybody_shows(small: Knowledge) -> None:
    """A cause that does not speak of a finding shows what its `otherwise` says."""
    silent = shown(small.causes["link_expired"], small.findings["login_used"])

    assert silent == distribution(("same", "other"), {"same": "always"})


def test_nothing_known_is_said_as_nothing(small: Knowledge) -> None:
    """Without a word from the cause or an `otherwise` of the finding, nothing is known."""
    found = shown(small.causes["code_expired"], small.findings["link_says"])

    assert found is None


def test_grades_run_from_best_to_worst() -> None:
    """The order of grades is that of trust: what TikTok says itself comes first, hearsay last."""
    order = GRADES

    assert order == ("official", "mirrored", "practice", "unconfirmed")
