"""Trouble is said so that people and programs can mend it, and nothing typed is lost."""

from __future__ import annotations

import sqlite3
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from regrant.web.settings import LONGEST_WORDS
from tests.web.browsing import HOST, Browser

OURS = {"Origin": f"http://{HOST}"}
WORDS = 'my words & <b>bold</b> "quoted"\nsecond line'
LITESTARS = ("Validation failed", "Not Found", "Method Not Allowed", "Request Entity", "{'", "[{", "Traceback")


def _token(browser: Browser) -> str:
    return browser.open("/").text.split('name="csrf" value="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("method", "path", "data", "status", "said"),
    [
        ("GET", "/nothing", None, 404, "Nothing stands at this address"),
        ("GET", "/guides/sparks", None, 404, "did you mean"),
        ("GET", "/static/nothing.css", None, 404, "Nothing stands at this address"),
        ("GET", "/cases/abc/answers", None, 405, "It does not take GET"),
        ("DELETE", "/guides", None, 405, "It does not take DELETE"),
        ("POST", "/cases", {"words": "x" * 250_000}, 413, "larger than 192 kB"),
        ("POST", "/cases", {"problem": "nope"}, 400, "nope"),
        ("POST", "/cases/abc/answers", {"finding": "x"}, 400, "is missing"),
        ("POST", "/cases/abc/answers", {"finding": "x", "seen": "y"}, 400, "should be a whole number"),
    ],
)
def test_pages_of_trouble(
    method: str, path: str, data: dict[str, str] | None, status: int, said: str, browser: Browser
) -> None:
    """Each says in our own words what is wrong, where, and the way on; the library's words never show."""
    sent = None if data is None else {**data, "csrf": _token(browser)}
    answer = browser.client.request(method, path, data=sent, headers=OURS)
    text = unescape(answer.text.partition("<main")[2])

    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert said in text
    assert f"{status} at {path}" in text
    assert 'class="button" href="/' in text
    assert not [words for words in LITESTARS if words in text]


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("GET", "/api/nothing", {}, 404),
        ("PUT", "/api/diagnose", {"json": {}}, 405),
        ("POST", "/api/diagnose", {"json": {"nope": 1}}, 400),
        ("POST", "/api/diagnose", {"json": {"text": 1}}, 400),
        ("POST", "/api/diagnose", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 400),
        ("POST", "/api/diagnose", {"content": b"x", "headers": {"Content-Type": "text/plain"}}, 403),
        ("POST", "/api/diagnose", {"json": {"text": "x" * 250_000}}, 413),
        ("GET", "/api/cases/none", {}, 404),
        ("GET", "/nothing.json", {}, 404),
        ("GET", "/api/problems", {"headers": {"Host": "evil.example"}}, 421),
    ],
)
def test_problem_details(method: str, path: str, more: dict[str, Any], status: int, browser: Browser) -> None:
    """Programs get RFC 9457 with the mend, in the same own words."""
    answer = browser.client.request(method, path, **more)
    found = answer.json()

    assert (answer.status_code, found["status"], found["instance"]) == (status, status, path)
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert all(found[part] for part in ("title", "detail", "mend"))
    assert not [words for words in LITESTARS if words in answer.text]


def test_unknown_name(browser: Browser) -> None:
    """Under an unknown name there is a page that says which, with style, without a visitor's cookie or a form."""
    browser.client.cookies.clear()
    answer = browser.client.get("/", headers={"Host": "evil&.example:80"})

    assert answer.status_code == 421
    assert "evil&amp;.example" in answer.text
    assert "--name" in answer.text
    assert "set-cookie" not in answer.headers
    assert "<form" not in answer.text
    assert browser.client.get("/static/style.css", headers={"Host": "evil.example"}).status_code == 200


@pytest.mark.parametrize("name", [HOST, f"{HOST}:8443", HOST.upper(), "localhost:1", "[::1]:8000"])
def test_known_names(name: str, browser: Browser) -> None:
    """A known name is known with any port, which a server before this one may have changed."""
    assert browser.client.get("/", headers={"Host": name}).status_code == 200


def test_lost_visit_keeps_the_words(browser: Browser) -> None:
    """Who sends a form after the cookies were cleared gets it back with every word, and one press sends it."""
    browser.open("/")
    browser.client.cookies.clear()
    page = browser.client.post("/cases", data={"words": WORDS, "csrf": "0" * 43}, headers=OURS)

    assert page.status_code == 403
    assert "Please send that once more" in page.text
    assert unescape(page.text.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0]).strip() == WORDS
    browser.send("/cases", page, words=WORDS)
    assert browser.path.startswith("/cases/")


def test_forged_forms_are_not_handed_back(browser: Browser) -> None:
    """A form that may come from another page, and a password, are never put into a form with the right token."""
    foreign = {"Origin": "https://evil.example"}
    for headers, path in (({}, "/cases"), (foreign, "/cases"), (OURS, "/sign-in/password")):
        data = {"words": "forged words", "password": "forged words", "csrf": "0" * 43}
        data = data if path == "/sign-in/password" else {"words": "forged words", "csrf": "0" * 43}
        page = browser.client.post(path, data=data, headers=headers)
        assert page.status_code == 403
        assert "forged words" not in page.text


def test_database_away_keeps_the_words(browser: Browser, tmp_path: Path) -> None:
    """When the case cannot be kept, the page says why and holds what was typed until it can."""
    browser.open("/")
    file = tmp_path / "cases.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("ALTER TABLE cases RENAME TO gone")
    page = browser.client.post("/cases", data={"words": WORDS, "csrf": _hidden(browser)}, headers=OURS)
    with sqlite3.connect(file) as database:
        database.execute("ALTER TABLE gone RENAME TO cases")
    database.close()

    assert page.status_code == 503
    assert "no such table" in page.text
    browser.send("/cases", page, words=WORDS)
    assert browser.path.startswith("/cases/")


def test_broken_inside(browser: Browser, tmp_path: Path) -> None:
    """What breaks unexpectedly is said without a traceback, with the way back, to people and to programs."""
    browser.begin("the invitation never arrives")
    case = "/".join(browser.path.split("/")[:3])
    with sqlite3.connect(tmp_path / "cases.sqlite3") as database:
        database.execute("UPDATE cases SET prior = 'broken'")
    database.close()
    page = browser.client.get(f"{case}/result")
    found = browser.client.get(f"/api{case}")

    assert (page.status_code, found.status_code) == (500, 500)
    assert "Something broke on our side" in page.text
    assert "Traceback" not in page.text + found.text
    assert f'href="{case}"' in page.text
    assert found.json()["mend"]


def _hidden(browser: Browser) -> str:
    return browser.page.text.split('name="csrf" value="')[1].split('"')[0]


def test_longest_words_in_any_script(browser: Browser) -> None:
    """A complaint of the greatest length is taken in Chinese, too, of which a form sends every letter as nine bytes."""
    browser.begin("无" * LONGEST_WORDS)

    assert browser.page.status_code == 200
    assert browser.path.startswith("/cases/")
