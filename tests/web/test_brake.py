"""Wrong passwords are counted for whom they come from, also behind a server that passes people on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from regrant.cases.accounts import TRIES_ADDRESS, TRIES_HERE, TRIES_NAME, Accounts
from regrant.cases.database import Database
from tests.home import home
from tests.postgres import free_port
from tests.running import regrant
from tests.serving import Served
from tests.web.visitor import Visitor

__all__ = ["home"]
GOOD = "four words nobody expects"
Tried = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a database in which mia may sign in; it knows a cheap password, to be tried often."""
    database = Database(f"sqlite:///{tmp_path / 'cases.sqlite3'}")
    Accounts(database).add("mia", GOOD)
    database.engine.dispose()

    return tmp_path


@pytest.fixture
def serve(folder: Path) -> Iterator[Callable[..., Tried]]:
    """Return a function that serves the app and gives a function that tries a password from an address."""
    servers: list[Served] = []

    def started(*options: str) -> Tried:
        servers.append(Served(folder, options=("--login", *options)).start())
        visitor = Visitor(servers[-1].url)

        def tried(password: str, *, name: str = "mia", address: str = "203.0.113.7") -> int:
            visitor.http.headers["X-Forwarded-For"] = address
            visitor.page = visitor.http.get("/sign-in")
            visitor.send("/sign-in/password", name=name, password=password, next="/")
            status = visitor.page.status_code
            visitor.http.cookies.clear()
            return status

        return tried

    yield started
    for server in servers:
        server.stop()


def test_behind_a_named_proxy(serve: Callable[..., Tried]) -> None:
    """Who guesses is braked; everybody else behind the same server is not, whatever a guesser says before it."""
    tried = serve("--behind-proxy", "127.0.0.1")
    for turn in range(TRIES_HERE):
        assert tried("wrong wrong wrong", address=f"198.51.100.{turn}, 203.0.113.7") == 401

    assert tried("wrong wrong wrong") == 429
    assert tried(GOOD) == 429
    assert tried("wrong wrong wrong", address="203.0.113.8") == 401
    assert tried(GOOD, address="203.0.113.9") == 200


def test_nobody_else_is_believed(serve: Callable[..., Tried]) -> None:
    """Without a named proxy the header is worth nothing: a guesser cannot become another by it."""
    tried = serve()
    for turn in range(TRIES_HERE):
        assert tried("wrong wrong wrong", address=f"203.0.113.{turn}") == 401

    assert tried("wrong wrong wrong", address="203.0.113.99") == 429


def test_another_proxy_is_not_believed(serve: Callable[..., Tried]) -> None:
    """Only the server that was named is believed."""
    tried = serve("--behind-proxy", "10.0.0.0/8", "--behind-proxy", "fd00::1")
    for turn in range(TRIES_HERE):
        assert tried("wrong wrong wrong", address=f"203.0.113.{turn}") == 401

    assert tried("wrong wrong wrong", address="203.0.113.99") == 429


def test_neighbours_of_long_addresses(serve: Callable[..., Tried]) -> None:
    """One household's IPv6 addresses count as one, another's do not; an IPv4 address written long is that address."""
    tried = serve("--behind-proxy", "127.0.0.1")
    for turn in range(TRIES_HERE):
        assert tried("wrong wrong wrong", address=f"2001:db8:1:2::{turn + 1}") == 401

    assert tried("wrong wrong wrong", address="2001:db8:1:2:ffff::1") == 429
    assert tried("wrong wrong wrong", address="2001:db8:1:3::1") == 401
    assert tried("wrong wrong wrong", address="::ffff:203.0.113.5") == 401
    assert tried(GOOD, address="::ffff:203.0.113.6") == 200


def test_one_account_from_everywhere(serve: Callable[..., Tried]) -> None:
    """Guessing at one account from ever new addresses is braked, too; other accounts stay open."""
    tried = serve("--behind-proxy", "127.0.0.1")
    statuses = [tried("wrong wrong wrong", address=f"203.0.113.{turn}") for turn in range(TRIES_NAME + 1)]

    assert statuses == [*[401] * TRIES_NAME, 429]
    assert tried("wrong wrong wrong", name="ben", address="203.0.113.200") == 401
    assert TRIES_HERE < TRIES_ADDRESS < TRIES_NAME


@pytest.mark.parametrize("given", ["*", "proxy.example", "10.0.0.1/8", "300.1.1.1", ""])
def test_no_address(given: str) -> None:
    """What is no address is refused, with the mend; "everybody" can be named by no star."""
    ended = regrant("web", "--no-open", "--behind-proxy", given, "--port", str(free_port()))

    assert ended.code == 2
    assert "such as 10.0.0.5" in ended.err
