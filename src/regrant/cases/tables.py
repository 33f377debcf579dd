"""The tables of the database, as this version knows them; `migrations/` brings a database to this form."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

HEAD = "0004"
"""The revision this version works with; a test holds it against the newest migration."""


class AnyText(TypeDecorator[str]):
    """What a person typed, to the letter. PostgreSQL refuses the character NUL, so there it is written as two."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write NUL as SUB N, and SUB itself as SUB S."""
        if value is None or dialect.name != "postgresql":
            return value
        return value.replace("\x1a", "\x1aS").replace("\x00", "\x1aN")

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Read it back."""
        if value is None or dialect.name != "postgresql":
            return value  # type: ignore[no-any-return]
        return str(value).replace("\x1aN", "\x00").replace("\x1aS", "\x1a")


metadata = MetaData()
cases = Table(
    "cases",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("created", String(32), nullable=False),
    Column("words", AnyText, nullable=False),
    Column("language", String(16)),
    Column("prior", Text, nullable=False),
    Column("ending", String(16), nullable=False),
    # "visitor:..." or "account:..."; none for what was begun on the command line of this very machine.
    Column("owner", String(80)),
    Index("ix_cases_owner", "owner"),
)
evidence = Table(
    "evidence",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("finding", String(80), nullable=False),
    Column("value", String(80), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("at", String(32)),
    Column("proof", AnyText),
    Column("taken_back", Integer, nullable=False),
)
shares = Table(
    "shares",
    metadata,
    # Only the digest of the link's secret is kept: who reads the database still cannot open the link.
    Column("digest", String(64), primary_key=True),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created", String(32), nullable=False),
    Column("content", AnyText, nullable=False),
)
steps_done = Table(
    "steps_done",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("fix", String(80), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
)
accounts = Table(
    "accounts",
    metadata,
    # Not the name: somebody who gets a removed person's name does not get that person's cases.
    Column("id", String(16), primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    Column("password", Text),
    Column("issuer", String(255)),
    Column("subject", String(255)),
    Column("created", String(32), nullable=False),
    UniqueConstraint("issuer", "subject"),
)
logins = Table(
    "logins",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires", String(32), nullable=False),
)
attempts = Table(
    "attempts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", String(160), nullable=False),
    Column("at", String(32), nullable=False),
    Index("ix_attempts_key_at", "key", "at"),
)
settings = Table(
    "settings",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
attachments = Table(
    "attachments",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("content", AnyText, nullable=False),
)
