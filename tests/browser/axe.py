"""What axe finds on the page that is open, and whether it fits a narrow window."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

NARROW = 320
"""Pixels of a window 1280 wide at 400 % (WCAG 1.4.10)."""


def breaches(page: Page) -> list[str]:
    """Return every breach of WCAG that axe finds, closed details opened."""
    page.evaluate("[...document.querySelectorAll('details')].slice(0, 8).forEach(details => { details.open = true; })")
    result = Axe().run(page)

    return [
        f"{page.url} {broken['id']}: {broken['help']}: {[node['html'][:150] for node in broken['nodes'][:3]]}"
        for broken in result.response["violations"]
    ]


def sideways(page: Page, width: int = NARROW) -> list[str]:
    """Return by how much the page is too wide for a window of this width."""
    size = page.viewport_size or {"width": 1280, "height": 800}
    page.set_viewport_size({"width": width, "height": 640})
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.set_viewport_size(size)

    return [f"{page.url} is {over} px too wide for {width} px"] if over > 0 else []
