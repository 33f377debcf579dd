"""Reading and writing cases. Every change is kept at once, so a killed process loses nothing answered."""

from __future__ import annotations

import secrets

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, delete, func, insert, select, update

from regrant.cases.database import Database, cases, evidence
from regrant.cases.desk import OPEN
from regrant.diagnosis import Evidence, Origin, Prior


class Case(Struct, frozen=True, kw_only=True):
    """One person's trouble: its words, its evidence in order, and how it ended (open, fixed, given_up ...)."""

    id: str
    created: str
    words: str
    language: str | None
    prior: Prior
    ending: str
    evidence: tuple[Evidence, ...]


class NoSuchCaseError(LookupError):
    """There is no such case, or the beginning of its id fits several."""


class Store:
    """The cases of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(
        self, words: str, language: str | None, prior: Prior, created: str, items: tuple[Evidence, ...] = ()
    ) -> str:
        """Keep a new case with what is known of it already, and return its id."""
        case_id = secrets.token_hex(4)
        row = {
            "id": case_id,
            "created": created,
            "words": words,
            "language": language,
            "prior": msgspec.json.encode(prior).decode(),
            "ending": OPEN,
        }
        with self.database.begin() as connection:
            connection.execute(insert(cases), row)
            _append(connection, case_id, items)

        return case_id

    def append(self, case_id: str, items: tuple[Evidence, ...]) -> None:
        """Add evidence to the end of a case."""
        with self.database.begin() as connection:
            _append(connection, case_id, items)

    def take_back(self, case_id: str, finding: str) -> None:
        """Take back what was said of a finding; the rows stay, marked."""
        with self.database.begin() as connection:
            mine = (evidence.c.case_id == case_id) & (evidence.c.finding == finding)
            connection.execute(update(evidence).where(mine).values(taken_back=1))

    def end(self, case_id: str, ending: str) -> None:
        """Say how a case ended."""
        with self.database.begin() as connection:
            connection.execute(update(cases).where(cases.c.id == case_id).values(ending=ending))

    def get(self, case_id: str) -> Case:
        """
        Return the case with this id, or the only one whose id begins so.

        Raises:
            NoSuchCaseError: none, or several.

        """
        with self.database.begin() as connection:
            query = select(cases.c.id).where(cases.c.id.startswith(case_id, autoescape=True))
            found = list(connection.execute(query).scalars())
            if case_id in found:
                found = [case_id]
            if not case_id or len(found) != 1:
                what = "no case" if not found else f"{len(found)} cases"
                raise NoSuchCaseError(f'There is {what} whose id begins with "{case_id}". See: regrant cases list')
            return _case(connection, found[0])

    def all(self) -> tuple[Case, ...]:
        """Return every case, newest first."""
        with self.database.begin() as connection:
            ids = connection.execute(select(cases.c.id).order_by(cases.c.created.desc(), cases.c.id)).scalars()
            return tuple(_case(connection, case_id) for case_id in list(ids))

    def delete(self, case_id: str) -> None:
        """Delete a case and everything said in it."""
        with self.database.begin() as connection:
            connection.execute(delete(evidence).where(evidence.c.case_id == case_id))
            connection.execute(delete(cases).where(cases.c.id == case_id))


def _append(connection: Connection, case_id: str, items: tuple[Evidence, ...]) -> None:
    last = select(func.max(evidence.c.number)).where(evidence.c.case_id == case_id)
    start = (connection.execute(last).scalar() or 0) + 1
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


def _case(connection: Connection, case_id: str) -> Case:
    row = connection.execute(select(cases).where(cases.c.id == case_id)).one()
    said = select(evidence).where(evidence.c.case_id == case_id, evidence.c.taken_back == 0)
    items = [
        Evidence(finding=e.finding, value=e.value, origin=Origin(e.origin), at=e.at, proof=e.proof)
        for e in connection.execute(said.order_by(evidence.c.number))
    ]

    return Case(
        id=row.id,
        created=row.created,
        words=row.words,
        language=row.language,
        prior=msgspec.json.decode(row.prior, type=Prior),
        ending=row.ending,
        evidence=tuple(items),
    )
