"""A Business Center in which everything that has a name is named by somebody who means harm."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import msgspec

from regrant.sandbox import packaged_world, parse_world, serve
from regrant.sandbox.server import Running
from regrant.sandbox.shapes import World
from tests.running import REGRANT
from tests.serving import Served

NAMES = (
    '<img src=x onerror="window.owned=1" data-owned>',
    '"><script>window.owned=1</script>',
    "' onmouseover=window.owned=1 autofocus x='",
    " javascript:window.owned=1//",
    "\u202e\u2066fdp.exe",
    "\U0001f9d1\U0001f3fd\u200d\U0001f4bb" * 12,
    "W" * 180,
    "\r\nEND:VEVENT\r\nX-OWNED:1;,\\n",
    "{{7*7}}${7*7}{% raise %}",
    "</textarea></title><svg onload=window.owned=1>",
    "&cc=owned@evil.example&body=owned%0d%0aBcc:owned",
)
"""What is put behind every name, one after the other."""
TURNED = "\u202e\u2066"
KEYS = frozenset(
    {
        *("name", "bc_name", "company", "asset_name", "owner_bc_name", "display_name", "handle", "tiktok_name"),
        *("store_name", "pixel_name", "text", "group_name", "rejection_reason", "item_title"),
    }
)
OWNED = """() => [
  window.owned && "a script ran",
  document.querySelector("[data-owned], main img, main script, main iframe, svg[onload], [autofocus]") && "an element came in",
  [...document.querySelectorAll("*")].some(e => [...e.attributes].some(a => a.name.startsWith("on"))) && "an attribute came in",
  [...document.querySelectorAll("[href]")].some(e => e.getAttribute("href").startsWith("javascript")) && "a link came in",
  [...document.scripts].some(s => !new URL(s.src).pathname.startsWith("/static/")) && "a script came in",
  document.documentElement.scrollWidth > innerWidth && `${document.documentElement.scrollWidth - innerWidth} px sideways`,
].filter(Boolean)"""  # noqa: E501
"""What must not be true of any page."""


def hostile(name: str, start: int = 0) -> World:
    """Return a world that comes along with every name made hostile; *start* says which name begins."""
    number = count(start)

    def poisoned(value: Any, *, inside: bool = False) -> Any:
        if isinstance(value, (list, tuple)):
            return [poisoned(one, inside=True) for one in value]
        if not isinstance(value, dict):
            return value
        return {
            key: f"{old}{NAMES[next(number) % len(NAMES)]}"
            if inside and key in KEYS and isinstance(old, str)
            else poisoned(old, inside=True)
            for key, old in value.items()
        }

    return parse_world(msgspec.json.encode(poisoned(msgspec.to_builtins(packaged_world(name)))))


@contextmanager
def connected(served: Served) -> Iterator[Running]:
    """Serve a world, and connect the app of *served* to it as its own person would."""
    with serve(packaged_world("healthy")) as sandbox:
        done = subprocess.run(
            [*REGRANT, "connect", "--url", sandbox.url],
            input=b"sandbox-token\n", env={**os.environ, **served.environment}, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        yield sandbox
