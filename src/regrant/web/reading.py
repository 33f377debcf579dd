"""Reading from TikTok beside the pages: it goes on while they wait, and what it finds joins the case."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from regrant.cases import Sitting, tiktok_desk
from regrant.cases.tiktok_desk import Connection, TikTokDeskError, UnsureWhoError
from regrant.web.models.chain import chain_picture
from regrant.web.models.read import Question, Reading

if TYPE_CHECKING:
    from regrant.cases.store import Store

NAME = "reading"
LONGEST = timedelta(minutes=3)
"""A reading that has run longer was cut off, by the end of the process it ran in."""
_log = logging.getLogger("regrant.web")


def reading_of(store: Store, case_id: str) -> Reading | None:
    """Return the last reading for a case, or None."""
    found = store.find(case_id, NAME, Reading)
    if found and found.state == "running" and datetime.now(UTC) - datetime.fromisoformat(found.began) > LONGEST:
        return replace(found, state="failed", error="The reading was cut off. Start it again.")

    return found


def begin(store: Store, sitting: Sitting, question: Question, connection: Connection | None) -> None:
    """Start reading in a thread of its own; its state is kept in the database, so that any process can show it."""
    assert sitting.case_id is not None
    began = datetime.now(UTC).isoformat(timespec="seconds")
    state = Reading(state="running", question=question, lines=("Connecting ...",), began=began)
    store.put(sitting.case_id, NAME, state)
    work = threading.Thread(target=_read, args=(store, sitting, state, connection), daemon=True)
    work.start()


def _read(store: Store, sitting: Sitting, state: Reading, connection: Connection | None) -> None:
    case_id, asked = str(sitting.case_id), state.question
    assets = [name for part in asked.asset.split(";") if (name := part.strip())]

    def say(line: str) -> None:
        nonlocal state
        state = replace(state, lines=(*state.lines, line))
        store.put(case_id, NAME, state)

    try:
        tiktok_desk.check_first(
            sitting,
            who=asked.who,
            asset=next(iter(assets), None),
            also=assets[1:],
            action=asked.action or None,
            bc_id=asked.bc_id or None,
            exact=bool(asked.exact),
            connection=connection,
            say=say,
        )
    except UnsureWhoError as error:
        state = replace(state, state="failed", error=str(error), near=error.near, as_written=error.exact)
    except TikTokDeskError as error:
        state = replace(state, state="failed", error=str(error))
    except Exception as error:  # noqa: BLE001 (a thread has nobody above it: whoever waits must be told)
        _log.exception("Reading from TikTok failed")
        state = replace(state, state="failed", error=f"Something broke on our side ({type(error).__name__}).")
    else:
        chain = chain_picture(sitting.chain) if sitting.chain else None
        state = replace(state, state="done", notes=sitting.notes, chain=chain, about=sitting.about, names=sitting.named)
    store.put(case_id, NAME, state)
