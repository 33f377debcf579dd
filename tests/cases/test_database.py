"""Opening the database: where it is, what may be wrong with it, and what is said then."""

from __future__ import annotations

import sqlite3
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from regrant.cases.database import HEAD, Database, StoreError, _engine, cases, default_url, metadata
from regrant.cases.store import Store
from regrant.diagnosis import Evidence, Prior


def _file(address: str) -> Path:
    return Path(address.removeprefix("sqlite:///"))


def test_default_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a setting the cases lie in a file in the platform's data folder."""
    monkeypatch.delenv("REGRANT_DATABASE_URL")
    place = Path(Database().place)

    assert place.is_file()
    assert place.is_relative_to(tmp_path)
    assert place.name == "cases.sqlite3"


def test_setting_moves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """`REGRANT_DATABASE_URL` says where the cases are; an empty setting counts as none."""
    monkeypatch.setenv("REGRANT_DATABASE_URL", "sqlite:////elsewhere/cases.sqlite3")
    assert default_url() == "sqlite:////elsewhere/cases.sqlite3"

    monkeypatch.setenv("REGRANT_DATABASE_URL", "")
    assert default_url().endswith("regrant/cases.sqlite3")


def test_folders_are_made(file_address: str) -> None:
    """Opening makes the folders and the tables that are missing."""
    Database(file_address)

    with sqlite3.connect(_file(file_address)) as connection:
        found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    assert found - {"sqlite_sequence"} == {"alembic_version", *metadata.tables}


@pytest.mark.skipif(sys.platform == "win32", reason="rights of this kind are POSIX")
def test_nobody_else_may_read(tmp_path: Path) -> None:
    """The file, what lies beside it and the folder that is made are this user's alone; an open file is closed."""
    file = tmp_path / "deep" / "regrant" / "cases.sqlite3"
    database = Database(f"sqlite:///{file}")
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE words (said TEXT)"))
        beside = {one.name: stat.S_IMODE(one.stat().st_mode) for one in file.parent.iterdir()}
    assert beside == dict.fromkeys(("cases.sqlite3", "cases.sqlite3-wal", "cases.sqlite3-shm"), 0o600)
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700

    file.chmod(0o644)
    Database(f"sqlite:///{file}")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_opening_again_changes_nothing(file_address: str) -> None:
    """A database that is of this version's form is opened as it is."""
    Database(file_address)
    before = _file(file_address).read_bytes()
    Database(file_address)

    assert _file(file_address).read_bytes() == before


def test_newer_version(address: str) -> None:
    """A database made by a newer version is refused with both versions and the way out, and is left as it is."""
    with Database(address).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreError, match=rf"newer Regrant.*9999.*{HEAD}.*REGRANT_DATABASE_URL"):
        Database(address)
    engine = _engine(address)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == ["9999"]
    assert set(inspect(engine).get_table_names()) == {"alembic_version", *metadata.tables}


@pytest.mark.parametrize("address", ["not an address", "nosuchdatabase://host/cases", "oracle+cx_oracle://host/cases"])
def test_no_address(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no address of a database is refused with an example of a right one."""
    monkeypatch.setenv("REGRANT_DATABASE_URL", address)

    with pytest.raises(StoreError, match=r"REGRANT_DATABASE_URL to something like sqlite:////"):
        Database()


def test_below_a_file(tmp_path: Path) -> None:
    """A place that cannot be written to is said with the place, the reason and the way out."""
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(StoreError, match=r"file/deeper/cases\.sqlite3: .+REGRANT_DATABASE_URL"):
        Database(f"sqlite:///{tmp_path / 'file' / 'deeper' / 'cases.sqlite3'}")


def test_read_only(file_address: str) -> None:
    """A database that may only be read is refused with a word, and nothing in it is lost."""
    Store(Database(file_address)).add("kept", None, Prior(), "2026-11-22T10:00:00+00:00")
    read_only = f"sqlite:///file:{_file(file_address)}?mode=ro&uri=true"

    with pytest.raises(StoreError, match="readonly"):
        Store(Database(read_only)).add("lost", None, Prior(), "2026-11-22T10:00:00+00:00")
    assert [case.words for case in Store(Database(file_address)).all()] == ["kept"]


def test_not_a_database(tmp_path: Path) -> None:
    """A file that is something else is refused and left as it is."""
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam " * 100)

    with pytest.raises(StoreError, match="not a database"):
        Database(f"sqlite:///{file}")
    assert file.read_text().startswith("Dear Sir")


def test_full_disk(file_store: Store) -> None:
    """When the disk is full, what was kept stays, the new piece is refused with a word, and later ones fit again."""
    case_id = file_store.add("before", None, Prior(), "2026-11-22T10:00:00+00:00")
    with file_store.database.begin() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    large = Evidence(finding="link_says", value="expired", proof="x" * 50_000)

    with pytest.raises(StoreError, match=r"full.*Free some space"):
        file_store.append(case_id, (large,))
    assert file_store.get(case_id).evidence == ()

    with file_store.database.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    file_store.append(case_id, (large,))
    assert file_store.get(case_id).evidence == (large,)


def test_all_or_nothing(store: Store) -> None:
    """A change that fails half-way is undone as a whole."""
    broken = {"id": "x", "created": "", "words": "", "prior": "{}", "ending": "open", "language": None}

    def change() -> None:
        with store.database.begin() as connection:
            connection.execute(cases.insert(), broken)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert store.all() == ()


def test_evidence_needs_its_case(store: Store) -> None:
    """Evidence of a case that does not exist (deleted by another process) is refused."""
    with pytest.raises(StoreError, match=r"(?i)foreign key.*what was kept before is still there"):
        store.append("nosuch", (Evidence(finding="topic", value="access"),))


def test_locked_for_too_long(file_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who holds the database for longer than we wait is named as the reason."""
    Database(file_address)
    monkeypatch.setattr("regrant.cases.database.BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(_file(file_address), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match=r"locked.*Another program has been writing.*do it again") as caught:
        Store(Database(file_address)).add("late", None, Prior(), "")
    assert "space" not in str(caught.value)
    holder.close()


def test_reading_waits_for_no_writer(address: str) -> None:
    """While one process writes, others read what was there before."""
    store = Store(Database(address))
    case_id = store.add("before", None, Prior(), "")
    with store.database.begin() as connection:
        connection.execute(cases.update().values(words="after"))

        assert Store(Database(address)).get(case_id).words == "before"
    assert store.get(case_id).words == "after"


def test_answers_go_into_a_log(file_address: str) -> None:
    """A file keeps changes in a log beside it, and every change waits until the disk has it."""
    with Database(file_address).look() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_threads_write_in_turn(address: str) -> None:
    """While one thread writes, another waits for its turn; then both changes are kept."""
    store = Store(Database(address))
    with ThreadPoolExecutor(1) as other:
        with store.database.begin() as connection:
            late = other.submit(store.add, "late", None, Prior(), "2026-11-22")
            with pytest.raises(TimeoutError):
                late.result(0.3)
            connection.execute(cases.insert().values(id="a", created="", words="first", prior="{}", ending="open"))
        late.result(20)

    assert [case.words for case in store.all()] == ["late", "first"]


def test_no_password_in_messages() -> None:
    """A message about a database elsewhere never prints its password."""
    with pytest.raises(StoreError) as caught:
        Database("oracle+nosuch://me:secret@host/cases")

    assert "secret" not in str(caught.value)
