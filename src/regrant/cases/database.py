"""
Where cases are kept: tables, opening, and changes of the tables over time.

SQLite in the platform's data folder unless `REGRANT_DATABASE_URL` says otherwise.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    inspect,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

HEAD = "0001"
"""The revision this version works with; a test holds it against the newest migration."""
BUSY_SECONDS = 15

metadata = MetaData()
cases = Table(
    "cases",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("created", String(32), nullable=False),
    Column("words", Text, nullable=False),
    Column("language", String(16)),
    Column("prior", Text, nullable=False),
    Column("ending", String(16), nullable=False),
)
evidence = Table(
    "evidence",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("finding", String(80), nullable=False),
    Column("value", String(80), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("at", String(32)),
    Column("proof", Text),
    Column("taken_back", Integer, nullable=False),
    UniqueConstraint("case_id", "number"),
)


class StoreError(Exception):
    """The database cannot be used; the message says what, where, why and the mend."""


def default_url() -> str:
    """Return the database address: `REGRANT_DATABASE_URL`, or a file in the platform's data folder."""
    if url := os.environ.get("REGRANT_DATABASE_URL"):
        return url

    return f"sqlite:///{user_data_path('regrant', appauthor=False) / 'cases.sqlite3'}"


class Database:
    """An opened database whose tables are of this version's form."""

    def __init__(self, url: str | None = None) -> None:
        """
        Open it, making or changing the tables when needed.

        Raises:
            StoreError: no such folder, read-only, full, not a database, or made by a newer version.

        """
        self.url = url or default_url()
        with self._trouble():
            self.engine = _engine(self.url)
            with self.engine.begin() as connection:
                found = _revision(connection)
            if found != HEAD:
                self._change(found)

    def _change(self, found: str | None) -> None:
        from regrant.cases import migrate

        if found is not None and found not in migrate.revisions():
            newer = f"its tables are of version {found}, this one knows {HEAD}"
            raise StoreError(
                f"{self.place} was made by a newer Regrant ({newer}). "
                "Install the newer Regrant, or set REGRANT_DATABASE_URL to another place."
            )
        migrate.upgrade(self.engine)

    @property
    def place(self) -> str:
        """Return where it is, without a password."""
        return str(self.engine.url.database or "") if self.url.startswith("sqlite") else str(self.engine.url)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Yield a connection whose changes are all kept or, after an error, all undone."""
        with self._trouble(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise StoreError(
                f"The address {_without_password(self.url)!r} is not one of a database I can open: {error}. "
                "Set REGRANT_DATABASE_URL to something like sqlite:////home/me/cases.sqlite3."
            ) from error
        except (DBAPIError, OSError) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise StoreError(
                f"The case cannot be kept in {_without_password(self.url)}: {reason}. "
                "Free some space or set REGRANT_DATABASE_URL to a place where you may write."
            ) from error


def _without_password(url: str) -> str:
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url)


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        if engine.url.database and engine.url.database != ":memory:":
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_at_once)

    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Several processes may write: wait for each other, and survive being killed in the middle."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_at_once(connection: Connection) -> None:
    """Take the write lock first, or two processes that read and then write would refuse each other."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None

    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
