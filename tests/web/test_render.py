"""What templates make of numbers."""

from __future__ import annotations

import pytest

from regrant.web.render import rounded, sure


@pytest.mark.parametrize(
    ("percent", "shown"), [(1, "under 5 %"), (4, "5 %"), (62, "60 %"), (94, "95 %"), (96, "95 %"), (99, "over 95 %")]
)
def test_shares_are_shown_roughly(percent: int, shown: str) -> None:
    """A share is shown in steps of five and never as nothing or as all."""
    assert rounded(percent) == shown


def test_a_result_says_how_sure_it_is() -> None:
    """The sentence is whole for a middling share and for the greatest."""
    assert sure(62) == "About 60 % sure"
    assert sure(99) == "Over 95 % sure"
