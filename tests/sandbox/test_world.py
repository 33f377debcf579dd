"""Worlds: what comes along, what the schema says, and how mistakes are told."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from regrant.sandbox import WorldError, load_world, packaged_world, parse_world, world_names, world_schema

HEALTHY = json.loads(msgspec.json.encode(packaged_world("healthy")))


@pytest.mark.parametrize("name", world_names())
def test_every_world_loads_and_fits_the_published_schema(name: str) -> None:
    """Each world that comes along loads without a mistake, fits the schema, names itself and asks something."""
    folder = files("regrant.sandbox")
    schema = json.loads(folder.joinpath("schema/world.schema.json").read_bytes())
    content = json.loads(folder.joinpath(f"worlds/{name}.json").read_bytes())
    world = packaged_world(name)

    jsonschema.Draft202012Validator(schema).validate(content)
    assert world.name == name
    assert world.about
    assert world.question
    assert world.question.words
    assert (world.expected_cause is None) is name.startswith("healthy")


def test_the_published_schema_is_the_present_one() -> None:
    """The schema file is what `--schema` prints."""
    text = files("regrant.sandbox").joinpath("schema/world.schema.json").read_bytes()

    assert json.loads(text) == world_schema()


@pytest.mark.parametrize(
    ("change", "path", "what"),
    [
        ({"nwo": 1}, "$", "unknown field `nwo`"),
        ({"now": "yesterday"}, "$.now", '"yesterday" is not a time'),
        ({"logins": []}, "$.tokens[0].user_id", "there is no login"),
        ({"tokens": "none"}, "$.tokens", "expected `array`"),
        ({"ad_accounts": []}, "$.business_centers[0].assets[0].asset_id", "there is no ad account"),
        ({"faults": [{"kind": "code", "on": "/bc/gte/"}]}, "$.faults[0].on", 'there is no endpoint "/bc/gte/"'),
        ({"faults": [{"kind": "explode"}]}, "$.faults[0].kind", "invalid enum value 'explode'"),
    ],
)
def test_a_mistake_names_file_path_and_mend(change: dict[str, Any], path: str, what: str) -> None:
    """An error says the file, the path inside it, what is wrong and how to mend it."""
    with pytest.raises(WorldError) as caught:
        parse_world(json.dumps({**HEALTHY, **change}), "mine.json")
    mistake = next(one for one in caught.value.mistakes if one.path == path)

    assert mistake.file == "mine.json"
    assert what in mistake.what
    assert mistake.mend.endswith((".", "?", ")", "--schema"))
    assert str(mistake) in str(caught.value)


def test_a_near_word_is_offered() -> None:
    """A stray id that is nearly right is answered with the right one."""
    with pytest.raises(WorldError, match='Did you mean "/bc/get/"'):
        parse_world(json.dumps({**HEALTHY, "faults": [{"kind": "slow", "on": "/bc/gett/"}]}))
    with pytest.raises(WorldError, match='Did you mean "healthy"'):
        packaged_world("helthy")


def test_dangling_rows_of_a_business_center_are_told() -> None:
    """Grants, links and members that point nowhere are each named."""
    world = json.loads(json.dumps(HEALTHY))
    center = world["business_centers"][0]
    center["grants"].append({"asset_type": "ADVERTISER", "asset_id": "9", "roles": ["ADMIN"], "user_id": "8"})
    center["links"].append({"asset_id": "9", "advertiser_id": "9"})
    center["members"].append({"email": "x@orchard.example", "user_id": "5"})
    with pytest.raises(WorldError) as caught:
        parse_world(json.dumps(world))

    assert len(caught.value.mistakes) == 4


@pytest.mark.parametrize("content", ["{", "[]", b"\xff"])
def test_what_is_no_world_is_said_so(content: str | bytes) -> None:
    """Broken JSON, another kind of JSON and bytes that are no text end in a clear error."""
    with pytest.raises(WorldError):
        parse_world(content)


def test_a_missing_file_names_the_worlds_that_come_along(tmp_path: Path) -> None:
    """A file that is not there is named, with what there is instead."""
    with pytest.raises(WorldError, match="healthy"):
        load_world(tmp_path / "none.json")
