"""The web app as a process of its own, on a free port, with a database of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.postgres import free_port
from tests.watchdog import Watchdog

PATIENCE = 90.0


@dataclass
class Served:
    """One server process; it can be killed and started again on the same port and database."""

    folder: Path
    database: str = ""
    port: int = field(default_factory=free_port)
    options: tuple[str, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    watchdog: Watchdog | None = None

    @property
    def url(self) -> str:
        """Return the address of its first page, without the slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Return what it printed."""
        return self.folder / f"log-{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return what it is told beside the environment of the tests."""
        return {
            "HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_CACHE_HOME": str(self.folder.parent / "cache-of-served"),
            "REGRANT_DATABASE_URL": self.database or f"sqlite:///{self.folder / 'cases.sqlite3'}",
            "REGRANT_TOKEN_STORE": "file",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            **self.settings,
        }

    def start(self) -> Served:
        """Start it and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "regrant", "web", "--port", str(self.port), "--no-open", *self.options],
                env={**os.environ, **self.environment}, cwd=self.folder, stdout=log, stderr=log,
            )  # fmt: skip
        self.watchdog = Watchdog('kill -9 "$1"', str(self.process.pid))
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()
            with suppress(httpx.TransportError):
                httpx.get(f"{self.url}/static/style.css", timeout=5)
                return self
            time.sleep(0.05)
        raise AssertionError(f"it does not answer: {self.log.read_text()}")

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process
        self._dismiss()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self._dismiss()
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def _dismiss(self) -> None:
        """Call the watchdog off first: the number of a process that has ended may soon be another's."""
        if self.watchdog:
            self.watchdog.dismiss()
            self.watchdog = None
