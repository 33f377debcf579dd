"""Starting and stopping, in a thread and from the command line."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from regrant.sandbox import packaged_world, serve, world_schema
from regrant.sandbox.__main__ import main


def test_it_starts_answers_and_stops() -> None:
    """A running sandbox answers at its address, and after `stop` nobody does; a second stop does nothing."""
    running = serve(packaged_world("healthy"))
    url = f"{running.base}/user/info/"

    assert httpx.get(url).json()["code"] == 40104
    running.stop()
    running.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


def test_two_worlds_run_side_by_side() -> None:
    """Two sandboxes of one process do not know of each other."""
    with serve(packaged_world("healthy")) as one, serve(packaged_world("removed_member")) as other:
        assert (one.world.name, other.world.name) == ("healthy", "removed_member")
        assert one.url != other.url


def test_a_taken_port_is_an_os_error() -> None:
    """A port that somebody else has is refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            serve(packaged_world("healthy"), taken.getsockname()[1])


def test_the_command_lists_explains_and_refuses(tmp_path: Path) -> None:
    """The command lists the worlds, prints the schema, and tells what is wrong with a world (exit code 2)."""
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    bad = CliRunner().invoke(main, ["--world", str(tmp_path / "bad.json")])

    assert "spark_expired" in CliRunner().invoke(main, ["--list"]).output
    assert json.loads(CliRunner().invoke(main, ["--schema"]).output) == world_schema()
    assert (bad.exit_code, "missing required field" in bad.output) == (2, True)


def test_the_command_says_that_a_port_is_taken() -> None:
    """A taken port ends in one sentence and exit code 2."""
    with serve(packaged_world("healthy")) as running:
        found = CliRunner().invoke(main, ["--port", running.url.rsplit(":", 1)[1]])

    assert (found.exit_code, "Choose another with --port" in found.output) == (2, True)


def test_the_command_serves_until_it_is_interrupted() -> None:
    """`python -m regrant.sandbox` names address and tokens, answers, and ends quietly on an interrupt."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "regrant.sandbox", "--world", "healthy", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(3)]
        client = httpx.Client(transport=httpx.HTTPTransport(retries=5), trust_env=False)
        with client:
            found = client.get(f"http://127.0.0.1:{port}/open_api/v1.3/user/info/").json()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)

    assert str(port) in lines[1]
    assert "sandbox-token" in lines[2]
    assert found["code"] == 40104
    assert "Traceback" not in errors
