"""Hostile names that come from TikTok, in a real browser: they are shown as words, and nothing of them runs."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from icalendar import Calendar
from playwright.sync_api import Page

from regrant.sandbox.server import Running
from tests.browser.conftest import Opened
from tests.browser.hostile import NAMES, OWNED, TURNED, hostile
from tests.browser.people import answer, press
from tests.serving import Served

WORLDS = ("partner_ceiling", "shop_exclusive_elsewhere", "removed_member", "invite_pending", "spark_expired")
NARROW = {"viewport": {"width": 320, "height": 640}}


def _sound(page: Page) -> None:
    assert page.evaluate(OWNED) == [], page.url
    assert "owned" not in page.title()
    assert not re.search(f"[{TURNED}]", page.locator("body").inner_text())


def _read(page: Page, sandbox: Running, world: str, start: int) -> str:
    """Let a case read from a hostile world, and return its address."""
    sandbox.engine.reset(hostile(world, start))
    asked = sandbox.world.question
    assert asked
    page.get_by_label("Say it in your own words").fill(asked.words or "I cannot edit the ads")
    press(page, page.get_by_role("button", name="Find out"))
    case = re.match(r".*/cases/\w+", page.url)
    assert case
    page.goto(f"{case.group()}/tiktok")
    _sound(page)
    page.get_by_label("Whose access is broken?").fill(asked.who or "me")
    page.get_by_label("What does not work?").select_option(asked.action or "")
    page.get_by_label("In which account or asset?").fill(asked.asset or "")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url(re.compile(r"/(result|q/\w+)(\?.*)?$"), timeout=60_000)

    return case.group()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("start", [0, 4, 8])
def test_from_reading_to_result(start: int, scripts: bool, opened: Opened, reading: tuple[Served, Running]) -> None:
    """From the form to the result, on the copy, on paper and in the files, hostile names stay words, and fit 320 px."""
    served, sandbox = reading
    world = WORLDS[start // 4] if scripts else WORLDS[-1 - start // 4]
    page = opened(base=served.url, java_script_enabled=scripts, **NARROW)
    case = _read(page, sandbox, world, start)
    _sound(page)
    page.goto(f"{case}/result")
    _sound(page)
    shown = str(page.locator("main").text_content())  # what is folded, too
    twin = page.request.get(f"{case}/result.json").json()
    told = " ".join([*twin["notes"], str(twin["read"]), str(twin["chain"])])
    if twin.get("chain"):
        assert [name for name in NAMES if name.strip()[:6] in twin["chain"]["sentence"]]
        for link in twin["chain"]["links"]:
            plain = re.sub(f"[{TURNED}]", "", link["text"])
            assert " ".join(plain.split()) in " ".join(shown.split())
    assert "owned" not in told or "owned" in shown
    _rest(page, case)


def _rest(page: Page, case: str) -> None:
    """Look at the mail, the calendar, paper, and the copy."""
    while page.locator("ol.steps").count() == 0 and page.get_by_role("link", name="Go on to the next question").count():
        page.goto(case)
        if "/q/" in page.url:
            answer(page, str(page.locator("ul.answers button").first.get_attribute("value")))
            _sound(page)
        page.goto(f"{case}/result")
    for link in page.locator("a[href^='mailto:']").all():
        query = str(link.get_attribute("href")).partition("?")[2]
        assert [part.partition("=")[0] for part in query.split("&")] == ["subject", "body"]
        assert "\r" not in unquote(query.partition("&")[0])
    if page.get_by_role("link", name="Into my calendar").count():
        file = page.request.get(f"{case}/look-again.ics").body()
        assert [part.name for part in Calendar.from_ical(file).walk()] == ["VCALENDAR", "VEVENT", "VALARM"]
        assert b"\nX-OWNED" not in file
    page.emulate_media(media="print")
    _sound(page)
    page.emulate_media(media="screen")
    press(page, page.get_by_role("button", name="Make a copy to share"))
    page.goto(str(page.locator("#share a.address").get_attribute("href")))
    _sound(page)
    assert not [name for name in ("owned", "WWWW", "fdp.exe", "VEVENT", "Ben Alvarez") if name in page.content()]


def test_names_in_errors(opened: Opened, reading: tuple[Served, Running]) -> None:
    """What a failed reading says of hostile Business Centers and nearest names stays words, too."""
    served, sandbox = reading
    page = opened(base=served.url, **NARROW)
    sandbox.engine.reset(hostile("partner_ceiling", 6))
    page.get_by_label("Say it in your own words").fill("I cannot edit the ads")
    press(page, page.get_by_role("button", name="Find out"))
    case = page.url.partition("/q/")[0]
    page.goto(f"{case}/tiktok")
    for who, asset in (("benn@orchard.example", ""), ("ben@orchard.example", "Orchard"), (NAMES[0], NAMES[4])):
        page.goto(f"{case}/tiktok")
        page.get_by_label("Whose access is broken?").fill(who)
        page.get_by_label("In which account or asset?").fill(asset)
        page.get_by_role("button", name="Read it").click()
        page.wait_for_url(re.compile(r"/(result|tiktok|q/\w+)(\?.*)?$"), timeout=60_000)
        _sound(page)
        page.goto(f"{case}/result")
        _sound(page)
        page.goto(f"{case}/tiktok")
        _sound(page)
