"""`regrant web` as a command, and the static pages."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from regrant.knowledge import load
from regrant.web.serve import _bound
from regrant.web.settings import Settings
from regrant.web.site import write

COMMAND = [sys.executable, "-m", "regrant", "web", "--no-open"]


def test_it_says_where_it_is_and_ends_cleanly() -> None:
    """It prints its address once it answers there, and Ctrl-C ends it without a word."""
    with subprocess.Popen([*COMMAND, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        address = re.search(r"http://127\.0\.0\.1:\d+/", run.stdout.readline())
        assert address is not None
        assert httpx.get(address.group()).status_code == 200
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=20) == 0
        assert run.stderr.read() == ""


def test_a_taken_port_is_named() -> None:
    """A port that somebody else listens on is said, with the mend."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run([*COMMAND, "--port", port], capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 2
    assert f"Port {port} cannot be used" in done.stderr
    assert "--port" in done.stderr


def test_pieces_are_sent_at_once() -> None:
    """What is sent in two pieces does not wait for the first to be confirmed, which would take 40 ms for every page."""

    async def at_once() -> int:
        told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def called(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            told.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listener = _bound(Settings(port=0), fixed=True)
        async with await asyncio.start_server(called, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            found = await told
            writer.close()
            return found

    assert asyncio.run(at_once()) != 0


def test_the_site_stands_alone(tmp_path: Path) -> None:
    """Every guide is written, every link leads to a file that is there, and no script or form is left."""
    count = write(tmp_path / "site")
    pages = list((tmp_path / "site").glob("*.html"))

    assert count == len(pages) == len(load().problems) + 1
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "<form" not in text
        for target in re.findall(r'(?:href|src)="([^"#]+)', text):
            assert target.startswith(("https://", "http://")) or (tmp_path / "site" / target).exists(), (
                page.name,
                target,
            )
