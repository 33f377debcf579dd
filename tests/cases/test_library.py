"""The knowledge as faces need it."""

from __future__ import annotations

from pathlib import Path

import pytest

from regrant.cases import library
from regrant.cases.library import KINDS, WHO, NoSuchEntryError
from regrant.knowledge import Knowledge
from tests.home import TINY


def test_catalogue(tiny_knowledge: Knowledge) -> None:
    """The catalogue lists everything by kind, each entry with its id."""
    content = library.catalogue(tiny_knowledge)

    assert tuple(content) == KINDS
    assert [entry["id"] for entry in content["problems"]] == list(tiny_knowledge.problems)
    assert all(entry["id"] for entries in content.values() for entry in entries)


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        ("spark_code", "problems"),
        ("invite_expired", "causes"),
        ("link_says", "findings"),
        ("send_again", "fixes"),
        ("help_page", "sources"),
        ("code_4025", "messages"),
    ],
)
def test_entry(wanted: str, kind: str, tiny_knowledge: Knowledge) -> None:
    """Every entry is found by its id alone, whatever its kind."""
    found, content = library.entry(tiny_knowledge, wanted)

    assert (found, content["id"]) == (kind, wanted)


def test_unknown_entry(tiny_knowledge: Knowledge) -> None:
    """An id that does not exist is refused with the nearest right one, or with the way to the list."""
    with pytest.raises(NoSuchEntryError, match='did you mean "invite_expired"'):
        library.entry(tiny_knowledge, "invite_expird")
    with pytest.raises(NoSuchEntryError, match="regrant knowledge list"):
        library.entry(tiny_knowledge, "zzzzzz")


def test_unknown_problem(tiny_knowledge: Knowledge) -> None:
    """A problem that does not exist is refused with the nearest one, or with all of them."""
    with pytest.raises(NoSuchEntryError, match='did you mean "spark_code"'):
        library.problem(tiny_knowledge, "spark-code")
    with pytest.raises(NoSuchEntryError, match="invite_not_working, out_of_scope, spark_code"):
        library.problem(tiny_knowledge, "zzzzzz")


def test_likeliest_cause_first(tiny_knowledge: Knowledge) -> None:
    """The causes of a problem come likeliest first, with the word for how often."""
    ranked = library.ranked_causes(tiny_knowledge, tiny_knowledge.problems["spark_code"])

    assert [(cause.id, word) for cause, word in ranked] == [
        ("spark_code_expired", "often"),
        ("spark_code_deleted", "sometimes"),
    ]


def test_plainest_sign_first(tiny_knowledge: Knowledge) -> None:
    """A cause's signs come with the plainest first, each with the answer that one gets, and no more than asked for."""
    cause = tiny_knowledge.causes["invite_expired"]
    found = library.signs(tiny_knowledge, cause)

    assert [(finding.id, answer) for finding, answer in found] == [
        ("link_says", "It says that the link has expired"),
        ("list_shows", "As invited, for a long time"),
    ]
    assert len(library.signs(tiny_knowledge, cause, 1)) == 1


def test_fix_without_brackets(tiny_knowledge: Knowledge) -> None:
    """The steps of a fix are plain text; the brackets around screen labels are for the check only."""
    fix = library.fix_of(tiny_knowledge, tiny_knowledge.causes["invite_expired"])

    assert fix.steps[0].where == "Business Center, Users"


def test_sources(tiny_knowledge: Knowledge) -> None:
    """Sources come with grade and dates, each once, in the order asked for."""
    lines = library.sources_of(tiny_knowledge, ("field", "help_page", "field"))

    assert [(line.id, line.grade, line.date) for line in lines] == [
        ("field", "practice", None),
        ("help_page", "official", "2026-03"),
    ]


def test_check() -> None:
    """A whole knowledge has no mistakes; an empty folder has one."""
    assert library.check(TINY) == []
    assert "no knowledge here" in str(library.check(Path(__file__).parent)[0])


def test_everybody_has_a_name(knowledge: Knowledge) -> None:
    """Whoever has to act or to answer anywhere in the knowledge has a name for readers."""
    acting = {step.who for fix in knowledge.fixes.values() for step in fix.steps}
    asked = {finding.who for finding in knowledge.findings.values()}

    assert acting | asked | {cause.who for cause in knowledge.causes.values()} <= set(WHO)


def test_signs_of_all_causes(knowledge: Knowledge) -> None:
    """Every cause of the real knowledge has a sign to show on its page."""
    assert all(library.signs(knowledge, cause) for cause in knowledge.causes.values())
