"""What the tests of this room stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from regrant.cases.database import Database
from regrant.cases.store import Store
from tests.home import home, knowledge, tiny, tiny_knowledge


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Return the address of a database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'kept' / 'cases.sqlite3'}"


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """Return a store in a real file."""
    opened = Store(Database(address))
    yield opened
    opened.database.engine.dispose()


__all__ = ["address", "home", "knowledge", "store", "tiny", "tiny_knowledge"]
