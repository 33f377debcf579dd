"""Who is meant, from what was read: known, gone, a slip, a stranger, or not to be told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrant.cases.who import UnsureWhoError, meant

Rows = dict[str, list[dict[str, Any]]]


def member(user_id: str | None, email: str, name: str | None = None, state: str = "BOUND") -> dict[str, Any]:
    """Return a row of the list of users."""
    return {"user_id": user_id, "user_email": email, "user_name": name, "relation_status": state}


PEOPLE = [
    member("7200000000000000001", "anna@orchard.example", "Anna Okoro"),
    member("7200000000000000002", "ben@orchard.example", "Ben Alvarez"),
    member("7200000000000000003", "ben.a@orchard.example", "Sam"),
    member("7200000000000000004", "sam@orchard.example", "Sam"),
    member(None, "dana@orchrad.example", state="PENDING"),
]
LOG = [{"text": "Removed member dan@orchard.example"}]


def tables(**more: Any) -> Rows:
    """Return what a reading brought."""
    return {"members": PEOPLE, "log": LOG, "unread": [], **more}


@pytest.mark.parametrize(
    ("who", "is_meant"),
    [
        ("me", "me"),
        ("ANNA@orchard.example", "ANNA@orchard.example"),
        ("anna okoro", "anna@orchard.example"),
        ("anna", "anna@orchard.example"),
        ("Alvarez", "ben@orchard.example"),
        ("7200000000000000002", "7200000000000000002"),
    ],
)
def test_somebody_known(who: str, is_meant: str) -> None:
    """An address, an id or a name that one person has is that person, and nothing more is said."""
    assert meant(who, tables()) == (is_meant, None)


@pytest.mark.parametrize(
    ("who", "near"),
    [
        ("anna@orchard.exmaple", ("anna@orchard.example",)),
        ("ben@gmail.example", ("ben@orchard.example",)),
        ("720000000000000001", ("7200000000000000001",)),
    ],
)
def test_a_slip_is_asked_about(who: str, near: tuple[str, ...]) -> None:
    """Whoever is much like a member is asked about, unless what was written is said to be right."""
    with pytest.raises(UnsureWhoError, match="Did you mean") as caught:
        meant(who, tables())
    assert caught.value.near == near
    assert caught.value.exact
    assert "to the letter" not in str(meant(who, tables(), exact=True)[1])


@pytest.mark.parametrize(("who", "near"), [("Sam", 2), ("Ana Okoro", 1), ("Xyzzy", 0)])
def test_a_name_has_to_be_somebodys(who: str, near: int) -> None:
    """A name that two have, or nobody has, cannot be taken as written."""
    with pytest.raises(UnsureWhoError) as caught:
        meant(who, tables(), exact=True)
    assert len(caught.value.near) == near
    assert not caught.value.exact


def test_a_first_name_of_several_is_asked_about() -> None:
    """With two of a first name, or one in whose name it hides, those of that name are offered."""
    for other in ("Ben Stone", "Reuben Stone"):
        several = [*PEOPLE, member("7200000000000000009", "stone@orchard.example", other)]
        with pytest.raises(UnsureWhoError) as caught:
            meant("ben", tables(members=several))
        assert "ben@orchard.example" in caught.value.near
        assert ("stone@orchard.example" in caught.value.near) == (other == "Ben Stone")


def test_somebody_the_log_speaks_of() -> None:
    """Whoever was removed is meant, although a member's address is only one letter away."""
    near = [*PEOPLE, member("7200000000000000009", "den@orchard.example")]
    assert meant("dan@orchard.example", tables(members=near))[1] == (
        "dan@orchard.example is not on the list of users now; the log speaks of them."
    )
    with pytest.raises(UnsureWhoError):
        meant("dan@orchard.example", tables(members=near, log=[]))


def test_an_open_invitation_is_no_slip_of_whoever_asks() -> None:
    """A mistyped invitation is what may be wrong, so its nearness is no reason to doubt the person."""
    who, said = meant("dana@orchard.example", tables())
    assert who == "dana@orchard.example"
    assert said is not None


@given(st.from_regex(r"[a-z]{6,9}@[a-z]{9,12}\.org", fullmatch=True))
def test_what_was_not_read_says_nothing(who: str) -> None:
    """Without the list of users nobody is said to be missing from it; without the log that is said."""
    gap = [{"table": "members"}]
    assert meant(who, tables(unread=gap)) == (who, None)
    assert meant(who, {"unread": []}) == (who, None)
    said = meant(who, tables(unread=[{"table": "log"}]))[1]
    assert said is not None
    assert "the log could not be read" in said
