"""The web app: the time and the processor that the server takes for a page, alone and with many, and its weight."""

from __future__ import annotations

import itertools
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from benchmarks.measure import Row, table
from benchmarks.web_visit import Server, Visitor, served

WORDS = (
    "my colleague cannot see the ad account",
    "the creator's code says expired",
    "la agencia no ve nuestra cuenta publicitaria",
    "Business Center bleibt leer",
    "invitation link does not open",
    "we were refused in business verification",
)
MOST_QUESTIONS, CHOICES = 15, (0, 1)
USERS = 20
SETTLED = 0.05
"""The server rests when it used less than this share of a processor; then it has loaded all it loads ahead."""
HOME, GUIDES, GUIDE, FILE = "first page", "list of guides", "guide", "static file"
SUGGESTED, FIRST, NEXT, RESULT = "suggestion while typing", "words to first question", "answer to next page", "result"
AIMS = {NEXT: "50 ms"}
_NUMBER = itertools.count(2)
Measured = dict[str, list[tuple[float, float]]]
"""Seconds on the clock and seconds of the server's processor, by what was asked for."""


class Watch:
    """Times what a visitor does; the processor's time is the server's alone, so it is right for one visitor only."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.found: Measured = defaultdict(list)

    @contextmanager
    def __call__(self, what: str) -> Iterator[None]:
        """Time a block."""
        cpu, clock = self.server.cpu, time.perf_counter()
        yield
        self.found[what].append((time.perf_counter() - clock, self.server.cpu - cpu))


def visit(server: Server, watch: Watch, words: str, choice: int) -> None:
    """Do what a person does from the first page to the result, always taking the same choice."""
    typed = f"{words} since {next(_NUMBER)} days"  # words that nobody has typed before
    with Visitor(server) as visitor:
        with watch(HOME):
            visitor.open("/")
        with watch(SUGGESTED):
            visitor.suggest(typed)
        with watch(FIRST):
            visitor.begin(typed)
        for _ in range(MOST_QUESTIONS):
            if not visitor.asked:
                break
            with watch(NEXT):
                visitor.answer(choice)
        with watch(RESULT):
            visitor.open(f"/cases/{visitor.page.url.path.split('/')[2]}/result")
        for what, path in ((GUIDES, "/guides"), (GUIDE, "/guides/assets_missing"), (FILE, "/static/style.css")):
            with watch(what):
                visitor.open(path)


def settle(server: Server) -> float:
    """Wait until the server rests, and return the seconds of processor that it has used by then."""
    before = server.cpu
    while True:
        time.sleep(0.5)
        now = server.cpu
        if now - before < 0.5 * SETTLED:
            return now
        before = now


def alone(server: Server, rounds: int) -> Measured:
    """Return what one visitor after the other waits for."""
    watch = Watch(server)
    for _ in range(rounds):
        for words in WORDS:
            for choice in CHOICES:
                visit(server, watch, words, choice)

    return watch.found


def together(server: Server, users: int = USERS) -> tuple[Measured, float]:
    """Return what many visitors wait for who never stop to think, and how many answers the server takes a second."""
    watch = Watch(server)
    started = time.perf_counter()
    with ThreadPoolExecutor(users) as pool:
        for done in [
            pool.submit(visit, server, watch, WORDS[user % len(WORDS)], CHOICES[user % len(CHOICES)])
            for user in range(2 * users)
        ]:
            done.result()

    return watch.found, len(watch.found[NEXT]) / (time.perf_counter() - started)


def first_page() -> tuple[float, float, float]:
    """Return a new server's seconds until it told its address and until the first page, and its processor till told."""
    with served() as server:
        told, began = server.cpu, time.perf_counter()
        with Visitor(server):
            return server.start, server.start + time.perf_counter() - began, told


def tables(quick: bool = False) -> list[str]:
    """Return the tables of this part."""
    starts = [first_page() for _ in range(3)]
    with served() as server:
        loaded = settle(server)
        one = alone(server, 1 if quick else 3)
        memory = server.memory
        many, rate = together(server)
        with Visitor(server) as visitor:
            weights = [(what, *visitor.weight(path)) for what, path in ((HOME, "/"), (GUIDE, "/guides/spark_code"))]
        most = server.memory
    rows: list[Row] = [
        (what, str(len(found)), _two(found, 0), _two(found, 1), _two(many[what], 0), AIMS.get(what, "-"))
        for what, found in one.items()
    ]
    head = ("what", "times", "one visitor", "processor of the server", f"{USERS} at once, without a pause", "aim")
    told, opened, worked = (statistics.median(column) for column in zip(*starts, strict=True))
    facts: list[Row] = [
        ("from `regrant web` to the address told", f"{told:.2f} s", "-"),
        ("from `regrant web` to the first page", f"{opened:.2f} s", "1 s"),
        ("processor until the address is told", f"{worked:.2f} s", "-"),
        ("processor until all is loaded ahead", f"{loaded:.2f} s", "-"),
        ("memory, one visitor", f"{memory:.0f} MB", "-"),
        (f"memory, {USERS} at once", f"{most:.0f} MB", "-"),
        (f"answers a second, {USERS} at once", f"{rate:.0f}", "-"),
    ]
    for what, size, files in weights:
        facts.append((f"{what} with its {files} files, as sent", f"{size / 1000:.1f} kB", "100 kB"))

    return [
        table("The web app: median and 95 % within, in ms", head, rows),
        table("The web app: start, memory, weight", ("what", "value", "aim"), facts),
    ]


def ratios() -> dict[str, float]:
    """Return what `make bench-quick` guards: pages by the plainest page of the same server, in processor time."""
    with served() as server:
        settle(server)
        found = alone(server, 1)
    plain = _median(found[GUIDES], 1)

    return {
        "next_question_over_page": _median(found[NEXT], 1) / plain,
        "home_over_page": _median(found[HOME], 1) / plain,
        "suggestion_over_page": _median(found[SUGGESTED], 1) / plain,
    }


def _median(found: list[tuple[float, float]], which: int) -> float:
    return statistics.median(pair[which] for pair in found)


def _two(found: list[tuple[float, float]], which: int) -> str:
    """Return the median, and within what 95 % lie, in ms."""
    ordered = sorted(1000 * pair[which] for pair in found)

    return f"{statistics.median(ordered):.1f}, {ordered[int(0.95 * (len(ordered) - 1))]:.1f}"


if __name__ == "__main__":
    print("\n".join(tables()))
