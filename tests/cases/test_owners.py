"""Whose case it is: one owner's cases, ticks and links are closed to every other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regrant.cases import Desk
from regrant.cases.store import NoSuchCaseError, Store
from regrant.diagnosis import Evidence, Prior
from regrant.knowledge import Knowledge

ANNA, BEN = "visitor:anna", "account:ben"
ITEM = Evidence(finding="link_says", value="expired")


def _case(store: Store, words: str = "words") -> str:
    return store.add(words, None, Prior(), "2026-11-22T10:00:00+00:00", (ITEM,))


@pytest.mark.parametrize(
    "attempt",
    [
        lambda store, case_id: store.get(case_id),
        lambda store, case_id: store.get(case_id[:3]),
        lambda store, case_id: store.append(case_id, (ITEM,)),
        lambda store, case_id: store.take_back(case_id, "link_says"),
        lambda store, case_id: store.end(case_id, "fixed"),
        lambda store, case_id: store.delete(case_id),
        lambda store, case_id: store.tick(case_id, "send_again", 0, done=True),
        lambda store, case_id: store.share(case_id, "copy", "t" * 32),
        lambda store, case_id: store.unshare(case_id),
    ],
)
def test_closed_to_others(attempt: Callable[[Store, str], object], store: Store) -> None:
    """Another owner can neither see nor change a case, and is told the same as if it did not exist."""
    case_id = _case(store.of(ANNA))
    before = store.get(case_id)
    with pytest.raises(NoSuchCaseError):
        attempt(store.of(BEN), case_id)

    assert store.get(case_id) == before
    assert store.of(BEN).all() == ()
    assert store.of(BEN).ticked(case_id) == frozenset()


def test_each_sees_their_own(store: Store) -> None:
    """Owners list their own cases only; the command line of the machine, which has no owner, lists all."""
    _case(store.of(ANNA), "anna's")
    _case(store.of(BEN), "ben's")
    _case(store, "machine's")

    assert [case.words for case in store.of(ANNA).all()] == ["anna's"]
    assert [case.words for case in store.of(BEN).all()] == ["ben's"]
    assert {case.words for case in store.all()} == {"anna's", "ben's", "machine's"}


def test_a_whole_conversation_of_an_owner(store: Store, tiny_knowledge: Knowledge) -> None:
    """A desk over one owner's store begins, answers, takes back and resumes as any other."""
    desk = Desk(tiny_knowledge, store.of(ANNA))
    sitting = desk.begin(problem="invite_not_working")
    sitting.say("link_says", "expired")
    assert sitting.case_id
    again = desk.resume(store.of(ANNA).get(sitting.case_id))

    assert again.diagnosis == sitting.diagnosis
    again.take_back("link_says")
    assert "link_says" not in {item.finding for item in store.of(ANNA).get(sitting.case_id).evidence}


def test_visitor_who_signs_in(store: Store) -> None:
    """Who signs in takes the cases begun as a visitor along; nobody else's move."""
    mine, other = _case(store.of(ANNA)), _case(store.of("visitor:other"))

    assert store.of(ANNA).hand_to(BEN) == 1
    assert [case.id for case in store.of(BEN).all()] == [mine]
    assert store.of(ANNA).all() == ()
    assert [case.id for case in store.of("visitor:other").all()] == [other]


def test_ticks(store: Store) -> None:
    """Ticks are kept by fix and step, twice is once, and they can be taken away."""
    case_id = _case(store.of(ANNA))
    mine = store.of(ANNA)
    for fix, number in (("send_again", 0), ("send_again", 2), ("other_fix", 0), ("send_again", 0)):
        mine.tick(case_id, fix, number, done=True)
    mine.tick(case_id, "send_again", 2, done=False)

    assert mine.ticked(case_id) == {("send_again", 0), ("other_fix", 0)}


def test_link(store: Store) -> None:
    """Whoever has a link reads the copy made then, until it is taken back; its secret is not in the database."""
    case_id, token, second = _case(store.of(ANNA)), "the secret of one", "the secret of the other"
    assert store.of(ANNA).shared_since(case_id) is None
    store.of(ANNA).share(case_id, "copy \x00 🙈", token)
    assert store.of(ANNA).shared_since(case_id, second) is None
    store.of(ANNA).share(case_id, "later copy", second)
    with store.database.look() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM shares").all())

    assert store.shared(token) == store.of(BEN).shared(token) == "copy \x00 🙈"
    assert store.shared(second) == "later copy"
    assert token not in kept
    assert all(store.of(ANNA).shared_since(case_id, one) for one in (None, token, second))
    assert store.of(BEN).shared_since(case_id) is None
    assert store.of(ANNA).unshare(case_id) == 2
    with pytest.raises(NoSuchCaseError, match="took it back"):
        store.shared(token)


@pytest.mark.parametrize("token", ["", "x", "%", "'; DROP TABLE shares; --", "\ud800", "\x00"])
def test_no_such_link(token: str, store: Store) -> None:
    """A secret that fits no link shows nothing."""
    store.share(_case(store), "copy", "right")

    with pytest.raises(NoSuchCaseError):
        store.shared(token)


def test_deleting_takes_all_along(store: Store) -> None:
    """A deleted case leaves neither evidence nor ticks nor links behind."""
    case_id = _case(store.of(ANNA))
    token = "the secret"
    store.of(ANNA).share(case_id, "copy", token)
    store.of(ANNA).tick(case_id, "send_again", 0, done=True)
    store.of(ANNA).delete(case_id)
    with store.database.look() as connection:
        left = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar()
            for name in ("evidence", "steps_done", "shares")
        ]

    assert left == [0, 0, 0]
    with pytest.raises(NoSuchCaseError):
        store.shared(token)
