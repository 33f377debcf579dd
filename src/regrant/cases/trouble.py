"""What a database may refuse, and the mend that belongs to each refusal."""

from __future__ import annotations

BUSY_SECONDS = 15
"""How long one process waits for another that is writing."""

_BUSY = (
    f"Another program has been writing to it for more than {BUSY_SECONDS} seconds. "
    "End that one, or wait a little, and do it again."
)
_LOGIN = "Put the right user and password into REGRANT_DATABASE_URL."
_NAME = "Make that database (createdb NAME), or put the right name into REGRANT_DATABASE_URL."
_SERVER = "Start the database server, or put its right host and port into REGRANT_DATABASE_URL."
_CROWDED = "Let the server take more connections (max_connections), or run fewer processes."
_KEPT = "Nothing was kept of this; what was kept before is still there."
_PLACE = "Free some space or set REGRANT_DATABASE_URL to a place where you may write."
_MENDS = (
    (_BUSY, ("database is locked", "lock timeout")),
    (_LOGIN, ("authentication failed", "no password supplied", "role", "pg_hba.conf")),
    (_NAME, ("does not exist",)),
    (_CROWDED, ("too many clients", "connection slots", "queuepool limit")),
    (_SERVER, ("connection", "could not translate host", "failed to resolve", "closed the", "shutting down")),
    (_KEPT, ("too long", "foreign key", "unique constraint")),
)


def mend(reason: str) -> str:
    """Return what to do about a database's refusal, told from the words of the refusal."""
    said = reason.lower()

    return next((what for what, words in _MENDS if any(word in said for word in words)), _PLACE)
