"""Connecting on a real terminal: the hidden prompt, and the way through TikTok's sign-in page and back."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from msgspec.structs import replace

from regrant.sandbox import Fault, Running, packaged_world, serve
from tests.cli.terminal import CTRL_C, ENTER, Terminal
from tests.running import regrant

WIDE = 400
"""Columns, so that an address stands on one line."""
ANNA = "7200000000000000001"
APP, OTHER_APP = "7000000000000000001", "7000000000000000002"
SECRET = "sandbox-secret"
PAGE = re.compile(r"Open this page and sign in: (\S+)")


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Running]:
    """Serve a world, on a machine whose only browser does nothing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("BROWSER", "true")
    with serve(packaged_world("role_too_low")) as running:
        yield running


class SignIn(Terminal):
    """`regrant connect --oauth` up to the moment in which the person's browser has opened the page."""

    def __init__(self, sandbox: Running, *more: str, secret: str = SECRET, url: str | None = None) -> None:
        address = ("--url", url or sandbox.url, "--portal", sandbox.portal)
        super().__init__("connect", "--oauth", "--app-id", APP, *address, *more, width=WIDE)
        self.until("The app's secret:")
        self.press(secret + ENTER)

    def page(self) -> str:
        """Return the address that the person is shown."""
        self.until(PAGE)
        found = PAGE.search(" ".join(self.text.split()))
        assert found is not None

        return found.group(1)


def visit(address: str, **more: str) -> httpx.Response:
    """Open an address in a browser, and follow where it leads."""
    with httpx.Client(trust_env=False, follow_redirects=True) as browser:
        return browser.get(httpx.URL(address).copy_merge_params(more))


def back_at(page: str) -> str:
    """Return the address of this machine that TikTok sends the browser back to."""
    return parse_qs(urlsplit(page).query)["redirect_uri"][0]


def kept(home: Path) -> str:
    """Return everything that was written below the person's home."""
    return "".join(file.read_text("utf-8", "replace") for file in home.rglob("*") if file.is_file())


def test_sign_in_from_the_page_to_the_doctor(sandbox: Running, home: Path) -> None:
    """Who says yes in the browser is connected, with the token's permissions; the door on this machine closes again."""
    with SignIn(sandbox) as terminal:
        page = terminal.page()
        assert visit(page, **{"as": ANNA}).text.endswith("<p>Connected. You can close this page.</p>")
        shown = terminal.until("Checks:")
        assert terminal.end() == 0
    assert re.search(r"Acts as: a\S*@orchard\.example", shown)
    token = sandbox.world.tokens[-1].token
    assert token in (home / "config" / "regrant" / "token.json").read_text("utf-8")
    assert SECRET not in terminal.raw + kept(home)
    assert token not in terminal.raw
    assert regrant("doctor").code == 0
    with pytest.raises(httpx.ConnectError):
        visit(back_at(page))


def test_an_answer_that_was_not_asked_for(sandbox: Running) -> None:
    """A code with a wrong state, or none, is turned away and changes nothing; the right one is still taken."""
    with SignIn(sandbox) as terminal:
        page = terminal.page()
        for forged in ({"auth_code": "EVIL", "state": "guess"}, {"auth_code": "EVIL"}):
            reply = visit(back_at(page), **forged)
            assert reply.status_code == 400
            assert "does not belong" in reply.text
        assert not sandbox.calls
        visit(page, **{"as": ANNA})
        terminal.until("Connected.")
        assert terminal.end() == 0


def test_consent_denied(sandbox: Running, home: Path) -> None:
    """Who says no is told so in the browser and on the terminal, and nothing is kept."""
    with SignIn(sandbox) as terminal:
        assert visit(terminal.page(), deny="1").status_code == 400
        shown = terminal.until("Start again.")
        assert terminal.end() == 2
    assert "The sign-in was not completed: access_denied." in shown
    assert "Traceback" not in terminal.raw
    assert not (home / "config").exists()


def test_the_way_back_is_taken(sandbox: Running) -> None:
    """A port for the way back that another program has is named before any page is opened."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with SignIn(sandbox, "--port", str(port)) as terminal:
            shown = terminal.until("give another.")
            assert terminal.end() == 2
    assert f"Port {port} of this machine cannot be used" in shown
    assert "Open this page" not in terminal.raw


def test_tiktok_is_gone_when_the_browser_comes_back(sandbox: Running, home: Path) -> None:
    """If TikTok cannot be reached to take the code, that is said, and nothing is kept."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        closed = f"http://127.0.0.1:{gone.getsockname()[1]}"
    with SignIn(sandbox, url=closed) as terminal:
        visit(terminal.page(), **{"as": ANNA})
        shown = terminal.until("cannot be reached")
        assert terminal.end() == 3
    assert "Traceback" not in shown
    assert not (home / "config").exists()


def test_a_secret_that_does_not_fit_the_app(sandbox: Running, home: Path) -> None:
    """TikTok's refusal of app and secret is said as such, without the secret."""
    with SignIn(sandbox, secret="no-such-secret") as terminal:
        visit(terminal.page(), **{"as": ANNA})
        terminal.until("TikTok refuses the developer app")
        assert terminal.end() == 3
    assert "no-such-secret" not in terminal.raw + kept(home)


def test_an_app_that_is_none(sandbox: Running) -> None:
    """What cannot be an app's id is said before the person is sent to any page."""
    ended = regrant("connect", "--oauth", "--app-id", "my app", "--url", sandbox.url, typed=b"secret\n")
    assert ended.code == 2
    assert "not the id of a developer app" in ended.err
    assert "Open this page" not in ended.err


def test_stopped_while_the_browser_is_open(sandbox: Running) -> None:
    """Ctrl-C ends the waiting at once, without a traceback."""
    with SignIn(sandbox) as terminal:
        terminal.page()
        terminal.press(CTRL_C)
        assert terminal.end() == 1
    assert "Traceback" not in terminal.raw


def test_a_pasted_token_is_never_shown(sandbox: Running, home: Path) -> None:
    """A token typed at the prompt stands neither on the screen nor among the arguments, and in one file only."""
    token = sandbox.world.tokens[0].token
    with Terminal("connect", "--url", sandbox.url) as terminal:
        terminal.until("Access token:")
        terminal.press(token)
        command = Path(f"/proc/{terminal.child.pid}/cmdline")
        assert token not in (command.read_text("utf-8") if command.exists() else "")
        terminal.press(ENTER)
        terminal.until("Connected.")
        assert terminal.end() == 0
    assert token not in terminal.raw
    assert [
        file.name for file in home.rglob("*") if file.is_file() and token in file.read_text("utf-8", "replace")
    ] == ["token.json"]


def test_stopped_at_the_prompt(sandbox: Running, home: Path) -> None:
    """Ctrl-C at the prompt keeps nothing of what was typed."""
    with Terminal("connect", "--url", sandbox.url) as terminal:
        terminal.until("Access token:")
        terminal.press("half-a-token")
        terminal.press(CTRL_C)
        assert terminal.end() == 1
    assert "half-a-token" not in terminal.raw + kept(home)
    assert "Traceback" not in terminal.raw
    assert not sandbox.calls


def test_a_token_of_another_developer_app(sandbox: Running, home: Path) -> None:
    """It is said to belong to another app, with what to do; if it was taken before, "why" and the diagnosis say so."""
    token = f"{sandbox.world.tokens[0].token}\n".encode()
    foreign = Fault(kind="code", on="/*", code=40113, message="The app is inconsistent with the token.", times=None)
    sandbox.fault(foreign)
    refused = regrant("connect", "--url", sandbox.url, typed=token)
    assert refused.code == 3
    assert "belongs to another developer app" in refused.err
    assert "regrant connect" in refused.err
    assert not (home / "config").exists()
    sandbox.engine.faults.armed.clear()
    assert regrant("connect", "--url", sandbox.url, typed=token).code == 0
    sandbox.fault(foreign)
    before = len(sandbox.calls)
    asked = regrant("why", "ben@orchard.example", "see", "Orchard US")
    assert (asked.code, len(sandbox.calls) - before) == (3, 1)
    found = regrant("diagnose", "--json", "--as", "ben@orchard.example", "Ben cannot see the campaigns")
    assert "belongs to another developer app" in asked.err
    assert any("belongs to another developer app" in note for note in found.json["notes"])
    assert found.json["next"]["kind"] == "question"


def test_a_code_of_another_developer_app(sandbox: Running, home: Path) -> None:
    """A code that was given to another app is refused when it is exchanged, and nothing is kept."""
    other = replace(sandbox.world.apps[0], app_id=OTHER_APP, secret="other-secret")
    sandbox.engine.world = replace(sandbox.world, apps=(*sandbox.world.apps, other))
    code = sandbox.engine.consents.give(OTHER_APP, ANNA)
    with SignIn(sandbox) as terminal:
        page = terminal.page()
        state = parse_qs(urlsplit(page).query)["state"][0]
        visit(back_at(page), auth_code=code, state=state)
        terminal.until("Start the sign-in again.")
        assert terminal.end() == 3
    assert not (home / "config").exists()
