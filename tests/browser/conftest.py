"""One browser and one server for all of these tests; every test has a visitor of its own, watched for any fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from regrant.knowledge import Knowledge
from regrant.knowledge.loader import DATA, load_with_places
from regrant.sandbox.server import Running
from tests.browser.hostile import connected
from tests.browser.watch import Watched
from tests.serving import Served
from tests.system import chromium_or_skip

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP unknown.example 127.0.0.1",
)  # fmt: skip
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
Opened = Callable[..., Page]


# Playwright keeps an event loop while it runs; ended with this package, it is in nobody else's way.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    path = chromium_or_skip()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the app with an empty database."""
    server = Served(tmp_path_factory.mktemp("served")).start()
    yield server
    server.stop()


@pytest.fixture(scope="package")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Running]]:
    """Serve the app, connected to a sandbox whose world can be changed."""
    server = Served(tmp_path_factory.mktemp("reading")).start()
    with connected(server) as sandbox:
        yield server, sandbox
    server.stop()


@pytest.fixture(scope="package")
def known() -> Knowledge:
    """Return the real knowledge."""
    return load_with_places(DATA)[0]


@pytest.fixture
def opened(browser: Browser, served: Served) -> Iterator[Opened]:
    """Return a function that opens a page of a new visitor; at the end nothing may have gone wrong in any of them."""
    watched: list[Watched] = []

    def open_page(path: str = "/", *, base: str = served.url, **options: Any) -> Page:
        context = browser.new_context(base_url=base, service_workers="block", **{**DESK, **options})
        context.set_default_timeout(8_000)
        watched.append(Watched(context, base))
        page = context.new_page()
        page.goto(path)

        return page

    yield open_page
    faults = [fault for each in watched for fault in each.close()]
    assert faults == []
