"""What the tests of this room share: a server, and a client that waits for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from regrant.tiktok.client import Client
from regrant.tiktok.pacing import Limiter, Quota
from tests.tiktok.server import TOKEN, Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    """Run a server that knows no path yet."""
    with serving() as running:
        yield running


class Waits:
    """Waits that are written down instead of slept."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Note the seconds."""
        self.asked.append(seconds)


@pytest.fixture
def waits() -> Waits:
    """Note the back-off waits of the client made by `connect`."""
    return Waits()


def connect(server: Server, waits: Waits | None = None, **options: Any) -> Client:
    """Make a client of the server, fast enough not to be slowed by its own limiter."""
    limiter = options.pop("limiter", None) or Limiter(Quota(per_second=10_000, per_minute=100_000))
    token = options.pop("token", TOKEN)

    return Client(token, url=server.url, limiter=limiter, sleep=waits or Waits(), **options)
