"""The shapes of what is known."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from regrant.knowledge import Knowledge
from regrant.knowledge.model import UNKNOWN, Cause, Finding, Source, Word
from regrant.knowledge.words import PROBABILITY

KINDS = ("problems", "causes", "findings", "fixes", "sources", "messages")


def test_an_entry_cannot_be_changed(small: Knowledge) -> None:
    """What was read stays as it was, so that a diagnosis cannot change the knowledge of the next one."""
    cause = small.causes["link_expired"]

    with pytest.raises(AttributeError):
        cause.title = "Something else"  # type: ignore[misc]


def test_a_field_that_does_not_exist_is_refused() -> None:
    """A misspelt field is an error and not silently lost."""
    content = {"id": "a", "title": "A", "grade": "official", "read": "2026-11", "adress": "https://example.org"}

    with pytest.raises(msgspec.ValidationError, match="adress"):
        msgspec.convert(content, Source)


def test_every_word_has_a_number() -> None:
    """The words that files may use are exactly those that have a number."""
    words = set(get_args(Word))

    assert words == set(PROBABILITY)


def test_what_may_be_left_out() -> None:
    """A finding needs no more than question, reason, who, effort and answers; the rest has harmless defaults."""
    finding = Finding(id="f", ask="What?", why="So.", who="you", effort="known", answers={"a": "A", "b": "B"})

    assert (finding.kind, finding.otherwise, finding.anytime, finding.message) == ("question", {}, False, None)
    assert finding.unknown == "rarely"


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_is_filed_under_its_own_id(knowledge: Knowledge, kind: str) -> None:
    """The key of an entry is its id, so that a reference by id finds the right one."""
    entries = getattr(knowledge, kind)

    assert entries
    assert [entry.id for entry in entries.values()] == list(entries)


def test_problems_keep_the_order_of_their_files(knowledge: Knowledge) -> None:
    """The problems are listed in the order of the numbered files, which is that of the published list."""
    first, *_, last = knowledge.problems

    assert (first, last) == ("invite_not_working", "out_of_scope")


def test_every_cause_belongs_to_a_layer(knowledge: Knowledge) -> None:
    """Each cause carries the layer that its file names."""
    layers = {cause.id: cause.layer for cause in knowledge.causes.values()}

    assert all(layers.values())
    assert layers["spark_expired"] == "spark"


def test_not_knowing_is_never_written_down(knowledge: Knowledge) -> None:
    """No file spells out "I don't know": it is offered with every question anyway."""
    spelt = [finding.id for finding in knowledge.findings.values() if UNKNOWN in finding.answers]

    assert spelt == []


def test_a_cause_survives_writing_and_reading(small: Knowledge) -> None:
    """An entry written as JSON and read again is the same entry."""
    cause = small.causes["code_region"]
    again = msgspec.json.decode(msgspec.json.encode(cause), type=Cause)

    assert again == cause
