"""Cases: the one door that all faces use, and the database behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regrant.cases.desk import FIXED, GIVEN_UP, HANDED_OVER, OPEN, Desk, Sitting, diagnose_text
    from regrant.cases.store import Store

__all__ = ["FIXED", "GIVEN_UP", "HANDED_OVER", "OPEN", "Desk", "Sitting", "diagnose_text", "open_store"]


def open_store(url: str | None = None) -> Store:
    """Open the database of cases (loaded only here, so that what keeps nothing starts faster)."""
    from regrant.cases.database import Database
    from regrant.cases.store import Store

    return Store(Database(url))


def __getattr__(name: str) -> Any:
    """Load the desk when it is first asked for: who only asks TikTok needs no diagnosis."""
    if name not in __all__:
        raise AttributeError(f"module 'regrant.cases' has no attribute {name!r}")
    from regrant.cases import desk

    return getattr(desk, name)
