"""`regrant evaluate`: the figures of a file, and what is said of a file that is no good."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Here, too_wide
from tests.running import regrant

pytestmark = pytest.mark.usefixtures("tiny")
ROWS = [
    {"text": "auth_code_expired for the spark code of the creator", "problem": "spark_code", "lang": "en"},
    {"text": "die Einladung zum Business Center kommt nicht an", "problem": "invite_not_working", "lang": "de"},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file of two complaints."""
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")

    return path


def test_as_text(file: Path, said: Callable[..., str]) -> None:
    """The figures are printed for reading, by problem and by language, in lines that fit."""
    out = said("evaluate", str(file))

    assert "2 complaints, by their words alone:" in out
    assert "right problem first          100.0%" in out
    assert "spark_code" in out
    assert too_wide(out) == []


def test_as_json(file: Path) -> None:
    """As JSON they are one object with the same figures, and the exit code is 0."""
    ended = regrant("evaluate", str(file), "--json")

    assert ended.code == 0
    assert ended.json["schema_version"] == "1"
    assert (ended.json["complaints"], ended.json["top1"], ended.json["top3"]) == (2, 1.0, 1.0)
    assert ended.json["by_language"]["de"] == {"of": 1, "top1": 1, "top3": 1}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"text": "a", "problem": "b"}\n{"text": 5, "problem": "b"}\n', "cases.jsonl:2: "),
        (b'\n\n{"text": "a"', "cases.jsonl:3: "),
        (b"", "holds no complaints"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_malformed(content: bytes, reason: str, file: Path, here: Here) -> None:
    """A malformed file ends with code 2, the line and the form that is wanted, and no traceback."""
    file.write_bytes(content)
    ended = here("evaluate", str(file))

    assert (ended.code, ended.out) == (2, "")
    assert reason in ended.err
    assert "Traceback" not in ended.err


def test_missing(tmp_path: Path, here: Here) -> None:
    """A file that is not there is named."""
    ended = here("evaluate", str(tmp_path / "nothing.jsonl"))

    assert ended.code == 2
    assert "nothing.jsonl cannot be read" in ended.err
