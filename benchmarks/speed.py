"""How long a person waits and what it takes: cold starts, the next step, a whole session, memory, size on disk."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from benchmarks import cold
from benchmarks.cold import WORDS
from benchmarks.measure import Row, calibration, spread, table, times
from benchmarks.right import as_common
from benchmarks.troubled import HUMAN
from regrant.cases import Desk
from regrant.diagnosis import Diagnosis, Evidence, diagnose
from regrant.knowledge import Knowledge, load

STEP_AIM = 0.005
"""Seconds within which the next step should follow an answer."""
ANSWERS = (("invite_stage", "nothing_came"), ("spam_search", "not_found"), ("person_in_list", "pending"))
TELLING = """
import atexit, runpy, sys
from benchmarks.measure import most_memory
atexit.register(lambda: print(most_memory(), file=sys.stderr))
runpy.run_module("regrant", None, "__main__")
"""
"""A program that does what `regrant` does, and tells at its end how much memory it took."""
_NAME = re.compile(r"[\w.-]+")


def next_steps(persons: int) -> list[float]:
    """
    Return the seconds of every step that simulated persons of all eleven problems meet, to their end.

    From all that was said so far to the whole diagnosis with the next step in it, nothing of it remembered.
    """
    found: list[float] = []

    def timed(knowledge: Knowledge, evidence: list[Evidence]) -> Diagnosis:
        started = time.perf_counter()
        answer = diagnose(knowledge, evidence)
        found.append(time.perf_counter() - started)
        return answer

    knowledge = load()
    diagnose(knowledge)  # the first one builds the numbers
    list(as_common(knowledge, HUMAN, persons, how=timed))

    return found


def session() -> None:
    """Do one whole session: words, answers, and every step between them."""
    sitting = Desk().begin(WORDS)
    for finding, value in ANSWERS:
        _ = sitting.diagnosis
        sitting.say(finding, value)
    _ = sitting.diagnosis


def memory() -> float:
    """Return the most memory, in MB, of a process that does one whole diagnosis."""
    command = [sys.executable, "-c", TELLING, "diagnose", "--json", WORDS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    return float(done.stderr.splitlines()[-1])


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
        *_step_rows(next_steps(10 if quick else 200)),
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


def _step_rows(found: list[float]) -> list[Row]:
    ordered = sorted(found)
    late = sum(seconds > STEP_AIM for seconds in found) / len(found)
    shares = {share: 1000 * ordered[round(share * (len(ordered) - 1))] for share in (0.5, 0.95, 0.99, 1.0)}
    text = "{:.1f} ms; 95 % within {:.1f}, 99 % within {:.1f}, the slowest {:.1f}".format(*shares.values())

    return [
        (f"next step after an answer ({len(found)} steps of simulated persons, all problems)", text, "5 ms"),
        ("steps that took longer than that", f"{late:.1%}", "0"),
    ]


def ratios() -> dict[str, float]:
    """Return what `make bench-quick` guards: a next step by a loop of plain Python, and cold starts by an empty one."""
    steps, loop = sorted(next_steps(40)), calibration()

    return {
        "step_over_loop": statistics.median(steps) / loop,
        "slow_step_over_loop": steps[round(0.99 * (len(steps) - 1))] / loop,
        **cold.ratios(5),
    }
