"""Migrations: from nothing to the newest form, and the code agrees with them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from regrant.cases import migrate
from regrant.cases.database import HEAD, Database, _engine, metadata
from regrant.cases.store import Store


def test_head_is_the_newest() -> None:
    """The version that the code works with is the one and only newest migration."""
    script = ScriptDirectory.from_config(migrate._config())

    assert script.get_heads() == [HEAD]


def test_every_revision_is_known() -> None:
    """All revisions lead to the newest one, so an older database can always be brought up."""
    assert HEAD in migrate.revisions()
    assert len(migrate.revisions()) == len(list((Path(migrate.__file__).parent / "migrations/versions").glob("*.py")))


def test_from_nothing(tmp_path: Path) -> None:
    """An empty file becomes a database of the newest form."""
    engine = create_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    migrate.upgrade(engine)

    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == HEAD
    assert set(inspect(engine).get_table_names()) == {"alembic_version", *metadata.tables}
    engine.dispose()


def test_twice_is_once(tmp_path: Path) -> None:
    """Migrating what is already of the newest form changes nothing."""
    engine = create_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    migrate.upgrade(engine)
    before = (tmp_path / "new.sqlite3").read_bytes()
    migrate.upgrade(engine)

    assert (tmp_path / "new.sqlite3").read_bytes() == before
    engine.dispose()


def test_tables_are_those_of_the_code(address: str) -> None:
    """The migrated tables are exactly the tables that the code describes: columns, types, keys and constraints."""
    database = Database(address)
    with database.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, metadata)

    assert differences == []


def test_killed_in_the_middle(address: str) -> None:
    """A migration that fails leaves no half-made tables behind; the next start makes them all."""
    from sqlalchemy import event

    engine = _engine(address)

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "CREATE TABLE evidence" in statement:
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", fail)
    try:
        migrate.upgrade(engine)
    except KeyboardInterrupt:
        engine.dispose()

    assert inspect(_engine(address)).get_table_names() == []
    assert set(inspect(Database(address).engine).get_table_names()) == {"alembic_version", *metadata.tables}


def test_links_of_earlier_databases(address: str) -> None:
    """A link made before secrets were forgotten still shows its copy; its secret is gone, also from the file."""
    token = "cGxhaW4gc2VjcmV0IG9mIGEgbGluaw"
    engine = _engine(address)
    config = migrate._config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        case = "INSERT INTO cases VALUES ('c1', '2026-11-01T10:00:00+00:00', 'words', NULL, '{}', 'open', NULL)"
        connection.exec_driver_sql(case)
        digest = hashlib.sha256(token.encode()).hexdigest()
        connection.exec_driver_sql(f"INSERT INTO shares VALUES ('{digest}', 'c1', '2026-11-01', 'the copy')")
        connection.exec_driver_sql(f"INSERT INTO attachments VALUES ('c1', 'share', '\"{token}\"')")
        connection.exec_driver_sql("INSERT INTO attachments VALUES ('c1', 'demo', 'true')")
    engine.dispose()
    store = Store(Database(address))

    assert store.shared(token) == "the copy"
    assert store.find("c1", "share", str) is None
    assert store.find("c1", "demo", bool) is True
    store.database.engine.dispose()
    if address.startswith("sqlite"):
        assert token.encode() not in Path(address.removeprefix("sqlite:///")).read_bytes()
