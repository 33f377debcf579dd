"""Keeping cases: every change at once, in order, whole, and by several processes at the same time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from regrant.cases.database import Database, evidence
from regrant.cases.store import NoSuchCaseError, Store
from regrant.diagnosis import Evidence, Origin, Prior

AT = "2026-11-22T10:00:00+00:00"
EXPIRED = Evidence(finding="link_says", value="expired", origin=Origin.DERIVED, at=AT, proof="link says expired")
ADMIN = Evidence(finding="inviter_role", value="admin", at=AT)


def test_case_comes_back_whole(store: Store) -> None:
    """Everything kept of a case comes back as it was: words, language, prior, evidence and its order."""
    prior = Prior(problems={"invite_not_working": 0.75}, causes={"invite_expired": 2.5})
    case_id = store.add("link tot 🙈", "de", prior, AT, (EXPIRED,))
    store.append(case_id, (ADMIN, EXPIRED))
    case = store.get(case_id)

    assert case.evidence == (EXPIRED, ADMIN, EXPIRED)
    assert (case.words, case.language, case.prior) == ("link tot 🙈", "de", prior)
    assert (case.created, case.ending, case.id) == (AT, "open", case_id)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cs"])), proof=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words(words: str, proof: str, store: Store) -> None:
    """Words and proofs of any kind come back to the letter."""
    item = Evidence(finding="topic", value="access", proof=proof)
    case = store.get(store.add(words, None, Prior(), AT, (item,)))

    assert (case.words, case.evidence) == (words, (item,))


def test_other_process_sees_it(store: Store, address: str) -> None:
    """What was kept is there at once for whoever opens the database anew."""
    case_id = store.add("words", None, Prior(), AT)
    store.append(case_id, (ADMIN,))

    assert Store(Database(address)).get(case_id).evidence == (ADMIN,)


def test_take_back(store: Store) -> None:
    """What is taken back is gone from the case, marked but not erased, and later evidence keeps its place."""
    case_id = store.add("", None, Prior(), AT, (EXPIRED, ADMIN))
    store.take_back(case_id, "link_says")
    store.append(case_id, (EXPIRED,))
    with store.database.begin() as connection:
        rows = connection.execute(select(evidence.c.number, evidence.c.taken_back).order_by(evidence.c.number)).all()

    assert store.get(case_id).evidence == (ADMIN, EXPIRED)
    assert [tuple(row) for row in rows] == [(1, 1), (2, 0), (3, 0)]


def test_take_back_is_of_one_case(store: Store) -> None:
    """Taking back in one case leaves every other case alone."""
    one, other = (store.add("", None, Prior(), AT, (EXPIRED,)) for _ in range(2))
    store.take_back(one, "link_says")

    assert store.get(one).evidence == ()
    assert store.get(other).evidence == (EXPIRED,)


def test_ending(store: Store) -> None:
    """How a case ended is kept with it."""
    case_id = store.add("", None, Prior(), AT)
    store.end(case_id, "fixed")

    assert store.get(case_id).ending == "fixed"


def test_beginning_of_an_id(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The beginning of an id is enough if it fits one case only; a whole id always is."""
    ids = iter(["abcd", "abff", "ab"])
    monkeypatch.setattr("regrant.cases.store.secrets.token_hex", lambda _: next(ids))
    for words in ("one", "two", "three"):
        store.add(words, None, Prior(), AT)

    assert store.get("abc").words == "one"
    assert store.get("ab").words == "three"
    with pytest.raises(NoSuchCaseError, match="3 cases whose id begins with"):
        store.get("a")


@pytest.mark.parametrize("wanted", ["", "zz", "%", "_", "'; DROP TABLE cases; --"])
def test_no_such_case(wanted: str, store: Store) -> None:
    """An id that fits nothing, or everything by a trick, is refused with the way to find the right one."""
    store.add("", None, Prior(), AT)

    with pytest.raises(NoSuchCaseError, match="regrant cases list"):
        store.get(wanted)


def test_newest_first(store: Store) -> None:
    """Cases are listed newest first."""
    for day in ("2026-11-20", "2026-11-22", "2026-11-21"):
        store.add(day, None, Prior(), f"{day}T10:00:00+00:00")

    assert [case.words for case in store.all()] == ["2026-11-22", "2026-11-21", "2026-11-20"]


def test_delete(store: Store) -> None:
    """A deleted case leaves nothing behind, and the others stay."""
    gone, stays = (store.add(words, None, Prior(), AT, (EXPIRED,)) for words in ("gone", "stays"))
    store.delete(gone)
    with store.database.begin() as connection:
        left = connection.execute(select(evidence.c.case_id)).scalars().all()

    assert [case.id for case in store.all()] == [stays]
    assert left == [stays]


_WRITER = """
import sys
from regrant.cases.database import Database
from regrant.cases.store import Store
from regrant.diagnosis import Evidence, Prior

store = Store(Database(sys.argv[1]))
shared, name = sys.argv[2], sys.argv[3]
own = store.add(name, None, Prior(), "2026-11-22T10:00:00+00:00")
for number in range(25):
    item = Evidence(finding="topic", value="access", proof=f"{name} {number}")
    store.append(shared, (item,))
    store.append(own, (item,))
    print(number, flush=True)
"""


def _writer(address: str, shared: str, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, address, shared, name],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_several_processes_write_at_once(store: Store, address: str) -> None:
    """Four processes that write at once, to one case and to cases of their own, lose nothing and keep their order."""
    shared = store.add("shared", None, Prior(), AT)
    names = ["a", "b", "c", "d"]
    writers = [_writer(address, shared, name) for name in names]
    errors = [writer.communicate(timeout=60)[1] for writer in writers]
    proofs = [str(item.proof) for item in store.get(shared).evidence]

    assert errors == [""] * 4
    assert [sum(proof.startswith(name) for proof in proofs) for name in names] == [25] * 4
    for name in names:
        assert [proof for proof in proofs if proof.startswith(name)] == [f"{name} {n}" for n in range(25)]
    assert sorted(len(case.evidence) for case in store.all()) == [25, 25, 25, 25, 100]


def test_several_processes_make_it_at_once(address: str) -> None:
    """Processes that start together where there is no table yet all end up in the same database."""
    code = (
        "import sys; from regrant.cases.database import Database; from regrant.cases.store import Store\n"
        "from regrant.diagnosis import Prior\n"
        "Store(Database(sys.argv[1])).add('', None, Prior(), '')"
    )
    begun = [
        subprocess.Popen([sys.executable, "-c", code, address], stderr=subprocess.PIPE, text=True) for _ in range(5)
    ]

    assert [process.communicate(timeout=60)[1] for process in begun] == [""] * 5
    assert len(Store(Database(address)).all()) == 5


def test_kill_in_the_middle_of_writing(store: Store, address: str) -> None:
    """A process killed while it writes loses nothing that it had written, and leaves a sound database."""
    shared = store.add("shared", None, Prior(), AT)
    writer = _writer(address, shared, "k")
    assert writer.stdout
    for line in writer.stdout:
        if line.strip() == "7":
            os.kill(writer.pid, signal.SIGKILL)
            break
    written = 8 + sum(1 for _ in writer.stdout)
    writer.communicate(timeout=60)
    sound: object = "ok"
    if address.startswith("sqlite"):
        with store.database.begin() as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar()

    assert writer.returncode == -signal.SIGKILL
    assert len(store.get(shared).evidence) >= written
    assert sound == "ok"
