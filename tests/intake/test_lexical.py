"""Hashed pieces of words: the same for training and for use."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrant.intake.lexical import SIZE, pieces


def test_pieces_of_a_word() -> None:
    """A word of two letters with its borders has three pieces of two, two of three and one of four letters."""
    assert len(pieces("ab")) == 6
    assert set(pieces("ab").values()) == {1.0}


def test_counts_are_damped() -> None:
    """A piece that comes twice weighs one plus the logarithm of two, not twice as much."""
    assert set(pieces("ab ab").values()) == {1 + math.log(2)}


def test_case_and_blanks_do_not_matter() -> None:
    """Capitals and blanks between words change nothing."""
    assert pieces("Link EXPIRED") == pieces("  link \n expired ")


def test_pieces_stay_in_words() -> None:
    """The order of words changes nothing, because no piece crosses from one into the next."""
    assert pieces("spark code") == pieces("code spark")
    assert pieces("spark code") != pieces("sparkcode")


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing(text: str) -> None:
    """A text without signs has no pieces."""
    assert pieces(text) == {}


@pytest.mark.parametrize("text", ["招待メール", "ไม่ได้รับอีเมล", "رمز", "🙈"])
def test_any_script(text: str) -> None:
    """Scripts without spaces, from right to left, and emoji have pieces too."""
    assert pieces(text)


@given(st.text())
def test_pieces_fit_the_table(text: str) -> None:
    """Every piece is a column of the table of weights, and counts for something."""
    assert all(0 <= piece < SIZE and weight >= 1 for piece, weight in pieces(text).items())


def test_stable() -> None:
    """The hash is the same on every machine and in every version, or the trained weights would mean nothing."""
    assert sorted(pieces("ab")) == [15122, 17760, 18541, 20968, 26515, 30936]


def test_one_sign_can_be_a_word() -> None:
    """In scripts where one sign can be a word, single signs are pieces; in others they are not."""
    assert set(pieces("码")) & set(pieces("授权码无效"))
    assert not set(pieces("b")) & set(pieces("abc"))
