"""A run of the tests that is killed leaves no server behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.system import postgres_or_skip
from tests.watchdog import Watchdog

PATIENCE = 60.0
RUN = """
import time
from pathlib import Path
from tests.postgres import postgres
from tests.serving import Served

def test_forever(postgres, tmp_path):
    served = Served(tmp_path / "served").start()
    postgres.run("SELECT 1")
    Path({told!r}).write_text(f"{{postgres.port}} {{served.port}}")
    time.sleep(600)
"""


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        caller.settimeout(5)
        return caller.connect_ex(("127.0.0.1", port)) == 0


def _wait(until: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not until() and time.monotonic() < end:
        time.sleep(0.05)

    return until()


def test_killed_run_leaves_nothing(tmp_path: Path) -> None:
    """After SIGKILL of pytest itself, the database server it started, its folder and the served app are gone."""
    postgres_or_skip()
    told, folders = tmp_path / "told", tmp_path / "folders"
    folders.mkdir()
    folders.chmod(0o777)
    for folder in (*tmp_path.parents, tmp_path):  # the database's user has to get there, as it does below /tmp
        with suppress(PermissionError):
            folder.chmod(folder.stat().st_mode | 0o011)
    (tmp_path / "test_run.py").write_text(RUN.format(told=str(told)), encoding="utf-8")
    here = Path(__file__).parents[1]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path / "test_run.py")]
    environment = {**os.environ, "TMPDIR": str(folders), "PYTHONPATH": os.pathsep.join([str(here / "src"), str(here)])}
    run = subprocess.Popen(command, cwd=here, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        assert _wait(lambda: (told.exists() and bool(told.read_text())) or run.poll() is not None)
        assert run.poll() is None, run.stdout.read().decode() if run.stdout else ""
        ports = [int(port) for port in told.read_text().split()]
        assert [_listens(port) for port in ports] == [True, True]
        made = list(folders.glob("regrant-pg-*"))
        assert len(made) == 1
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
        if run.stdout:
            run.stdout.close()

    assert _wait(lambda: not any(_listens(port) for port in ports)), "a server goes on"
    assert _wait(lambda: not made[0].exists()), "its folder is still there"


@pytest.mark.parametrize(("act", "left"), [(Watchdog.release, True), (Watchdog.dismiss, False)])
def test_script(act: Callable[[Watchdog], None], left: bool, tmp_path: Path) -> None:
    """Released, it runs its script before `release` returns; dismissed, it never does."""
    dog = Watchdog('echo done > "$1"', tmp_path / "mark")
    assert not (tmp_path / "mark").exists()
    act(dog)

    assert (tmp_path / "mark").exists() is left
