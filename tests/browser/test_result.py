"""The result as a tired person on a phone meets it, and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page

from regrant.knowledge import Knowledge
from tests.browser.conftest import PHONE, Opened
from tests.browser.people import FIRST_WORDS, somebody, to_the_result

EARLY = 1.5 * 844
"""Pixels within which the first step has to stand, on a phone of 390 x 844."""
PATIENCE = 60_000
PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")
LONG_ID = re.compile(r"\d{12,}")


def read_the_demo(page: Page) -> None:
    """Let the demo Business Center be read, as far as the result."""
    page.get_by_role("button", name="Open the demo").click()
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/result**", timeout=PATIENCE)


def bottom(page: Page, selector: str) -> float:
    """Return how far down something ends, in pixels."""
    box = page.locator(selector).first.bounding_box()
    assert box

    return box["y"] + box["height"]


@pytest.fixture
def demo(opened: Opened) -> Callable[..., Page]:
    """Return a function that opens the result of the demo."""

    def open_demo(**options: object) -> Page:
        page = opened(**options)
        read_the_demo(page)
        return page

    return open_demo


def test_after_a_reading_the_first_step_comes_early(demo: Callable[..., Page]) -> None:
    """On a phone verdict, reason, failing link and first step come within one and a half screens, the chain later."""
    page = demo(**PHONE)

    assert bottom(page, "h1.verdict") < bottom(page, ".lead") < bottom(page, ".breaks")
    assert "Meridian Group shares Meridian Launch only as Analyst" in page.locator(".breaks").inner_text()
    assert bottom(page, "ol.steps > li") < EARLY
    assert bottom(page, "ol.steps > li:last-child") < bottom(page, "#chain h2")
    page.get_by_role("link", name="See the whole chain").click()
    assert page.locator("#chain-title").is_visible()
    assert page.locator(".chain .link-no").count() >= 1


@pytest.mark.parametrize("problem", FIRST_WORDS)
def test_the_first_step_comes_early(problem: str, opened: Opened, known: Knowledge) -> None:
    """Whatever broke, on a phone the first step of its likeliest mend stands within one and a half screens."""
    page = opened(**PHONE)
    page.get_by_label("Say it in your own words").fill(FIRST_WORDS[problem])
    page.get_by_role("button", name="Find out").click()
    to_the_result(page, somebody(known, problem), problem)

    assert bottom(page, "ol.steps > li") < EARLY


def test_ids_stand_once_and_small(demo: Callable[..., Page]) -> None:
    """In the chain names stand for people and things; each id comes once, below it, in small letters."""
    page = demo()
    lines = page.locator("ol.chain").inner_text()
    ids = LONG_ID.findall(page.locator("#chain").inner_text())

    assert not LONG_ID.search(lines)
    assert "@" not in lines
    assert ids
    assert len(ids) == len(set(ids))
    small, normal = (
        page.locator(s).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") for s in (".ids", "p")
    )
    assert small < normal


def test_a_message_says_what_to_put_in(demo: Callable[..., Page]) -> None:
    """Names that were read are filled in; what is open is named above, and what is put in goes into the mail, too."""
    page = demo()
    field = page.locator("#letter")
    text = field.input_value()

    assert text.startswith("Hello Meridian Group, Meridian Launch (ID ")
    assert "<" not in text
    marks = page.locator("#letter-open mark").all_inner_texts()
    assert marks
    assert all(mark in text for mark in marks)
    assert marks[0] in unquote(str(page.get_by_role("link", name="Write a mail").get_attribute("href")))
    field.fill(text.replace(marks[0], "see the numbers"))
    mail = page.get_by_role("link", name="Write a mail")
    mail.evaluate("e => e.addEventListener('click', event => event.preventDefault())")
    mail.click()
    assert "see the numbers" in unquote(str(mail.get_attribute("href")))
    page.reload()
    assert "see the numbers" in page.locator("#letter").input_value()


@pytest.mark.parametrize(
    ("fields", "tells"),
    [
        ({"action": ""}, ""),
        ({"asset": "Meridian Lunch"}, "Did you mean Meridian Launch"),
        ({"who": "zz@b.example"}, "not on the list"),
    ],
    ids=["no action", "no such asset", "nobody"],
)  # fmt: skip
def test_no_chain_without_its_ends(fields: dict[str, str], tells: str, opened: Opened) -> None:
    """Without action, asset or person no chain is drawn; what was not found is told, with a way to read again."""
    page = opened()
    page.get_by_role("button", name="Open the demo").click()
    for name, value in fields.items():
        field = page.locator(f"#{name}")
        field.select_option(value) if name == "action" else field.fill(value)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url(re.compile(r"/(result|q/\w+)(\?|$)"), timeout=PATIENCE)

    assert page.locator("#chain, .breaks").count() == 0
    assert tells in page.locator("main").inner_text()
    assert page.get_by_role("link", name="Read it again").count() == bool(tells)


def test_on_few_pages(demo: Callable[..., Page], opened: Opened, known: Knowledge) -> None:
    """A result with its chain prints on three pages at most, the longest guide on fourteen; folded parts are open."""
    result = demo()
    assert 1 <= len(PAGES.findall(result.pdf(format="A4"))) <= 3
    result.emulate_media(media="print")
    assert result.locator("ul.signs").first.is_visible()
    assert not result.get_by_role("link", name="Write a mail").is_visible()
    longest = max(known.problems.values(), key=lambda problem: len(problem.causes)).id
    guide = opened(f"/guides/{longest}")

    assert 3 <= len(PAGES.findall(guide.pdf(format="A4"))) <= 14
    guide.emulate_media(media="print")
    assert guide.locator("details.cause .steps").last.is_visible()
