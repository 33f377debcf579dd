"""A hundred people at once: on one process with SQLite, and on two processes with PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.postgres import Server
from tests.serving import Served
from tests.web.visitor import Visitor

PEOPLE = 100
ANSWERS = 2


def _visit(number: int, addresses: list[str]) -> tuple[int, str, bool]:
    """Begin a case, answer, and look at it again through the next process; return whose words it shows."""
    visitor = Visitor(addresses[number % len(addresses)])
    words = f"person {number:03d}: the invitation never arrives"
    case = visitor.begin(words)
    for turn in range(ANSWERS):
        if visitor.asked:
            visitor.answer(number + turn)
    other = addresses[(number + 1) % len(addresses)]
    seen = visitor.http.get(f"{other}/cases/{case}/result")

    return seen.status_code, case, words in seen.text


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_hundred_at_once(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Everybody gets their own case with their own words, nobody an error, and nothing said is lost."""
    database = ""
    if kind == "postgres":
        server: Server = request.getfixturevalue("postgres")
        database = server.fresh()
    processes = [Served(tmp_path / str(n), database=database) for n in range(2 if database else 1)]
    try:
        for process in processes:
            process.start()
        addresses = [process.url for process in processes]
        with ThreadPoolExecutor(PEOPLE) as pool:
            seen = list(pool.map(_visit, range(PEOPLE), [addresses] * PEOPLE))
    finally:
        for process in processes:
            process.stop()

    assert [(status, own) for status, _, own in seen] == [(200, True)] * PEOPLE
    assert len({case for _, case, _ in seen}) == PEOPLE
