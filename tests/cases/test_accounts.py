"""Accounts: passwords, logins, the brake on guessing, and people from an OpenID provider."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import Thread

import pytest
from argon2 import PasswordHasher

from regrant.cases.accounts import TRIES_ADDRESS, TRIES_HERE, AccountError, Accounts, TooManyTriesError
from regrant.cases.store import NoSuchCaseError, Store
from regrant.diagnosis import Prior

GOOD, HERE = "four words nobody expects", "127.0.0.1"


@pytest.fixture
def accounts(store: Store) -> Accounts:
    return Accounts(store.database)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as little as the library allows: what is tested here is not its strength."""
    monkeypatch.setattr("regrant.cases.accounts._hasher", cache(lambda: PasswordHasher(1, 8, 1)))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """Let time pass: put a duration into the list."""
    passed = [timedelta()]

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + passed[-1]

    monkeypatch.setattr("regrant.cases.accounts.datetime", Clock)
    return passed


def test_right_password(accounts: Accounts) -> None:
    """The right password of a name, in any case and spelling of its letters, is let in; a wrong one is not."""
    made = accounts.add("Zoë", GOOD + " é")

    assert accounts.check("zoe\u0308", GOOD + " e\u0301", HERE) == made
    assert accounts.check("zoë", GOOD, HERE) is None
    assert accounts.check("nobody", GOOD, HERE) is None


def test_password_is_not_kept(accounts: Accounts) -> None:
    """The database holds an argon2id hash, never the password or a login's secret."""
    secret = accounts.sign_in(accounts.add("mia", GOOD))
    with accounts.database.look() as connection:
        kept = str([connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in ("accounts", "logins")])

    assert "$argon2id$" in kept
    assert GOOD not in kept
    assert secret not in kept


@pytest.mark.parametrize("password", ["", "short", "x" * 257, "aaaaaaaaaaaa", "abababababab", "miamiamiamia"])
def test_poor_password(password: str, accounts: Accounts) -> None:
    """A password that is too short, endless, or the name over and over is refused."""
    with pytest.raises(AccountError, match="password"):
        accounts.add("mia", password)
    assert accounts.all() == ()


@pytest.mark.parametrize("name", ["", "  ", "\u202e", "x" * 101, "-rf"])
def test_no_name(name: str, accounts: Accounts) -> None:
    """What cannot be seen, or is endless, is no name."""
    with pytest.raises(AccountError, match="name"):
        accounts.add(name, GOOD)


def test_name_is_taken(accounts: Accounts) -> None:
    """Two accounts cannot have the same name, in whatever case; the message says how to change the password."""
    accounts.add("mia", GOOD)

    with pytest.raises(AccountError, match="regrant users passwd mia"):
        accounts.add(" MIA ", GOOD)


def test_login(accounts: Accounts, later: list[timedelta]) -> None:
    """A login lasts until it is ended, or for fourteen days."""
    mia = accounts.add("mia", GOOD)
    first, second = accounts.sign_in(mia), accounts.sign_in(mia)
    accounts.sign_out(first)

    assert accounts.signed_in(first) is None
    assert accounts.signed_in(second) == mia
    assert accounts.signed_in("made up") is None
    later.append(timedelta(days=15))
    assert accounts.signed_in(second) is None


def test_other_password_ends_logins(accounts: Accounts) -> None:
    """Another password ends every login that was begun with the old one."""
    secret = accounts.sign_in(accounts.add("mia", GOOD))
    accounts.set_password("mia", "quite another sentence")

    assert accounts.signed_in(secret) is None
    assert accounts.check("mia", GOOD, HERE) is None
    assert accounts.check("mia", "quite another sentence", HERE)


def test_removed(accounts: Accounts, store: Store) -> None:
    """A removed account takes its logins and cases along; who gets the name later starts with nothing."""
    mia = accounts.add("mia", GOOD)
    secret, other = accounts.sign_in(mia), store.of("visitor:other").add("other", None, Prior(), "")
    case_id = store.of(mia.owner).add("hers", None, Prior(), "")

    assert accounts.remove("mia") == 1
    assert accounts.signed_in(secret) is None
    with pytest.raises(NoSuchCaseError):
        store.get(case_id)
    assert store.get(other)
    assert accounts.add("mia", GOOD).owner != mia.owner


def test_no_such_account(accounts: Accounts) -> None:
    """What is done to an account that is not there says where the names are."""
    for attempt in (accounts.remove, accounts.named, lambda name: accounts.set_password(name, GOOD)):
        with pytest.raises(AccountError, match="regrant users list"):
            attempt("nobody \x00")


def test_brake_on_one_name(accounts: Accounts, later: list[timedelta]) -> None:
    """After five wrong passwords even the right one has to wait a quarter of an hour, and others need not."""
    accounts.add("mia", GOOD)
    accounts.add("ben", GOOD)
    for _ in range(TRIES_HERE):
        assert accounts.check("mia", "wrong", HERE) is None
    with pytest.raises(TooManyTriesError, match="15 minutes"):
        accounts.check("mia", GOOD, HERE)

    assert accounts.check("ben", GOOD, HERE)
    assert accounts.check("mia", GOOD, "10.0.0.9")
    later.append(timedelta(minutes=16))
    assert accounts.check("mia", GOOD, HERE)


def test_brake_on_one_address(accounts: Accounts) -> None:
    """Many names from one address are braked too."""
    for number in range(TRIES_ADDRESS):
        accounts.check(f"name {number}", "wrong", HERE)

    with pytest.raises(TooManyTriesError):
        accounts.check("another", "wrong", HERE)


def test_many_at_once_are_no_way_around(accounts: Accounts) -> None:
    """Of twenty guesses at the same moment no more than five are looked at."""
    accounts.add("mia", GOOD)
    looked: list[object] = []

    def guess() -> None:
        with suppress(TooManyTriesError):
            looked.append(accounts.check("mia", "wrong", HERE))

    guesses = [Thread(target=guess) for _ in range(20)]
    for thread in guesses:
        thread.start()
    for thread in guesses:
        thread.join()
    assert looked == [None] * TRIES_HERE


def test_right_password_frees(accounts: Accounts) -> None:
    """Somebody who finally gets it right starts counting anew."""
    accounts.add("mia", GOOD)
    for _ in range(3):
        for _ in range(TRIES_HERE - 1):
            accounts.check("mia", "wrong", HERE)
        assert accounts.check("mia", GOOD, HERE)


def test_from_openid(accounts: Accounts) -> None:
    """The same person of a provider is the same account; nobody with the same name elsewhere is, nor has a password."""
    accounts.add("mia@example.com", GOOD)
    first = accounts.from_openid("https://id.example", "42", "mia@example.com")

    assert accounts.from_openid("https://id.example", "42", "renamed") == first
    assert accounts.from_openid("https://other.example", "42", "mia@example.com").owner != first.owner
    assert len({account.name for account in accounts.all()}) == 3
    assert accounts.check(first.name, "", HERE) is None
    with pytest.raises(AccountError, match=r"signs in at https://id\.example"):
        accounts.set_password(first.name, GOOD)


@pytest.mark.parametrize("text", ["\x00", "\ud800", "'; DROP TABLE accounts; --", "x" * 100_000, "\u202e", ""])
def test_hostile(text: str, accounts: Accounts) -> None:
    """Whatever is sent as name, password, address or secret is only wrong."""
    accounts.add("mia", GOOD)

    assert accounts.check(text, GOOD, HERE) is None
    assert accounts.check("mia", text, HERE) is None
    assert accounts.check("mia", "wrong", text.replace("\x00", "").encode("utf-8", "replace").decode()) is None
    assert accounts.signed_in(text) is None
    accounts.sign_out(text)
    assert [account.name for account in accounts.all()] == ["mia"]
