"""
Where cases are kept: opening the database, and one change at a time.

SQLite in the platform's data folder unless `REGRANT_DATABASE_URL` says otherwise; a PostgreSQL server for several
processes. Both let one process write at a time, so that whoever reads and then writes is never overtaken.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from regrant.cases.tables import HEAD, cases, evidence, metadata
from regrant.cases.trouble import BUSY_SECONDS, mend

__all__ = ["HEAD", "Database", "StoreError", "cases", "default_url", "evidence", "metadata"]

_WRITER = 7_238_417
"""The number of PostgreSQL's advisory lock that one writer at a time holds; any number would do."""
_CONNECT_SECONDS = 10
_OWN_FOLDER, _OWN_FILE, _OTHERS = 0o700, 0o600, 0o077
"""Rights on POSIX: for this user alone, and the rights of everybody else."""


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
        self._writing = threading.Lock()
        with self._trouble():
            self.engine = _engine(self.url)
            with self.look() as connection:
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
        """Yield a connection whose changes are all kept or, after an error, all undone; others wait to write."""
        with self._trouble(), self._turn(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let the threads of this process write in turn: SQLite lets them try again and again, and some come last."""
        mine = self._writing.acquire(timeout=BUSY_SECONDS)
        try:
            yield
        finally:
            if mine:
                self._writing.release()

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """Yield a connection for reading only, which sees one moment of the database and waits for no writer."""
        with self._trouble(), self.engine.connect().execution_options(regrant_look=True) as connection:
            yield connection

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise StoreError(
                f"The address {_without_password(self.url)!r} is not one of a database I can open: {error}. "
                "Set REGRANT_DATABASE_URL to something like sqlite:////home/me/cases.sqlite3"
                " or postgresql://me:password@host/regrant (needs: pip install regrant[postgres])."
            ) from error
        except (DBAPIError, OSError, PoolTimeoutError) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0].strip()
            raise StoreError(
                f"The case cannot be kept in {_without_password(self.url)}: {reason}. {mend(reason)}"
            ) from error


def _without_password(url: str) -> str:
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url)


def _engine(address: str) -> Engine:
    url = make_url(address)
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "postgresql":
        engine = create_engine(url, pool_pre_ping=True, connect_args=_server_options(dict(url.query)))
        event.listen(engine, "begin", _lock_server)
        return engine
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        if engine.url.database and not engine.url.database.startswith((":memory:", "file:")):
            _own_file(Path(engine.url.database))
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _lock_file)

    return engine


def _own_file(file: Path) -> None:
    """
    Make the file and its folder, if they are not there, for this user alone: people's own words are kept in it.

    SQLite gives the files that it puts beside it the same rights. A file that others may read is closed to them, too:
    earlier versions left it open.
    """
    if not file.parent.exists():
        file.parent.parent.mkdir(parents=True, exist_ok=True)
        file.parent.mkdir(mode=_OWN_FOLDER, exist_ok=True)
    with suppress(OSError):  # what is wrong with the place is said when it is opened
        file.touch(mode=_OWN_FILE)
        for one in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
            if one.exists() and one.stat().st_mode & _OTHERS:
                one.chmod(_OWN_FILE)


def _server_options(given: dict[str, Any]) -> dict[str, Any]:
    """Wait no longer for a server than for a file; what the address itself says holds."""
    waits = f"-c lock_timeout={int(BUSY_SECONDS * 1000)} -c idle_in_transaction_session_timeout=60000"
    options = {"connect_timeout": _CONNECT_SECONDS, "options": waits, "application_name": "regrant"}

    return {name: value for name, value in options.items() if name not in given}


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Several processes may write: wait for each other, and survive being killed in the middle."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    cursor.execute("PRAGMA foreign_keys = ON")
    # A log beside the file: keeping an answer waits for the disk once, not three times, and nobody who reads waits.
    # Where the file cannot be written, or is no database, the first query says so.
    with suppress(sqlite3.DatabaseError):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _lock_file(connection: Connection) -> None:
    """Take the write lock first, or two processes that read and then write would refuse each other."""
    looking = connection.get_execution_options().get("regrant_look")
    connection.exec_driver_sql("BEGIN" if looking else "BEGIN IMMEDIATE")


def _lock_server(connection: Connection) -> None:
    """Do on a server what `_lock_file` does on a file."""
    if connection.get_execution_options().get("regrant_look"):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None

    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
