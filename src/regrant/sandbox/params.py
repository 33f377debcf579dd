"""
Parameters as they come over the wire, checked against the endpoint table.

A query carries arrays and objects as JSON text (`["1","2"]`); a plain comma list is refused, as TikTok does.
A null counts as not sent. Parameters that the table does not know are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import msgspec

from regrant.sandbox import refusal

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
RANGE = re.compile(r"(\d+)-(\d+)")
LISTS = {"ids": "id", "texts": "text", "emails": "email", "enums": "enum", "objects": "object"}
PAGE = {"page": "int 1-1000000", "page_size": "int 1-{most}"}


def from_query(query: Mapping[str, str], kinds: Mapping[str, Any]) -> dict[str, Any]:
    """Decode the JSON text of arrays and objects in a *query*, as *kinds* names them."""
    return {name: _decoded(name, text, _kind(kinds, name)) for name, text in query.items()}


def settled(kinds: Mapping[str, Any], *, lenient: bool) -> dict[str, Any]:
    """Return *kinds* with the words that end in "~" when *lenient*, else without them."""
    return {
        name: settled(kind, lenient=lenient)
        if isinstance(kind, dict)
        else " ".join(word.rstrip("~") for word in kind.split() if lenient or not word.endswith("~"))
        for name, kind in kinds.items()
    }


def check(given: Mapping[str, Any], kinds: Mapping[str, Any], page: tuple[int, int] | None) -> dict[str, Any]:
    """Return the known parameters of *given* in the types of *kinds*; raise `Refusal` 40002 at the first wrong one."""
    if page:
        kinds = {**kinds, **{name: kind.format(most=page[1]) for name, kind in PAGE.items()}}
    found = _fields("", given, kinds)
    if page:
        found.setdefault("page", 1)
        found.setdefault("page_size", page[0])

    return found


def _kind(kinds: Mapping[str, Any], name: str) -> Any:
    return kinds.get(name, kinds.get(f"{name}*"))


def _decoded(name: str, text: str, kind: Any) -> Any:
    nested = isinstance(kind, dict) or (isinstance(kind, str) and kind.split()[0] in LISTS)
    if not nested:
        return text
    try:
        value = msgspec.json.decode(text)
    except msgspec.DecodeError:
        raise refusal.field_wrong(name, "it should be JSON text") from None
    if not isinstance(value, dict if isinstance(kind, dict) else list):
        raise refusal.field_wrong(name, "it should be JSON text of " + ("an object" if nested else "an array"))

    return value


def _fields(prefix: str, given: Mapping[str, Any], kinds: Mapping[str, Any]) -> dict[str, Any]:
    wanted = [name[:-1] for name in kinds if name.endswith("*")]
    missing = [prefix + name for name in wanted if given.get(name) in (None, "")]
    if missing:
        raise refusal.field_missing(*missing)
    found: dict[str, Any] = {}
    for marked, kind in kinds.items():
        name = marked.removesuffix("*")
        if given.get(name) is not None:
            found[name] = _value(prefix + name, given[name], kind)

    return found


def _value(name: str, value: Any, kind: Any) -> Any:
    if isinstance(kind, dict):
        if not isinstance(value, dict):
            raise refusal.field_wrong(name, "it should be an object")
        return _fields(f"{name}.", value, kind)
    word, *rest = kind.split()
    if word in LISTS:
        return _items(name, value, LISTS[word], rest)

    return READ[word](name, value, rest)


def _items(name: str, value: Any, kind: str, rest: list[str]) -> list[Any]:
    if not isinstance(value, list):
        raise refusal.field_wrong(name, "it should be an array")
    bounds = RANGE.fullmatch(rest[0]) if rest else None
    if bounds:
        rest = rest[1:]
        least, most = int(bounds[1]), int(bounds[2])
        if not least <= len(value) <= most:
            raise refusal.field_wrong(name, f"the number of items should be from {least} to {most}")

    return [READ[kind](name, item, rest) for item in value]


def _id(name: str, value: Any, _: list[str]) -> str:
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if not text.isascii() or not text.isdigit():
        raise refusal.field_wrong(name, "it should be digits")

    return text


def _text(name: str, value: Any, rest: list[str]) -> str:
    if not isinstance(value, str):
        raise refusal.field_wrong(name, "it should be a string")
    bounds = RANGE.fullmatch(rest[0]) if rest else None
    if bounds and not int(bounds[1]) <= len(value) <= int(bounds[2]):
        raise refusal.field_wrong(name, f"its length should be from {bounds[1]} to {bounds[2]}")

    return value


def _int(name: str, value: Any, rest: list[str]) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise refusal.field_wrong(name, "it should be a number") from None
    bounds = RANGE.fullmatch(rest[0]) if rest else None
    if bounds and not int(bounds[1]) <= number <= int(bounds[2]):
        raise refusal.field_wrong(name, f"it should be from {bounds[1]} to {bounds[2]}")

    return number


def _bool(name: str, value: Any, _: list[str]) -> bool:
    known = {"true": True, "false": False, "1": True, "0": False}
    if isinstance(value, bool):
        return value
    if str(value).lower() not in known:
        raise refusal.field_wrong(name, "it should be true or false")

    return known[str(value).lower()]


def _day(name: str, value: Any, _: list[str]) -> str:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        raise refusal.Refusal(40002, f"{name}: Time format should be YYYY-MM-DD. Please try again.") from None

    return str(value)


def _email(name: str, value: Any, _: list[str]) -> str:
    if not isinstance(value, str) or not EMAIL.fullmatch(value):
        raise refusal.field_wrong(name, f"{value} is not an e-mail address")

    return value


def _object(name: str, value: Any, _: list[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refusal.field_wrong(name, "it should be an object")

    return value


def _enum(name: str, value: Any, words: list[str]) -> str:
    if value not in words:
        raise refusal.field_wrong(name, f"{value} is not supported, correct is {', '.join(words)}")

    return str(value)


READ: dict[str, Callable[[str, Any, list[str]], Any]] = {
    "id": _id,
    "text": _text,
    "int": _int,
    "bool": _bool,
    "day": _day,
    "email": _email,
    "enum": _enum,
    "object": _object,
    "any": partial(lambda _name, value, _rest: value),
}
