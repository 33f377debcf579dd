"""How long a person waits and what it takes: cold starts, the next step, a whole session, memory, size on disk."""

from __future__ import annotations

import re
import resource
import statistics
import subprocess
import sys
from functools import partial
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from benchmarks import cold
from benchmarks.cold import WORDS
from benchmarks.measure import Row, calibration, spread, table, times
from regrant.cases import Desk

ANSWERS = (("invite_stage", "nothing_came"), ("spam_search", "not_found"), ("person_in_list", "pending"))
_NAME = re.compile(r"[\w.-]+")


def next_steps(runs: int = 30) -> list[float]:
    """Return the seconds from an answer to the next step, in a running conversation."""
    desk, found = Desk(), []
    for run in range(runs + 1):
        sitting = desk.begin(WORDS)
        _ = sitting.diagnosis
        for finding, value in ANSWERS:
            sitting.say(finding, value)
            seconds = times(partial(getattr, sitting, "diagnosis"), 1, warm=False)
            found += seconds if run else []

    return found


def session() -> None:
    """Do one whole session: words, answers, and every step between them."""
    sitting = Desk().begin(WORDS)
    for finding, value in ANSWERS:
        _ = sitting.diagnosis
        sitting.say(finding, value)
    _ = sitting.diagnosis


def memory() -> float:
    """Return the largest memory, in MB, of one whole diagnosis (of the processes run so far)."""
    subprocess.run([sys.executable, "-m", "regrant", "diagnose", "--json", WORDS], capture_output=True, check=False)

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def sizes(name: str = "regrant") -> dict[str, float]:
    """Return MB on disk of a package and of everything that it needs to run, as installed here."""
    found: dict[str, float] = {}
    waiting = [name]
    while waiting:
        package = waiting.pop()
        if package in found:
            continue
        try:
            installed = distribution(package)
        except PackageNotFoundError:  # needed on another platform only
            continue
        found[package] = sum(_size(installed.locate_file(file)) for file in installed.files or ()) / 1e6
        needed = (_NAME.match(line) for line in installed.requires or () if "extra ==" not in line)
        waiting += [match[0].lower().replace("_", "-") for match in needed if match]
    if name == "regrant":  # installed from its folder while it is developed: its own files are counted there
        source = Path(__file__).parent.parent / "src" / "regrant"
        found[name] = sum(_size(file) for file in source.rglob("*") if "__pycache__" not in file.parts) / 1e6

    return found


def _size(file: object) -> int:
    path = Path(str(file))

    return path.stat().st_size if path.is_file() else 0


def tables(quick: bool = False) -> list[str]:
    """Return the tables of this part."""
    runs = 3 if quick else 11
    rows: list[Row] = [
        ("whole session in a running process", spread(times(session, runs)), "-"),
        ("next step after an answer", spread(next_steps(5 if quick else 30)), "5 ms"),
        ("memory of a whole diagnosis", f"{memory():.0f} MB", "-"),
    ]
    found = sizes()
    largest = sorted(found.items(), key=lambda item: -item[1])[:6]
    rows.append(("on disk, with everything it needs to run", f"{sum(found.values()):.0f} MB", "-"))
    rows.append(("largest of these", ", ".join(f"{name} {size:.0f} MB" for name, size in largest), "-"))
    head = ("command", "clock: median (fastest to slowest)", "processor", "times an empty Python's processor", "aim")

    return [
        table("Speed", ("what", "median (fastest to slowest)", "aim"), rows),
        table("Cold starts", head, cold.rows(runs)),
    ]


def ratios() -> dict[str, float]:
    """Return what `make bench-quick` guards: a next step by a loop of plain Python, and cold starts by an empty one."""
    return {"step_over_loop": statistics.median(next_steps(5)) / calibration(), **cold.ratios(5)}
