"""How near two addresses are, and what a line speaks of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrant.likeness import edits, is_exact, may_mean, mentions

short = st.text("abc@.", max_size=8)
marks = st.from_regex(r"[a-z]{1,6}@[a-z]{1,6}\.example", fullmatch=True)


@given(short, short)
def test_edits_count_the_same_both_ways(one: str, other: str) -> None:
    """The distance is symmetric, at most the longer length, and zero only between equals."""
    assert edits(one, other) == edits(other, one) <= max(len(one), len(other))
    assert (edits(one, other) == 0) == (one == other)


def test_a_swap_is_one_edit() -> None:
    """Two letters in the wrong order are one slip."""
    assert edits("dana@orchrad.example", "dana@orchard.example") == 1


@given(marks, st.from_regex(r"[a-z0-9]{1,4}", fullmatch=True))
def test_a_line_about_a_longer_address_is_not_about_the_shorter(mark: str, more: str) -> None:
    """An address is found as a whole, at either end of a line and beside signs, and never inside another."""
    for line in (mark, f"Removed {mark.upper()}.", f"({mark}, {more})", f"\u79fb\u9664{mark}"):
        assert mentions(line, mark)
    for line in (f"Removed {more}{mark}", f"Removed {more}.{mark}", f"Removed {mark}{more}", f"Removed {mark}.{more}"):
        assert not mentions(line, mark)


@pytest.mark.parametrize(
    ("written", "known", "may"),
    [
        ("ben@orchard.exmple", "ben@orchard.example", True),
        ("BEN@orchard.example", "ben@orchard.example", False),
        ("ben@gmail.example", "ben@orchard.example", True),
        ("dan@orchard.example", "ben@orchard.example", False),
        ("clara@orchard.example", "clare@orchard.example", True),
        ("zoe@elsewhere.example", "ben@orchard.example", False),
        ("720000000000000001", "7200000000000000001", True),
        ("7200000000000000002", "7200000000000000001", False),
        ("7200000000000001000", "7200000000000000100", True),
        ("7200000000000000001", "ben@orchard.example", False),
    ],
)
def test_what_may_be_a_slip(written: str, known: str, may: bool) -> None:
    """A slip of the finger or another domain may mean somebody; another name, or another id, does not."""
    assert may_mean(written, known) is may
    assert may_mean(known, written) is may


def test_a_name_is_not_exact() -> None:
    """Only a whole address or an id is one person's alone."""
    assert is_exact("ben@orchard.example")
    assert is_exact("7200000000000000001")
    assert not is_exact("Ben")
    assert not is_exact("ben@orchard")
