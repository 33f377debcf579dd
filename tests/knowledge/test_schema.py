"""The published JSON Schemas, which editors use, say the same as the loader."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from regrant.knowledge.loader import DATA, KINDS
from regrant.knowledge.reading import read
from regrant.knowledge.schema import schemas
from tests.broken import SMALL, Breaker

PUBLISHED = DATA.parent / "schema"
FILES = [pytest.param(file, id=f"{file.parent.name}/{file.name}") for file in sorted(DATA.rglob("*.yaml"))]
EDITOR = re.compile(r"# yaml-language-server: \$schema=(\S+)")


def valid(kind: str, data: Any) -> list[str]:
    """Return what the schema of a kind of file has against some data."""
    checker = jsonschema.Draft202012Validator(schemas()[kind])

    return [error.message for error in checker.iter_errors(data)]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_published_is_up_to_date(kind: str) -> None:
    """The schema in the repository is the one that the shapes give now; `make schema` writes it."""
    published = json.loads((PUBLISHED / f"{kind}.json").read_text(encoding="utf-8"))
    made = json.loads(json.dumps(schemas()[kind]))

    assert published == made, "run: make schema"


def test_nothing_else_is_published() -> None:
    """There is one schema for each kind of file and no old one beside them."""
    published = {file.stem for file in PUBLISHED.iterdir()}

    assert published == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema(kind: str) -> None:
    """Each one is valid JSON Schema of the edition that it names."""
    schema = schemas()[kind]

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("file", FILES)
def test_a_shipped_file_fits_its_schema(file: Path) -> None:
    """An editor that uses the schema shows no mistake in a file that the loader takes."""
    data = read(file, file.name).data

    assert valid(file.parent.name, data) == []


@pytest.mark.parametrize("file", FILES)
def test_a_shipped_file_names_its_schema(file: Path) -> None:
    """The first line of each file leads an editor to the published schema of its kind."""
    first = file.read_text(encoding="utf-8").splitlines()[0]
    named = EDITOR.fullmatch(first)

    assert named is not None, f"begin {file.name} with: # yaml-language-server: $schema=../../schema/<kind>.json"
    assert (file.parent / named[1]).resolve() == PUBLISHED / f"{file.parent.name}.json"


@pytest.mark.parametrize("file", sorted(SMALL.rglob("*.yaml")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_small_files_fit_too(file: Path) -> None:
    """Every kind of file, hints included, has a schema that its files fit."""
    data = read(file, file.name).data

    assert valid(file.parent.name, data) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("causes/spark.yaml", "who: creator", "wo: creator", "wo"),
        ("causes/spark.yaml", "expired: always", "expired: alwys", "alwys"),
        ("causes/spark.yaml", "    fix: extend_code\n", "", "fix"),
        ("problems/03_spark.yaml", "code_deleted: sometimes", "code_deleted: 3", "3"),
        ("fixes/fixes.yaml", "minutes: 10", "minutes: ten", "ten"),
        ("sources/sources.yaml", "grade: official", "grade: gossip", "gossip"),
        ("messages/messages.yaml", '"4025"', "4025", "4025"),
    ],
)
def test_a_schema_refuses_what_the_loader_refuses(broken: Breaker, file: str, old: str, new: str, said: str) -> None:
    """An editor shows the same mistakes as the loader: misspelt and missing fields, wrong words and types."""
    wrong = broken(file, old, new)
    data = read(wrong.folder / file, file).data

    assert wrong.mistakes()
    assert any(said in message for message in valid(Path(file).parent.name, data))
