"""What the tests of this room stand on: the app as a process, or in this one with a database of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from regrant.web.app import create_app
from regrant.web.settings import Settings
from tests.home import home
from tests.postgres import postgres
from tests.serving import Served
from tests.web.browsing import HOST, Browser
from tests.web.visitor import OPENED

__all__ = ["home", "postgres"]
Client = TestClient[Litestar]


@pytest.fixture(autouse=True)
def left() -> Iterator[None]:
    """Let every visitor of a test leave at its end."""
    yield
    while OPENED:
        OPENED.pop().close()


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the app with an empty database."""
    server = Served(tmp_path_factory.mktemp("served")).start()
    yield server
    server.stop()


@pytest.fixture
def client() -> Iterator[Client]:
    """Return a client that keeps its cookies, as a browser does."""
    with TestClient(create_app(Settings(hosts=(HOST,))), base_url=f"http://{HOST}") as made:
        yield made


@pytest.fixture
def browser(client: Client) -> Browser:
    """Return somebody who fills in forms."""
    return Browser(client)


@pytest.fixture
def stranger(client: Client) -> Browser:
    """Return somebody else on the same app, with cookies of their own."""
    return Browser(client, apart=True)
