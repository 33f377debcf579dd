"""Reading a complaint as a whole: a prior, evidence and remarks; it never fails."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regrant import intake
from regrant.cases import diagnose_text
from regrant.diagnosis import Prior
from regrant.intake import LANGUAGES, LONGEST, read
from regrant.intake.meaning import Encoder, Meaning
from regrant.knowledge import Knowledge


@pytest.mark.parametrize("text", ["", "   \n", "🙈🙈🙈", "?!…", "\x00\x01\x1b", "👩🏽‍💻🏳️‍🌈", "—", "\u202e\u200f\ufeff"])
def test_text_without_words(text: str, knowledge: Knowledge) -> None:
    """Text without a letter or digit gives a prior that says nothing, and no evidence."""
    assert read(text, knowledge) == intake.Reading(prior=Prior())


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=400))
def test_any_text(text: str, knowledge: Knowledge) -> None:
    """Any text at all can be read, and every problem named is one that we know."""
    reading = read(text, knowledge)

    assert set(reading.prior.problems) <= set(knowledge.problems)


@pytest.mark.parametrize(
    "text",
    [
        "لم تصلني دعوة مركز الأعمال والرابط منتهي الصلاحية",
        "ההזמנה למרכז העסקים לא הגיעה",
        "\u202bلم تصل الدعوة (auth_code_expired)\u202c",
    ],
)
def test_right_to_left(text: str, knowledge: Knowledge) -> None:
    """Text from right to left is read like any other, direction marks included."""
    assert read(text, knowledge).prior.problems


def test_code_inside_right_to_left(knowledge: Knowledge) -> None:
    """A code is found in the middle of right-to-left text."""
    said = {item.finding: item.value for item in read("ظهر الخطأ ٤ ثم auth_code_expired عند اللصق", knowledge).evidence}

    assert said["spark_error"] == "expired"


def test_long_text(knowledge: Knowledge) -> None:
    """A pasted page of 200 kB is read in a moment by its beginning, and the person is told so."""
    begun = time.perf_counter()
    reading = read("auth_code_expired " + "lorem ipsum " * 17_000, knowledge)

    assert time.perf_counter() - begun < 5
    assert reading.notes[0] == f"Only the first {LONGEST} characters were read."
    assert {item.finding for item in reading.evidence} >= {"spark_error"}


def test_text_of_just_that_length(tiny_knowledge: Knowledge) -> None:
    """A text of exactly the longest length is read whole, without a remark."""
    text = "auth_code_expired".rjust(LONGEST)
    longer = "auth_code_expired".rjust(LONGEST + 1)

    assert not read(text, tiny_knowledge).notes
    assert read(text, tiny_knowledge).evidence
    assert read(longer, tiny_knowledge).notes


def test_wide_and_odd_signs(tiny_knowledge: Knowledge) -> None:
    """Full-width digits and control characters do not hide a code."""
    assert read("エラー\x00４０２５\x07です", tiny_knowledge).evidence[0].finding == "spark_error"


def test_message_before_statement(tiny_knowledge: Knowledge) -> None:
    """Where a message and a turn of phrase speak of the same finding, the message holds, and it is given once."""
    reading = read("I am admin, but: 40001 no role", tiny_knowledge)

    assert [(item.finding, item.value) for item in reading.evidence] == [("inviter_role", "standard")]


def test_only_known_problems(tiny_knowledge: Knowledge) -> None:
    """The prior names no problem that this knowledge does not have."""
    reading = read("my TikTok Shop cannot be opened in Seller Center", tiny_knowledge)

    assert set(reading.prior.problems) <= set(tiny_knowledge.problems)


@pytest.mark.parametrize("language", ["sw", "ta-IN", "xx"])
def test_language_not_learnt(language: str, knowledge: Knowledge) -> None:
    """In a language we have not learnt the words count for less, and the person is told so."""
    words = "the invitation link to our business center does not work"
    less = diagnose_text(words, language=language, knowledge=knowledge)
    full = diagnose_text(words, knowledge=knowledge)

    assert less.problems[0].probability < full.problems[0].probability
    assert any(f'"{language}"' in note for note in less.notes)


@pytest.mark.parametrize("language", [*LANGUAGES, "pt-BR", "zh-Hant", "EN", None])
def test_language_learnt(language: str | None, knowledge: Knowledge) -> None:
    """A language we have learnt, in any spelling of its code, changes nothing and needs no remark."""
    words = "spark code from the creator is refused"

    assert read(words, knowledge, language) == read(words, knowledge)


def test_without_encoder(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    """Without the language model it goes on more coarsely and says so."""
    encoder = Encoder()
    encoder.available = False
    monkeypatch.setattr(intake, "meaning", lambda: Meaning(encoder))
    reading = read("the creator's spark code is refused with auth_code_expired", knowledge)
    weights = reading.prior.problems

    assert max(weights, key=lambda name: weights[name]) == "spark_code"
    assert reading.evidence
    assert any("not installed" in note for note in reading.notes)


def test_without_weights(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    """Without any trained weights codes are still read; the words then say nothing about the problem."""
    monkeypatch.setattr(intake, "meaning", lambda: None)
    reading = read("auth_code_expired", knowledge)

    assert reading.prior == Prior()
    assert {item.finding for item in reading.evidence} == {"spark_error", "code_kind"}
