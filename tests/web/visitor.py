"""A visitor over plain HTTP: what a browser without scripts would send."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import httpx

OPENED: list[httpx.Client] = []
_FIELD = r'name="{}" value="([^"]*)"'


class Visitor:
    """Keeps cookies, follows redirects, and sends forms with what the last page put into them."""

    def __init__(self, base: str) -> None:
        self.http = httpx.Client(base_url=base, follow_redirects=True, timeout=60, verify=False)
        OPENED.append(self.http)
        self.page = self.http.get("/")

    def field(self, name: str) -> str:
        """Return the value of the first field of this name on the last page."""
        found = re.search(_FIELD.format(name), self.page.text)
        assert found, f"no field {name} on {self.page.url}: {self.page.text[:2000]}"

        return unescape(found[1])

    def send(self, path: str, **fields: Any) -> httpx.Response:
        """Send a form and keep the page that follows."""
        self.page = self.http.post(path, data={"csrf": self.field("csrf"), **fields})

        return self.page

    def begin(self, words: str) -> str:
        """Begin a case and return its id."""
        self.send("/cases", words=words)
        assert self.page.status_code == 200, self.page.text

        return str(self.page.url).split("/cases/")[1].split("/")[0]

    def answer(self, number: int = 0) -> None:
        """Give one of the answers that the page offers."""
        case = str(self.page.url).split("/cases/")[1].split("/")[0]
        values = re.findall(r'<button name="value" value="([^"]+)"', self.page.text)
        finding, seen = self.field("finding"), self.field("seen")
        self.send(f"/cases/{case}/answers", finding=finding, seen=seen, value=values[number % len(values)])
        assert self.page.status_code == 200, self.page.text

    @property
    def asked(self) -> bool:
        """Tell whether the last page asks a question."""
        return "/q/" in str(self.page.url)
