"""Forms on the wire: envelopes, ids, times."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrant.tiktok.wire import envelope, id_or_none, moment, query, with_text_ids

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["id", "bc_id", "asset_ids", "paid", "list"]), inner)
    ),
)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2026-06-23 07:09:07", "2026-06-23T07:09:07Z"),
        ("2026-06-23T07:09:07Z", "2026-06-23T07:09:07Z"),
        ("2026-06-23T09:09:07+02:00", "2026-06-23T07:09:07Z"),
        (1782198547, "2026-06-23T07:09:07Z"),
        ("soon", "soon"),
        ("", None),
        (None, None),
        (0, None),
    ],
)
def test_both_forms_of_time(value: Any, read: str | None) -> None:
    """Times come with a space or as ISO; an unknown form stays word for word."""
    assert moment(value) == read


@pytest.mark.parametrize("content", [b"", b"<html>", b"[1]", b'{"data": {}}', b'{"code": "x"}', b'{"code": 0', b"null"])
def test_what_is_no_envelope(content: bytes) -> None:
    """Anything else than TikTok's envelope is not read as one."""
    assert envelope(content) is None


@pytest.mark.parametrize("value", [None, "", 0, "0"])
def test_ids_that_mean_none(value: Any) -> None:
    """Null, empty and zero all say that there is no id."""
    assert id_or_none(value) is None


@given(JSON)
def test_no_id_stays_a_number(content: Any) -> None:
    """Under every key that names ids there is no number left, however deep."""

    def check(value: Any, *, ids: bool = False) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                check(item, ids=key not in {"paid", "list"})
        elif isinstance(value, list):
            for item in value:
                check(item, ids=ids)
        else:
            assert not (ids and isinstance(value, int) and not isinstance(value, bool))

    check(with_text_ids(content))


@given(st.dictionaries(st.text(min_size=1), st.lists(st.text()) | st.booleans() | st.integers()))
def test_query_is_json(params: dict[str, Any]) -> None:
    """What was put into a query can be read back as JSON."""
    assert {key: json.loads(value) for key, value in query(params).items()} == params
