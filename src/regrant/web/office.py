"""What all requests share: the knowledge, the database, and what is being read from TikTok right now."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from functools import cached_property
from typing import TYPE_CHECKING

from regrant.cases import Desk, Sitting, open_store
from regrant.cases.views import Diagnosis
from regrant.web.demo import Demo
from regrant.web.openid import OpenId
from regrant.web.settings import LOOPBACK, Settings

if TYPE_CHECKING:
    from regrant.cases.accounts import Accounts

REMEMBERED = 200
"""So many diagnoses are kept in memory."""


class Office:
    """Opened once per process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.knowledge = Desk().knowledge
        self.store = open_store(settings.database_url)
        self.beginning = threading.Lock()
        self.demo = Demo()
        self.openid = OpenId(settings.openid) if settings.openid else None
        self._diagnoses: dict[Hashable, Diagnosis] = {}
        self._lock = threading.Lock()

    @cached_property
    def accounts(self) -> Accounts:
        """Return who may sign in."""
        from regrant.cases.accounts import Accounts

        return Accounts(self.store.database)

    def diagnosis(self, sitting: Sitting) -> Diagnosis:
        """Return a case's diagnosis; all pages between two answers share one, as it follows from what was said."""
        key = (sitting.case_id, sitting.notes, tuple(sitting.evidence))
        with self._lock:
            found = self._diagnoses.pop(key, None)
        found = found or sitting.diagnosis
        with self._lock:
            self._diagnoses[key] = found
            while len(self._diagnoses) > REMEMBERED:
                self._diagnoses.pop(next(iter(self._diagnoses)))

        return found

    def warm_up(self) -> None:
        """Load the readers of words beside the first page, so that the first words typed are answered at once."""
        threading.Thread(target=lambda: Desk(self.knowledge).begin("warm up").diagnosis, daemon=True).start()

    def connected(self) -> bool:
        """
        Tell whether this machine is connected to TikTok, for its own person: others get nothing of that token.

        A token store that cannot be read counts as none.
        """
        if self.settings.host not in LOOPBACK:
            return False
        from regrant.cases import tiktok_desk

        try:
            return tiktok_desk.connected()
        except tiktok_desk.TikTokDeskError:
            return False

    def close(self) -> None:
        """Let go of the database and the demo."""
        self.demo.stop()
        self.store.database.engine.dispose()
