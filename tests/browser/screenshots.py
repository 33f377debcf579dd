"""`python -m tests.browser.screenshots` makes the pictures in docs/ again."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import FLAGS, PHONE
from tests.browser.people import answer
from tests.serving import Served
from tests.system import chromium

DOCS = Path(__file__).parents[2] / "docs"
WORDS = "I sent my colleague two invitations and nothing ever arrives in her mailbox"
WIDE: dict[str, Any] = {"viewport": {"width": 1200, "height": 640}}
KEPT = ("home-desk", "question-phone", "result-desk")


def main() -> None:
    """Visit the pages and take the pictures."""
    server = Served(Path(tempfile.mkdtemp(prefix="regrant-pictures-"))).start()
    DOCS.mkdir(exist_ok=True)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
            _take(browser, server, "desk", WIDE)
            _take(browser, server, "phone", {**PHONE, "color_scheme": "dark"})
            browser.close()
    finally:
        server.stop()


def _take(browser: Browser, server: Served, name: str, options: dict[str, Any]) -> None:
    context = browser.new_context(base_url=server.url, reduced_motion="reduce", **options)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Say it in your own words").press_sequentially(WORDS, delay=1)
    page.locator("#likely button").first.wait_for()
    _picture(page, f"home-{name}")
    page.get_by_role("button", name="Find out").click()
    page.wait_for_url("**/cases/**")
    answer(page, str(page.locator("ul.answers button").first.get_attribute("value")))
    if "/q/" in page.url:
        _picture(page, f"question-{name}")
    page.goto("/")
    page.get_by_role("button", name="Open the demo").click()
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/result**", timeout=60_000)
    _picture(page, f"result-{name}")
    context.close()


def _picture(page: Page, name: str) -> None:
    if name not in KEPT:
        return
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)
    page.screenshot(path=DOCS / f"{name}.png")


if __name__ == "__main__":
    main()
