"""Several assets named at once: the one that fails is diagnosed, and the others are told apart."""

from __future__ import annotations

from typing import Any

import pytest

from regrant.cases import Desk, Sitting, tiktok_desk
from regrant.cases.several import FAILS, OPEN, WORKS, Standing, first_failing, in_words
from regrant.cases.tiktok_desk import Connection
from regrant.knowledge import Knowledge, load
from regrant.sandbox import serve
from regrant.sandbox.convert import convert_scenario
from tests.checks.variations import MAIN, SECOND, changed, varied

MIRA, WORDS = "mira@alder.example", "For Mira one of our two ad accounts works and the other one does not."


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the real knowledge."""
    return load()


def read(knowledge: Knowledge, world: dict[str, Any], *assets: str) -> Sitting:
    """Read a world for Mira and some assets."""
    scenario = {"id": "several", "opening": WORDS, "lang": "en", "world": world}
    with serve(convert_scenario(scenario)) as running:
        sitting = Desk(knowledge).begin(WORDS)
        connection = Connection.to(running.world.tokens[0].token, running.url)
        tiktok_desk.check_first(sitting, who=MIRA, asset=assets[0], also=assets[1:], connection=connection)

    return sitting


def test_the_asset_that_fails_is_diagnosed(knowledge: Knowledge) -> None:
    """Whichever is named first, the case is about the one that is not assigned, and says so."""
    for named in (("Alder Main", "Alder Second"), (SECOND, MAIN)):
        sitting = read(knowledge, varied(), *named)
        said = {item.finding: item.value for item in sitting.evidence}

        assert said["asset_assigned"] == "not_assigned"
        assert any(note.startswith("This case is about") and "which fails" in note for note in sitting.notes)
        assert any("can be seen and is in order" in note for note in sitting.notes)


def test_two_that_fail_for_different_reasons(knowledge: Knowledge) -> None:
    """The first is taken, and the other is named with its reason, for a case of its own."""
    sitting = read(knowledge, varied(**changed(MAIN, status="STATUS_LIMIT")), "Alder Main", "Alder Second")

    assert {item.finding: item.value for item in sitting.evidence}["ad_account_status"] == "suspended"
    assert "This case is about Alder Main, which fails." in sitting.notes
    other = next(note for note in sitting.notes if note.startswith("Also: Alder Second"))
    assert knowledge.causes["account_not_assigned"].title in other
    assert "start another case" in other


def test_what_could_not_be_told_is_not_in_order(knowledge: Knowledge) -> None:
    """An asset of which too little was read neither works nor fails, and comes before those that work."""
    standings = [Standing(asset="A", state=WORKS), Standing(asset="B", state=OPEN)]

    assert first_failing(standings) == 1
    assert "in order, as far as was read" in in_words(standings, 1, knowledge)[1]
    assert "could not be told" in in_words(standings, 0, knowledge)[1]
    same = [Standing(asset=name, state=FAILS, why="nothing_here") for name in "AB"]
    assert in_words(same, 0, knowledge)[1] == "Also: B fails for the same reason."
