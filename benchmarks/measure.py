"""How figures are taken: medians with their spread, a loop to weigh the machine by, and tables."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
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


@dataclass(slots=True)
class Taken:
    """Seconds of several runs of one work: by the clock on the wall, and of the processors for this process."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def turns(works: Mapping[str, Callable[[], object]], runs: int) -> dict[str, Taken]:
    """Return the seconds of works that take turns, so that whatever else the machine does falls on all alike."""
    found = {name: Taken() for name in works}
    for _ in range(runs):
        for name, work in works.items():
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            found[name].wall.append(time.perf_counter() - wall)
            found[name].cpu.append(time.process_time() - cpu)

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


def most_memory(process: int | str = "self") -> float:
    """
    Return the most memory, in MB, that a process has held since its program began (Linux only).

    What `getrusage` tells includes the memory of whoever started it, until the program was loaded.
    """
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()

    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def alone(module: str, *arguments: str, limit: float | None = None, one_core: bool = False) -> Any:
    """
    Return the JSON that a module prints last, run in a process of its own, or None after *limit* seconds.

    *one_core* keeps the process to the first core that this one may use (Linux).
    """
    command = [sys.executable, "-m", module, *arguments]
    bound = (lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})) if one_core else None
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=limit,
            preexec_fn=bound,  # no thread of this process holds a lock then
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")

    return json.loads(done.stdout.splitlines()[-1])
