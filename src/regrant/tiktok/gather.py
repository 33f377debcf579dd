"""Many reads in a row: what is hopeless is not asked again, and a budget of calls is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from regrant.tiktok.batches import Accounts, accounts
from regrant.tiktok.client import Client
from regrant.tiktok.endpoints import operation
from regrant.tiktok.errors import Cause, TikTokError, Trouble
from regrant.tiktok.paging import MOST_PAGES, Pick, Row, Rows, rows

SILENT = frozenset({Cause.TIMED_OUT, Cause.CUT_OFF, Cause.GATEWAY})
SILENT_IN_A_ROW = 4
"""After so many reads without an answer, each repeated already, the rest is not tried: it would take hours."""


class Gatherer:
    """
    Reads for one purpose.

    Once a refusal showed that an operation, or everything, is closed to this token, further such reads fail at once
    with the same reason and cost no call.

    Args:
        client: the client to use.
        job: whose turn the calls use.
        budget: the most calls to make, None for any number.

    """

    def __init__(self, client: Client, *, job: str = "", budget: int | None = None) -> None:
        self.client = client
        self.job = job
        self.asked = 0
        self.standard = False
        self._budget = budget
        self._dead: Trouble | None = None
        self._closed: dict[str, Trouble] = {}
        self._silent = 0

    @property
    def left(self) -> int:
        """How many calls may still be made."""
        return MOST_PAGES if self._budget is None else max(self._budget - self.asked, 0)

    def may_ask(self) -> bool:
        """Take one call from the budget, if there is one left."""
        if self.left == 0:
            return False
        self.asked += 1

        return True

    def hopeless(self, name: str) -> Trouble | None:
        """Return the reason why the operation need not be tried, or None."""
        known = self._dead or self._closed.get(name)

        return replace(known, operation=name) if known else None

    async def rows(
        self, name: str, params: Mapping[str, Any], *, pick: Pick | None = None, most_pages: int = MOST_PAGES
    ) -> Rows:
        """Read a list as `paging.rows` does."""
        if (known := self.hopeless(name)) is not None:
            return Rows(trouble=known)
        pages = {"most_pages": most_pages, "allow": self.may_ask}
        got = await rows(self.client, name, params, job=self.job, pick=pick, **pages)  # type: ignore[arg-type]
        self._learn(name, got.trouble)

        return got

    async def one(self, name: str, params: Mapping[str, Any]) -> Rows:
        """Read an operation whose answer is one object, as a list of that one."""
        if (known := self.hopeless(name)) is not None:
            return Rows(trouble=known)
        if not self.may_ask():
            return Rows(cut=True)
        try:
            answer = await self.client.call(name, params, job=self.job)
        except TikTokError as error:
            self._learn(name, error.trouble)
            return Rows(trouble=error.trouble)
        self._learn(name, None)
        proof: Row = {"read_at": answer.read_at, "request_id": answer.request_id}

        return Rows(rows=[{**answer.data, **proof}])

    async def accounts(self, ids: list[str]) -> Accounts:
        """Read ad accounts as `batches.accounts` does."""
        if (known := self.hopeless("advertiser.info")) is not None:
            return Accounts(unread=dict.fromkeys(ids, known))
        if not self.may_ask():
            return Accounts()
        got = await accounts(self.client, ids, job=self.job)
        for trouble in got.unread.values():
            self._learn("advertiser.info", trouble)

        return got

    def _learn(self, name: str, trouble: Trouble | None) -> None:
        self._silent = self._silent + 1 if trouble and trouble.cause in SILENT else 0
        if trouble is None:
            return
        stops = trouble.meaning.stops
        barred = self.standard and operation(name).admin_only and trouble.cause is Cause.NO_PERMISSION
        if stops == "everything" or self._silent >= SILENT_IN_A_ROW:
            self._dead = self._dead or trouble
        elif stops == "operation" or barred:
            self._closed.setdefault(name, trouble)
