"""What the sandbox keeps and gives back as it is, since no answer follows from it."""

from __future__ import annotations

from typing import Any

from regrant.sandbox.shapes.base import Shape


class Record(Shape, frozen=True, kw_only=True):
    """A row of a list such as transactions, as the API gives it; `of` is the id that the list is asked for."""

    of: str
    row: dict[str, Any]


class Task(Shape, frozen=True, kw_only=True):
    """An export of an ad account's own change log that was asked for."""

    task_id: str
    advertiser_id: str
