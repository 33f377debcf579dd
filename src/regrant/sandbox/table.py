"""The endpoint table: what each operation takes, who may call it, and how it pages. Data lives in `data/`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
import yaml
from msgspec import Struct

Who = Literal["login", "member", "admin", "finance", "advertiser", "app", "app_login"]

BASE = "/open_api/v1.3"
PARENT_SCOPES = {
    100: (10, 1),
    120: (12, 1),
    150: (15, 1),
    151: (15, 1),
    152: (15, 1),
    153: (15, 1),
    155: (15, 1),
    156: (15, 1),
    157: (15, 1),
    230: (23, 2),
    690: (69, 6),
    691: (69, 6),
    693: (69, 6),
    800: (80, 8),
    900: (90, 9),
    960: (96, 9),
}


class Endpoint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One operation; see the head of `data/endpoints.yaml` for each field."""

    method: Literal["GET", "POST"]
    who: Who = "login"
    scope: int | str | None = None
    page: tuple[int, int] | None = None
    params: dict[str, Any] = {}
    absent: bool = False


SHAPE = msgspec.json.Decoder(dict[str, Endpoint])
"""Made here so that the shape is prepared by one thread, whoever loads the table first."""


@cache
def endpoints() -> dict[str, Endpoint]:
    """Return every known operation by its path under `/open_api/v1.3`."""
    text = files("regrant.sandbox").joinpath("data/endpoints.yaml").read_bytes()

    return msgspec.convert(yaml.safe_load(text), dict[str, Endpoint])


@cache
def code_messages() -> dict[int, str]:
    """Return the usual message of each return code."""
    text = files("regrant.sandbox").joinpath("data/codes.yaml").read_bytes()

    return msgspec.convert(yaml.safe_load(text), dict[int, str])


def scope_held(wanted: int | str | None, permissions: tuple[int | str, ...]) -> bool:
    """Say whether *permissions* cover the scope *wanted*; a parent's number implies its children."""
    if wanted is None or "all" in permissions or wanted in permissions:
        return True

    return isinstance(wanted, int) and any(parent in permissions for parent in PARENT_SCOPES.get(wanted, ()))
