"""Messages that are ready to send."""

from __future__ import annotations

import re

import pytest

from regrant.cases import Desk
from regrant.cases.views import Names
from regrant.web.models.letter import Letter, letter
from tests.web.browsing import Browser

MOST = 12
KNOWLEDGE = Desk().knowledge
MESSAGES = {fix.id: fix.message for fix in KNOWLEDGE.fixes.values() if fix.message} | {
    finding.id: finding.message for finding in KNOWLEDGE.findings.values() if finding.message
}
READ = Names(
    who="Ben Alvarez", email="ben@orchard.example", kind="ad account", asset="Launch", asset_id="730",
    bc="Orchard", bc_id="710", partner="Meridian",
)  # fmt: skip


def written(text: str, names: Names | None = READ) -> Letter:
    """Return a message about what was read."""
    return letter(text, "an Admin", "Access", names=names)


@pytest.mark.parametrize("name", MESSAGES)
def test_every_blank_is_marked_and_named(name: str) -> None:
    """No message of the knowledge keeps an angle bracket; what is open stands in capitals, and is listed once."""
    made = written(MESSAGES[name], None)

    assert "<" not in made.text
    assert made.text.count(">") == made.text.count(" > ")
    assert made.filled == ()
    assert set(made.put_in) == {mark for mark in re.findall(r"\[[^\]]+\]", made.text) if mark == mark.upper()}
    assert len(made.put_in) == len(set(made.put_in))


def test_some_messages_have_blanks() -> None:
    """The test above has something to look at."""
    assert sum(bool(written(text, None).put_in) for text in MESSAGES.values()) > 20


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hello <partner>, <account name, ID> is shared", "Hello Meridian, Launch (ID 730) is shared"),
        ("Business Center <name, ID>, ad account <name, ID>", "Orchard (ID 710), ad account Launch (ID 730)"),
        ('Center "<Business Center name>" (ID <Business Center ID>)', '"Orchard" (ID 710)'),
        ("to me (<address>) and <ad account name>", "to me (ben@orchard.example) and Launch"),
        ("which permissions <name> has", "which permissions Ben Alvarez has"),
    ],
)  # fmt: skip
def test_what_was_read_is_filled_in(text: str, shown: str) -> None:
    """Names, addresses and ids that TikTok showed stand where the message left them open, and are told."""
    made = written(text)

    assert shown in made.text
    assert made.put_in == ()
    assert made.filled


@pytest.mark.parametrize(
    "text",
    [
        "Hello <name>, thank you",
        "make <name> a Standard member",
        "the shop <shop name>",
        "use <@account> in our ads",
        "my Seller Center user <address>",
        "with the role <role> since <date>",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    """What may mean somebody or something else stays open, even after a reading."""
    made = written(text)

    assert made.filled == ()
    assert made.put_in


def test_a_persons_own_words_stay_as_they_are() -> None:
    """Angle brackets in what somebody wrote are no blanks."""
    made = letter("In my words: <b>help</b>", "support", "Access", names=READ, blanks=False)

    assert made.text == "In my words: <b>help</b>"
    assert made.put_in == ()


def test_names_with_angle_brackets_open_no_blank() -> None:
    """A name that comes from TikTok is put in as it is, whatever stands in it."""
    made = written("Hello <partner>, hello", Names(partner="<date>"))

    assert made.text == "Hello <date>, hello"
    assert made.put_in == ()


def test_the_mail_says_the_same() -> None:
    """The mail holds the same text, marks included; one that is too long for a link has none."""
    short = written("Since <date>")

    assert short.mailto
    assert short.mailto.endswith("Since%20%5BDATE%5D")
    assert written("long " * 600).mailto is None


def test_a_question_for_somebody_else(browser: Browser) -> None:
    """A question that an Admin can answer best comes with a message, its blanks marked."""
    browser.begin(problem="removed_from_bc")
    for _ in range(MOST):
        if 'id="message"' in browser.page.text:
            break
        browser.send("/answers", value=browser.choices()[-1])
    page = browser.page.text
    shown = browser.client.get(f"{browser.path}.json").json()["letter"]

    assert "Business Center Admin can answer this best" in page
    assert shown["text"]
    assert page.count("<mark>") == len(shown["put_in"])
