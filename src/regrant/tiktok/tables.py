"""The tables of a snapshot: plain rows, and beside them everything that could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from regrant.columns import COLUMNS, STAMPS
from regrant.tiktok import wire
from regrant.tiktok.errors import LASTING, Trouble
from regrant.tiktok.paging import Row, Rows

WHOLE = "*"
"""The scope of an `unread` row that speaks of a whole table."""


class Tables(Struct, kw_only=True):
    """Rows by table. Every table is there; an empty one means "none" only if `unread` does not speak of it."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    passing: bool = False
    """Whether something failed for a reason that may be gone by the next try."""

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows, each with exactly the table's columns; what a row lacks is None."""
        columns = (*COLUMNS[table], *STAMPS)
        self.rows[table] += [{name: row.get(name) for name in columns} for row in rows]

    def merge(self, other: Mapping[str, list[Row]]) -> None:
        """Add the rows of other tables."""
        for table, rows in other.items():
            self.add(table, rows)

    def unread(self, table: str, scope: str, trouble: Trouble) -> None:
        """
        Note that something of *table* could not be read, and why.

        A name such as ``stores.exclusive_status`` speaks of one column of rows that are there otherwise.
        """
        self.passing = self.passing or trouble.cause not in LASTING
        row = {"table": table, "scope": scope, "reason": trouble.reason, "code": trouble.code}
        self.add(
            "unread", [{**row, "message": trouble.message, "request_id": trouble.request_id, "read_at": wire.now()}]
        )

    def lacking(self, table: str, scope: str, reason: str) -> None:
        """Note that something of *table* is not known for a reason that is no refusal of TikTok's."""
        self.add("unread", [{"table": table, "scope": scope, "reason": f"not read: {reason}", "read_at": wire.now()}])

    def note(self, table: str, scope: str, got: Rows) -> None:
        """Note all that keeps *got* from being whole."""
        if got.trouble is not None:
            self.unread(table, scope, got.trouble)
        if got.missing:
            self.passing = True
            self.lacking(table, scope, f"TikTok announced {got.missing} more than it gave")
        if got.cut:
            self.passing = True
            self.lacking(table, scope, "it stopped at the limit of calls set for this reading")

    def take(self, table: str, scope: str, got: Rows, rows: Iterable[Row]) -> None:
        """Add the *rows* made from *got*, and note what is lacking."""
        self.add(table, rows)
        self.note(table, scope, got)


def scope(**parts: Any) -> str:
    """Write a scope as `name=value` pairs, such as ``asset_type=PIXEL user_id=7``; without parts it is `WHOLE`."""
    return " ".join(f"{name}={value}" for name, value in parts.items() if value is not None) or WHOLE
