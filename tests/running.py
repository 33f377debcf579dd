"""Regrant as a process of its own, with bytes in and out as a shell would see them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

REGRANT = (sys.executable, "-m", "regrant")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return the one object on standard output; anything beside it is an error."""
        return json.loads(self.out)


def regrant(*arguments: str, typed: bytes = b"", **options: Any) -> Ended:
    """Run `regrant` with these arguments; *typed* is its standard input."""
    done = subprocess.run([*REGRANT, *arguments], input=typed, capture_output=True, timeout=60, check=False, **options)

    return Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
