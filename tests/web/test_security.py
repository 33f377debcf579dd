"""Visitors are kept apart, and foreign pages out."""

from __future__ import annotations

import pytest

from tests.web.browsing import Browser


def test_a_case_is_closed_to_others(browser: Browser, stranger: Browser) -> None:
    """Somebody else's case does not exist, whatever is asked of it, and is in no list."""
    browser.begin("the code is expired")
    case = "/".join(browser.path.split("/")[:3])

    for path in (case, f"{case}/result", f"{case}/tiktok", f"{case}.json", case.replace("/cases", "/api/cases")):
        assert stranger.open(path).status_code == 404
    assert case.split("/")[2] not in stranger.open("/").text


def test_forms_need_the_token(browser: Browser) -> None:
    """A form without the visitor's own token, or from a foreign page, is refused."""
    assert browser.client.post("/cases", data={"words": "x"}).status_code == 403
    assert browser.client.post("/cases", data={"words": "x", "csrf": "0" * 43}).status_code == 403
    browser.open("/")
    token = browser.page.text.split('name="csrf" value="')[1].split('"')[0]
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert browser.client.post("/cases", data={"words": "x", "csrf": token}, headers=headers).status_code == 403


def test_unknown_host(browser: Browser) -> None:
    """A name that is not this app's is refused, so that nobody points theirs here."""
    assert browser.client.get("/", headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("path", ["/", "/guides", "/nothing", "/static/style.css", "/api/problems"])
def test_headers(browser: Browser, path: str) -> None:
    """Every answer carries the policy that allows no foreign or inline scripts."""
    policy = browser.client.get(path).headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_cookie_is_closed_to_scripts(browser: Browser) -> None:
    """The visitor's cookie can be read by no script and is not sent along from other sites."""
    browser.client.cookies.clear()
    cookie = browser.client.get("/").headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_markup_stays_text(browser: Browser) -> None:
    """What somebody types is shown as they typed it, and never becomes part of the page."""
    browser.begin('<script>alert(1)</script> "><img src=x onerror=alert(1)> {{ 7*7 }} code expired')

    assert "<script>alert" not in browser.page.text
    assert "<img" not in browser.page.text
    assert "{{ 7*7 }}" in browser.page.text
