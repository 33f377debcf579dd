"""What a check is and what it gives: a value with its proof, nothing, or the reason why it could not be checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from regrant.checks.view import Row, View
from regrant.diagnosis import Evidence

Progress = Callable[[str], None]


class Seen(Struct, frozen=True, kw_only=True):
    """
    A value that was seen.

    `row` is the row that shows it; None if it is the absence of a row, which the reading of `table` as a whole proves.
    `inferred` marks what follows from what was read only by a usual meaning (a log line, a likeness of addresses).
    """

    value: str
    table: str
    row: Row | None = None
    inferred: bool = False


class Checked(Struct, frozen=True, kw_only=True):
    """
    What the checks brought.

    `evidence` holds only what was seen. `notes` say what was not checked and why; a finding that is in neither cannot
    be told from what was read. `tables` are all rows read, in the form of a snapshot; `calls` counts the requests.
    """

    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = ()
    calls: int = 0
    tables: dict[str, list[dict[str, Any]]] = {}


Check = Callable[[View], Seen | None]
CHECKS: dict[str, Check] = {}
"""The check of every finding that TikTok can tell."""


def check(finding: str) -> Callable[[Check], Check]:
    """Enter the decorated function as the check of a finding."""

    def enter(function: Check) -> Check:
        assert finding not in CHECKS, finding
        CHECKS[finding] = function

        return function

    return enter


def verified(value: str, table: str, row: Row | None = None) -> Seen:
    """Return a value as TikTok itself gives it."""
    return Seen(value=value, table=table, row=row)


def inferred(value: str, table: str, row: Row | None = None) -> Seen:
    """Return a value that what TikTok gives makes very likely."""
    return Seen(value=value, table=table, row=row, inferred=True)
