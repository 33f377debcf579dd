"""Running the sandbox on loopback: in a thread for tests and demos, or in the foreground for the command."""

from __future__ import annotations

import socket
import threading
import time
from types import TracebackType
from typing import BinaryIO, Self

import uvicorn

from regrant.sandbox.app import create_app
from regrant.sandbox.engine import Engine
from regrant.sandbox.exchange import Call
from regrant.sandbox.people import step
from regrant.sandbox.shapes import Fault, World
from regrant.sandbox.table import BASE

HOST = "127.0.0.1"
START_SECONDS = 10.0


class Running:
    """A sandbox that runs in a thread of this process. Use it as a context manager, or call `stop`."""

    def __init__(self, world: World, port: int) -> None:
        """Bind the port, start the thread and wait until it answers."""
        app = create_app(world)
        self.engine: Engine = app.state.engine
        self._socket = _bound(port)
        self.url = f"http://{HOST}:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(_config(app))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)
        self._thread.start()
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while not self._server.started:
            if time.monotonic() > end or not self._thread.is_alive():
                raise RuntimeError(f"The sandbox did not start at {self.url} within {START_SECONDS:.0f} seconds.")
            time.sleep(0.005)

    @property
    def base(self) -> str:
        """The base of the API, such as `http://127.0.0.1:4100/open_api/v1.3`, without a slash at the end."""
        return self.url + BASE

    @property
    def portal(self) -> str:
        """The address of the consent page."""
        return f"{self.url}/portal/auth"

    @property
    def world(self) -> World:
        """The world as it is now."""
        return self.engine.world

    @property
    def calls(self) -> list[Call]:
        """The calls that came in so far, oldest first."""
        return self.engine.calls

    def fault(self, *faults: Fault) -> None:
        """Arm more faults."""
        self.engine.faults.add(*faults)

    def person(self, do: str, what: str, bc_id: str | None = None) -> None:
        """Let a person do what only people can, such as `accept_invite`; see `regrant.sandbox.people`."""
        self.engine.world = step(self.engine.world, do, what, bc_id)

    def stop(self) -> None:
        """Stop the server and wait until its thread has ended; a second call does nothing."""
        self._server.should_exit = True
        self._thread.join(timeout=START_SECONDS)
        self._socket.close()

    def __enter__(self) -> Self:
        """Give the running sandbox."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop the server."""
        self.stop()


def serve(world: World, port: int = 0) -> Running:
    """Start a sandbox for *world* in a thread; port 0 takes a free one. Raise `OSError` if the port is taken."""
    return Running(world, port)


def run(world: World, port: int, tie: BinaryIO | None = None) -> None:
    """
    Serve *world* in the foreground until it is interrupted, or until *tie* ends. Raise `OSError` if the port is taken.

    The other end of a tie closes even when the program that holds it is killed, which can tell nobody.
    """
    server = uvicorn.Server(_config(create_app(world)))
    if tie is not None:
        threading.Thread(target=_end_with, args=(tie, server), daemon=True).start()
    with _bound(port) as listener:
        server.run([listener])


def _end_with(tie: BinaryIO, server: uvicorn.Server) -> None:
    while tie.read(1):
        pass
    server.should_exit = True


def _bound(port: int) -> socket.socket:
    # Said to be TCP, because asyncio sends small pieces at once only then; else each answer takes 40 ms more.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise

    return listener


def _config(app: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",  # a cut answer is an error to uvicorn, and wanted here
        access_log=False,
        date_header=False,  # the world's clock goes there
        server_header=False,
        timeout_graceful_shutdown=1,
    )
