"""Loading the data files that come along: fast, and once even if several threads need one at the same moment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
ALONE = RLock()
"""
Held while a shape is prepared: msgspec does that at the first use, and two threads that do so at once crash Python.

One lock for all, as shapes hold one another.
"""
_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {}


def once(make: Callable[[], T]) -> Callable[[], T]:
    """Decorate a function without arguments so that it is called once, by one thread; the others wait for it."""
    kept = cache(make)

    @wraps(make)
    def get() -> T:
        with ALONE:
            return kept()

    return get


def decoder(shape: type[T]) -> msgspec.json.Decoder[T]:
    """Return the reader of JSON for a *shape*, the same one each time; it may be used in several threads at once."""
    with ALONE:
        if shape not in _DECODERS:
            _DECODERS[shape] = msgspec.json.Decoder(shape)
        return _DECODERS[shape]


def read_yaml(file: Path) -> Any:
    """Return the content of a YAML file; libyaml, where it is there, reads it ten times as fast."""
    import yaml  # here, as what comes from a cache needs none of it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    return yaml.load(file.read_text("utf-8"), Loader=loader)  # noqa: S506  # a safe loader


@contextmanager
def without(module: str) -> Iterator[None]:
    """Import others in this block as if *module*, which they can do without, were not installed."""
    there = module in sys.modules
    if not there:
        sys.modules[module] = None  # type: ignore[assignment]  # what Python has for this
    try:
        yield
    finally:
        if not there:
            del sys.modules[module]
