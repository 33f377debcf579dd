"""A compact world may be richer, poorer or spelt otherwise than expected: it converts, or says where it does not."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regrant.sandbox.compact import OBJECTS, TABLES, CompactError, tidy, time_of
from regrant.sandbox.convert import convert_world, unknown_keys
from regrant.sandbox.world import WorldError
from tests.checks.variations import ADMIN, BC, FOREIGN, MAIN, PARTNER, SHOP, SOUND, share, spark, varied

NAMED = {"name": "compact"}
RICH = varied(
    spark=[spark()],
    partners=[{"bc_id": PARTNER, "bc_name": "Juniper"}],
    shares=[share("ANALYST")],
    groups=[{"group_id": "7150000000000900001", "name": "West", "asset_ids": [MAIN], "members": [{"user_id": ADMIN}]}],
    identities=[{"advertiser_id": MAIN, "available_status": "AVAILABLE"}],
    pixels=[{"pixel_id": "7700000000000900001", "pixel_code": "CALDER", "linked": [MAIN]}],
    verification={"verification_status": "FAILED", "rejection_reason": "Blurry"},
)


def test_nothing_of_a_known_world_is_strange() -> None:
    """Every key that the README lists is known."""
    assert unknown_keys(RICH) == []


def test_other_spellings_and_numbers_come_to_the_same() -> None:
    """The API's own field names, ids as numbers and times in ISO form make the same world."""
    other = copy.deepcopy(SOUND)
    other["now"] = "2026-11-20T09:00:00Z"
    other["log"] = [{"operation_time": row["time"], "type": row["activity_type"], "activity_log": row["text"],
                     "operator_id": int(row["operator_id"])} for row in other.pop("changelog")]  # fmt: skip
    other["members"] = [
        {"user_id": int(one["user_id"]), "user_email": one["email"], "user_role": one["role"],
         "finance_role": one["finance_role"], "relation_status": "joined"} for one in other["members"]
    ]  # fmt: skip
    other["assets"] = [
        {"asset_type": one.pop("type"), "asset_id": int(one.pop("id")), "asset_name": one.pop("name"), **one}
        for one in other["assets"]
    ]

    assert convert_world(other, NAMED) == convert_world(SOUND, NAMED)


@pytest.mark.parametrize(
    ("world", "says"),
    [
        ([], "world: an object is expected, this is a list"),
        ({"now": "2026-11-20 09:00:00", "members": {}}, "members: a list is expected, this is an object"),
        ({"now": "2026-11-20 09:00:00", "assets": [{"id": "73"}]}, "assets[0]: lacks type; it has id"),
        ({"now": "2026-11-20 09:00:00", "grants": ["x", 3.5]}, "grants[1]: an object is expected"),
        ({"members": []}, "now: a time is expected"),
    ],
)
def test_what_cannot_be_understood_is_said_with_its_place(world: Any, says: str) -> None:
    """A wrong shape is one readable sentence that names the table and the row."""
    with pytest.raises(CompactError) as caught:
        convert_world(world, NAMED)
    assert says in str(caught.value)


def test_what_is_strange_is_named_and_passed_over() -> None:
    """An unknown table, field or kind of asset is listed, and the rest converts."""
    odd = {
        **SOUND,
        "weather": 1,
        "members": [{**SOUND["members"][0], "shoe_size": 44}],
        "assets": [*SOUND["assets"], {"type": "DOMAIN", "id": "7900000000000900001"}],
    }

    assert unknown_keys(odd) == ["members[0].shoe_size", "weather", "assets of type DOMAIN"]
    assert len(convert_world(odd, NAMED).business_centers[0].assets) == len(SOUND["assets"])


def test_states_in_other_words_become_tiktoks() -> None:
    """An expired invitation is still open, who left is unbound, and a share that ended is there no more."""
    world = convert_world(
        {
            **RICH,
            "members": [
                *RICH["members"],
                {"email": "old@alder.example", "relation_status": "EXPIRED"},
                {"email": "gone@alder.example", "user_id": "7200000000000900088", "relation_status": "LEFT"},
            ],
            "shares": [share("ANALYST", approval="REVOKED"), share("OPERATOR", approval="pending")],
        },
        NAMED,
    )

    assert [one.relation_status for one in world.business_centers[0].members][-2:] == ["PENDING", "UNBOUND"]
    assert [(one.role, one.approval) for one in world.shares] == [("OPERATOR", "PENDING")]
    assert FOREIGN in {one.advertiser_id for one in world.ad_accounts}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2026-11-20", "2026-11-20 00:00:00"),
        ("2026-11-20 09:00", "2026-11-20 09:00:00"),
        ("2026-11-20T11:00:00+02:00", "2026-11-20 09:00:00"),
        (1795078800, "2026-11-19 09:00:00"),
        ("soon", "soon"),
    ],
)
def test_times_are_written_as_tiktok_does(value: Any, written: str) -> None:
    """Every usual form of a time becomes UTC text; what is none is left for the world's own check to name."""
    assert time_of(value) == written


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_a_poorer_world_converts_or_says_why(seed: int) -> None:
    """Whatever keys, rows and fields are missing, the world converts or one of the two readable errors is raised."""
    chance = random.Random(seed)
    poor = {key: value for key, value in copy.deepcopy(RICH).items() if chance.random() > 0.15}
    for key, value in poor.items():
        if key in TABLES:
            rows = [row for row in value if chance.random() > 0.15]
            poor[key] = [{name: one for name, one in row.items() if chance.random() > 0.1} for row in rows]
        elif key in OBJECTS:
            poor[key] = {name: one for name, one in value.items() if chance.random() > 0.2}
    try:
        world = convert_world(poor, NAMED)
    except (CompactError, WorldError) as error:
        assert str(error)  # noqa: PT017
    else:
        assert world.business_centers[0].bc_id in (BC, "7100000000000000001")


def test_a_shop_of_another_center_is_listed_for_the_ad_accounts() -> None:
    """A shop without a row among the assets is still in the ad accounts' list."""
    world = convert_world(varied(without_assets=lambda row: row["id"] == SHOP), NAMED)

    assert MAIN in next(one for one in world.shops if one.store_id == SHOP).listed_for
    assert tidy(RICH)[1] == []
