"""Rows become typed tables, and nothing that could not be read gets lost."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrant.access import SCHEMAS, build
from regrant.access.gaps import read_scope


def test_types_are_always_the_same() -> None:
    """Empty and full tables have the same columns and types."""
    rows = {"members": [{"bc_id": 7, "user_id": 1, "finance_role": None}]}

    for tables in (build({}), build(rows)):
        assert {name: dict(frame.schema) for name, frame in tables.frames.items()} == SCHEMAS


def test_ids_become_text_and_roles_lists() -> None:
    """Ids as numbers, single roles, flags as text and columns nobody knows are taken as they come."""
    grants = build({"grants": [{"bc_id": 7, "roles": "ADMIN", "extra": 1}, {"roles": None}]}).rows("grants")
    stores = build({"stores": [{"is_owner_bc": "true"}, {"is_owner_bc": "?"}]})["stores"]

    assert grants[0]["bc_id"] == "7"
    assert [row["roles"] for row in grants] == [["ADMIN"], []]
    assert stores["is_owner_bc"].to_list() == [True, None]


def test_unread_is_kept() -> None:
    """Given gaps stay, and a table left out becomes one."""
    unread = build({"members": [], "unread": [{"table": "members", "scope": "bc_id=1", "code": 40001}]})["unread"]

    assert unread.filter(pl.col("table") == "members")["code"].to_list() == ["40001"]
    assert "grants" in unread["table"].to_list()


def test_read_at_is_the_newest() -> None:
    """A snapshot is as new as its newest row."""
    rows = [{"read_at": "2026-11-20T09:00:00Z"}, {"read_at": "2026-11-20T09:00:05Z"}, {}]

    assert build({"members": rows}).read_at == "2026-11-20T09:00:05Z"
    assert build({}).read_at is None


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", {}),
        ("*", {}),
        ("everything", {}),
        ("bc_id=1 asset_type=PIXEL", {"bc_id": "1", "asset_type": "PIXEL"}),
        ('{"bc_id": 1, "user_id": null}', {"bc_id": "1"}),
        ("{broken", {}),
    ],
)
def test_scopes(text: str, pairs: dict[str, str]) -> None:
    """A scope is read as pairs; what cannot be read means everything."""
    assert read_scope(text) == pairs


@given(st.text())
def test_any_scope_can_be_read(text: str) -> None:
    """No scope makes the reading fail."""
    assert isinstance(read_scope(text), dict)
