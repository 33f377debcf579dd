"""A Business Center as tables, and the chain of links that decides who can do what with which asset."""

from __future__ import annotations

from regrant.access.errors import AccessError, ActionError, AmbiguousNameError, TableError, UnknownNameError
from regrant.access.permissions import link_words, matrix
from regrant.access.resolver import Resolver
from regrant.access.result import (
    Asset,
    Compare,
    LinkState,
    Path,
    Person,
    Repair,
    Result,
    Standing,
    WhatCan,
    WhoCan,
    Why,
)
from regrant.access.tables import SCHEMAS, Tables, build
from regrant.access.text import EXIT_CODES, to_lines

__all__ = [
    "EXIT_CODES",
    "SCHEMAS",
    "AccessError",
    "ActionError",
    "AmbiguousNameError",
    "Asset",
    "Compare",
    "LinkState",
    "Path",
    "Person",
    "Repair",
    "Resolver",
    "Result",
    "Standing",
    "TableError",
    "Tables",
    "UnknownNameError",
    "WhatCan",
    "WhoCan",
    "Why",
    "build",
    "find_cause",
    "link_words",
    "matrix",
    "to_lines",
]


def find_cause(result: Why) -> str | None:
    """
    Return the id of the cause behind a "cannot", or None where the answer is yes or not known.

    Where everything else holds and a Business Center or ad account has a status whose effect is not certain
    (in review, say), the cause is what that status would mean.
    """
    return result.cause
