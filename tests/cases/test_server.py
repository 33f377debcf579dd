"""The database on a PostgreSQL server: what may be wrong with it, and what is said then."""

from __future__ import annotations

import subprocess
import sys

import psycopg
import pytest

from regrant.cases.database import Database, StoreError
from regrant.cases.store import Store
from regrant.cases.trouble import mend
from regrant.diagnosis import Evidence, Prior
from tests.postgres import PASSWORD, Server, free_port


def test_server_away(postgres: Server) -> None:
    """A server that does not answer is named with its address, without the password, and the way out."""
    with pytest.raises(StoreError, match=r"refused.*Start the database server.*REGRANT_DATABASE_URL") as caught:
        Database(postgres.url("postgres", port=free_port()))
    assert PASSWORD not in str(caught.value)


def test_wrong_password(postgres: Server) -> None:
    """A wrong password is called that, and neither the wrong nor the right one is printed."""
    with pytest.raises(StoreError, match=r"authentication failed.*right user and password") as caught:
        Database(postgres.url("postgres", password="wrong-one"))
    assert "wrong-one" not in str(caught.value)


def test_wrong_name(postgres: Server) -> None:
    """A database that the server does not have is named, with the command that makes it."""
    with pytest.raises(StoreError, match=r'"nosuch" does not exist.*createdb'):
        Database(postgres.url("nosuch"))


def test_any_spelling_of_the_address(postgres: Server) -> None:
    """postgresql://, postgres:// and the full driver name all open the same database."""
    address = postgres.fresh()
    Store(Database(address)).add("once", None, Prior(), "")
    for scheme in ("postgres", "postgresql+psycopg"):
        again = Store(Database(address.replace("postgresql", scheme, 1)))

        assert [case.words for case in again.all()] == ["once"]
        assert PASSWORD not in again.database.place


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without psycopg the message says what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(StoreError, match=r"pip install regrant\[postgres\]"):
        Database("postgresql://me@127.0.0.1/cases")


def test_held_for_too_long(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that does not let go is named as the reason after the same wait as with a file."""
    address = postgres.fresh()
    first = Database(address)
    monkeypatch.setattr("regrant.cases.database.BUSY_SECONDS", 0.2)
    second = Store(Database(address))
    with first.begin(), pytest.raises(StoreError, match=r"lock timeout.*Another program has been writing"):
        second.add("late", None, Prior(), "")

    assert second.add("now", None, Prior(), "")


def test_connection_lost_between_two_answers(postgres: Server) -> None:
    """When the server closed the connection meanwhile (it was restarted), the next answer is kept all the same."""
    address = postgres.fresh()
    store = Store(Database(address))
    case_id = store.add("words", None, Prior(), "")
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{address.rsplit('/')[-1]}'")
    store.append(case_id, (Evidence(finding="topic", value="access"),))

    assert len(store.get(case_id).evidence) == 1


def test_connection_lost_in_the_middle(postgres: Server) -> None:
    """When the server goes away in the middle of a change, nothing of that change is kept, and it is said."""
    address = postgres.fresh()
    store = Store(Database(address))

    def change() -> None:
        with store.database.begin() as connection:
            connection.exec_driver_sql("INSERT INTO settings VALUES ('half', 'done')")
            pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            postgres.run(f"SELECT pg_terminate_backend({pid}, 5000)")
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(StoreError, match="REGRANT_DATABASE_URL"):
        change()
    with store.database.look() as connection:
        assert connection.exec_driver_sql("SELECT * FROM settings").all() == []


def test_looking_cannot_write(postgres: Server) -> None:
    """What is opened for reading refuses to write."""
    store = Store(Database(postgres.fresh()))

    with pytest.raises(StoreError, match="read-only"), store.database.look() as connection:
        connection.exec_driver_sql("DELETE FROM cases")


def test_migration_waits_for_migration(postgres: Server) -> None:
    """A process that starts while another makes the tables waits for it, and finds them made."""
    address = postgres.fresh()
    with psycopg.connect(address) as holder:
        holder.execute("SELECT pg_advisory_xact_lock(7238417)")
        code = "import sys; from regrant.cases.database import Database; Database(sys.argv[1]); print('open')"
        waiting = subprocess.Popen([sys.executable, "-c", code, address], stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(2.5)
        holder.commit()

    assert waiting.communicate(timeout=60)[0] == "open\n"


@pytest.mark.parametrize(
    ("refusal", "what"),
    [
        ("database or disk is full", "Free some space"),
        ("attempt to write a readonly database", "where you may write"),
        ("could not extend file: No space left on device", "Free some space"),
        ("FATAL:  sorry, too many clients already", "max_connections"),
        ("value too long for type character varying(80)", "Nothing was kept of this"),
    ],
)
def test_mends(refusal: str, what: str) -> None:
    """Each refusal has the mend that belongs to it."""
    assert what in mend(refusal)
