"""Templates to text. Everything that is put in is escaped; scripts and styles stand in files of their own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

STATIC = Path(__file__).parent / "static"
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the letters after them around: in a name they could make a sentence say its opposite."""
STEP, LEAST = 5, 4
"""Shares are shown in steps of so many percent; what is less than the second is only "under" one step."""


def render(template: str, *, link: Callable[[str], str] = str, **content: Any) -> str:
    """Return a template filled in; *link* turns addresses of the app into what is written into the page."""
    return _environment().get_template(template).render(link=link, **content)


def compile_templates() -> None:
    """Make all templates ready for use, the first page's first; it takes a tenth of a second."""
    made = _environment()
    for name in sorted(made.list_templates(["html"]), key=lambda name: name != "home.html"):
        made.get_template(name)


def rounded(percent: int) -> str:
    """Return a share for reading, in steps of five: an estimate is no better than that."""
    if percent < LEAST:
        return f"under {STEP} %"

    return f"over {100 - STEP} %" if percent > 100 - LEAST else f"{STEP * round(percent / STEP)} %"


def sure(percent: int) -> str:
    """Return how sure a result is, as the beginning of a sentence."""
    about = rounded(percent)

    return f"{about.capitalize() if about[0].isalpha() else f'About {about}'} sure"


def steady(value: object) -> object:
    """Return what is put into a page without what would turn the words around it; the JSON twin is to the letter."""
    if type(value) is str and not value.isascii():
        return _TURNING.sub("", value)

    return value


def asset(name: str) -> str:
    """Return the address of a static file; it changes with the content, so that browsers may keep it."""
    return f"/static/{name}?{_digest(name)}"


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("regrant.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=steady,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["asset"] = asset
    made.filters["rounded"], made.filters["sure"] = rounded, sure

    return made
