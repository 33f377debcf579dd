"""Trouble on demand: which faults hit a call, and what they do to its answer."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from regrant.sandbox.shapes import Fault, World

GATEWAY_PAGE = (
    "<html><head><title>{status}</title></head><body><center><h1>{status} {words}</h1></center></body></html>"
)
GATEWAY_WORDS = {429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}
NO_PAGES = {"page": 0, "page_size": 0, "total_number": 0, "total_page": 0}


@dataclass(slots=True)
class Armed:
    """A fault with what it has done: calls seen, calls hit, and the old world it still shows (lag)."""

    fault: Fault
    seen: int = 0
    hit: int = 0
    old: World | None = None
    old_reads: int = 0
    old_until: float = 0.0

    def strikes(self, path: str) -> bool:
        """Count a call of *path*; say whether the fault hits it."""
        if not fnmatchcase(path, self.fault.on):
            return False
        self.seen += 1
        if self.seen <= self.fault.skip or (self.fault.times is not None and self.hit >= self.fault.times):
            return False
        self.hit += 1

        return True

    def remember(self, world: World) -> None:
        """Keep the world before a write, for reads that lag behind."""
        running = self.old is not None and (self.old_reads > 0 or time.monotonic() < self.old_until)
        self.old = self.old if running else world
        self.old_reads = self.fault.reads
        self.old_until = time.monotonic() + self.fault.seconds

    def shown(self) -> World | None:
        """Return the old world while the read-back lags, or None."""
        if self.old_reads > 0:
            self.old_reads -= 1
            return self.old

        return self.old if time.monotonic() < self.old_until else None


class Faults:
    """All faults of a running sandbox."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Arm the faults of a world."""
        self.armed = [Armed(fault) for fault in faults]

    def add(self, *faults: Fault) -> None:
        """Arm more faults."""
        self.armed += [Armed(fault) for fault in faults]

    def strike(self, path: str) -> list[Armed]:
        """Return the faults that hit this call, and count them."""
        return [armed for armed in self.armed if armed.strikes(path)]

    def wrote(self, before: World) -> None:
        """Tell the lagging faults what the world was before a write."""
        for armed in self.armed:
            if armed.fault.kind == "lag":
                armed.remember(before)


def gateway_page(fault: Fault) -> str:
    """Return the HTML (or the given body) with which a gateway answers instead of the API."""
    words = GATEWAY_WORDS.get(fault.status, "Error")

    return GATEWAY_PAGE.format(status=fault.status, words=words) if fault.body is None else fault.body


def bent(data: Any, fault: Fault) -> Any:
    """Return the data of an answer with the oddity of a fault; the data itself stays as it is."""
    if fault.kind == "ids_as_numbers":
        return _mapped(data, lambda key, value: _number(value) if _is_id(key) else value)
    if fault.kind == "zero_page_info":
        return _mapped(data, lambda key, value: NO_PAGES if key == "page_info" else value)
    if fault.kind == "replace":
        return _mapped(data, fault.values.get)
    if fault.kind == "ext_user_role":
        return _roles(data, fault.form)

    return data


def _is_id(key: str) -> bool:
    return key == "id" or key.endswith("_id")


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _mapped(data: Any, change: Any) -> Any:
    if isinstance(data, list):
        return [_mapped(item, change) for item in data]
    if not isinstance(data, dict):
        return data
    out = {}
    for key, value in data.items():
        new = change(key, value)
        out[key] = _mapped(value, change) if new is value else new

    return out


def _roles(data: Any, form: str) -> Any:
    if isinstance(data, list):
        return [_roles(item, form) for item in data]
    if not isinstance(data, dict):
        return data
    out = {key: _roles(value, form) for key, value in data.items()}
    if "ext_user_role" in out:
        role = out.pop("ext_user_role")
        if form != "absent":
            out["ext_user_role"] = [role] if form == "list" else None

    return out
