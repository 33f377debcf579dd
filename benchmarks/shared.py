"""Where the labelled complaints and described persons stand that are not part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

SHARED = Path(os.environ.get("REGRANT_SHARED") or Path(__file__).parent.parent.parent / "shared")
CASES, SCENARIOS = "cases-dev.jsonl", "scenarios-dev.jsonl"


def file(name: str) -> Path | None:
    """Return a shared file, or None where this machine has none (`REGRANT_SHARED` names another folder)."""
    found = SHARED / name

    return found if found.is_file() else None
