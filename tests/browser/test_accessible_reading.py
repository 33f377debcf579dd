"""The pages around a reading, signing in and trouble can be used by everybody, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from regrant.cases.accounts import Accounts
from regrant.cases.database import Database
from regrant.sandbox import Fault, packaged_world
from regrant.sandbox.server import Running
from tests.browser.axe import breaches, sideways
from tests.browser.conftest import Opened
from tests.browser.people import answer, press
from tests.serving import Served

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
WORDS = "the invitation never arrives, whatever we do"
SLOW = Fault(kind="slow", on="/*", seconds=0.5, times=1_000)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the app with a login and one account."""
    folder: Path = tmp_path_factory.mktemp("guarded")
    database = Database(f"sqlite:///{folder / 'cases.sqlite3'}")
    Accounts(database).add("mia", "four words nobody expects")
    database.engine.dispose()
    server = Served(folder, options=("--login",)).start()
    yield server
    server.stop()


def _faults(page: Page) -> list[str]:
    return breaches(page) + sideways(page)


def _begin(page: Page, words: str = "Ben cannot edit ads in the account Meridian Launch") -> str:
    page.get_by_label("Say it in your own words").fill(words)
    press(page, page.get_by_role("button", name="Find out"))
    case = re.match(r"https?://[^/]+(/cases/\w+)", page.url)
    assert case

    return case[1]


@SCHEMES
def test_reading(scheme: str, opened: Opened, reading: tuple[Served, Running]) -> None:
    """Axe finds nothing on the form, its refusal, the progress, the result with its chain, on paper, and the copy."""
    served, sandbox = reading
    sandbox.engine.reset(packaged_world("partner_ceiling"))
    asked = sandbox.world.question
    assert asked
    page = opened(base=served.url, color_scheme=scheme)
    case = _begin(page)
    page.goto(f"{case}/tiktok")
    found = _faults(page)
    page.get_by_label("Whose access is broken?").fill("  ")
    press(page, page.get_by_role("button", name="Read it"))
    assert page.get_by_role("alert").is_visible()
    found += _faults(page)
    page.get_by_label("Whose access is broken?").fill(asked.who or "")
    page.get_by_label("What does not work?").select_option(asked.action)
    page.get_by_label("In which account or asset?").fill(asked.asset or "")
    sandbox.fault(SLOW)
    press(page, page.get_by_role("button", name="Read it"))
    assert page.url.endswith("/progress")
    found += breaches(page)
    sandbox.engine.faults.armed.clear()
    page.wait_for_url(re.compile(r"/(result|q/\w+)(\?.*)?$"), timeout=60_000)
    page.goto(f"{case}/result")
    assert page.locator("ol.chain li").count()
    found += _faults(page)
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    found += breaches(page)
    page.emulate_media(media="screen", color_scheme=scheme)  # type: ignore[arg-type]
    page.get_by_label("Show my words, too").check()
    press(page, page.get_by_role("button", name="Make a copy to share"))
    found += _faults(page)
    page.goto(str(page.locator("#share a.address").get_attribute("href")))
    found += _faults(page)

    assert found == []


@SCHEMES
def test_demo(scheme: str, opened: Opened) -> None:
    """Nor on the demo: its form, and a case that is not connected to TikTok."""
    page = opened(color_scheme=scheme)
    press(page, page.get_by_role("button", name="Open the demo"))
    found = _faults(page)
    page.goto("/")
    page.goto(f"{_begin(page)}/tiktok")
    assert page.get_by_text("regrant connect").is_visible()
    found += _faults(page)

    assert found == []


@SCHEMES
def test_signing_in(scheme: str, opened: Opened, guarded: Served) -> None:
    """Nor on the page for signing in, after a wrong password, and on the first page of who has signed in."""
    page = opened(base=guarded.url, color_scheme=scheme)
    found = _faults(page)
    for password in ("wrong wrong wrong", "four words nobody expects"):
        page.get_by_label("Name").fill("mia")
        page.get_by_label("Password").fill(password)
        press(page, page.get_by_role("button", name="Sign in"))
        found += _faults(page)
    assert page.get_by_role("button", name="Sign out").is_visible()

    assert found == []


@SCHEMES
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_trouble(scheme: str, scripts: bool, opened: Opened, served: Served) -> None:
    """Nor on any page of trouble; what was typed before the cookies were cleared is sent from there with one press."""
    page = opened(color_scheme=scheme, java_script_enabled=scripts)
    page.get_by_label("Say it in your own words").fill(WORDS)
    if scripts:
        page.wait_for_selector("#likely button")
    page.context.clear_cookies()
    press(page, page.get_by_role("button", name="Find out"))
    assert page.get_by_label("What you wrote").input_value() == WORDS
    found = _faults(page) if scripts else []
    press(page, page.get_by_role("button", name="Send it again"))
    assert page.locator(".second blockquote").inner_text() == WORDS
    case = page.url.partition("/q/")[0]
    if not scripts:
        return
    other = page.context.new_page()
    other.goto(page.url)
    values = [str(one.get_attribute("value")) for one in page.locator("ul.answers button").all()]
    answer(page, values[0])
    answer(other, values[1])
    assert other.get_by_role("heading", name="Something changed meanwhile").is_visible()
    found += _faults(other)
    for path in ("/nothing/here", f"{case}/answers", "/guides/nothing"):
        page.goto(path)
        found += _faults(page)

    assert found == []


@SCHEMES
def test_unknown_name(scheme: str, opened: Opened, served: Served) -> None:
    """A browser that another name led here sees a page in our style that says so, and nothing else."""
    page = opened(base=f"http://unknown.example:{served.port}", color_scheme=scheme)

    assert page.get_by_role("heading", name="Regrant is not known by this name").is_visible()
    assert page.locator(".top").evaluate("e => getComputedStyle(e).borderBottomStyle") == "solid"
    assert page.context.cookies() == []
    assert _faults(page) == []
