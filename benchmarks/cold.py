"""Cold starts: whole processes, from nothing to their answer, with the processor's time beside that of the clock."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from benchmarks.measure import Row, spread
from regrant.sandbox import packaged_world, serve

WORDS = "my colleague was invited twice and still cannot get into the business center"
WORLD = "role_too_low"
EMPTY = ("-c", "pass")
HELP = ("-m", "regrant", "--help")
FIRST = ("-m", "regrant", "diagnose", WORDS)
FIRST_JSON = ("-m", "regrant", "diagnose", "--json", WORDS)
WEB = ("-c", "from regrant.web.serve import serve")


class Start(Struct, frozen=True):
    """What several starts of one command took: seconds on the clock, and seconds of processor."""

    clock: list[float]
    processor: list[float]

    @property
    def cost(self) -> float:
        """Return the median seconds of processor, which others on the machine disturb less."""
        return statistics.median(self.processor)


def started(arguments: tuple[str, ...], runs: int) -> Start:
    """
    Start Python with these arguments several times, after one start that is not counted.

    Raises:
        RuntimeError: it broke, so that its time would say nothing (1, 3 and 4 are answers).

    """
    found = Start([], [])
    for run in range(runs + 1):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
        clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in (0, 1, 3, 4) or b"Traceback" in done.stderr:
            raise RuntimeError(f"{' '.join(arguments)} failed: {done.stderr[-500:]!r}")
        if run:
            found.clock.append(clock)
            found.processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    return found


@contextmanager
def connected() -> Iterator[tuple[str, ...]]:
    """Connect this process and those it starts to a sandbox, and yield the command that asks its question."""
    world = packaged_world(WORLD)
    asked = world.question
    assert asked is not None
    before = dict(os.environ)
    with serve(world) as sandbox, tempfile.TemporaryDirectory() as folder:
        os.environ.update(REGRANT_TOKEN_STORE="file", XDG_CONFIG_HOME=folder, HOME=folder)
        try:
            command = [sys.executable, "-m", "regrant", "connect", "--url", sandbox.url]
            subprocess.run(command, input=world.tokens[0].token, text=True, capture_output=True, check=True)
            yield (
                "-m",
                "regrant",
                "why",
                asked.who or "me",
                asked.action or "see",
                *([asked.asset] if asked.asset else []),
            )
        finally:
            os.environ.clear()
            os.environ.update(before)


def rows(runs: int) -> list[Row]:
    """Return the rows of the table of cold starts."""
    empty = started(EMPTY, runs)
    with connected() as why:
        asked = started(why, runs)
    found = [
        ("Python and nothing else", empty, "-"),
        ("the list of commands (`--help`)", started(HELP, runs), "0.3 s"),
        ("`regrant diagnose WORDS`, to the first question", started(FIRST, runs), "1 s"),
        ("the same with `--json`", started(FIRST_JSON, runs), "1 s"),
        ("`regrant why`, against a sandbox", asked, "1 s"),
        ("what `regrant web` imports", started(WEB, runs), "-"),
    ]

    return [
        (what, spread(start.clock), spread(start.processor), f"{start.cost / empty.cost:.1f}", aim)
        for what, start, aim in found
    ]


def ratios(runs: int) -> dict[str, float]:
    """Return the processor's time of cold starts by that of an empty Python."""
    empty = started(EMPTY, runs).cost
    with connected() as why:
        asked = started(why, runs).cost

    return {
        "help_over_python": started(HELP, runs).cost / empty,
        "first_question_over_python": started(FIRST, runs).cost / empty,
        "why_over_python": asked / empty,
    }
