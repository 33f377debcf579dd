"""What the tests of this room stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from regrant.cases.database import Database
from regrant.cases.store import Store
from tests.home import home, knowledge, tiny, tiny_knowledge
from tests.postgres import Server, postgres


@pytest.fixture(autouse=True)
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close every database that a test opened, or its connections would outlive it."""
    opened: list[Engine] = []

    def noted(*arguments: Any, **options: Any) -> Engine:
        opened.append(create_engine(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr("regrant.cases.database.create_engine", noted)
    yield
    for engine in opened:
        engine.dispose()


@pytest.fixture
def file_address(tmp_path: Path) -> str:
    """Return the address of a SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'kept' / 'cases.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database of each kind in turn."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("file_address"))
    server: Server = request.getfixturevalue("postgres")

    return server.fresh()


@pytest.fixture
def store(address: str) -> Store:
    """Return a store in a real database of each kind in turn."""
    return Store(Database(address))


@pytest.fixture
def file_store(file_address: str) -> Store:
    """Return a store in a SQLite file."""
    return Store(Database(file_address))


__all__ = ["home", "knowledge", "postgres", "tiny", "tiny_knowledge"]
