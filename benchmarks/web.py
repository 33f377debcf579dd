"""The web app: the weight of the first page, and the time of the server for an answer. `python -m benchmarks.web`."""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from pathlib import Path

from litestar import Litestar
from litestar.testing import TestClient

from regrant.web.app import create_app
from regrant.web.settings import Settings

HOST = "regrant.test"
WORDS = (
    "my colleague cannot see the ad account",
    "the creator's code says expired",
    "la agencia no ve nuestra cuenta publicitaria",
    "Business Center bleibt leer",
    "invitation link does not open",
    "we were refused in business verification",
)
MOST_QUESTIONS = 15


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(hosts=(HOST,), database_url=f"sqlite:///{Path(folder) / 'cases.sqlite3'}")
        with TestClient(create_app(settings), base_url=f"http://{HOST}") as client:
            _measure(client)


def _measure(client: TestClient[Litestar]) -> None:
    page = client.get("/").text
    files = [client.get(f"/static/{name}").content for name in re.findall(r'"/static/([^"?]+)', page)]
    print(
        f"first page: {len(page.encode())} bytes; with its {len(files)} files {len(page) + sum(map(len, files))} bytes"
    )
    token = _field(page, "csrf")
    client.post("/suggest", data={"csrf": token, "words": "warm up"})
    _print("what the words are about, while typing", [_timed(client, "/suggest", csrf=token, words=w) for w in WORDS])
    answers = [seconds for words in WORDS for choice in (0, 1) for seconds in _case(client, token, words, choice)]
    _print("answer kept and next page made", answers)


def _case(client: TestClient[Litestar], token: str, words: str, choice: int) -> list[float]:
    """Return the seconds of each answer of one case; always the same choice is taken."""
    page = client.post("/cases", data={"csrf": token, "words": f"{words} {choice}"})
    times: list[float] = []
    while "/q/" in page.url.path and len(times) < MOST_QUESTIONS:
        offered = re.findall(r'<button name="value" value="([^"]+)"', page.text)
        where = re.search(r'action="(/cases/[^"]+/answers)"', page.text)
        assert where is not None
        fields = {"csrf": token, "seen": _field(page.text, "seen"), "finding": _field(page.text, "finding")}
        began = time.perf_counter()
        page = client.post(where.group(1), data={**fields, "value": offered[min(choice, len(offered) - 1)]})
        times.append(time.perf_counter() - began)

    return times


def _field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None

    return found.group(1)


def _timed(client: TestClient[Litestar], path: str, **fields: str) -> float:
    began = time.perf_counter()
    client.post(path, data=fields)

    return time.perf_counter() - began


def _print(what: str, seconds: list[float]) -> None:
    ordered = sorted(1000 * one for one in seconds)
    worst = ordered[int(0.95 * (len(ordered) - 1))]
    print(f"{what}: median {statistics.median(ordered):.0f} ms, 95 % within {worst:.0f} ms ({len(ordered)} measured)")


if __name__ == "__main__":
    main()
