"""The demo Business Center: a broken world of the sandbox, served to this app on loopback when somebody wants it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import time

from regrant.cases.tiktok_desk import Connection, TikTokDeskError
from regrant.web.models.read import Question

WORLD = "partner_ceiling"
WORDS = "Ben cannot edit ads in the partner's account Meridian Launch, and I cannot choose a higher role for him."
QUESTION = Question(who="ben@orchard.example", action="create_and_edit_ads", asset="7300000000000000003")
NAME = "the demo Business Center"
START_SECONDS = 15.0
_ADDRESS = re.compile(r"Serving (\S+?)/? \(")
_TOKEN = re.compile(r"Access-Token: (\S+)")


class Demo:
    """
    A sandbox in a process of its own: it is the other side of the wire, of which this side knows the address only.

    It is started when it is first needed, and ends with the app, even if that is killed: it is tied to a pipe that only
    the app holds.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._connection: Connection | None = None

    def connection(self) -> Connection:
        """
        Return the connection to it.

        Raises:
            TikTokDeskError: it does not start.

        """
        with self._lock:
            if self._process is None or self._process.poll() is not None or self._connection is None:
                self.stop()
                self._connection = self._start()
            return self._connection

    def stop(self) -> None:
        """End it, if it runs."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=START_SECONDS)
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    pipe.close()
            self._process = None

    def _start(self) -> Connection:
        command = [sys.executable, "-m", "regrant.sandbox", "--tied", "--world", WORLD, "--port", str(_free_port())]
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        address, token = "", None
        for line in self._process.stdout:
            address = found.group(1) if (found := _ADDRESS.search(line)) else address
            if token := _TOKEN.search(line):
                break
        if not address or token is None or not _answers(address):
            self.stop()
            raise TikTokDeskError("The demo Business Center did not start. Try again, or see: regrant sandbox")

        return Connection.to(token.group(1), address)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]

    return port


def _answers(address: str) -> bool:
    import httpx  # slow to import, and few ask for the demo

    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            httpx.get(address, timeout=1.0)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return True

    return False
