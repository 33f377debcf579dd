"""The measure of being right counts what it says it counts."""

from __future__ import annotations

import random

import pytest

from benchmarks.calibration import bins, calibration_error
from benchmarks.right import on_page
from benchmarks.troubled import HUMAN, PERFECT, Person, play
from regrant.diagnosis.evidence import DID_NOT_HELP, HELPED
from regrant.knowledge import Knowledge, load


def test_what_is_stated_and_found_alike_has_no_error() -> None:
    """Right four times of five at a stated 80 % is no error; right never is an error of 80 %."""
    good = [(0.8, hit) for hit in (True, True, True, True, False)]

    assert calibration_error(good) == pytest.approx(0)
    assert calibration_error([(0.8, False)] * 5) == pytest.approx(0.8)
    assert bins([(1.0, True)]) == [(1, 1.0, 1.0)]


def test_two_faults_need_two_fixes(small: Knowledge) -> None:
    """A person with two faults is not well before both are mended, and then shows the signs of the other one alone."""
    both = (small.causes["link_expired"], small.causes["wrong_login"])
    person = Person(small, both, random.Random(1), PERFECT)
    outcomes = [person.try_fix("send_again"), person.try_fix("sign_in_right")]

    assert outcomes == [DID_NOT_HELP, HELPED]


def test_a_case_is_played_to_its_end(small: Knowledge) -> None:
    """A played case keeps what was said first, and every fix that was proposed once."""
    person = Person(small, (small.causes["link_expired"],), random.Random(1), HUMAN)
    played = play(small, person, "invite_not_working")

    assert played.first.next.kind not in ("question", "check")
    assert len(played.fixes) == len(set(played.fixes))
    assert played.named


def test_a_page_is_followed_in_its_order(small: Knowledge) -> None:
    """A static page takes as many fixes as stand before the right one, which itself counts; none counts twice."""
    [*names] = small.problems["invite_not_working"].causes
    tried = [
        on_page(small, play(small, Person(small, (small.causes[n],), random.Random(1), PERFECT), "invite_not_working"))
        for n in names
    ]

    assert tried[0] == 1
    assert max(tried) == len({small.causes[name].fix for name in names})


def test_a_person_answers_alike_whatever_was_asked_before() -> None:
    """What somebody answers does not hang on the order of the questions."""
    knowledge = load()
    causes, names = (knowledge.causes["invite_expired"],), list(knowledge.findings)[:40]
    one, other = (Person(knowledge, causes, random.Random(3), HUMAN) for _ in range(2))
    said = {name: one.answer(name) for name in names}

    assert said == {name: other.answer(name) for name in reversed(names)}
    assert said != {name: Person(knowledge, causes, random.Random(4), HUMAN).answer(name) for name in names}
