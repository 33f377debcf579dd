"""The conversation with TikTok at hand, on a real terminal: read first, ask the rest, go back, stop and go on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regrant.cases import open_store
from regrant.cases.store import Case
from regrant.diagnosis import Evidence, Origin
from regrant.sandbox import Fault, Running, packaged_world, serve
from tests.cli.terminal import ENTER, Terminal, asked
from tests.running import regrant

BEN, US = "ben@orchard.example", "Orchard US"
WORDS = "Ben can see the campaigns in Orchard US but every edit button is grey."
ASK = asked("Your answer", "Stop here")
WHO = asked("Who is meant?", "Go on by questions, without TikTok")
OUTCOME = asked("Did it help?", "Not done yet; stop and keep the case")
RIGHT = asked("Is that right?", "No, drop: What exactly does not work?")


@pytest.fixture
def sandbox() -> Iterator[Running]:
    """Serve the world in which Ben is Analyst and wants to edit, connected as its Admin."""
    with serve(packaged_world("role_too_low")) as running:
        ended = regrant("connect", "--url", running.url, typed=f"{running.world.tokens[0].token}\n".encode())
        assert ended.code == 0, ended.err
        yield running


def case() -> Case:
    """Return the one case that was kept."""
    (found,) = open_store().all()

    return found


def read(found: Case) -> list[Evidence]:
    """Return what a case holds from TikTok."""
    return [item for item in found.evidence if item.origin is Origin.VERIFIED]


def agreed(terminal: Terminal) -> str:
    """Let what was read from the words stand, and return what was shown until then."""
    shown = terminal.until(RIGHT)
    terminal.choose(1)

    return shown


def test_from_words_to_fixed_without_a_question(sandbox: Running) -> None:
    """TikTok is read, and the fix comes with no question but whether the words were understood; it helped, the end."""
    with Terminal("diagnose", "--as", BEN, "--about", US) as terminal:
        terminal.until("What broke?")
        assert "Only TikTok itself is asked." in terminal.text
        before = len(sandbox.calls)
        terminal.press(WORDS + ENTER)
        shown = agreed(terminal) + terminal.until(OUTCOME)
        assert not ASK.search(" ".join(shown.split()))
        for words in ("Read from TikTok:", "Analyst", "This is it:", "Operator", f"cases show {case().id}"):
            assert words in shown
        assert "request_id=" not in shown
        assert sandbox.world.tokens[0].token not in terminal.raw
        assert len(sandbox.calls) > before
        terminal.pick("Yes, everything works now")
        terminal.until("Good. The case is closed.")
        assert terminal.end() == 0
    assert case().ending == "fixed"
    assert case().words == WORDS
    assert any(item.finding == "ad_account_role" and item.value == "analyst" for item in read(case()))
    with Terminal("cases", "show", case().id) as terminal:
        terminal.until("request_id=")


def test_back_takes_back_what_was_said_and_not_what_was_read(sandbox: Running) -> None:
    """The way back goes over answers only: all that was read from TikTok stays, in the case as well."""
    with Terminal("diagnose", "--as", BEN, "--about", US, WORDS) as terminal:
        agreed(terminal)
        terminal.until(OUTCOME)
        before = read(case())
        assert before
        told = [item.finding for item in case().evidence if not item.checked]
        for _ in told:
            terminal.pick("Back: take my last answer back")
            shown = terminal.until(OUTCOME, ASK)
            assert "Taken back:" in shown
        assert ") Back: take" not in terminal.text
    assert read(case()) == before
    assert all(item.checked for item in case().evidence)


def test_stopped_and_gone_on_without_reading_again(sandbox: Running) -> None:
    """A case that was left at its fix is resumed with all that was read, and TikTok is not asked a second time."""
    with Terminal("diagnose", "--as", BEN, "--about", US, WORDS) as terminal:
        agreed(terminal)
        terminal.until(OUTCOME)
        terminal.pick("Not done yet; stop and keep the case")
        terminal.until("Kept. Go on any time with:")
        assert terminal.end() == 0
    kept, calls = read(case()), len(sandbox.calls)
    with Terminal("cases", "resume", case().id) as terminal:
        assert "Operator" in terminal.until(OUTCOME)
        terminal.pick("Yes, everything works now")
        terminal.until("Good. The case is closed.")
        assert terminal.end() == 0
    assert read(case()) == kept
    assert len(sandbox.calls) == calls


def test_what_cannot_be_read_is_asked(sandbox: Running) -> None:
    """When TikTok is out of order, that is said once, and the conversation goes on by questions."""
    sandbox.fault(Fault(kind="http", on="/*", status=502, times=None))
    with Terminal("diagnose", "--as", BEN, "--about", US, WORDS) as terminal:
        shown = " ".join((agreed(terminal) + terminal.until(ASK)).split())
        assert "not checked: " in shown
        assert "gateway answered in place of TikTok" in shown
        assert "Read from TikTok:" not in shown
        terminal.choose(2)
        terminal.until(ASK, OUTCOME)
    assert not read(case())
    assert "Traceback" not in terminal.raw


def test_somebody_unknown(sandbox: Running) -> None:
    """A name that is nobody's is answered with the nearest ones to pick from, and the one picked is read."""
    with Terminal("diagnose", "--as", "Ben Alvares", "--about", US, WORDS) as terminal:
        shown = " ".join(terminal.until(WHO).split())
        assert "Did you mean ben@orchard.example?" in shown
        terminal.pick(BEN)
        agreed(terminal)
        terminal.until(OUTCOME)
    assert any(item.finding == "ad_account_role" and item.value == "analyst" for item in read(case()))
    assert "Traceback" not in terminal.raw


def test_somebody_unknown_is_left_out(sandbox: Running) -> None:
    """Whoever does not know better goes on by questions, and nothing is taken from the list."""
    with Terminal("diagnose", "--as", "ben@orchard.exmple", "--about", US, WORDS) as terminal:
        assert "is right as it is" in " ".join(terminal.until(WHO).split())
        terminal.pick("Go on by questions, without TikTok")
        assert "not checked: Nobody" in " ".join((agreed(terminal) + terminal.until(ASK, OUTCOME)).split())
    assert not read(case())


def test_a_wrong_command_is_told_before_anything_is_asked(sandbox: Running) -> None:
    """An action that there is not, and then no token at all: told at once, and no case is left behind."""
    for arguments, says in ((["--action", "fly"], 'There is no action "fly"'), ([], "Run: regrant connect")):
        with Terminal("diagnose", "--as", BEN, *arguments) as terminal:
            assert "What broke?" not in terminal.until(says)
            assert terminal.end() == 2
        regrant("disconnect")
    assert open_store().all() == ()
