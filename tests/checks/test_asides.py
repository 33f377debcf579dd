"""What is seen beside the asset in question is said, and nothing is said where nothing was seen."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import worlds
from regrant.knowledge import Knowledge
from tests.checks.variations import FOREIGN, SECOND, SHARED_IN, SHOP, changed, foreign, mine, share, varied

GONE = "7300000000000900066"


@pytest.mark.parametrize(
    ("world", "words", "note"),
    [
        (
            varied(**changed(SECOND, status="STATUS_CONFIRM_FAIL")),
            "Our ad account is suspended.",
            f"Also seen: the ad account Alder Second ({SECOND}) has the status STATUS_CONFIRM_FAIL",
        ),
        (
            varied(asset=SHOP, without_grants=lambda row: row["asset_id"] != SECOND),
            "I cannot set up GMV Max for our shop.",
            "Also seen: no TikTok account is assigned to the person",
        ),
        (
            varied(asset=GONE, **SHARED_IN, shares=[share("OPERATOR")]),
            "Two client ad accounts vanished from our Business Center.",
            f"In the list as normal: Juniper Ads ({FOREIGN}).",
        ),
    ],
)
def test_a_second_fault_is_named(world: dict[str, Any], words: str, note: str, whole_knowledge: Knowledge) -> None:
    """A bad status elsewhere, a missing TikTok account, and what only a filter can hide are notes of the sitting."""
    scenario = {"id": "aside", "opening": words, "lang": "en", "world": world}
    sitting, _ = worlds.begin(whole_knowledge, scenario)

    assert any(one.startswith(note) for one in sitting.notes), sitting.notes


@pytest.mark.parametrize("world", [varied(), varied(**mine(SECOND)), varied(asset=FOREIGN, assets=[foreign()])])
def test_nothing_is_said_of_what_is_sound(world: dict[str, Any], whole_knowledge: Knowledge) -> None:
    """Where only the asset in question may be at fault, there is no aside."""
    scenario = {"id": "sound", "opening": "Our ad account is odd.", "lang": "en", "world": world}
    sitting, _ = worlds.begin(whole_knowledge, scenario)

    assert not [one for one in sitting.notes if one.startswith(("Also seen", "In the list"))]
