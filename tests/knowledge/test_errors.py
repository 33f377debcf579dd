"""Mistakes are said so that a support person can mend them."""

from __future__ import annotations

from regrant.knowledge import KnowledgeError, Mistake, nearest, nearest_hint

ONE = Mistake("causes/spark.yaml", 7, "There is no fix.", "Add one.")
OTHER = Mistake("fixes/spark.yaml", 3, "There is no step.", "Write one.")


def test_a_mistake_reads_like_a_compiler_message() -> None:
    """A mistake begins with file and line, so that editors can jump there, and ends with how to mend it."""
    text = str(ONE)

    assert text.splitlines() == ["causes/spark.yaml:7: There is no fix.", "    Mend: Add one."]


def test_an_error_tells_every_mistake() -> None:
    """All mistakes are told at once, so that nobody has to mend and run again for each."""
    error = KnowledgeError([ONE, OTHER])

    assert error.mistakes == (ONE, OTHER)
    assert str(ONE) in str(error)
    assert str(OTHER) in str(error)


def test_the_nearest_name_is_found() -> None:
    """A slip of the pen finds the name that was meant."""
    found = nearest("spark_expird", ["spark_revoked", "spark_expired", "invite_expired"])

    assert found == "spark_expired"
    assert nearest_hint("spark_expird", ["spark_expired"]) == 'did you mean "spark_expired"?'


def test_nothing_near_is_no_guess() -> None:
    """What resembles nothing gets no suggestion, because a wrong one misleads."""
    found = nearest("zebra", ["spark_expired", "invite_expired"])

    assert found is None
    assert nearest_hint("zebra", ["spark_expired"]) == ""
    assert nearest_hint("zebra", []) == ""
