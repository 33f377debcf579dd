"""
Which answers a failed read leaves open: rows of `unread` turned into expressions over paths.

A scope says what could not be read as `key=value` pairs (`bc_id=1 asset_type=PIXEL user_id=7`, or the same as a
JSON object). An empty scope, or one without such pairs, means the whole table; a key that a path does not have
is ignored, which makes the gap wider, never narrower. A scope that names a `column` leaves the rows themselves known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import narwhals as nw

from regrant.access.tables import Row

_PAIR = re.compile(r"(\w+)\s*[=:]\s*([^\s,;]+)")
_OUTGOING = "SHARING"
_ALIAS = {"advertiser_id": ("asset_id", {"asset_type": "ADVERTISER"}), "store_id": ("asset_id", {})}
SEPARATOR = "\x1f"

Scope = dict[str, str]


def read_scope(text: str | None) -> Scope:
    """Return the pairs of a scope; an empty one means everything."""
    if not text:
        return {}
    if text.lstrip().startswith("{"):
        try:
            return {str(key): str(value) for key, value in msgspec.json.decode(text).items() if value is not None}
        except msgspec.DecodeError:
            return {}

    return dict(_PAIR.findall(text))


class Gaps:
    """What could not be read."""

    def __init__(self, unread: Iterable[Row]) -> None:
        """Read the scopes; what we share with partners does not matter here."""
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self._scopes: dict[str, list[Scope]] = defaultdict(list)
        for row in unread:
            scope = read_scope(row["scope"])
            if scope.get("share_type") == _OUTGOING or "column" in scope:
                continue
            self.rows[str(row["table"])].append(row)
            self._scopes[str(row["table"])].append(_plain(scope))

    def flag(self, table: str, columns: Mapping[str, nw.Expr]) -> nw.Expr:
        """Return an expression that is true where a gap of *table* touches the path; never null."""
        by_keys: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for scope in self._scopes[table]:
            keys = tuple(sorted(key for key in scope if key in columns))
            by_keys[keys].add(SEPARATOR.join(scope[key] for key in keys))
        if not by_keys:
            return nw.lit(False)
        if () in by_keys:
            return nw.lit(True)
        touched = [_joined(keys, columns).is_in(sorted(values)) for keys, values in by_keys.items()]

        return nw.any_horizontal(*(expr.fill_null(value=False) for expr in touched), ignore_nulls=True)

    def touching(self, table: str, path: Mapping[str, Any]) -> list[Row]:
        """Return the rows of `unread` for *table* that touch one path, to say why something is unknown."""
        pairs = zip(self.rows[table], self._scopes[table], strict=True)

        return [row for row, scope in pairs if all(path.get(k) == v for k, v in scope.items() if k in path)]


def _plain(scope: Scope) -> Scope:
    plain: Scope = {}
    for key, value in scope.items():
        column, more = _ALIAS.get(key, (key, {}))
        plain[column] = value
        plain.update(more)

    return plain


def _joined(keys: tuple[str, ...], columns: Mapping[str, nw.Expr]) -> nw.Expr:
    if len(keys) == 1:
        return columns[keys[0]]

    return nw.concat_str([columns[key] for key in keys], separator=SEPARATOR)
