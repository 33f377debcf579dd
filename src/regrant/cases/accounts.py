"""Who may sign in: accounts with a password or from an OpenID provider, their logins, and the brake on guessing."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import Struct
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from regrant.cases.database import Database
from regrant.cases.tables import accounts, attempts, cases, logins

SHORTEST, LONGEST = 12, 256
"""Characters of a password; length counts, not kinds of characters (NIST SP 800-63B)."""
LONGEST_NAME = 100
LOGIN_DAYS = 14
WINDOW = timedelta(minutes=15)
TRIES_HERE, TRIES_NAME, TRIES_ADDRESS = 5, 50, 30
"""Wrong passwords in a window: for one name from one address, for one name, from one address."""


class Account(Struct, frozen=True, kw_only=True):
    """Somebody who may sign in; `openid` is the address of the provider that vouches for them, if one does."""

    id: str
    name: str
    created: str
    openid: str | None = None

    @property
    def owner(self) -> str:
        """Return what this account's cases are kept under."""
        return f"account:{self.id}"


class AccountError(Exception):
    """It cannot be done as it was asked; the message says why and the mend."""


class TooManyTriesError(AccountError):
    """Too many wrong passwords; nothing is tried until some time has passed."""


class Accounts:
    """The accounts of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, name: str, password: str) -> Account:
        """
        Make an account with a password.

        Raises:
            AccountError: the name is taken or no name, or the password is too short or too long.

        """
        known, digest = _name(name), _hasher().hash(_password(password, name))
        with self.database.begin() as connection:
            if connection.execute(select(accounts.c.id).where(accounts.c.name == known)).scalar():
                raise AccountError(
                    f'There is an account "{known}" already. Another password: regrant users passwd {known}'
                )
            return _insert(connection, name=known, password=digest)

    def from_openid(self, issuer: str, subject: str, name: str) -> Account:
        """Return the account of somebody an OpenID provider vouches for, made at the first time."""
        who = (accounts.c.issuer == issuer) & (accounts.c.subject == subject)
        with self.database.begin() as connection:
            if row := connection.execute(select(accounts).where(who)).first():
                return _account(row)
            # The same name may come from elsewhere; it is only for showing, and stays unlike every other.
            wished = _printable(name) or "somebody"
            taken = connection.execute(select(accounts.c.id).where(accounts.c.name == wished)).scalar()
            unique = f"{wished[:80]} ({secrets.token_hex(3)})" if taken else wished
            return _insert(connection, name=unique, issuer=issuer, subject=subject)

    def set_password(self, name: str, password: str) -> None:
        """
        Give an account another password and end all its logins.

        Raises:
            AccountError: no such account, it signs in elsewhere, or the password is too short or too long.

        """
        account, digest = self.named(name), _hasher().hash(_password(password, name))
        if account.openid:
            raise AccountError(f'"{account.name}" signs in at {account.openid}; there is no password here to change.')
        with self.database.begin() as connection:
            connection.execute(update(accounts).where(accounts.c.id == account.id).values(password=digest))
            connection.execute(delete(logins).where(logins.c.account_id == account.id))

    def remove(self, name: str) -> int:
        """
        Remove an account with its logins and all its cases, and return how many cases these were.

        Raises:
            AccountError: there is no such account.

        """
        account = self.named(name)
        with self.database.begin() as connection:
            gone = connection.execute(delete(cases).where(cases.c.owner == account.owner))
            connection.execute(delete(accounts).where(accounts.c.id == account.id))

        return int(gone.rowcount)

    def named(self, name: str) -> Account:
        """
        Return the account of this name.

        Raises:
            AccountError: there is none.

        """
        with self.database.look() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == _printable(name))).first()
        if row is None:
            raise AccountError(f'There is no account "{name}". See: regrant users list')

        return _account(row)

    def all(self) -> tuple[Account, ...]:
        """Return every account, by name."""
        with self.database.look() as connection:
            return tuple(_account(row) for row in connection.execute(select(accounts).order_by(accounts.c.name)))

    def check(self, name: str, password: str, address: str) -> Account | None:
        """
        Return the account if the password is right; *address* is where the attempt comes from.

        The attempt is counted before the password is looked at, so that many at once are no way around the brake.

        Raises:
            TooManyTriesError: too many wrong passwords for this name or from this address.

        """
        known = _printable(name)[:LONGEST_NAME]
        keys = {
            f"both {known} {address}"[:160]: TRIES_HERE,
            f"name {known}": TRIES_NAME,
            f"from {address}"[:160]: TRIES_ADDRESS,
        }
        self._count(keys)
        with self.database.look() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == known)).first()
        if not _fits(row.password if row else None, password) or row is None:
            return None
        with self.database.begin() as connection:
            connection.execute(delete(attempts).where(attempts.c.key.in_(keys)))
            if _hasher().check_needs_rehash(row.password):
                newer = _hasher().hash(_normal(password))
                connection.execute(update(accounts).where(accounts.c.id == row.id).values(password=newer))

        return _account(row)

    def _count(self, keys: dict[str, int]) -> None:
        now = datetime.now(UTC)
        with self.database.begin() as connection:
            connection.execute(delete(attempts).where(attempts.c.at < _text(now - WINDOW)))
            counted = select(attempts.c.key, func.count()).where(attempts.c.key.in_(keys)).group_by(attempts.c.key)
            if any(count >= keys[key] for key, count in connection.execute(counted)):
                minutes = WINDOW.seconds // 60
                raise TooManyTriesError(f"Too many wrong passwords. Wait {minutes} minutes, then try again.")
            connection.execute(insert(attempts), [{"key": key, "at": _text(now)} for key in keys])

    def sign_in(self, account: Account) -> str:
        """Begin a login and return its secret, for a cookie; the database keeps only a digest."""
        secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
        row = {"digest": _digest(secret), "account_id": account.id, "expires": _text(now + timedelta(days=LOGIN_DAYS))}
        with self.database.begin() as connection:
            connection.execute(delete(logins).where(logins.c.expires < _text(now)))
            connection.execute(insert(logins), row)

        return secret

    def signed_in(self, secret: str) -> Account | None:
        """Return whose login this is; nobody's if it has ended."""
        now = _text(datetime.now(UTC))
        held = (logins.c.digest == _digest(secret)) & (logins.c.expires >= now)
        with self.database.look() as connection:
            row = connection.execute(select(accounts).join(logins).where(held)).first()

        return _account(row) if row else None

    def sign_out(self, secret: str) -> None:
        """End a login."""
        with self.database.begin() as connection:
            connection.execute(delete(logins).where(logins.c.digest == _digest(secret)))


def _insert(connection: Connection, **values: str) -> Account:
    row = {"id": secrets.token_hex(8), "created": _text(datetime.now(UTC)), **values}
    connection.execute(insert(accounts), row)

    return Account(id=row["id"], name=row["name"], created=row["created"], openid=row.get("issuer"))


def _account(row: Row[tuple[str, ...]]) -> Account:
    return Account(id=row.id, name=row.name, created=row.created, openid=row.issuer)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_hex(16))


def _fits(digest: str | None, password: str) -> bool:
    """Take as long for a name that does not exist, so that names cannot be found out."""
    try:
        return _hasher().verify(digest or _nobodys(), _normal(password)[: LONGEST + 1]) and digest is not None
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


def _password(password: str, name: str) -> str:
    normal = _normal(password)
    if not SHORTEST <= len(normal) <= LONGEST:
        raise AccountError(f"A password has {SHORTEST} to {LONGEST} characters; this one has {len(normal)}.")
    if normal.casefold() in (_printable(name) * SHORTEST) or len(set(normal)) < SHORTEST // 3:
        raise AccountError("This password is too easy to guess. Take several words that nobody would expect together.")

    return normal


def _printable(name: str) -> str:
    normal = unicodedata.normalize("NFKC", name).casefold()

    return " ".join("".join(letter if letter.isprintable() else " " for letter in normal).split())


def _name(name: str) -> str:
    known = _printable(name)
    if not 0 < len(known) <= LONGEST_NAME or known.startswith("-"):
        raise AccountError(f"A name has 1 to {LONGEST_NAME} visible characters and does not begin with a dash.")

    return known


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
