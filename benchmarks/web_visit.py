"""The web app as a process of its own, and somebody who visits it: what the benchmark of the web app stands on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self
from urllib.parse import urlsplit

import httpx
from msgspec import Struct

from benchmarks.measure import most_memory

_ADDRESS = re.compile(r"Regrant is at (\S+?)/? ")
_FILE = re.compile(r'(?:src|href)="(/static/[^"]+)"')
_CHOICE = re.compile(r'<button name="value" value="([^"]+)"')
_ANSWERS = re.compile(r'action="(/cases/[^"]+/answers)"')
PATIENCE = 60.0


class Server(Struct, frozen=True):
    """A running server: its address, its process, and the seconds until it told that it can be called."""

    address: str
    pid: int
    start: float

    @property
    def cpu(self) -> float:
        """Return the seconds of processor that it has used (Linux only): other processes do not count in it."""
        return time.clock_gettime((~self.pid << 3) | 2)

    @property
    def memory(self) -> float:
        """Return the most memory that it has held, in MB (Linux only)."""
        return most_memory(self.pid)


@contextmanager
def served() -> Iterator[Server]:
    """Serve the app as `regrant web` does, with an empty database and nobody's token."""
    with tempfile.TemporaryDirectory() as folder:
        there = {"REGRANT_DATABASE_URL": f"sqlite:///{folder}/cases.sqlite3", "XDG_CONFIG_HOME": folder}
        started = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", "regrant", "web", "--port", "0", "--no-open"],
            env={**os.environ, **there, "REGRANT_TOKEN_STORE": "file", "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                assert process.stdout is not None
                found = next((match for line in process.stdout if (match := _ADDRESS.match(line))), None)
                if found is None:
                    raise RuntimeError("The web app did not start.")
                yield Server(found[1], process.pid, time.perf_counter() - started)
            finally:
                process.terminate()


class Visitor:
    """A browser without scripts: cookies, the page that is open, and the forms on it."""

    def __init__(self, server: Server) -> None:
        self.client = httpx.Client(base_url=server.address, follow_redirects=True, timeout=PATIENCE)
        self.page = self.open("/")
        self.token = self._field("csrf")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def open(self, path: str) -> httpx.Response:
        """Open a page."""
        self.page = self.client.get(path).raise_for_status()

        return self.page

    def suggest(self, words: str) -> None:
        """Ask what the words are about, as the first page does while somebody types."""
        self.client.post("/suggest", data={"csrf": self.token, "words": words}).raise_for_status()

    def begin(self, words: str) -> None:
        """Begin a case and open its first page."""
        self.page = self.client.post("/cases", data={"csrf": self.token, "words": words}).raise_for_status()

    @property
    def asked(self) -> bool:
        """Return whether the open page asks a question."""
        return "/q/" in urlsplit(str(self.page.url)).path

    def answer(self, choice: int) -> None:
        """Give an answer by its place (or the last one), and open the page that follows."""
        offered, where = _CHOICE.findall(self.page.text), _ANSWERS.search(self.page.text)
        assert where is not None
        fields = {"csrf": self.token, "seen": self._field("seen"), "finding": self._field("finding")}
        value = offered[min(choice, len(offered) - 1)]
        self.page = self.client.post(where[1], data={**fields, "value": value}).raise_for_status()

    def weight(self, path: str) -> tuple[int, int]:
        """Return the bytes of a page and of everything that it loads, as they are sent, and the number of files."""
        page = self.open(path)
        files = sorted(set(_FILE.findall(page.text)))
        sent = [self.client.get(file).raise_for_status().num_bytes_downloaded for file in files]

        return page.num_bytes_downloaded + sum(sent), len(files)

    def _field(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page.text)
        assert found is not None

        return found[1]
