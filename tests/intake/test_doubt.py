"""Statements that are asked, supposed, over, quoted or about something else are not read as statements."""

from __future__ import annotations

import pytest

from regrant.diagnosis import Evidence
from regrant.intake import exact, read
from regrant.intake.doubt import _MIXED_UP, _OF_NOW
from regrant.knowledge import Knowledge


def found(text: str, knowledge: Knowledge) -> dict[str, str]:
    """Return all evidence of a text as {finding: value}."""
    said: list[Evidence] = [*exact.statements(text, knowledge), *exact.messages(text, knowledge)]

    return {item.finding: item.value for item in said}


STATED = [
    ("spark code expired, what can I do?", "spark_error", "expired"),
    ("our ad account is suspended, can you help?", "ad_account_status", "suspended"),
    ("my ad account is suspended", "ad_account_status", "suspended"),
    ("why is our ad account suspended?", "ad_account_status", "suspended"),
    ("the ad account got suspended, how do I get it reinstated?", "ad_account_status", "suspended"),
    ("I'm an analyst, do I need more?", "ad_account_role", "analyst"),
    ("我是BC管理员,但看不到", "person_bc_role", "admin"),
    ("เราเป็น operator แต่กดไม่ได้", "ad_account_role", "operator"),
    ("Bin nur Analyst im Werbekonto", "ad_account_role", "analyst"),
    ("lời mời đã hết hạn", "invite_link", "expired"),
    ("on Facebook it works, in our TikTok BC the invitation link says expired", "invite_link", "expired"),
]
DOUBTED = [
    ("spark code expired?", "spark_error"),
    ("invitation link expired?", "invite_link"),
    ("ad account suspended?", "ad_account_status"),
    ("Spark code expired? I got it last week", "spark_error"),
    ("was it suspended because we did not pay?", "notice_says"),
    ("I'm the only admin left in our company", "admin_left"),
    ("I can't create an ad account", "failing_action"),
    ("is our ad account suspended too or just slow?", "ad_account_status"),
    ("what happens if our ad account is suspended", "ad_account_status"),
    ("one more strike and the ad account will be suspended", "ad_account_status"),
    ("l'account pubblicitario verrà sospeso", "ad_account_status"),
    ("akun iklan bakal disuspend", "ad_account_status"),
    ("tài khoản quảng cáo có nguy cơ bị đình chỉ", "ad_account_status"),
    ("the ad account was suspended and has been reinstated", "ad_account_status"),
    ("ต้องเป็นแอดมินบัญชีโฆษณาไหมคะ", "ad_account_role"),
    ("当初授权时我是分析师", "ad_account_role"),
    ("客户说我是BC管理员", "person_bc_role"),
    ("my pinterest ad account is suspended", "ad_account_status"),
    ("Na conta gerenciada sou analista", "ad_account_role"),
    ("เปิดบัญชีโฆษณาตัวเองไม่ได้", "ad_account_status"),
    ("tài khoản quảng cáo của em, thẻ bị từ chối", "ad_account_status"),
    ("เข้าไปดูในถังขยะแล้ว", "spam_search"),
    ("the wrong entire team member gone", "fails_where"),
    ("I feel punished", "api_message"),
    ("Business Center does not exist or has been deleted", "spark_error"),
    ("la demande n'est plus en attente", "request_state"),
]


@pytest.mark.parametrize(("text", "finding", "value"), STATED)
def test_stated(text: str, finding: str, value: str, knowledge: Knowledge) -> None:
    """A plain statement is read, though a question stands beside it or it is taken for granted in one."""
    assert found(text, knowledge)[finding] == value


RAW = [
    (r'{"code":40001,"message":"Advertiser doesn\u0027t grant you /ad/get/:GET permission"}', "scope_missing"),
    ('error.code: "40001",  error.message: "no permission to operate  advertiser"', "no_role"),
    ("screenshot: You do not have permission to operate this ad account", "no_role"),
    ("TikTokApiError(no_permission_to_operate_advertiser)", "no_role"),
    (r"The advertiser 70123 doesn\u0027t exist or has been deleted.", "advertiser_gone"),
]


@pytest.mark.parametrize(("text", "value"), RAW)
def test_raw_answers(text: str, value: str, knowledge: Knowledge) -> None:
    """An answer of the API is understood as it was pasted: with escapes, wide blanks, in part, or off a screenshot."""
    said = {item.finding: item.value for item in read(text, knowledge).evidence}

    assert said["api_message"] == value


@pytest.mark.parametrize(("text", "finding"), DOUBTED)
def test_doubted(text: str, finding: str, knowledge: Knowledge) -> None:
    """What is asked, supposed, over, said by others or about another thing is not read."""
    assert finding not in found(text, knowledge)


def test_findings_exist(knowledge: Knowledge) -> None:
    """Every finding that the rules of doubt name is one that the knowledge has."""
    assert _OF_NOW | set(_MIXED_UP) <= set(knowledge.findings)
