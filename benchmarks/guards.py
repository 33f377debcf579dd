"""The guards of `make bench-quick`: ratios that must not grow worse, with their limits in `guards.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "guards.yaml"


def limits() -> dict[str, dict[str, Any]]:
    """Return the guards by name: `at_most` or `at_least`, and what it `says` when broken."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))

    return found


def broken(ratios: Mapping[str, float], guards: Mapping[str, Mapping[str, Any]] | None = None) -> list[str]:
    """
    Return one sentence per guard that a measured ratio breaks.

    Raises:
        KeyError: a ratio that no guard names, so that none is measured in vain.

    """
    guards = limits() if guards is None else guards
    found = []
    for name, value in ratios.items():
        guard = guards[name]
        limit = guard["at_most"] if "at_most" in guard else guard["at_least"]
        fine = value <= limit if "at_most" in guard else value >= limit
        if not fine:
            found.append(guard["says"].format(value=value, limit=limit))

    return found
