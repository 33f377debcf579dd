"""A sound compact world, broken in every way that TikTok's API shows, is brought into the sandbox and solved."""

from __future__ import annotations

import pytest

from benchmarks import worlds
from regrant.knowledge import Knowledge
from regrant.knowledge.model import UNKNOWN
from tests.checks.variations import SOUND, Variation, varied
from tests.checks.variations_assets import ASSETS, STANDING
from tests.checks.variations_creators import CREATORS
from tests.checks.variations_people import PEOPLE, ROLES
from tests.checks.variations_shops import SHOPS, VERIFICATION

VARIATIONS = [*PEOPLE, *ROLES, *ASSETS, *STANDING, *CREATORS, *SHOPS, *VERIFICATION]


@pytest.mark.parametrize("variation", VARIATIONS, ids=lambda one: one.name)
def test_the_right_cause_is_found_with_few_questions(variation: Variation, whole_knowledge: Knowledge) -> None:
    """Whatever the API shows of the cause is not asked; what is left takes few questions and ends at the right fix."""
    sitting, _ = worlds.begin(whole_knowledge, variation.scenario)
    asked: list[str] = []
    found = sitting.diagnosis
    while found.next.kind in ("question", "check") and len(asked) <= variation.asked:
        asked.append(found.next.id)
        sitting.say(found.next.id, variation.answers.get(found.next.id, UNKNOWN))
        found = sitting.diagnosis

    assert found.causes[0].id in variation.causes, asked
    assert found.next.kind == "fix", asked
    assert len(asked) <= variation.asked, asked


def test_the_sound_world_is_sound(whole_knowledge: Knowledge) -> None:
    """The variations stand on a world in which nothing is found to be wrong."""
    scenario = {"id": "sound", "opening": "Something is odd with Alder Main.", "lang": "en", "world": varied()}
    sitting, _ = worlds.begin(whole_knowledge, scenario)

    assert SOUND["assets"]
    assert sitting.diagnosis.verdict == "cannot_tell"


def test_an_adder_is_not_guessed(whole_knowledge: Knowledge) -> None:
    """A login that looks something up for somebody else is not taken for the one who adds people."""
    scenario = {
        "id": "add",
        "opening": "Nora cannot be added.",
        "lang": "en",
        "world": varied(who="nora@alder.example"),
    }
    sitting, _ = worlds.begin(whole_knowledge, scenario)

    assert "adder_bc_role" not in {item.finding for item in sitting.evidence}
