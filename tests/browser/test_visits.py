"""Visits that do not go straight: two tabs, reloads, a killed server, the back button, pressing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from tests.browser.conftest import Opened
from tests.browser.people import answer, finding_of, press
from tests.serving import Served

WORDS = "I sent my colleague two invitations and nothing ever arrives"
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def _begin(page: Page, words: str = WORDS) -> None:
    page.get_by_label("Say it in your own words").fill(words)
    page.get_by_role("button", name="Find out").click()
    page.wait_for_url("**/cases/**")


def _answers(page: Page) -> list[str]:
    return [str(button.get_attribute("value")) for button in page.locator("ul.answers button[name=value]").all()]


def _said(page: Page) -> list[str]:
    return page.locator("ul.said .said-question").all_inner_texts()


@BOTH
def test_two_tabs(scripts: bool, opened: Opened) -> None:
    """An answer from a tab that is out of date overwrites nothing; it is shown beside what holds, and may be chosen."""
    one = opened(java_script_enabled=scripts)
    _begin(one)
    other = one.context.new_page()
    other.goto(one.url)
    finding, values = finding_of(one), _answers(one)
    answer(one, values[0])
    answer(other, values[1])

    assert other.get_by_role("heading", name="Something changed meanwhile").is_visible()
    case = one.url.split("/cases/")[1].split("/")[0]
    one.goto(f"/cases/{case}/q/{finding}")
    assert one.locator("button.chosen").get_attribute("value") == values[0]
    press(other, other.get_by_role("button", name="Use what I chose here"))
    other.goto(f"/cases/{case}/q/{finding}")
    assert other.locator("button.chosen").get_attribute("value") == values[1]


@BOTH
def test_reload_in_the_middle(scripts: bool, opened: Opened) -> None:
    """Reloading shows the same question with everything said, and repeats nothing."""
    page = opened(java_script_enabled=scripts)
    _begin(page)
    for _ in range(2):
        answer(page, _answers(page)[0])
    before = (page.url.partition("?")[0], page.locator("h1").inner_text(), _said(page))
    page.reload()

    assert (page.url.partition("?")[0], page.locator("h1").inner_text(), _said(page)) == before
    page.goto("/")
    page.locator("ul.cases a").first.click()
    assert (page.locator("h1").inner_text(), _said(page)) == before[1:]


def test_typed_words_survive_a_reload(opened: Opened) -> None:
    """What was typed but not sent is still there after a reload, and gone once it was sent."""
    page = opened()
    page.get_by_label("Say it in your own words").press_sequentially("half a sentence")
    page.reload()
    assert page.get_by_label("Say it in your own words").input_value() == "half a sentence"
    page.get_by_role("button", name="Find out").click()
    page.wait_for_url("**/cases/**")
    page.goto("/")

    assert page.get_by_label("Say it in your own words").input_value() == ""


def test_likely_problems_while_typing(opened: Opened) -> None:
    """Typing shows what it sounds like, and pressing that begins the case with it."""
    page = opened()
    page.get_by_label("Say it in your own words").press_sequentially("spark code refused")
    page.locator("#likely button[value=spark_code]").click()

    assert "/cases/" in page.url


@BOTH
def test_server_killed_in_the_middle(scripts: bool, opened: Opened, tmp_path: Path) -> None:
    """A server that dies between two answers and comes back has lost nothing, and the open page goes on."""
    server = Served(tmp_path / "own").start()
    try:
        page = opened(base=server.url, java_script_enabled=scripts)
        _begin(page)
        answer(page, _answers(page)[0])
        question, said, values = page.locator("h1").inner_text(), _said(page), _answers(page)
        server.kill()
        with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
            page.reload()
        server.start()
        page.reload()

        assert (page.locator("h1").inner_text(), _said(page)) == (question, said)
        server.kill()
        server.start()
        answer(page, values[0])
        assert len(_said(page)) == len(said) + 1
    finally:
        server.stop()


@BOTH
def test_back_button(scripts: bool, opened: Opened) -> None:
    """Going back shows the question with the answer given; another answer there takes its place."""
    page = opened(java_script_enabled=scripts)
    _begin(page)
    finding, values = finding_of(page), _answers(page)
    answer(page, values[0])
    said = _said(page)
    page.go_back()
    assert finding_of(page) == finding
    assert page.locator("button.chosen").get_attribute("value") == values[0]
    answer(page, values[1])

    assert "/cases/" in page.url
    assert _said(page) == said or len(_said(page)) == len(said)


@BOTH
def test_pressed_twice(scripts: bool, opened: Opened) -> None:
    """A double click on the first button begins one case; a double click on an answer gives it once."""
    page = opened(java_script_enabled=scripts)
    page.get_by_label("Say it in your own words").fill(WORDS)
    page.get_by_role("button", name="Find out").dblclick(no_wait_after=True)
    page.wait_for_url("**/cases/**")
    page.wait_for_load_state()
    before = len(_said(page))
    page.locator("ul.answers button").first.dblclick(no_wait_after=True)
    page.wait_for_function("n => document.querySelectorAll('ul.said .said-question').length > n", arg=before)
    page.wait_for_load_state()

    assert page.get_by_role("heading", name="Something changed meanwhile").count() == 0
    assert len(_said(page)) == before + 1
    page.goto("/")
    assert page.locator("ul.cases > li").count() == 1


@BOTH
def test_every_line_can_be_corrected(scripts: bool, opened: Opened) -> None:
    """Something said can be taken back, and the question is open again."""
    page = opened(java_script_enabled=scripts)
    _begin(page)
    finding = finding_of(page)
    answer(page, _answers(page)[0])
    before = len(_said(page))
    press(page, page.locator(f"form[action$='/take-back']:has(input[value={finding!r}]) button"))

    assert len(_said(page)) == before - 1
    assert finding_of(page) == finding


def test_another_visitor_sees_nothing(opened: Opened) -> None:
    """Who has only the address of somebody's case is told that there is none."""
    mine = opened()
    _begin(mine)
    other = opened(mine.url.removeprefix(mine.url.split("/cases/")[0]))

    assert other.locator("h1").inner_text() == "There is nothing here"
    assert WORDS not in other.content()
    other.goto("/")
    assert other.locator("ul.cases").count() == 0


@BOTH
def test_ticks_and_copy(scripts: bool, opened: Opened) -> None:
    """Ticked steps stay ticked; a copy to share is read-only, has no words unless wished, and can be taken away."""
    page = opened(java_script_enabled=scripts)
    _begin(page, "our contact mia.miller@example.com wrote: the link says expired, error: invitation expired")
    page.goto(page.url.split("/q/")[0].partition("?")[0].removesuffix("/result") + "/result")
    while page.locator("ol.steps").count() == 0:
        page.goto(page.url.partition("/result")[0])
        answer(page, _answers(page)[0])
    box = page.locator("ol.steps input[type=checkbox]").first
    if scripts:
        with page.expect_response("**/ticks"):
            box.check()
    else:
        box.check()
        press(page, page.get_by_role("button", name="Keep the ticks"))
    page.reload()
    assert page.locator("ol.steps input[type=checkbox]").first.is_checked()
    press(page, page.get_by_role("button", name="Make a copy to share"))
    link = str(page.locator("#share a").get_attribute("href"))
    reader = opened(link)
    assert reader.get_by_text("A read-only copy").is_visible()
    assert reader.locator("main form").count() == 0
    assert "mia.miller" not in reader.content()
    press(page, page.get_by_role("button", name="Take the copy away"))
    reader.reload()
    assert reader.locator("h1").inner_text() == "There is nothing here"
