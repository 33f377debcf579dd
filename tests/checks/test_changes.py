"""What the log tells of changes and of a stranger's hand, and everything that is not enough to say so."""

from __future__ import annotations

from typing import Any

import pytest

from regrant.checks.changes import change_made_on, change_outcome, strange_activity
from regrant.checks.view import View
from regrant.tiktok.reader import Snapshot
from regrant.tiktok.targeted import Question
from tests.checks.variations import ADMIN, BC, MAIN, MIRA, SECOND, line

MAIL = "mira@alder.example"
TO_OPERATOR = f"Changed role of {MAIL} on ad account {MAIN} from Analyst to Operator"
STRANGER = line("USER", "Invited x7@cheap.example as Admin")
OUT = [line("USER", f"Removed member {name}@alder.example") for name in ("nora", "paul")]


def view(*log: dict[str, Any], role: str = "ANALYST", action: str | None = "create_and_edit_ads") -> View:
    """Return what was read of Mira and her ad account, with these lines of the log, newest first."""
    people = [(ADMIN, "boss@alder.example"), (MIRA, MAIL), ("7200000000000900003", "otto@alder.example")]
    asset = {"bc_id": BC, "asset_type": "ADVERTISER", "relation_type": "OWNER_BC", "relation_status": "BOUND"}
    tables: dict[str, Any] = {
        "unread": [],
        "members": [
            {"user_id": one, "user_email": mail, "user_name": None, "relation_status": "BOUND", "role": "STANDARD"}
            for one, mail in people
        ],
        "assets": [
            {**asset, "asset_id": MAIN, "asset_name": "Alder Main"},
            {**asset, "asset_id": SECOND, "asset_name": "Alder Main 2"},
        ],
        "grants": [{"user_id": MIRA, "asset_type": "ADVERTISER", "asset_id": MAIN, "roles": [role]}],
        "log": list(log),
    }
    read = Snapshot(
        bc_id=BC, url="", started_at="2026-11-20T09:00:00Z", finished_at="2026-11-20T09:00:00Z", calls=1, me=None,
        tables=tables, clock_skew=0.0,
    )  # fmt: skip

    return View(read, Question(bc_id=BC, who=MAIL, asset="Alder Main"), action, ["permissions_not_working"])


def value(seen: Any) -> str | None:
    """Return what a check says; whatever rests on words of the log is marked as an inference."""
    assert seen is None or seen.inferred

    return seen.value if seen else None


@pytest.mark.parametrize(
    ("text", "time", "role", "action", "outcome"),
    [
        (TO_OPERATOR, "2026-11-19 15:30:00", "OPERATOR", "create_and_edit_ads", "new_level_shown"),
        (TO_OPERATOR, "2026-11-19 15:30:00", "ANALYST", "create_and_edit_ads", "jumped_back"),
        (TO_OPERATOR, "2026-11-19 15:30:00", "ADMIN", "create_and_edit_ads", None),
        (TO_OPERATOR, "2026-11-19 15:30:00", "OPERATOR", "settings", None),
        (TO_OPERATOR, "2026-11-19 15:30:00", "OPERATOR", None, None),
        (TO_OPERATOR, "2026-08-19 15:30:00", "ANALYST", "create_and_edit_ads", None),
        (TO_OPERATOR, "not a time", "ANALYST", "create_and_edit_ads", None),
        (TO_OPERATOR.replace(MAIN, SECOND), "2026-11-19 15:30:00", "ANALYST", "create_and_edit_ads", None),
        (TO_OPERATOR.replace("mira", "samira"), "2026-11-19 15:30:00", "ANALYST", "create_and_edit_ads", None),
        (f"Assigned ad account {MAIN} to {MAIL}", "2026-11-19 15:30:00", "ANALYST", "create_and_edit_ads", None),
    ],
)
def test_a_change_is_compared_with_what_holds(
    text: str, time: str, role: str, action: str | None, outcome: str | None
) -> None:
    """Only a late change of this person on this account says anything, and only where the level read now settles it."""
    assert value(change_outcome(view(line("ACCOUNT", text, time), role=role, action=action))) == outcome


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (TO_OPERATOR, "exact"),
        (f"Changed role of {MAIL} on ad account Alder Main to Operator", "exact"),
        (f"Changed role of {MAIL} on ad account Alder Main 2 to Operator", "other_asset"),
        (f"Changed role of mira@private.example on ad account {MAIN} to Operator", "other_person"),
        (f"Changed role of otto@alder.example on ad account {MAIN} to Operator", None),
        (f"Changed role of {MAIL} on ad account Juniper to Operator", None),
    ],
)
def test_where_a_change_was_made(text: str, where: str | None) -> None:
    """An account of nearly the same name is another one; other people's changes say nothing."""
    assert value(change_made_on(view(line("ACCOUNT", text)))) == where


@pytest.mark.parametrize(
    ("log", "found"),
    [
        ([STRANGER, *OUT], "strange"),
        ([STRANGER, OUT[0]], None),
        (OUT, None),
        ([line("USER", "Invited x7@cheap.example as Standard"), *OUT], None),
        ([line("USER", "Invited nora@alder.example as Admin"), *OUT], None),
        ([line("USER", "Invited x7@cheap.example as Admin", "2026-11-10 15:30:00"), *OUT], None),
        ([line("USER", "Invited x7@cheap.example as Admin", operator=MIRA), *OUT], None),
        ([], None),
    ],
)
def test_only_a_blatant_hand_is_strange(log: list[dict[str, Any]], found: str | None) -> None:
    """A foreign Admin let in and several people put out by one login within a day; less is anybody's tidying up."""
    assert value(strange_activity(view(*log))) == found
