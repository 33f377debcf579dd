"""Reading and scoring labelled complaints."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from regrant.cases import Desk, open_store
from regrant.evaluation import CaseFileError, Scores, evaluate, read_cases
from regrant.knowledge import Knowledge

INVITE = "the invitation mail to our business center never arrives"
SPARK = "the creator's spark code is refused"
MONEY = "my card was charged twice, I want a refund of my ad balance"


def _file(folder: Path, *rows: Any) -> Path:
    path = folder / "cases.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return path


@pytest.fixture
def scores(tmp_path: Path, tiny_knowledge: Knowledge) -> Scores:
    """Return the scores of a small file whose figures can be counted by hand."""
    file = _file(
        tmp_path,
        {"id": "a", "lang": "en", "text": INVITE, "problem": "invite_not_working"},
        {"id": "b", "lang": "en", "text": SPARK, "problem": "spark_code"},
        {"id": "c", "lang": "de", "text": INVITE, "problem": "spark_code", "alt_problem": "invite_not_working"},
        {"id": "d", "lang": "de", "text": INVITE, "problem": "spark_code"},
        {"id": "e", "lang": "en", "text": MONEY, "problem": "out_of_scope"},
        {"id": "f", "lang": "en", "text": MONEY, "problem": "invite_not_working"},
        {"id": "g", "lang": "en", "text": INVITE, "problem": "out_of_scope"},
    )

    return evaluate(read_cases(file), Desk(tiny_knowledge))


def test_top_one_and_three(scores: Scores) -> None:
    """Right means first, or among the first three, and the alternative problem counts as right."""
    assert scores.complaints == 7
    assert scores.top1 == round(4 / 7, 4)
    assert scores.top3 == 1.0


def test_out_of_scope(scores: Scores) -> None:
    """Out of scope counts as found, and anybody else as turned away, when the person is told so."""
    assert (scores.out_of_scope, scores.out_of_scope_found) == (2, 1)
    assert (scores.in_scope, scores.wrongly_turned_away) == (5, 1)


def test_shares(scores: Scores) -> None:
    """The counts by problem and by language add up to the whole."""
    assert {name: (share.of, share.top1) for name, share in scores.by_language.items()} == {"de": (2, 1), "en": (5, 3)}
    assert scores.by_problem["spark_code"].of == 3
    assert sum(share.of for share in scores.by_problem.values()) == 7


def test_wrong_ones_are_listed(scores: Scores) -> None:
    """Every complaint that was not understood is listed with what was said instead."""
    assert [row["id"] for row in scores.wrong] == ["d", "f", "g"]
    assert scores.wrong[0]["right"] == ["spark_code"]
    assert scores.wrong[0]["said"][0] == "invite_not_working"


def test_same_id_twice(tmp_path: Path, tiny_knowledge: Knowledge) -> None:
    """Two complaints with the same id are two complaints."""
    rows = [{"id": "1", "text": MONEY, "problem": "out_of_scope"}, {"id": 1, "text": INVITE, "problem": "out_of_scope"}]
    scores = evaluate(read_cases(_file(tmp_path, *rows)), Desk(tiny_knowledge))

    assert (scores.out_of_scope, scores.out_of_scope_found) == (2, 1)


def test_message_and_facts_decide(tmp_path: Path, tiny_knowledge: Knowledge) -> None:
    """Where words, pasted message and facts suffice, the decided cause is held against the label."""
    rows = [
        {"text": SPARK, "problem": "spark_code", "error_message": "auth_code_expired", "cause": "spark_code_expired"},
        {"text": SPARK, "problem": "spark_code", "error_message": "auth_code_expired", "cause": "spark_code_deleted"},
        {"text": "help", "problem": "spark_code", "cause": "spark_code_expired"},
        {"text": SPARK, "problem": "spark_code", "error_message": "auth_code_expired"},
    ]
    scores = evaluate(read_cases(_file(tmp_path, *rows)), Desk(tiny_knowledge))

    assert (scores.causes_labelled, scores.causes_decided) == (3, 2)
    assert scores.decided[0]["right"] is True
    assert {row["decided"] for row in scores.decided} == {"spark_code_expired"}


def test_message_helps(tmp_path: Path, tiny_knowledge: Knowledge) -> None:
    """The figures with the pasted message are given beside those of the words alone."""
    row = {"text": INVITE, "problem": "spark_code", "error_message": "4025 auth_code_expired spark code " * 4}
    scores = evaluate(read_cases(_file(tmp_path, row)), Desk(tiny_knowledge))

    assert (scores.top1, scores.top1_with_error_message) == (0.0, 1.0)


def test_nothing_is_kept(scores: Scores) -> None:
    """Scoring keeps no case."""
    assert open_store().all() == ()


def test_least_form(tmp_path: Path) -> None:
    """Text and problem are enough; blank lines and fields that we do not use are left aside."""
    file = _file(
        tmp_path, "", {"text": "a", "problem": "b", "near_miss": None, "fix": "c"}, "  ", {"text": "", "problem": "b"}
    )
    first, second = read_cases(file)

    assert (first.id, first.language, first.right, first.facts) == ("2", "?", frozenset({"b"}), {})
    assert (second.id, second.text) == ("4", "")


def test_nulls_are_left_out(tmp_path: Path) -> None:
    """A field that is null counts as not given."""
    row = dict.fromkeys(["alt_problem", "error_message", "cause", "facts", "lang", "id"])
    (found,) = read_cases(_file(tmp_path, {"text": "a", "problem": "b", **row}))

    assert (found.right, found.error_message, found.cause, found.facts) == (frozenset({"b"}), "", "", {})


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_line_ends_inside_a_text(sign: str, tmp_path: Path) -> None:
    """Signs that some programs take for the end of a line may stand inside a text."""
    file = tmp_path / "cases.jsonl"
    text = json.dumps({"text": "a#b", "problem": "c"}).replace("#", sign if sign > " " else f"\\u{ord(sign):04x}")
    file.write_text(text, encoding="utf-8")

    assert [row.text for row in read_cases(file)] == [f"a{sign}b"]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_files_of_other_systems(ends: str, tmp_path: Path) -> None:
    """A byte order mark and Windows line ends do no harm."""
    file = tmp_path / "cases.jsonl"
    row = '{"text": "a", "problem": "b"}'
    file.write_bytes(f"\ufeff{row}{ends}{row}{ends}".encode())

    assert len(read_cases(file)) == 2


GOOD = {"text": "a", "problem": "b"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{", "2: not a labelled complaint"),
        ("[]", "Expected `object`, got `array`"),
        ('"text"', "Expected `object`, got `str`"),
        ("null", "Expected `object`, got `null`"),
        ({"problem": "b"}, "missing required field `text`"),
        ({"text": "a"}, "missing required field `problem`"),
        ({"text": 7, "problem": "b"}, r"Expected `str`, got `int` - at `\$\.text`"),
        ({"text": "a", "problem": None}, r"\$\.problem"),
        ({**GOOD, "facts": "none"}, r"\$\.facts"),
        ({**GOOD, "lang": 5}, r"\$\.lang"),
        ({**GOOD, "alt_problem": ["b"]}, r"\$\.alt_problem"),
        ({**GOOD, "cause": 1}, r"\$\.cause"),
        ('{"text": "a", "problem": "b"} trailing', "trailing"),
    ],
)
def test_malformed(row: Any, reason: str, tmp_path: Path) -> None:
    """A line that is no labelled complaint is named with its number, the reason and the form that is wanted."""
    with pytest.raises(CaseFileError, match=r"cases\.jsonl:2: not a labelled complaint") as caught:
        read_cases(_file(tmp_path, GOOD, row, GOOD))

    assert re.search(reason, str(caught.value))
    assert 'at least {"text": "...", "problem": "..."}' in str(caught.value)


def test_nothing_in_it(tmp_path: Path) -> None:
    """A file without complaints, a missing one, a folder and a binary one are each refused with the reason."""
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(CaseFileError, match="holds no complaints"):
        read_cases(_file(tmp_path, "", "  "))
    for name in ("missing.jsonl", ".", "binary.jsonl"):
        with pytest.raises(CaseFileError, match="cannot be read"):
            read_cases(tmp_path / name)
