"""The one way for a write to leave: an unlock made for exactly this operation and body, good for one sending."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from regrant.tiktok.endpoints import Operation


class LockedError(PermissionError):
    """A write that was not unlocked, or not like this. Nothing was sent."""


class Unlock:
    """
    Permission to send one write once.

    A repair makes it after the plan was shown and the person said yes; `why` names that plan for the journal.
    """

    __slots__ = ("_body", "_spent", "operation", "why")

    def __init__(self, operation: str, body: Mapping[str, Any], *, why: str) -> None:
        self.operation = operation
        self.why = why
        self._body = _exactly(body)
        self._spent = False

    @property
    def spent(self) -> bool:
        """Whether the one sending was used up."""
        return self._spent

    def use(self, operation: Operation, body: Mapping[str, Any]) -> None:
        """
        Use it up for this write.

        Raises:
            LockedError: it was made for another operation or body, or was used before.

        """
        if self.operation != operation.id:
            raise LockedError(f"{operation.id} was not sent: the confirmed plan unlocked {self.operation}.")
        if self._body != _exactly(body):
            raise LockedError(f"{operation.id} was not sent: its content is not the one that was confirmed.")
        if self._spent:
            raise LockedError(
                f"{operation.id} was not sent: this confirmation was used already; read back, then plan anew."
            )
        self._spent = True


def demand(operation: Operation, body: Mapping[str, Any], unlock: Unlock | None) -> None:
    """
    Let reads and sign-ins pass, and a write only with its unlock.

    Raises:
        LockedError: a write without an unlock that fits.

    """
    if operation.effect != "writes":
        return
    if unlock is None:
        raise LockedError(
            f"{operation.id} changes something in TikTok, and no confirmed plan unlocked it. Nothing was sent."
        )
    unlock.use(operation, body)


def _exactly(body: Mapping[str, Any]) -> str:
    return json.dumps({key: value for key, value in body.items() if value is not None}, sort_keys=True)
