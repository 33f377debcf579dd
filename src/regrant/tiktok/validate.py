"""Is a request one that TikTok would accept? Asked before sending, so that a slip of ours never costs a call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from regrant.tiktok.endpoints import Operation, Parameter

_DIGITS = re.compile(r"\d{1,20}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PAGE = Parameter(type="int")


class RequestError(ValueError):
    """A request that does not fit the operation; the message lists every reason."""


def check(operation: Operation, params: Mapping[str, Any]) -> None:
    """
    Check names, types, values and limits.

    Raises:
        RequestError: naming operation, parameter, reason and what would fit.

    """
    wrong = list(mistakes(operation, params))
    if wrong:
        raise RequestError(f"The request {operation.id} cannot be sent: {'; '.join(wrong)}.")


def mistakes(operation: Operation, params: Mapping[str, Any]) -> Iterator[str]:
    """Yield every reason why the request does not fit."""
    allowed = dict(operation.send)
    if operation.paging:
        limit = operation.paging.max
        allowed |= {"page": PAGE, "page_size": Parameter(type="int", max=limit)}
    yield from _fields(allowed, params, "")
    if operation.one_of and sum(params.get(name) is not None for name in operation.one_of) != 1:
        yield f"exactly one of {', '.join(operation.one_of)} must be given"


def _fields(allowed: Mapping[str, Parameter], given: Mapping[str, Any], where: str) -> Iterator[str]:
    for name, value in given.items():
        if name not in allowed:
            yield f"it has no parameter {where}{name} (it has: {', '.join(allowed) or 'none'})"
        elif value is not None:
            yield from _value(allowed[name], value, where + name)
    for name, parameter in allowed.items():
        if parameter.required and given.get(name) is None:
            yield f"{where}{name} is missing"


def _value(parameter: Parameter, value: Any, name: str) -> Iterator[str]:
    kind = parameter.type
    if kind.endswith("[]"):
        if not isinstance(value, list | tuple):
            yield f"{name} must be a list"
            return
        yield from _length(parameter, len(value), name)
        for item in value:
            yield from _single(parameter, kind.removesuffix("[]"), item, name)
    elif kind == "object":
        if isinstance(value, Mapping):
            yield from _fields(parameter.fields, value, f"{name}.")
        else:
            yield f"{name} must be an object"
    else:
        yield from _single(parameter, kind, value, name)


def _length(parameter: Parameter, count: int, name: str) -> Iterator[str]:
    if parameter.min_items is not None and count < parameter.min_items:
        yield f"{name} needs at least {parameter.min_items}"
    if parameter.max_items is not None and count > parameter.max_items:
        yield f"{name} holds {count}, at most {parameter.max_items} are allowed"


def _single(parameter: Parameter, kind: str, value: Any, name: str) -> Iterator[str]:
    if kind == "bool":
        if not isinstance(value, bool):
            yield f"{name} must be true or false"
    elif kind == "int":
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            yield f"{name} must be a whole number from 1"
        elif parameter.max is not None and value > parameter.max:
            yield f"{name} is {value}, at most {parameter.max} is allowed"
    elif not isinstance(value, str):
        yield f"{name} must be text"
    else:
        yield from _text(parameter, kind, value, name)


def _text(parameter: Parameter, kind: str, value: str, name: str) -> Iterator[str]:
    shown = "the value" if parameter.secret else f'"{value}"'
    if kind == "id" and not _DIGITS.fullmatch(value):
        yield f"{name} must be digits, not {shown}"
    if kind == "date" and not _DATE.fullmatch(value):
        yield f"{name} must look like 2026-11-30, not {shown}"
    if kind == "email" and not _EMAIL.fullmatch(value):
        yield f"{name} must be an e-mail address, not {shown}"
    if parameter.values and value not in (*parameter.values, *parameter.also):
        yield f"{name} cannot be {shown} (it can be: {', '.join(parameter.values)})"
    if parameter.max is not None and len(value) > parameter.max:
        yield f"{name} is {len(value)} characters long, at most {parameter.max} are allowed"
