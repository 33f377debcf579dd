"""The commands that speak with TikTok, as processes of their own, against a real server on loopback."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from regrant.sandbox import Running, packaged_world, serve

BEN, CLEO, US = "ben@orchard.example", "cleo@orchard.example", "Orchard US"
WORDS = "Ben can see the campaigns in Orchard US but every edit button is grey."


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str


def regrant(*arguments: str, typed: str = "") -> Ended:
    """Run a command."""
    done = subprocess.run(
        [sys.executable, "-m", "regrant", *arguments],
        input=typed.encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )

    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(autouse=True)
def own_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep token, cache and cases below pytest's folder, and out of any keyring."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("REGRANT_TOKEN_STORE", "file")
    monkeypatch.setenv("REGRANT_DATABASE_URL", f"sqlite:///{tmp_path / 'cases.sqlite3'}")
    for name in ("REGRANT_KNOWLEDGE", "REGRANT_TIKTOK_URL"):
        monkeypatch.delenv(name, raising=False)

    return tmp_path


@pytest.fixture
def running() -> Iterator[Running]:
    """Serve the world in which Ben is Analyst and wants to edit, connected as its Admin."""
    with serve(packaged_world("role_too_low")) as sandbox:
        ended = regrant("connect", "--url", sandbox.url, typed="sandbox-token\n")
        assert ended.code == 0, ended.err
        assert "sandbox-token" not in ended.out + ended.err
        assert "clock" not in ended.out
        assert "A sandbox's world stands still at its own time" in ended.out
        yield sandbox


def test_connect_doctor_disconnect(running: Running, own_place: Path) -> None:
    """The token is kept for this user alone, the doctor says what it can read, and it is forgotten on demand."""
    kept = own_place / "config" / "regrant" / "token.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    found = json.loads(regrant("doctor", "--json").out)
    assert found["centers"][0]["name"] == "Orchard"
    assert all(ability["works"] for ability in found["abilities"])
    assert regrant("disconnect").code == 0
    assert not kept.exists()
    gone = regrant("doctor")
    assert (gone.code, gone.out) == (2, "")
    assert "regrant connect" in gone.err


def test_a_token_that_tiktok_does_not_take_is_not_kept(own_place: Path) -> None:
    """A wrong token is said to be wrong and leaves nothing behind."""
    with serve(packaged_world("healthy")) as sandbox:
        ended = regrant("connect", "--url", sandbox.url, typed="no-such-token\n")
    assert ended.code == 3
    assert "token" in ended.err
    assert "no-such-token" not in ended.err
    assert not (own_place / "config").exists()


def test_why_shows_the_chain_and_who_can_mend_it(running: Running) -> None:
    """One verdict line, the link that fails, the least repair with a name; exit 1, and the same as JSON."""
    ended = regrant("why", BEN, "create_and_edit_ads", US)
    assert ended.code == 1
    assert ended.out.startswith("No, Ben Alvarez")
    assert "[no] the role ANALYST is not enough" in ended.out
    assert "Anna Okoro" in ended.out
    found = json.loads(regrant("why", BEN, "create_and_edit_ads", US, "--json").out)
    assert (found["verdict"], found["cause"]) == ("cannot", "analyst_cannot_edit")
    assert found["calls"] <= 8


def test_why_of_what_works(running: Running) -> None:
    """Exit 0 where the person can."""
    assert regrant("why", CLEO, "create-and-edit-ads", US).code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["why", "nobody", "see", US], 2, "nobody"),
        (["why", BEN, "fly", US], 2, "There is no action"),
        (["why", BEN, "payments", "Nowhere"], 2, "Nowhere"),
        (["why", "ben", "create_and_edit_ads"], 2, 'regrant why "ben" create_and_edit_ads ASSET'),
        (["who-can", "create_and_edit_ads"], 2, "regrant who-can create_and_edit_ads ASSET"),
        (["why", BEN, "see", US, "--bc", "orchard"], 2, "not the id"),
        (["why", BEN, "see", US, "--bc", "7999999999999999999"], 3, "cannot be told from"),
        (["diagnose", "--about", US, "hello"], 2, "--as WHO"),
    ],
)
def test_wrong_questions_are_said_clearly(running: Running, arguments: list[str], code: int, says: str) -> None:
    """Exit 2 for a question that names nothing, 3 for what cannot be seen; never a traceback."""
    ended = regrant(*arguments)
    assert ended.code == code, ended.err
    assert says in ended.err
    assert "Traceback" not in ended.err


def test_the_other_three_questions(running: Running) -> None:
    """who-can, what-can and compare agree with why."""
    people = json.loads(regrant("who-can", "create_and_edit_ads", US, "--json").out)["people"]
    assert {p["who"]["email"]: p["verdict"] for p in people}[BEN] == "cannot"
    what = regrant("what-can", BEN)
    assert what.code == 0
    assert "ad account Orchard US" in what.out
    differ = regrant("compare", BEN, CLEO)
    assert differ.code == 1
    assert "ad account Orchard US" in differ.out
    assert "create and edit ads" in differ.out
    assert "missing: a role that is high enough" in differ.out


def test_a_first_name_is_enough(running: Running) -> None:
    """Where one person on the list has the first name, that is who is meant, for why and for diagnose alike."""
    assert regrant("why", "ben", "create_and_edit_ads", US).out.startswith("No, Ben Alvarez")
    found = json.loads(regrant("diagnose", "--as", "ben", "--about", US, "--json", WORDS).out)
    assert found["causes"][0]["id"] == "analyst_cannot_edit"


def test_diagnose_reads_before_it_asks(running: Running) -> None:
    """With --as the cause is decided without a question, on evidence with its proof, and progress goes to stderr."""
    ended = regrant("diagnose", "--as", BEN, "--about", US, "--json", WORDS)
    assert ended.code == 0, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    assert (found["verdict"], found["causes"][0]["id"]) == ("decided", "analyst_cannot_edit")
    assert found["next"]["kind"] == "fix"
    proofs = [item["proof"] for item in found["evidence"] if item["origin"] == "verified"]
    assert proofs
    assert all(re.fullmatch(r"/\S+/ request_id=\S+", proof) for proof in proofs)
    assert "Reading from TikTok" in ended.err or "Read in" in ended.err


def test_diagnose_goes_on_without_the_network() -> None:
    """If TikTok is gone the diagnosis says what was not checked, and goes on by questions."""
    with serve(packaged_world("role_too_low")) as sandbox:
        assert regrant("connect", "--url", sandbox.url, typed="sandbox-token\n").code == 0
    ended = regrant("diagnose", "--as", BEN, "--about", US, "--json", WORDS)
    found = json.loads(ended.out)
    assert ended.code in (0, 3)
    assert any(note.startswith("not checked:") for note in found["notes"])
    assert all(item["origin"] != "verified" for item in found["evidence"])


def answers(port: int) -> bool:
    """Tell whether somebody listens within ten seconds."""
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.1)

    return False


def test_sandbox_serves_a_world_by_name() -> None:
    """The command says address and token, answers, and ends when told to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "regrant", "sandbox", "--world", "not_assigned", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ}) as server:
        assert server.stdout is not None
        try:
            said = [server.stdout.readline().decode() for _ in range(3)]
            assert f"http://127.0.0.1:{port}" in said[1]
            assert answers(port)
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=20)


def test_sandbox_with_a_bad_world_says_where(tmp_path: Path) -> None:
    """A world with a mistake is refused with file, place and mend."""
    (tmp_path / "bad.json").write_text('{"name": "x"}', "utf-8")
    ended = regrant("sandbox", "--world", str(tmp_path / "bad.json"))
    assert ended.code == 2
    assert "bad.json" in ended.err
    assert "Mend:" in ended.err


def test_what_is_not_used_is_not_loaded() -> None:
    """The diagnosis starts without the packages that only TikTok's part needs."""
    heavy = "{'httpx', 'polars', 'narwhals', 'keyring', 'uvicorn', 'starlette'}"
    code = (
        "import sys, regrant.cli.main, regrant.cli.diagnose, regrant.cli.access, regrant.cli.tiktok;"
        "import regrant.cli.sandbox;"
        f"sys.exit(bool({heavy} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


def test_a_login_that_may_not_ask_does_not_say_no() -> None:
    """A Standard member may not read what others have, so "why" could not tell; it never says that they cannot."""
    with serve(packaged_world("healthy")) as sandbox:
        typed = f"{sandbox.world.tokens[1].token}\n"
        assert regrant("connect", "--url", sandbox.url, typed=typed).code == 0
        ended = regrant("why", CLEO, "see", US)
        own = regrant("why", "me", "see", US)
    assert (ended.code, own.code) == (3, 0), ended.out
