"""Everybody can use it: axe, the keyboard alone, large letters, narrow windows, less motion, and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.axe import breaches, sideways
from tests.browser.conftest import Opened
from tests.browser.people import answer, finding_of, press

WORDS = "I sent my colleague two invitations and nothing ever arrives"


def _case(page: Page) -> str:
    page.get_by_label("Say it in your own words").fill(WORDS)
    page.get_by_role("button", name="Find out").click()
    page.wait_for_url("**/cases/**")

    return page.url.split("/cases/")[1].split("/")[0].partition("?")[0]


def _pages(page: Page) -> list[str]:
    """Return the address of one page of each kind, those of a case included."""
    case = _case(page)
    asked = finding_of(page)
    answer(page, str(page.locator("ul.answers button").first.get_attribute("value")))
    again = f"/cases/{case}/q/{asked}"
    while "/q/" in page.url:
        answer(page, str(page.locator("ul.answers button").first.get_attribute("value")))
    press(page, page.get_by_role("button", name="Make a copy to share"))
    shared = str(page.locator("#share a").get_attribute("href"))
    page.goto("/")
    other = _case_of(page, "spark code")

    return ["/", "/guides", "/guides/spark_code", again, other, f"/cases/{case}/result", shared, "/nothing/here"]


def _case_of(page: Page, words: str) -> str:
    page.get_by_label("Say it in your own words").fill(words)
    page.get_by_role("button", name="Find out").click()
    page.wait_for_url("**/cases/**")

    return "/" + page.url.partition("?")[0].split("/", 3)[3]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, opened: Opened) -> None:
    """Axe finds no breach of WCAG on any kind of page, light or dark."""
    page, found = opened(color_scheme=scheme), []
    for path in _pages(page):
        page.goto(path)
        page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        found += breaches(page)

    assert found == []


def test_nothing_sideways(opened: Opened) -> None:
    """At 400 % (a window 320 px wide) no page of any kind has to be moved sideways, nor on a phone."""
    page = opened()
    paths, wide = _pages(page), []
    for width in (320, 390):
        for path in paths:
            page.goto(path)
            wide += sideways(page, width)

    assert wide == []


def test_twice_as_large_letters(opened: Opened) -> None:
    """Letters of twice the size, and the spacing of WCAG 1.4.12, cut nothing off and hide no button."""
    page = opened()
    _case(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    cut = (
        "[...document.querySelectorAll('button, a, h1, p')].filter(e => e.scrollWidth > e.clientWidth + 1"
        " && getComputedStyle(e).overflow === 'hidden' && e.clientWidth > 1).map(e => e.outerHTML.slice(0, 80))"
    )
    boxes = page.evaluate(cut)

    assert boxes == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_keyboard_alone(scripts: bool, opened: Opened) -> None:
    """From the address bar to the second question without a mouse, with the focus in sight all the way."""
    page = opened(java_script_enabled=scripts)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    _tab_to(page, "#words")
    page.keyboard.type("invitation never arrives")
    _tab_to(page, "#ask button.main-button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    before = page.locator("h1").inner_text()
    _tab_to(page, "ul.answers button")
    page.keyboard.press("Enter")
    page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=before)


def _tab_to(page: Page, selector: str, most: int = 40) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        style = focus.evaluate(
            "e => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.boxShadow]; }"
        )
        assert style[0] != "none" or style[2] != "none", f"focus not seen on {focus.evaluate('e => e.outerHTML')[:120]}"
        if focus.evaluate("(e, s) => e.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached with Tab")


def test_less_motion(opened: Opened) -> None:
    """Who wants less motion gets none."""
    page = opened(reduced_motion="reduce")
    _case(page)
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e); "
        "return parseFloat(s.transitionDuration) > 0.001 || parseFloat(s.animationDuration) > 0.001; }).length"
    )

    assert moving == 0


def test_on_paper(opened: Opened) -> None:
    """A result prints: all steps, the message, nothing of the page's own furniture, dark on light."""
    page = opened(color_scheme="dark")
    path = next(path for path in _pages(page) if path.endswith("/result"))
    page.goto(path)
    paper = page.pdf(format="A4")
    page.emulate_media(media="print")

    assert paper.startswith(b"%PDF")
    assert 10_000 < len(paper) < 2_000_000
    assert page.locator("ol.steps li").first.is_visible()
    assert not page.locator("nav").first.is_visible()
    assert not page.locator("#share").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") in ("rgb(0, 0, 0)", "rgb(17, 17, 17)")


@pytest.mark.parametrize("path", ["/", "/guides/spark_code"])
def test_first_page_is_small(path: str, opened: Opened) -> None:
    """The first page with all that belongs to it is under 100 kB."""
    page = opened("/static/icon.svg")
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(path)
    page.wait_for_load_state("networkidle")

    assert len(sizes) >= 3
    assert sum(sizes) < 100_000
