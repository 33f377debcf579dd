"""`regrant users`: who may sign in to the web app."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pexpect
import pytest

from regrant.cases import open_store
from regrant.cases.accounts import Accounts
from tests.cli.conftest import Here

GOOD = "four words nobody expects"


def _accounts() -> Accounts:
    return Accounts(open_store().database)


def test_add_list_passwd_remove(here: Here, said: Callable[..., str]) -> None:
    """An account is made, listed, given another password, and removed; its password is never printed."""
    assert "regrant users add" in said("users", "list")
    added = here("users", "add", "Mia", typed=f"{GOOD}\n".encode())
    assert (added.code, added.out, added.err) == (0, "mia may sign in now.\n", "")
    assert "signs in with a password" in said("users", "list")
    assert here("users", "passwd", "mia", typed=b"quite another sentence\n").code == 0
    assert _accounts().check("mia", "quite another sentence", "here")
    assert said("users", "remove", "mia", "--yes") == "Removed mia and 0 cases.\n"
    assert _accounts().all() == ()


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (("add", "mia"), "short", "12 to 256 characters"),
        (("add", "mia"), "", "12 to 256 characters"),
        (("add", ""), GOOD, "visible characters"),
        (("passwd", "nobody"), GOOD, "regrant users list"),
        (("remove", "nobody", "--yes"), "", "regrant users list"),
    ],
)
def test_said_clearly(arguments: tuple[str, ...], typed: str, words: str, here: Here) -> None:
    """What cannot be done ends with exit code 2, the reason and the mend, and no password."""
    ended = here("users", *arguments, typed=f"{typed}\n".encode())

    assert ended.code == 2
    assert words in ended.err
    assert GOOD not in ended.err


def test_remove_asks(here: Here) -> None:
    """Removing asks first, and a no leaves everything as it was."""
    _accounts().add("mia", GOOD)

    assert here("users", "remove", "mia", typed=b"n\n").code == 1
    assert _accounts().named("mia")


def test_password_is_not_shown() -> None:
    """In a terminal the password is asked for twice and not shown."""
    child = pexpect.spawn(sys.executable, ["-m", "regrant", "users", "add", "mia"], encoding="utf-8", timeout=60)
    for prompt in ("Password: ", "The same again: "):
        child.expect_exact(prompt)
        child.sendline(GOOD)
    child.expect(pexpect.EOF)

    assert "may sign in now" in child.before
    assert GOOD not in child.before
    assert _accounts().check("mia", GOOD, "here")
