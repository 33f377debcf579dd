"""What all requests share: the knowledge, the database, and what is being read from TikTok right now."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from functools import cached_property
from typing import TYPE_CHECKING

from regrant.cases import Desk, Sitting, open_store
from regrant.cases.views import Diagnosis, Prior
from regrant.loading import decoder
from regrant.web.demo import Demo
from regrant.web.models.read import Reading
from regrant.web.models.shared import SharedPage
from regrant.web.openid import OpenId
from regrant.web.render import compile_templates
from regrant.web.settings import LOOPBACK, Settings

if TYPE_CHECKING:
    from regrant.cases.accounts import Accounts

REMEMBERED = 200
"""So many diagnoses are kept in memory."""


class Office:
    """Opened once per process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.names = frozenset(name.lower() for name in (settings.host, *settings.hosts, *LOOPBACK, "[::1]"))
        self.knowledge = Desk().knowledge
        self.store = open_store(settings.database_url)
        self.beginning = threading.Lock()
        self.demo = Demo()
        self.openid = OpenId(settings.openid) if settings.openid else None
        self._diagnoses: dict[Hashable, Diagnosis] = {}
        self._lock = threading.Lock()
        self._expected = False

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
        """Load beside the first page what the pages after it need, so that nobody waits for it."""
        for shape in (Prior, Reading, SharedPage):
            decoder(shape)  # one after the other; see `regrant.loading`
        threading.Thread(target=self._warm_up, daemon=True).start()

    def _warm_up(self) -> None:
        if self.connected():
            self.expect_reading()
        compile_templates()
        Desk(self.knowledge).begin("warm up").diagnosis  # noqa: B018 (the readers of words and the engine are loaded)

    def expect_reading(self) -> None:
        """Load what reading from TikTok needs while a person still types; who does not read pays nothing for it."""
        with self._lock:
            expected, self._expected = self._expected, True
        if not expected:
            from regrant.cases import tiktok_desk

            threading.Thread(target=tiktok_desk.ready, daemon=True).start()

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
