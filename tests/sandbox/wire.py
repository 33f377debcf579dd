"""A plain HTTP client of a running sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx

from regrant.sandbox import Running

TOKEN = "sandbox-token"


class Wire:
    """Calls a running sandbox as a plain HTTP client would."""

    def __init__(self, running: Running) -> None:
        """Open a client for a running sandbox."""
        self.running = running
        self.client = httpx.Client(trust_env=False, timeout=5)

    def raw(self, method: str, path: str, token: str | None = TOKEN, **options: Any) -> httpx.Response:
        """Send one request; *path* is under the base of the API."""
        headers = {"Access-Token": token} if token else {}

        return self.client.request(method, self.running.base + path, headers=headers, **options)

    def get(self, path: str, token: str | None = TOKEN, **params: Any) -> dict[str, Any]:
        """Return the envelope of a read; objects and arrays travel as JSON text."""
        query = {key: json.dumps(one) if isinstance(one, (dict, list)) else one for key, one in params.items()}
        response = self.raw("GET", path, token, params=query)
        assert response.status_code == 200
        envelope: dict[str, Any] = response.json()

        return envelope

    def post(self, path: str, token: str | None = TOKEN, **body: Any) -> dict[str, Any]:
        """Return the envelope of a write."""
        response = self.raw("POST", path, token, json=body)
        assert response.status_code == 200
        envelope: dict[str, Any] = response.json()

        return envelope


Start = Callable[..., Wire]
