"""The pages as somebody without any script meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from litestar.testing import TestClient

from regrant.knowledge import Knowledge, load
from regrant.web.app import create_app
from regrant.web.settings import Settings
from tests.web.browsing import HOST, Browser

MOST_QUESTIONS = 20
FIRST_PAGE = 100_000
"""Bytes that the first page and everything on it may weigh, uncompressed."""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return what the app knows."""
    return load()


def to_the_end(browser: Browser, choice: int = 0) -> None:
    """Give the same choice to every question until there is a result."""
    for _ in range(MOST_QUESTIONS):
        if "/q/" not in browser.path:
            return
        offered = browser.choices()
        browser.send("/answers", value=offered[min(choice, len(offered) - 1)])


def test_the_first_page_is_light(browser: Browser) -> None:
    """Page, style and scripts together weigh less than 100 kB, and nothing comes from elsewhere."""
    page = browser.open("/").text
    files = [part.split('"')[0] for part in page.split('"/static/')[1:]]
    weight = len(page) + sum(len(browser.client.get(f"/static/{file}").content) for file in files)

    assert len(files) >= 4
    assert weight < FIRST_PAGE
    assert "http://" not in page
    assert "https://" not in page


def test_words_lead_to_a_result(browser: Browser) -> None:
    """From the first words, question by question, to something to do; a fix that helped closes the case."""
    browser.begin("the creator's code says expired")
    to_the_end(browser)

    assert browser.path.endswith("/result")
    browser.send("/answers", value="helped")
    assert "This case is closed" in browser.page.text


def test_every_problem_begins(browser: Browser, knowledge: Knowledge) -> None:
    """Each problem can be picked and read about."""
    for problem in knowledge.problems:
        assert browser.begin(problem=problem).status_code == 200
        assert browser.path.startswith("/cases/")
        assert browser.open(f"/guides/{problem}").status_code == 200


def test_nothing_said(browser: Browser) -> None:
    """An empty form begins no case and says what is missing."""
    browser.begin("  ")

    assert browser.path == "/"
    assert "Please say what broke" in browser.page.text


def test_two_presses_make_one_case(browser: Browser) -> None:
    """The same words sent twice at once are one case."""
    first = browser.begin("no access to the ad account").url
    second = browser.begin("no access to the ad account").url

    assert first == second


def test_an_old_form_overwrites_nothing(browser: Browser) -> None:
    """A form from before another tab's answer changes nothing, says what happened, and can be sent on purpose."""
    old = browser.begin(problem="assets_missing")
    mine, theirs = browser.choices()[:2]
    browser.send("/answers", old, value=theirs)
    browser.send("/answers", old, value=mine)

    assert browser.page.status_code == 409
    assert "Something changed meanwhile" in browser.page.text
    browser.send("/answers", value=mine)
    assert browser.page.status_code == 200


def test_the_same_answer_twice(browser: Browser) -> None:
    """An answer sent twice counts once."""
    old = browser.begin(problem="assets_missing")
    browser.send("/answers", old, value=browser.choices()[0])
    where = browser.path
    browser.send("/answers", old, value="".join(_answered(browser, old.url.path)))

    assert browser.page.status_code == 200
    assert browser.path == where


def _answered(browser: Browser, path: str) -> list[str]:
    kept = browser.client.get(f"{path}.json").json()

    return [choice["value"] for choice in kept["choices"] if choice["chosen"]]


def test_an_answer_is_changed_and_taken_back(browser: Browser) -> None:
    """An earlier question opens with its answer marked; it can be changed, and taken back."""
    asked = browser.begin(problem="assets_missing").url.path
    first, second = browser.choices()[:2]
    browser.send("/answers", value=first)

    browser.open(asked)
    assert _answered(browser, asked) == [first]
    browser.send("/answers", value=second)
    assert _answered(browser, asked) == [second]

    browser.send("/take-back")
    assert "Taken back" in browser.page.text


def test_no_answer_chosen(browser: Browser) -> None:
    """A form without an answer is asked again."""
    browser.begin(problem="assets_missing")
    browser.send("/answers")

    assert "Please choose one of the answers" in browser.page.text


def test_every_page_as_json(browser: Browser) -> None:
    """Each page gives the same as JSON at its address with .json behind it."""
    browser.begin(problem="spark_code")
    for path in (
        "/index",
        browser.path,
        f"/cases/{browser.path.split('/')[2]}/result",
        "/guides",
        "/guides/spark_code",
    ):
        answer = browser.client.get(f"{path}.json")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.json()


def test_steps_are_ticked_and_shared(browser: Browser, stranger: Browser) -> None:
    """Ticks are kept; the copy for others has no names, and is gone once it is taken away."""
    browser.begin("Maria Huber (maria@firm.example) has a code that says expired")
    to_the_end(browser)
    result = browser.path
    browser.send("/ticks", done=["1"])
    assert browser.client.get(f"{result}.json").json()["todo"]["steps"][0]["done"]

    browser.open(result)
    browser.send("/share", words="yes")
    link = browser.client.get(f"{result}.json").json()["link"]
    seen = stranger.open(link)
    assert seen.status_code == 200
    assert "Maria" not in seen.text
    assert "maria@firm.example" not in seen.text

    shown = browser.open(result).text
    assert f"://{HOST}{link}</a>" in shown
    assert "Only this computer can open it" not in shown
    browser.send("/unshare")
    assert stranger.open(link).status_code == 404


def test_a_copy_on_this_computer_alone() -> None:
    """Whoever opened the app by a loopback address is told that nobody else can open the copy, and what to send."""
    with TestClient(create_app(Settings()), base_url="http://127.0.0.1:8000") as client:
        browser = Browser(client)
        browser.begin("the creator's code says expired")
        to_the_end(browser)
        browser.send("/share")
        assert "http://127.0.0.1:8000/shared/" in browser.page.text
        assert "Only this computer can open it" in browser.page.text
        assert "save it as PDF" in browser.page.text


def test_nothing_known_is_not_called_found(browser: Browser) -> None:
    """With only don't-knows the count of questions is left out in time, and the end says who could answer what."""
    browser.begin(problem="assets_missing")
    counts: list[int] = []
    while "/q/" in browser.path and len(counts) < MOST_QUESTIONS:
        counts.append(browser.client.get(f"{browser.path}.json").json()["left"])
        browser.send("/answers", value="unknown")
    assert set(counts[3:]) == {0}
    assert all(counts[:3])
    while browser.client.get(f"{browser.path}.json").json()["kind"] == "fix":
        browser.send("/answers", value="did_not_help")
    found = browser.client.get(f"{browser.path}.json").json()

    assert found["kind"] == "escalate"
    assert found["lead"].startswith("Nothing could be found out")
    assert "a Business Center Admin" in {who for who, _ in found["would_tell"]}
    assert "who could answer" in browser.page.text


def test_what_may_lie_elsewhere_is_not_said_to(browser: Browser) -> None:
    """While it is still asked whether it is about access at all, nothing above the question says that it is not."""
    browser.begin("I want a refund of the money that my ads cost")
    if "/q/" not in browser.path:
        browser.begin(problem="out_of_scope")
    shown = browser.client.get(f"{browser.path}.json").json()

    assert any(note.startswith("This may not be about access.") for note in shown["notes"])
    assert shown["left"] == 0
    assert "questions left" not in browser.page.text


def test_trouble_is_plain(browser: Browser) -> None:
    """What is not there, not allowed or too long is said with a mend, as a page or as problem details."""
    assert "Check the address" in browser.open("/nothing").text
    assert browser.client.get("/nothing.json").json()["mend"]
    assert browser.client.post("/cases", data={"words": "x" * 200_000}).status_code == 413
    assert browser.open("/guides/sparks").status_code == 404


def test_only_our_own_notices(browser: Browser) -> None:
    """What stands in the address is never passed on: only notices that the app knows are shown."""
    browser.begin("no access")
    case = "/".join(browser.path.split("/")[:3])
    page = browser.open(f"{case}?note=choose%0d%0aX-Evil:%201")

    assert page.status_code == 200
    assert page.url.query == b""
    assert "Taken back." in browser.open(f"{case}?note=taken-back").text


def test_the_link_is_not_kept(browser: Browser, stranger: Browser, tmp_path: Path) -> None:
    """The browser that made a copy can show its link again; the database holds nothing that opens it."""
    browser.begin("our contact cannot edit ads")
    result = f"/cases/{browser.path.split('/')[2]}/result"
    browser.open(result)
    browser.send("/share")
    link = browser.client.get(f"{result}.json").json()["link"]

    assert link in browser.open(result).text
    assert link.removeprefix("/shared/").encode() not in (tmp_path / "cases.sqlite3").read_bytes()
    browser.send("/unshare")
    assert stranger.open(link).status_code == 404


def test_the_copy_is_told_before_it_is_made(browser: Browser, stranger: Browser) -> None:
    """The page shows the very words that the copy would show, before it is made."""
    browser.begin("mia.miller@orchard.example cannot edit, mia says")
    result = f"/cases/{browser.path.split('/')[2]}/result"
    shown = browser.open(result)

    assert "[address] cannot edit, [name] says" in shown.text
    browser.send("/share", words="yes")
    link = browser.client.get(f"{result}.json").json()["link"]
    assert "[address] cannot edit, [name] says" in stranger.open(link).text
