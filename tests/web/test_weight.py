"""How heavy the pages are, with everything they load, as it is sent."""

from __future__ import annotations

import re

from tests.web.conftest import Client

MOST = 100_000
"""Bytes of a page with all its files, for somebody who comes for the first time."""
_FILE = re.compile(r'(?:src|href)="(/static/[^"]+)"')


def weight(client: Client, path: str) -> int:
    """Return the bytes of a page and of everything that it loads."""
    page = client.get(path)
    assert page.status_code == 200
    files = {name: client.get(name) for name in set(_FILE.findall(page.text))}
    assert any("style" in name for name in files)
    assert all(file.status_code == 200 for file in files.values())

    return page.num_bytes_downloaded + sum(file.num_bytes_downloaded for file in files.values())


def test_first_page_is_light(client: Client) -> None:
    """The first page with everything it loads is below 100 kB, whatever the machine does."""
    assert 1_000 < weight(client, "/") < MOST


def test_guides_are_light(client: Client) -> None:
    """So is every guide."""
    guides = [problem["id"] for problem in client.get("/guides.json").json()["problems"]]
    assert len(guides) == 11
    assert max(weight(client, f"/guides/{guide}") for guide in guides) < MOST


def test_only_what_repeats_nothing_is_compressed(client: Client) -> None:
    """Guides and files are compressed; pages that repeat what somebody sent are not, or secrets could be guessed."""
    coded = {path: client.get(path).headers.get("Content-Encoding") for path in ("/guides/spark_code", "/", "/guides")}

    assert coded == {"/guides/spark_code": "gzip", "/": None, "/guides": None}
    assert client.get("/static/style.css").headers["Content-Encoding"] == "gzip"
