"""The demo Business Center, from the button to the broken link."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from regrant.cases.reading_desk import ACTION_FINDING
from regrant.sandbox import packaged_world
from regrant.web import demo
from regrant.web.models.chain import ACTIONS
from tests.serving import Served
from tests.web.browsing import Browser
from tests.web.visitor import Visitor

PATIENCE = 60.0


def test_the_demo_is_read(browser: Browser) -> None:
    """Without a login the demo is read, each piece with its proof, and the failing link is shown."""
    browser.send("/demo")
    fields = {"who": demo.QUESTION.who, "action": demo.QUESTION.action, "asset": demo.QUESTION.asset}
    _read(browser, **fields)

    assert browser.path.endswith("/result")
    page = browser.client.get(f"{browser.path}.json").json()
    assert page["todo"]["fix"]
    assert "no" in {link["mark"] for link in page["chain"]["links"]}
    proofs = [line["proof"] for line in page["aside"]["said"] if line["origin"] == "verified"]
    assert proofs
    assert all(proof.startswith("/") and "request_id=" in proof for proof in proofs)


def test_the_demo_puts_no_words_into_a_visitors_mouth(browser: Browser) -> None:
    """What comes with the demo is said to be the demo's, and the visitor's own answers are theirs."""
    browser.send("/demo")
    _read(browser, who=demo.QUESTION.who, action=demo.QUESTION.action, asset=demo.QUESTION.asset)
    lines = browser.client.get(f"{browser.path}.json").json()["aside"]["said"]

    assert "you said" not in {line["where_from"] for line in lines}
    assert "from the demo's own words and question" in {line["where_from"] for line in lines}
    assert "What you said so far" not in browser.page.text
    browser.begin(demo.WORDS.replace("Ben", "Tom"))
    browser.open(f"{'/'.join(browser.path.split('/')[:3])}/result")
    assert "What you said so far" in browser.page.text


def test_the_demo_asks_what_its_world_is_about() -> None:
    """What the form offers is the question of the world that is served."""
    asked = packaged_world(demo.WORLD).question

    assert asked is not None
    assert (asked.who, asked.action, asked.asset) == (demo.QUESTION.who, demo.QUESTION.action, demo.QUESTION.asset)
    assert asked.words == demo.WORDS


def test_every_action_has_words() -> None:
    """Whatever can be read for can be chosen."""
    assert set(ACTIONS) == set(ACTION_FINDING)


def test_not_connected(browser: Browser) -> None:
    """Without a connection the page says how to make one, and a form sent nevertheless says so too."""
    browser.begin("no access")
    case = "/".join(browser.path.split("/")[:3])

    assert "regrant connect" in browser.open(f"{case}/tiktok").text


def test_a_slip_in_the_person_is_asked_about(browser: Browser) -> None:
    """Whoever may be a slip for a member is offered as a button, and so is what was written; either is then read."""
    browser.send("/demo")
    right = demo.QUESTION.who
    fields = {"action": demo.QUESTION.action, "asset": demo.QUESTION.asset}
    _read(browser, who=right.replace(".example", ".exmple"), **fields)

    assert browser.path.endswith("/tiktok")
    assert "Did you mean" in browser.page.text
    assert f'value="{right}"' in browser.page.text
    assert 'name="exact" value="yes"' in browser.page.text
    _read(browser, who=right)
    assert browser.path.endswith("/result")


def _read(browser: Browser, **fields: str) -> None:
    browser.send("/tiktok", **fields)
    until = time.monotonic() + PATIENCE
    while browser.path.endswith("/progress") and time.monotonic() < until:
        time.sleep(0.1)
        browser.open(browser.path)


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True)
    rows = [line.split() for line in listed.stdout.splitlines()]

    return [int(child) for child, parent, state, *_ in rows if int(parent) == pid and not state.startswith("Z")]


def _alive(pid: int) -> bool:
    return subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, check=False).stdout[:1] not in (
        b"",
        b"Z",
    )


@pytest.mark.parametrize("end", [Served.kill, Served.stop])
def test_the_demo_ends_with_the_app(end: Callable[[Served], None], tmp_path: Path) -> None:
    """The sandbox behind the demo is gone with the app, whether that is told to end or killed."""
    server = Served(tmp_path / "served").start()
    try:
        visitor = Visitor(server.url)
        visitor.send("/demo")
        asked = demo.QUESTION
        visitor.send(visitor.page.url.path, who=asked.who, action=asked.action, asset=asked.asset)
        assert server.process
        until = time.monotonic() + PATIENCE
        while not (children := _children(server.process.pid)) and time.monotonic() < until:
            time.sleep(0.05)
        assert len(children) == 1
        end(server)
        while _alive(children[0]) and time.monotonic() < until:
            time.sleep(0.05)

        assert not _alive(children[0])
    finally:
        server.stop()
