"""
A snapshot of Business Centers as typed tables. What could not be read stays visible as rows of `unread`.

A table that was never read is not the same as an empty one: if a table is left out when building, a row of
`unread` says so, and every answer that needs it becomes "unknown", never "no".
`me` is the login that read the snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from regrant.access.errors import TableError, nearest
from regrant.columns import COLUMNS, FLAGS, LISTS, STAMPS

NOT_READ = "was not read"
_OPTIONAL = ("me", "log", "unread")
"""Tables that decide nothing by being empty."""
_WORDS = {"true": True, "1": True, "false": False, "0": False}


SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    table: {
        **dict.fromkeys((*columns, *STAMPS), pl.String()),
        **dict.fromkeys(LISTS.get(table, ()), pl.List(pl.String())),
        **dict.fromkeys(FLAGS.get(table, ()), pl.Boolean()),
    }
    for table, columns in COLUMNS.items()
}
"""Every table of a snapshot with its columns and their types. Times are text, as TikTok gives them (UTC)."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one snapshot, each a Polars frame of its schema."""

    frames: dict[str, pl.DataFrame]

    def __getitem__(self, table: str) -> pl.DataFrame:
        """Return one table."""
        return self.frames[table]

    def rows(self, table: str) -> list[Row]:
        """Return a table as plain rows."""
        return self.frames[table].to_dicts()

    @property
    def read_at(self) -> str | None:
        """Return when the newest row was read (ISO UTC), or None if nothing says."""
        newest = [frame["read_at"].max() for name, frame in self.frames.items() if name != "unread"]

        return max((str(stamp) for stamp in newest if stamp is not None), default=None)


def build(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> Tables:
    """
    Build tables from plain rows as the reader returns them.

    Ids given as numbers become text, a single role becomes a list, unknown columns are left out. A table
    that is missing altogether counts as not read; an empty one as read and empty.

    Raises:
        TableError: a table that does not exist.

    """
    for name in rows:
        if name not in SCHEMAS:
            near = nearest(name, SCHEMAS)
            hint = f'did you mean "{near[0]}"?' if near else f"its tables are {', '.join(SCHEMAS)}."
            raise TableError(f'A snapshot has no table "{name}"; {hint}')
    given = {name: [_row(name, row) for row in rows.get(name, ())] for name in SCHEMAS}
    given["unread"] += [
        _row("unread", {"table": name, "scope": "", "reason": NOT_READ})
        for name in SCHEMAS
        if name not in rows and name not in _OPTIONAL
    ]

    return Tables({name: pl.DataFrame(given[name], schema=schema) for name, schema in SCHEMAS.items()})


def _row(table: str, row: Mapping[str, Any]) -> Row:
    return {column: read(row.get(column)) for column, read in _READERS[table].items()}


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None

    return value if isinstance(value, str) else str(value)


def _flag(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value

    return _WORDS.get(str(value).lower())


def _list(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [value]

    return [str(item) for item in value if item is not None]


def _reader(table: str, column: str) -> Callable[[Any], Any]:
    if column in LISTS.get(table, ()):
        return _list

    return _flag if column in FLAGS.get(table, ()) else _text


_READERS = {table: {column: _reader(table, column) for column in columns} for table, columns in SCHEMAS.items()}
