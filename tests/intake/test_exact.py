"""Codes, messages and plain statements in a text become evidence."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regrant.diagnosis import Evidence, Origin
from regrant.diagnosis.evidence import validate
from regrant.intake import exact
from regrant.knowledge import Knowledge


def found(text: str, knowledge: Knowledge) -> dict[str, str]:
    """Return all evidence of a text as {finding: value}."""
    said = [*exact.statements(text, knowledge), *exact.messages(text, knowledge)]

    return {item.finding: item.value for item in said}


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("error 4025 when I paste the code", "spark_error", "expired"),
        ("AUTH_CODE_EXPIRED", "spark_error", "expired"),
        ("it says auth_code_not_found", "spark_error", "deleted"),
        ("4013: post code is incorrect", "spark_error", "format"),
        ("Fehler -500 beim Einlösen", "spark_error", "try_later"),
        ("エラー4027が出ます", "spark_error", "post_type"),
        ("4002 video_deleted", "post_state", "gone"),
        ("930002 mention_multiple_videos", "post_kind", "never_allowed"),
        ("(code: 900012)", "spark_error", "post_gone"),
        ('{"auth_code_status": "DELETED"}', "creator_changed", "switched_off"),
    ],
)
def test_spark_codes(text: str, finding: str, value: str, knowledge: Knowledge) -> None:
    """Every kind of row of TikTok's Spark table is recognised by its number or its name, in any surroundings."""
    assert found(text, knowledge)[finding] == value


@pytest.mark.parametrize(
    ("message", "finding", "value"),
    [
        ("40001: Advertiser doesn't grant you /ad/get/:GET permission", "api_message", "scope_missing"),
        ("40001 No permission to operate advertiser 7012", "api_message", "no_role"),
        ("40001 advertiser 7012 does not exist or has been deleted", "api_message", "advertiser_gone"),
        ("code 40001, you do not have permission to operate this catalog", "asset_kind", "catalog_or_pixel"),
        ("40002 You don't have permission to the asset", "api_message", "asset_permission"),
        ("40105 access token is incorrect or has been revoked", "api_message", "token_dead"),
    ],
)
def test_message_decides(message: str, finding: str, value: str, knowledge: Knowledge) -> None:
    """One API code has several meanings, and the message beside it decides which."""
    assert found(message, knowledge)[finding] == value


@pytest.mark.parametrize("code", ["40001", "40002"])
def test_code_alone_says_less(code: str, knowledge: Knowledge) -> None:
    """A code with several meanings says nothing about which of them holds when it stands alone."""
    assert "api_message" not in found(f"the app only shows {code}", knowledge)


def test_first_meaning_that_fits(tiny_knowledge: Knowledge) -> None:
    """Only one meaning of a code is taken, and its bare reading is left out then."""
    both = found("40001: no role; the link is gone", tiny_knowledge)
    none = found("40001", tiny_knowledge)

    assert both == {"inviter_role": "standard"}
    assert none == {"topic": "access"}


@pytest.mark.parametrize(
    "text",
    [
        "we paid $4025",
        "4025,50 spent",
        "4025.50 spent",
        "14025",
        "40251",
        "4025% more",
        "order A4025",
        "v1.4025",
        "4025€",
    ],
)
def test_numbers_that_are_no_codes(text: str, tiny_knowledge: Knowledge) -> None:
    """Prices, percentages and parts of longer numbers are not taken for an error code."""
    assert found(text, tiny_knowledge) == {}


@pytest.mark.parametrize("text", ["4025", "(4025)", "error:4025.", "#4025,", "エラー 4025。", "code=4025;", "4025\n"])
def test_code_between_signs(text: str, tiny_knowledge: Knowledge) -> None:
    """A code is recognised whatever punctuation stands around it."""
    assert found(text, tiny_knowledge) == {"spark_error": "expired"}


def test_minus_belongs_to_the_code(tiny_knowledge: Knowledge) -> None:
    """A code that begins with a minus needs it, and a range of numbers is not a minus."""
    assert found("it answers -500", tiny_knowledge) == {"spark_error": "deleted"}
    assert found("500 and 400-500 members", tiny_knowledge) == {}


@pytest.mark.parametrize(
    "text",
    [
        "the link has not expired",
        "it isn't expired",
        "it never expired",
        "die Einladung ist nicht abgelaufen",
        "ist noch nie abgelaufen",
        "la invitación no está caducada",
        "没有过期",
        "未过期",
        "süresi dolmuş değil",
        "リンクは期限切れではありません",
        "期限切れになっていません",
        "期限切れじゃない",
    ],
)
def test_negation(text: str, tiny_knowledge: Knowledge) -> None:
    """What a person denies is no evidence for it, wherever their language puts its "not"."""
    assert found(text, tiny_knowledge) == {}


@pytest.mark.parametrize(
    "text",
    [
        "not sure what to do. The link says expired",
        "no, the link says expired",
        "yesterday it was not expired, today it says expired",
        "die Einladung ist abgelaufen, was nun",
        "la invitación está caducada",
        "链接过期了,不能打开",
        "süresi dolmuş, giriş yapılamıyor",
        "期限切れで開けません",
    ],
)
def test_no_negation(text: str, tiny_knowledge: Knowledge) -> None:
    """A "not" that belongs to something else leaves the statement standing."""
    assert found(text, tiny_knowledge) == {"link_says": "expired"}


def test_several_facts(tiny_knowledge: Knowledge) -> None:
    """Several facts in one text become several pieces of evidence."""
    text = "client resent twice, she is Standard, link says expired, and then 4025"

    assert found(text, tiny_knowledge) == {
        "link_says": "expired",
        "inviter_role": "standard",
        "spark_error": "expired",
    }


def test_proof_and_origin(tiny_knowledge: Knowledge) -> None:
    """Evidence from words is derived, not told, and carries the very words it was read from."""
    said = list(exact.statements("hm, the Link Says Expired now", tiny_knowledge))

    assert said == [Evidence(finding="link_says", value="expired", origin=Origin.DERIVED, proof="Link Says Expired")]


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text(text: str, knowledge: Knowledge) -> None:
    """Whatever is typed, nothing breaks, and every piece of evidence is one that the knowledge has a name for."""
    validate([*exact.statements(text, knowledge), *exact.messages(text, knowledge)], knowledge)


@pytest.mark.parametrize(
    "piece", ["no ", "permission ", "the code ", "a", "40001 ", "token is ", "you don't have ", "期限"]
)
def test_long_texts_are_quick(piece: str, knowledge: Knowledge) -> None:
    """No pattern goes astray in a long text that nearly fits it again and again."""
    text = (piece * 20_000)[:20_000]
    begun = time.perf_counter()

    found(text, knowledge)

    assert time.perf_counter() - begun < 5
