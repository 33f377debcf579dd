"""Reading and writing cases. Every change is kept at once, so a killed process loses nothing answered."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    bindparam,
    delete,
    func,
    insert,
    select,
    true,
    update,
)

from regrant.cases.database import Database
from regrant.cases.desk import OPEN
from regrant.cases.tables import attachments, cases, evidence, shares, steps_done
from regrant.diagnosis import Evidence, Origin, Prior
from regrant.loading import decoder

T = TypeVar("T")
_ID: BindParameter[str] = bindparam("wanted")
# Built once: with SQLAlchemy, building a query takes longer than running it.
_CASE = select(cases).where(cases.c.id == _ID)
_SAID = select(evidence).where(evidence.c.case_id == _ID).order_by(evidence.c.number)
_LAST = select(func.max(evidence.c.number)).where(evidence.c.case_id == _ID)
_OWNER = select(cases.c.owner).where(cases.c.id == _ID)
_VERSION = select(func.count() + func.coalesce(func.sum(evidence.c.taken_back), 0)).where(evidence.c.case_id == _ID)


class Case(Struct, frozen=True, kw_only=True):
    """
    One person's trouble: its words, its evidence in order, and how it ended (open, fixed, given_up ...).

    `version` grows with everything said and taken back, so that a page can tell whether it is out of date.
    """

    id: str
    created: str
    words: str
    language: str | None
    prior: Prior
    ending: str
    evidence: tuple[Evidence, ...]
    version: int = 0


class StaleError(Exception):
    """Something else was said in the case since the version that this change was made for; nothing was changed."""


class NoSuchCaseError(LookupError):
    """There is no such case, or the beginning of its id fits several."""


class Store:
    """The cases of one database: all of them, or only one owner's, to whom the others do not exist."""

    def __init__(self, database: Database, owner: str | None = None) -> None:
        self.database = database
        self.owner = owner

    def of(self, owner: str) -> Store:
        """Return the same store as this owner may see it."""
        return Store(self.database, owner)

    def add(
        self, words: str, language: str | None, prior: Prior, created: str, items: tuple[Evidence, ...] = ()
    ) -> str:
        """Keep a new case with what is known of it already, and return its id."""
        case_id = secrets.token_hex(4 if self.owner is None else 6)
        row = {
            "id": case_id,
            "created": created,
            "words": words,
            "language": language,
            "prior": msgspec.json.encode(prior).decode(),
            "ending": OPEN,
            "owner": self.owner,
        }
        with self.database.begin() as connection:
            connection.execute(insert(cases), row)
            _append(connection, case_id, items)

        return case_id

    def append(self, case_id: str, items: tuple[Evidence, ...], seen: int | None = None) -> None:
        """Add evidence to the end of a case; raise `StaleError` if it is not in the version *seen* any more."""
        with self._changing(case_id, seen) as connection:
            _append(connection, case_id, items)

    def take_back(self, case_id: str, finding: str, seen: int | None = None) -> None:
        """Take back what was said of a finding; the rows stay, marked. Raise `StaleError` as `append` does."""
        with self._changing(case_id, seen) as connection:
            said = (evidence.c.case_id == case_id) & (evidence.c.finding == finding)
            connection.execute(update(evidence).where(said).values(taken_back=1))

    def end(self, case_id: str, ending: str) -> None:
        """Say how a case ended."""
        with self._changing(case_id) as connection:
            connection.execute(update(cases).where(cases.c.id == case_id).values(ending=ending))

    def delete(self, case_id: str) -> None:
        """Delete a case, everything said in it, its ticks and its links."""
        with self._changing(case_id) as connection:
            connection.execute(delete(cases).where(cases.c.id == case_id))

    def get(self, case_id: str) -> Case:
        """
        Return the case with this id, or the only one whose id begins so.

        Raises:
            NoSuchCaseError: none, or several.

        """
        with self.database.look() as connection:
            row = connection.execute(_CASE, {"wanted": case_id}).first()
            if row is None or (self.owner is not None and row.owner != self.owner):
                row = self._beginning(connection, case_id)
            return _case(row, connection.execute(_SAID, {"wanted": row.id}).all())

    def _beginning(self, connection: Connection, start: str) -> Row[Any]:
        """Return the row of the only case whose id begins so."""
        query = select(cases).where(cases.c.id.startswith(start, autoescape=True), self._mine())
        found = connection.execute(query).all()
        if not start or len(found) != 1:
            what = "no case" if not found else f"{len(found)} cases"
            raise NoSuchCaseError(f'There is {what} whose id begins with "{start}". See: regrant cases list')

        return found[0]

    def all(self) -> tuple[Case, ...]:
        """Return every case, newest first."""
        wanted = select(cases).where(self._mine()).order_by(cases.c.created.desc(), cases.c.id)
        told = select(evidence).join(cases).where(self._mine()).order_by(evidence.c.case_id, evidence.c.number)
        with self.database.look() as connection:
            rows = connection.execute(wanted).all()
            said = {name: list(lines) for name, lines in groupby(connection.execute(told), lambda line: line.case_id)}

        return tuple(_case(row, said.get(row.id, ())) for row in rows)

    def newest(self) -> Case | None:
        """Return the case that was begun last, or None."""
        query = select(cases).where(self._mine()).order_by(cases.c.created.desc(), cases.c.id).limit(1)
        with self.database.look() as connection:
            row = connection.execute(query).first()
            return None if row is None else _case(row, connection.execute(_SAID, {"wanted": row.id}).all())

    def hand_to(self, owner: str) -> int:
        """Give all cases of this store's owner to another (a visitor who signs in), and return how many."""
        with self.database.begin() as connection:
            given = connection.execute(update(cases).where(cases.c.owner == self.owner).values(owner=owner))

        return int(given.rowcount)

    def tick(self, case_id: str, fix: str, number: int, *, done: bool) -> None:
        """Say that step *number* (from 0) of a fix is done, or not done after all."""
        step = {"case_id": case_id, "fix": fix, "number": number}
        with self._changing(case_id) as connection:
            same = [steps_done.c[name] == value for name, value in step.items()]
            connection.execute(delete(steps_done).where(*same))
            if done:
                connection.execute(insert(steps_done), step)

    def ticked(self, case_id: str) -> frozenset[tuple[str, int]]:
        """Return (fix, number) of every step said to be done."""
        query = select(steps_done.c.fix, steps_done.c.number).join(cases)
        with self.database.look() as connection:
            found = connection.execute(query.where(steps_done.c.case_id == case_id, self._mine()))
            return frozenset((fix, number) for fix, number in found)

    def share(self, case_id: str, content: str, token: str) -> None:
        """Keep a copy for whoever has the link with this secret, which is not kept itself."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = {"digest": _digest(token), "case_id": case_id, "created": now, "content": content}
        with self._changing(case_id) as connection:
            connection.execute(insert(shares), row)

    def shared_since(self, case_id: str, token: str | None = None) -> str | None:
        """Return since when a copy of a case (or only the one that this link shows) is there; None if there is none."""
        query = select(func.max(shares.c.created)).join(cases).where(shares.c.case_id == case_id, self._mine())
        if token is not None:
            query = query.where(shares.c.digest == _digest(token))
        with self.database.look() as connection:
            since: str | None = connection.execute(query).scalar()

        return since

    def shared(self, token: str) -> str:
        """
        Return the copy that a link shows, whoever asks.

        Raises:
            NoSuchCaseError: there is no such link, or it was taken back.

        """
        with self.database.look() as connection:
            content = connection.execute(select(shares.c.content).where(shares.c.digest == _digest(token))).scalar()
        if content is None:
            raise NoSuchCaseError("This link shows nothing any more: its owner took it back, or it was mistyped.")

        return str(content)

    def unshare(self, case_id: str) -> int:
        """Take back every link to a case, and return how many there were."""
        with self._changing(case_id) as connection:
            return int(connection.execute(delete(shares).where(shares.c.case_id == case_id)).rowcount)

    def _mine(self) -> ColumnElement[bool]:
        return true() if self.owner is None else cases.c.owner == self.owner

    @contextmanager
    def _changing(self, case_id: str, seen: int | None = None) -> Iterator[Connection]:
        """Begin a change of one case (in the version *seen*); to whoever does not own it, it does not exist."""
        with self.database.begin() as connection:
            if self.owner not in (None, connection.execute(_OWNER, {"wanted": case_id}).scalar()):
                raise NoSuchCaseError(f'There is no case "{case_id}".')
            if seen is not None and connection.execute(_VERSION, {"wanted": case_id}).scalar() != seen:
                raise StaleError(case_id)
            yield connection

    def put(self, case_id: str, name: str, content: object) -> None:
        """Keep something beside a case under a name, in place of what was there."""
        row = {"case_id": case_id, "name": name, "content": msgspec.json.encode(content).decode()}
        with self._changing(case_id) as connection:
            here = (attachments.c.case_id == case_id) & (attachments.c.name == name)
            connection.execute(delete(attachments).where(here))
            connection.execute(insert(attachments), row)

    def find(self, case_id: str, name: str, type_: type[T]) -> T | None:
        """Return what is kept beside a case under a name, or None."""
        query = select(attachments.c.content).join(cases).where(attachments.c.case_id == case_id, self._mine())
        with self.database.look() as connection:
            text = connection.execute(query.where(attachments.c.name == name)).scalar()

        return None if text is None else decoder(type_).decode(text)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _append(connection: Connection, case_id: str, items: tuple[Evidence, ...]) -> None:
    start = (connection.execute(_LAST, {"wanted": case_id}).scalar() or 0) + 1
    rows = [
        {
            "case_id": case_id,
            "number": start + offset,
            "finding": item.finding,
            "value": item.value,
            "origin": item.origin.value,
            "at": item.at,
            "proof": item.proof,
            "taken_back": 0,
        }
        for offset, item in enumerate(items)
    ]
    if rows:
        connection.execute(insert(evidence), rows)


def _case(row: Row[Any], said: Sequence[Row[Any]]) -> Case:
    """Return a case of its row and of all that was said in it; each thing said or taken back makes it a new version."""
    items = [
        Evidence(finding=e.finding, value=e.value, origin=Origin(e.origin), at=e.at, proof=e.proof)
        for e in said
        if not e.taken_back
    ]

    return Case(
        id=row.id,
        created=row.created,
        words=row.words,
        language=row.language,
        prior=decoder(Prior).decode(row.prior),
        ending=row.ending,
        evidence=tuple(items),
        version=len(said) + sum(e.taken_back for e in said),
    )
