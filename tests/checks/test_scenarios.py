"""The scenarios with a compact world that lie beside the repository, solved with what the API leaves necessary."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import worlds
from benchmarks.people import transcripts
from benchmarks.shared import SHARED
from regrant.knowledge import Knowledge

FILE: Path = SHARED / "scenarios-dev.jsonl"
MOST_QUESTIONS, MOST_CALLS = 3, 30
NEEDED = pytest.mark.skipif(not FILE.is_file(), reason=f"NOT RUN: {FILE} is not there")


@NEEDED
def test_every_scenario_with_a_world_is_solved(whole_knowledge: Knowledge) -> None:
    """A fault that is really there comes first, with three questions at most and within the budget of calls."""
    solved = worlds.play_all(FILE, whole_knowledge)
    people = transcripts()
    missed = [one for one in solved if one.said not in {*one.wanted, *people[one.id]["also"]}]

    assert len(solved) >= 10
    assert not missed
    assert [one for one in solved if one.questions > MOST_QUESTIONS] == []
    assert [one for one in solved if one.calls > MOST_CALLS] == []
    assert all(one.next_step.startswith("fix ") for one in solved)


@NEEDED
def test_the_summary_counts_what_was_played(whole_knowledge: Knowledge) -> None:
    """The figures of the benchmark follow from the scenarios, of which nine in ten are right at the first cause."""
    figures = worlds.summary(worlds.play_all(FILE, whole_knowledge))

    assert figures["worlds"] >= 10
    assert figures["right cause"] >= 0.9
    assert figures["questions, mean"] <= 1.0


def test_an_empty_list_has_a_summary() -> None:
    """Nothing played is no error."""
    assert worlds.summary([])["worlds"] == 0
