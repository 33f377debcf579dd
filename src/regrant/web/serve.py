"""Running the app: a free port, the address told, the browser opened, a clean end."""

from __future__ import annotations

import errno
import os
import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn
from msgspec.structs import replace

from regrant.web.app import create_app
from regrant.web.settings import Settings

TRIED = 20
"""So many ports from the default one on are tried before giving up."""
GRACE_SECONDS = 3


class PortTakenError(Exception):
    """The port that was asked for cannot be used; the message says why and what to do."""


def serve(settings: Settings, *, fixed: bool, browse: bool, say: Callable[[str], None]) -> None:
    """
    Serve until interrupted.

    Args:
        settings: where to listen.
        fixed: whether only this very port will do; otherwise the next free one is taken.
        browse: whether to open the browser, if there is one.
        say: told the address.

    Raises:
        PortTakenError: no port to listen on.

    """
    listener = _bound(settings, fixed=fixed)
    port: int = listener.getsockname()[1]
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{shown}:{port}/"
    server = _Server(
        uvicorn.Config(
            create_app(replace(settings, port=port)),
            log_level="error",
            access_log=False,  # addresses of cases are nobody's business
            server_header=False,
            proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=list(settings.proxies),
            timeout_graceful_shutdown=GRACE_SECONDS,
        ),
        lambda: _ready(address, browse=browse, say=say),
    )
    try:
        server.run([listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()


class _Server(uvicorn.Server):
    """Says when it can be called."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def _ready(address: str, *, browse: bool, say: Callable[[str], None]) -> None:
    say(f"Regrant is at {address}  (Ctrl-C ends it)")
    if browse and _has_screen():
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _has_screen() -> bool:
    """Tell whether a browser could show anything; text browsers would take the terminal."""
    return os.name == "nt" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) or _is_mac()


def _is_mac() -> bool:
    return os.uname().sysname == "Darwin"


def _bound(settings: Settings, *, fixed: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    for port in [settings.port] if fixed else range(settings.port, settings.port + TRIED):
        # Said to be TCP, because asyncio sends small pieces at once only then; else a page waits 40 ms for its second.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, port))
        except OSError as error:
            listener.close()
            if fixed or error.errno != errno.EADDRINUSE:
                raise PortTakenError(
                    f"Port {port} cannot be used ({error.strerror}). Choose another with --port, or leave it out."
                ) from None
            continue
        return listener

    last = settings.port + TRIED - 1
    raise PortTakenError(f"The ports {settings.port} to {last} are all taken. Choose another with --port.")
