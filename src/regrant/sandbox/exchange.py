"""Both ends of a call: the request as it came, the reply as it goes, and the note kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """A request: the query decoded, the headers in lower case."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: what to send, how long to wait before (seconds), and whether to break off in the middle."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A call that came in, as tests and benchmarks count them; `code` is null when the gateway answered."""

    method: str
    path: str
    parameters: dict[str, Any]
    code: int | None
    request_id: str | None
