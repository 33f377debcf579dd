"""Rows in question, gaps, and how near two addresses are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st

from regrant.checks.view import NotReadError, Place, View
from regrant.tiktok.reader import Snapshot
from regrant.tiktok.targeted import Question

short = st.text("abc@.", max_size=8)


def view(tables: dict[str, list[dict[str, Any]]], **question: Any) -> View:
    """Make a view of a few rows."""
    read = Snapshot(
        bc_id="71",
        url="http://127.0.0.1",
        started_at="2026-11-20T09:00:00Z",
        finished_at="2026-11-20T09:01:00Z",
        calls=1,
        me=None,
        tables={"unread": [], **tables},
        clock_skew=60.0,
    )

    return View(read, Question(bc_id="71", **question))


def member(email: str, state: str = "PENDING") -> dict[str, Any]:
    """Make a row of the list of users."""
    return {"user_id": None, "user_email": email, "user_name": None, "relation_status": state, "role": "STANDARD"}


def test_one_near_invitation_is_found_and_two_are_not() -> None:
    """A likeness counts only if it is the only one."""
    one = [member("dana@orchrad.example")]
    assert view({"members": one}, who="dana@orchard.example").near == one[0]
    assert view({"members": [*one, member("dano@orchard.example")]}, who="dana@orchard.example").near is None


def test_a_gap_is_said_with_its_reason() -> None:
    """A table with a hole where it matters raises; a hole elsewhere does not; an untouched table is not whole."""
    gap = {"table": "grants", "scope": "bc_id=71 asset_type=PIXEL", "reason": "not read: busy"}
    seen = view({"grants": [], "unread": [gap]})
    with pytest.raises(NotReadError, match="busy"):
        seen.whole("grants", Place(bc_id="71", asset_type="PIXEL"))
    assert seen.whole("grants", Place(bc_id="71", asset_type="ADVERTISER"))
    assert not seen.whole("log")


def test_time_is_that_of_tiktok() -> None:
    """A computer whose clock is a minute ahead is corrected."""
    assert view({}).now.isoformat() == "2026-11-20T09:00:00+00:00"
