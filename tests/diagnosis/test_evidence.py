"""Evidence: what counts when the same thing is said twice, and which ids exist."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from regrant.diagnosis import Evidence, Origin, UnknownIdError
from regrant.diagnosis.evidence import (
    BOTH,
    COULD_NOT,
    DID_NOT_HELP,
    MISTAKEN,
    OTHER,
    OUTCOMES,
    PROBLEM,
    WHICH_HOLDS,
    differing,
    latest,
    validate,
    values_of,
)
from regrant.knowledge import Knowledge
from regrant.knowledge.model import UNKNOWN
from tests.diagnosis.drawing import told, verified


def failed(finding: str) -> Evidence:
    """Return a reading that failed: unknown, and nobody said so."""
    return Evidence(finding=finding, value=UNKNOWN, origin=Origin.UNKNOWN)


class TestLatest:
    """One piece of evidence counts per finding."""

    def test_a_later_answer_replaces_an_earlier_one(self) -> None:
        """Who answers again has changed their mind."""
        facts = latest([*told(link_says="expired"), *told(login_used="same"), *told(link_says="no_link")])

        assert {name: item.value for name, item in facts.items()} == {"login_used": "same", "link_says": "no_link"}

    def test_memory_does_not_replace_what_was_read(self) -> None:
        """What a person remembers does not replace what was read from TikTok just now."""
        facts = latest([*verified(assigned="listed"), *told(assigned="not_listed")])

        assert facts["assigned"].value == "listed"

    def test_a_new_reading_replaces_an_old_one(self) -> None:
        """Of two readings the later one counts."""
        facts = latest([*verified(assigned="listed"), *verified(assigned="not_listed")])

        assert facts["assigned"].value == "not_listed"

    def test_a_reading_replaces_memory(self) -> None:
        """What is read replaces what was told before."""
        facts = latest([*told(assigned="listed"), *verified(assigned="not_listed")])

        assert facts["assigned"].value == "not_listed"

    @pytest.mark.parametrize("known", [told(assigned="listed"), verified(assigned="listed")])
    def test_a_failed_reading_replaces_nothing(self, known: list[Evidence]) -> None:
        """A reading that failed is unknown, and takes nothing away from what is known."""
        facts = latest([*known, failed("assigned")])

        assert facts["assigned"].value == "listed"

    def test_a_failed_reading_gives_way(self) -> None:
        """What a person says after a failed reading counts."""
        facts = latest([failed("assigned"), *told(assigned="listed")])

        assert facts["assigned"].value == "listed"

    def test_not_knowing_any_more_takes_an_answer_back(self) -> None:
        """A person who now says "I don't know" has taken the answer back."""
        facts = latest(told(link_says="expired") + told(link_says=UNKNOWN))

        assert facts["link_says"].value == UNKNOWN

    @given(values=st.lists(st.sampled_from(["a", "b", "c"]), min_size=1))
    def test_the_last_word_counts(self, values: list[str]) -> None:
        """However often a person changes their mind, the last word is the one that counts."""
        facts = latest(Evidence(finding="f", value=value) for value in values)

        assert [item.value for item in facts.values()] == values[-1:]


class TestIds:
    """Every finding and value must exist."""

    @pytest.mark.parametrize(
        "item",
        [
            *told(link_says="expired", problem="spark_code", which_holds="link_says", new_code="did_not_help"),
            *told(link_says=UNKNOWN, problem=OTHER, which_holds=BOTH, send_again=UNKNOWN),
        ],
        ids=lambda item: f"{item.finding}={item.value}",
    )
    def test_what_exists_is_accepted(self, small: Knowledge, item: Evidence) -> None:
        """Findings, the problem, tried fixes and the settling of a disagreement are evidence, and so is not knowing."""
        validate([item], small)

        assert values_of(item.finding, small)

    @pytest.mark.parametrize(
        ("finding", "near"),
        [("link_sais", "link_says"), ("new_cod", "new_code"), ("problm", "problem"), ("code_syas", "code_says")],
    )
    def test_an_unknown_finding_names_the_nearest(self, small: Knowledge, finding: str, near: str) -> None:
        """A misspelt finding, fix or problem is answered with the one that was meant."""
        with pytest.raises(UnknownIdError) as error:
            validate(told(**{finding: "expired"}), small)

        assert str(error.value) == f'There is no finding or fix "{finding}"; did you mean "{near}"?'

    @pytest.mark.parametrize(
        ("finding", "value", "near"),
        [
            ("link_says", "expird", "expired"),
            (PROBLEM, "spark", "spark_code"),
            ("new_code", "did_not_hlp", "did_not_help"),
            (WHICH_HOLDS, "link_say", "link_says"),
        ],
    )
    def test_an_unknown_value_names_the_nearest(self, small: Knowledge, finding: str, value: str, near: str) -> None:
        """A misspelt value is answered with the one that was meant."""
        with pytest.raises(UnknownIdError) as error:
            validate(told(**{finding: value}), small)

        assert str(error.value) == f'"{finding}" has no value "{value}"; did you mean "{near}"?'

    def test_a_value_like_no_other_names_all(self, small: Knowledge) -> None:
        """Where nothing is near, all values are named, and that one may not know."""
        with pytest.raises(UnknownIdError, match="use one of: expired, other_person, no_link, unknown"):
            validate(told(link_says="zzqq"), small)

    def test_a_finding_like_no_other_says_where_to_look(self, small: Knowledge) -> None:
        """Where no finding is near, the command that lists them is named."""
        with pytest.raises(UnknownIdError, match="regrant knowledge list"):
            validate(told(zzqq="a"), small)

    def test_a_tried_fix_has_outcomes(self, small: Knowledge) -> None:
        """A tried fix is evidence like any finding: it helped, in part, not at all, or could not be done."""
        values = values_of("send_again", small)

        assert values == tuple(OUTCOMES) == ("helped", "partly", "did_not_help", "could_not")
        assert values_of("nothing", small) is None


def test_machines_are_trusted_more_than_memory() -> None:
    """What was just read is never taken for a slip; a snapshot seldom; what people say sometimes."""
    rates = MISTAKEN

    assert rates[Origin.VERIFIED] == 0
    assert rates[Origin.VERIFIED] < rates[Origin.REPORTED] < rates[Origin.TOLD]
    assert rates[Origin.REPORTED] < rates[Origin.DERIVED]


def test_a_fix_that_was_done_makes_old_answers_old() -> None:
    """Two answers to one question differ, but not if a fix was done between them; one not done changes nothing."""
    before = Evidence(finding="ad_account_role", value="analyst")
    after = Evidence(finding="ad_account_role", value="operator")
    done = Evidence(finding="raise_to_operator", value=DID_NOT_HELP)

    assert differing([before, after])
    assert not differing([before, done, after])
    assert differing([before, replace(done, value=COULD_NOT), after])
