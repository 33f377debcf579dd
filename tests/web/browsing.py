"""Somebody who opens pages and sends the forms that stand on them, without any script."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

HOST = "regrant.test"
_FORM = re.compile(r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_CHOICE = re.compile(r'<button name="value" value="([^"]+)"')


class Browser:
    """One visitor: an app, cookies, and the page that is open."""

    def __init__(self, client: TestClient[Litestar], *, apart: bool = False) -> None:
        self.client = client
        self.cookies: dict[str, str] = {}
        self.apart = apart
        self.page: Response = self.open("/")

    def open(self, path: str) -> Response:
        """Open a page."""
        return self._taken("GET", path)

    def send(self, to: str, page: Response | None = None, /, **fields: Any) -> Response:
        """Send the form of a page (the open one) that goes to *to*, with more fields."""
        text = (page or self.page).text
        hidden = next(dict(_HIDDEN.findall(inner)) for where, inner in _FORM.findall(text) if where.endswith(to))
        where = next(where for where, _ in _FORM.findall(text) if where.endswith(to))

        return self._taken("POST", where, data={**{name: unescape(value) for name, value in hidden.items()}, **fields})

    def begin(self, words: str = "", **fields: Any) -> Response:
        """Begin a case."""
        self.open("/")

        return self.send("/cases", words=words, **fields)

    def choices(self) -> list[str]:
        """Return the answers that the open page offers."""
        return _CHOICE.findall(self.page.text)

    @property
    def path(self) -> str:
        """Return where this visitor is."""
        return str(self.page.url.path)

    def _taken(self, method: str, path: str, **more: Any) -> Response:
        others = dict(self.client.cookies)
        if self.apart:
            self._wear(self.cookies)
        self.page = self.client.request(method, path, **more)
        if self.apart:
            self.cookies = dict(self.client.cookies)
            self._wear(others)

        return self.page

    def _wear(self, cookies: dict[str, str]) -> None:
        self.client.cookies.clear()
        self.client.cookies.update(cookies)
