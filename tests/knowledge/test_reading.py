"""YAML becomes plain data, and everything in it keeps its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from regrant.knowledge import KnowledgeError, Mistake
from regrant.knowledge.reading import Document, read

Written = Callable[[str | bytes], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Return a function that writes a file with the given text or bytes."""

    def write(content: str | bytes) -> Path:
        file = tmp_path / "file.yaml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return file

    return write


def refused(file: Path) -> Mistake:
    """Read a file that cannot be read, and return the one mistake that is told."""
    with pytest.raises(KnowledgeError) as error:
        read(file, "kind/file.yaml")
    [mistake] = error.value.mistakes

    return mistake


def test_values_are_what_a_support_person_means(written: Written) -> None:
    """Words such as yes, no and on stay words, dates and decimals stay text; only numbers, true, false, null turn."""
    text = "[yes, no, on, 7, -500, 2026-11, 1.5, true, false, null, ~]"
    data = read(written(text), "file").data

    assert data == ["yes", "no", "on", 7, -500, "2026-11", "1.5", True, False, None, None]


def test_quotes_keep_a_number_a_text(written: Written) -> None:
    """An error code in quotes stays text, in either quotes and in a block."""
    data = read(written("a: \"4025\"\nb: 'true'\nc: |\n  7\nd: >-\n  null\n"), "file").data

    assert data == {"a": "4025", "b": "true", "c": "7\n", "d": "null"}


def test_every_value_knows_its_line(written: Written) -> None:
    """The line of a key is that of the key itself, also inside lists and one-line mappings."""
    document = read(written("# note\ncauses:\n  - id: a\n    shows:\n      f: {x: often}\n  - id: b\n"), "file")

    assert document.line(("causes",)) == 2
    assert document.line(("causes", 0, "shows", "f")) == 5
    assert document.line(("causes", 0, "shows", "f", "x")) == 5
    assert document.line(("causes", 1, "id")) == 6


def test_what_is_not_there_has_the_line_of_what_is_around_it(written: Written) -> None:
    """A missing field is shown at the entry that lacks it."""
    document = read(written("causes:\n\n  - id: a\n"), "file")

    assert document.line(("causes", 0, "title")) == 3
    assert document.line(("nowhere",)) == 1
    assert Document("empty").line(("a", "b")) == 1


def test_an_empty_file_holds_nothing(written: Written) -> None:
    """A file of comments only is read as nothing, which the loader then names."""
    document = read(written("# only a note\n"), "file")

    assert document.data is None


def test_a_byte_order_mark_does_no_harm(written: Written) -> None:
    """A file saved by an editor that puts a mark in front is read like any other."""
    data = read(written(b"\xef\xbb\xbfa: b\n"), "file").data

    assert data == {"a": "b"}


def test_any_language_is_read(written: Written) -> None:
    """Texts in any script, right to left or emoji arrive unchanged."""
    data = read(written("a: دعوة\nb: 招待 🔑\n"), "file").data

    assert data == {"a": "دعوة", "b": "招待 🔑"}


def test_a_key_given_twice(written: Written) -> None:
    """A key given twice is shown at its second place, since YAML would silently keep the last."""
    mistake = refused(written("a:\n  x: 1\n  y: 2\n  x: 3\n"))

    assert (mistake.file, mistake.line) == ("kind/file.yaml", 4)
    assert '"x" is given twice' in mistake.what
    assert mistake.mend == "Keep one of the two."


def test_a_file_that_is_not_utf_8(written: Written) -> None:
    """A byte that is no UTF-8 is shown with its line."""
    mistake = refused(written("a: b\nc: d\ne: caf\u00e9\n".encode("latin-1")))

    assert mistake.line == 3
    assert "utf-8" in mistake.what
    assert "UTF-8" in mistake.mend


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\nc: [d\n", 3),
        ("a: b\n\t- c\n", 2),
        ("a: *nobody\n", 1),
        ("a: 'b\n", 2),
        ("a: b\n---\nc: d\n", 2),
        ("a: b: c\n", 1),
    ],
    ids=["bracket", "tab", "alias", "quote", "two documents", "colon"],
)
def test_a_file_that_is_not_yaml(written: Written, text: str, line: int) -> None:
    """Text that is not YAML is shown with the line where it stops making sense, and what to look for."""
    mistake = refused(written(text))

    assert mistake.line == line
    assert mistake.what.startswith("Not YAML: ")
    assert "quotes" in mistake.mend


def test_a_sign_that_cannot_be_seen(written: Written) -> None:
    """A control character, as comes with copied text, is shown with its line."""
    mistake = refused(written("a: b\nc: d\x07\n"))

    assert mistake.line == 2
    assert r"\x07" in mistake.what
    assert "Delete it" in mistake.mend


@pytest.mark.parametrize("text", ["a: &x [*x]\n", "a: " + "[" * 60 + "]" * 60], ids=["itself", "deep"])
def test_what_has_no_end_is_refused(written: Written, text: str) -> None:
    """An anchor that contains itself, or nesting without end, is a mistake and not a crash."""
    mistake = refused(written(text))

    assert "nested too deeply" in mistake.what


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A file that cannot be opened is a mistake with a name."""
    mistake = refused(tmp_path / "nothing.yaml")

    assert (mistake.file, mistake.line) == ("kind/file.yaml", 1)
    assert "cannot be read" in mistake.what
