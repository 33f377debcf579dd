"""Text for others without what tells who somebody is."""

from __future__ import annotations

import pytest

from regrant.cases.redact import occurring, redact


@pytest.mark.parametrize(
    "told",
    [
        "maria.huber+x@firm.example", "https://ads.tiktok.com/i18n?aadvid=7300000000000000003", "@maria_makes",
        "7300000000000000003", "+49 170 1234567", "#aB3dE5gH7jK9mN1pQ3", "Maria Huber", 'the account "Orchard UK"',
        "202611220000000000001394080503A7C75",
    ],
)  # fmt: skip
def test_what_tells_who_is_masked(told: str) -> None:
    """Addresses, links, handles, ids, numbers, codes, quoted names and capitalised names are masked."""
    text = redact(f"since yesterday {told} cannot see it")

    for word in told.replace('"', " ").split():
        if word not in ("the", "account"):
            assert word not in text
    assert text.startswith("since yesterday")
    assert text.endswith("cannot see it")


def test_plain_words_stay() -> None:
    """What names nobody stays as it is."""
    text = "The Business Center says I am an Analyst, but I need to edit TikTok Spark Ads."

    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "name", "masked"),
    [
        ("mia cannot, and MILLER asked mias boss", "Mia Miller", "[name] cannot, and [name] asked [name] boss"),
        ("write to mia.miller@orchard.example, mia waits", "", "write to [address], [name] waits"),
        ("nguyen thi mai không vào được, NGUYỄN cũng vậy", "Nguyễn Thị Mai", "[name] không vào được, [name] cũng vậy"),
        ("王小明无法登录，小明是分析师", "王小明", "[name]无法登录，[name]是分析师"),
        ("สมชายเข้าไม่ได้ ขอสิทธิ์ให้สมชาย ใจดี", "สมชาย ใจดี", "[name]เข้าไม่ได้ ขอสิทธิ์ให้[name]"),
        ("김민준이 접근할 수 없음", "김민준", "[name]이 접근할 수 없음"),
        ("андрей не видит рекламу", "Андрей Орлов", "[name] не видит рекламу"),
        ("مريم لا ترى الحساب", "مريم حسن", "[name] لا ترى الحساب"),
        ("用户Mia无法登录", "", "用户[name]无法登录"),
        ("josé and jose\u0301 and JOSE", "José", "[name] and [name] and [name]"),
        ("meridian launch is closed to us", "Meridian Launch", "[name] is closed to us"),
        ("the miamians are not meant", "Mia", "the miamians are not meant"),
    ],
)
def test_known_names(text: str, name: str, masked: str) -> None:
    """A name that is known is masked in every case, script and spelling, and no word that only begins like it."""
    assert redact(text, [name]) == masked


def test_masks_are_not_masked() -> None:
    """A name that is the word of a mask, or one of Regrant's own words, breaks nothing."""
    text = "mail a@b.example about the ad account"

    assert redact(text, ["address", "Ad Account", "Name", "", " ", "🙂", "(.*"]).startswith("mail [address] about the")


def test_which_names_occur() -> None:
    """Only names of which the text holds a part are kept beside a case."""
    names = ["Ben Alvarez", "ben@orchard.example", "Cleo Martin", "王小明", "ben@orchard.example"]

    assert occurring(names, "ben cannot edit") == ("Ben Alvarez", "ben@orchard.example")
