"""How long a person waits: whole processes as they start, and the next step inside a running one."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time

from regrant.cases import Desk

WORDS = "my colleague was invited twice and still cannot get into the business center"
ANSWERS = (("invite_stage", "nothing_came"), ("spam_search", "not_found"), ("person_in_list", "pending"))


def process(arguments: list[str], runs: int = 7) -> tuple[float, float]:
    """Return (median, slowest) seconds of a whole process, after one run that is not counted."""
    times = []
    for run in range(runs + 1):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "regrant", *arguments], capture_output=True, check=False)
        if run:
            times.append(time.perf_counter() - started)

    return statistics.median(times), max(times)


def next_steps(runs: int = 30) -> tuple[float, float]:
    """Return (median, slowest) seconds from an answer to the next step, in a running conversation."""
    desk, times = Desk(), []
    for run in range(runs + 1):
        sitting = desk.begin(WORDS)
        _ = sitting.diagnosis
        for finding, value in ANSWERS:
            sitting.say(finding, value)
            started = time.perf_counter()
            _ = sitting.diagnosis
            if run:
                times.append(time.perf_counter() - started)

    return statistics.median(times), max(times)


def memory() -> float:
    """Return the largest memory, in MB, of one whole diagnosis (of the processes run so far)."""
    subprocess.run([sys.executable, "-m", "regrant", "diagnose", "--json", WORDS], capture_output=True, check=False)

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def table() -> list[tuple[str, str, str]]:
    """Return rows of (what, measured, aim)."""
    start, slow_start = process(["--help"])
    first, slow_first = process(["diagnose", "--json", WORDS])
    step, slow_step = next_steps()

    return [
        ("cold start of --help", f"{start:.2f} s (slowest {slow_start:.2f} s)", "0.3 s"),
        ("first question after a cold start", f"{first:.2f} s (slowest {slow_first:.2f} s)", "1 s"),
        ("next step after an answer", f"{step * 1000:.1f} ms (slowest {slow_step * 1000:.1f} ms)", "5 ms"),
        ("memory of a whole diagnosis", f"{memory():.0f} MB", "-"),
    ]
