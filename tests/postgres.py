"""A real PostgreSQL server on loopback for one run of the tests, with a fresh database for every test."""

from __future__ import annotations

import os
import pwd
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.system import postgres_or_skip
from tests.watchdog import Watchdog

PASSWORD = "only-for-tests"
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=60")


@dataclass
class Server:
    """A running server and how to reach it."""

    port: int
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, *, user: str = "regrant", password: str = PASSWORD, port: int | None = None) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://{user}:{password}@127.0.0.1:{port or self.port}/{database}"

    def fresh(self) -> str:
        """Make an empty database and return its address."""
        name = f"test_{next(self.numbers)}"
        self.run(f'CREATE DATABASE "{name}"')

        return self.url(name)

    def run(self, statement: str) -> None:
        """Run one statement as the server's owner."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; Debian brings a user for it."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]

    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Start a server in a folder of its own; a watchdog removes both at the end, and if the run is killed."""
    programs = postgres_or_skip()
    folder, who = Path(tempfile.mkdtemp(prefix="regrant-pg-")), _unprivileged()
    secret, data = folder / "password", folder / "data"
    secret.write_text(PASSWORD, encoding="utf-8")
    if who:
        for path in (folder, secret):
            os.chown(path, who["user"], who["group"])

    def program(name: str, *arguments: str) -> None:
        done = subprocess.run(
            [programs / name, *arguments],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=120, check=False, **who,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()

    log, port = str(folder / "log"), free_port()
    after = Watchdog('"$1" stop -D "$2/data" -m immediate; rm -rf "$2"', programs / "pg_ctl", folder, **who)
    options = f"-p {port} -k '' -h 127.0.0.1 " + " ".join(f"-c {setting}" for setting in _FAST)
    try:
        program("initdb", "-D", str(data), "-U", "regrant", "-A", "scram-sha-256", f"--pwfile={secret}",
                "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")  # fmt: skip
        program("pg_ctl", "start", "-w", "-D", str(data), "-l", log, "-o", options)
        yield Server(port)
    finally:
        after.release()
