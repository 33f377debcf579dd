"""How figures are taken: medians with their spread, a loop to weigh the machine by, and tables."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

Row = tuple[str, ...]


def times(work: Callable[[], object], runs: int, *, warm: bool = True) -> list[float]:
    """Return the seconds of several runs, after one that is not counted if *warm*."""
    if warm:
        work()
    found = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)

    return found


def spread(seconds: list[float]) -> str:
    """Return a median with its fastest and slowest run."""
    middle, low, high = statistics.median(seconds), min(seconds), max(seconds)
    scale, unit = (1, "s") if middle >= 1 else (1e3, "ms") if middle >= 1e-3 else (1e6, "µs")

    return f"{middle * scale:.3g} {unit} ({low * scale:.3g} to {high * scale:.3g})"


def calibration() -> float:
    """Return the seconds of a fixed piece of plain Python, the median of five: what this machine is worth now."""
    return statistics.median(times(lambda: sum(i * i % 7 for i in range(200_000)), 5))


def table(title: str, head: Row, rows: Iterable[Row]) -> str:
    """Return a Markdown table under a heading."""
    lines = [f"## {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]

    return "\n".join(lines) + "\n"


def machine() -> str:
    """Return one line that names the machine."""
    return f"Measured on {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}, in one run.\n"


def alone(module: str, *arguments: str, limit: float | None = None) -> Any:
    """Return the JSON that a module prints last, run in a process of its own, or None after *limit* seconds."""
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=limit)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")

    return json.loads(done.stdout.splitlines()[-1])
