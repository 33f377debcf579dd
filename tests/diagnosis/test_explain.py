"""Why: what speaks for and against a cause, and what is not known about it."""

from __future__ import annotations

import msgspec
import pytest

from regrant.diagnosis import Evidence, diagnose
from regrant.diagnosis.explain import grade_of, in_words, source_lines
from regrant.diagnosis.result import CauseBelief
from regrant.knowledge import Knowledge
from regrant.knowledge.model import UNKNOWN
from regrant.knowledge.words import GRADES
from tests.diagnosis.drawing import told, verified


def cause_of(knowledge: Knowledge, cause: str, evidence: list[Evidence]) -> CauseBelief:
    """Return one cause of a diagnosis."""
    return next(found for found in diagnose(knowledge, evidence).causes if found.id == cause)


class TestReasons:
    """For, against, and not yet known."""

    evidence = told(problem="invite_not_working", link_says="expired", login_used="other")

    def test_what_speaks_for_a_cause(self, small: Knowledge) -> None:
        """An answer that the cause shows more than others do is listed for it, as question and answer."""
        found = cause_of(small, "link_expired", self.evidence)
        points = {point.finding: point.text for point in found.for_}

        assert points["link_says"] == "What does the page behind the link say? That it has expired"
        assert "login_used" not in points

    def test_what_speaks_against_a_cause(self, small: Knowledge) -> None:
        """An answer that the cause hardly ever shows is listed against it, and for the one that shows it."""
        expired = cause_of(small, "link_expired", self.evidence)
        login = cause_of(small, "wrong_login", self.evidence)

        assert [point.finding for point in expired.against] == ["login_used"]
        assert "login_used" in {point.finding for point in login.for_}
        assert "link_says" in {point.finding for point in login.against}

    def test_nothing_speaks_both_ways(self, small: Knowledge) -> None:
        """A piece of evidence is either for or against a cause, and its strength says which."""
        found = diagnose(small, self.evidence).causes

        assert all(point.strength > 1 for cause in found for point in cause.for_)
        assert all(point.strength < 1 for cause in found for point in cause.against)

    def test_the_strongest_reason_comes_first(self, small: Knowledge) -> None:
        """Reasons are listed by weight."""
        strengths = [
            point.strength
            for point in cause_of(small, "link_expired", [*self.evidence, *told(mail_found="in_inbox")]).for_
        ]

        assert len(strengths) >= 2
        assert strengths == sorted(strengths, reverse=True)

    def test_not_knowing_is_no_reason(self, small: Knowledge) -> None:
        """An answer "I don't know" speaks neither for nor against anything."""
        found = diagnose(small, told(problem="spark_code", code_says=UNKNOWN)).causes
        named = {point.finding for cause in found for point in (*cause.for_, *cause.against)}

        assert "code_says" not in named

    def test_what_is_not_known_yet(self, small: Knowledge) -> None:
        """The questions that bear on a cause and have not been asked are listed as open."""
        before = cause_of(small, "code_deleted", told(problem="spark_code"))
        after = cause_of(small, "code_deleted", told(problem="spark_code", code_says="deleted"))

        assert before.unconfirmed == ("What does it say when the code is entered?", "Has the creator changed anything?")
        assert after.unconfirmed == ("Has the creator changed anything?",)

    def test_a_cause_belongs_to_the_problem_where_it_is_likeliest(self, small: Knowledge) -> None:
        """A cause of several problems is shown under the one that fits the evidence."""
        invited = cause_of(small, "wrong_login", told(problem="invite_not_working"))
        inside = cause_of(small, "wrong_login", told(problem="cant_access_account"))

        assert (invited.problem, inside.problem) == ("invite_not_working", "cant_access_account")

    def test_a_tried_fix_is_a_reason(self, small: Knowledge) -> None:
        """A fix that did not help is listed against the cause that it would have removed."""
        found = cause_of(small, "code_expired", told(problem="spark_code", extend_code="did_not_help"))

        assert "extend_code" in {point.finding for point in found.against}

    def test_what_is_read_is_a_stronger_reason(self, small: Knowledge) -> None:
        """The same answer is a stronger reason when it was read than when it was told."""
        remembered = cause_of(small, "link_expired", told(link_says="expired")).for_[0]
        read = cause_of(small, "link_expired", verified(link_says="expired")).for_[0]

        assert read.strength > remembered.strength


class TestGrade:
    """How good the sources of a cause are."""

    def test_the_best_source_counts(self, small: Knowledge) -> None:
        """A cause with an official and a practical source is official."""
        grade = grade_of(small.causes["code_deleted"], small)

        assert grade == "official"

    def test_a_cause_may_lower_its_grade(self, small: Knowledge) -> None:
        """What is only inferred from an official text is not official."""
        grade = grade_of(small.causes["code_region"], small)

        assert small.sources["help_page"].grade == "official"
        assert grade == "unconfirmed"

    def test_a_cause_cannot_raise_its_grade(self, small: Knowledge) -> None:
        """A cause that people have seen does not become official by saying so."""
        boasting = msgspec.structs.replace(small.causes["wrong_login"], grade="official")

        assert grade_of(boasting, small) == "practice"

    def test_folklore_stays_folklore(self, knowledge: Knowledge) -> None:
        """No official source says that a Spark code fails because of region, and the diagnosis says so too."""
        grades = {cause.id: grade_of(cause, knowledge) for cause in knowledge.causes.values()}

        assert grades["spark_region_mismatch"] == "unconfirmed"
        assert set(grades.values()) <= set(GRADES)


class TestWords:
    """Evidence as a sentence."""

    @pytest.mark.parametrize(
        ("finding", "value", "text"),
        [
            ("link_says", "no_link", "What does the page behind the link say? There is no link"),
            ("link_says", UNKNOWN, "What does the page behind the link say? I don't know"),
            ("problem", "spark_code", "What it is about: Spark code not working"),
            ("problem", "other", "What it is about: something else"),
            ("new_code", "helped", "Tried: Have the creator make a new code. Yes, everything works now"),
            (
                *("new_code", "did_not_help"),
                "Tried: Have the creator make a new code. I did all of it, and it is still broken",
            ),
            ("which_holds", "link_says", "which_holds: link_says"),
        ],
    )
    def test_evidence_reads_as_a_sentence(self, small: Knowledge, finding: str, value: str, text: str) -> None:
        """Each kind of evidence is shown in words and not by its ids."""
        said = in_words(finding, value, small)

        assert said == text

    def test_every_answer_has_words(self, knowledge: Knowledge) -> None:
        """Every value of every finding has words of its own, which end the sentence."""
        for finding in knowledge.findings.values():
            for value, text in finding.answers.items():
                assert in_words(finding.id, value, knowledge).endswith(text)


def test_each_source_is_listed_once(small: Knowledge) -> None:
    """Sources come in the order given, each once, with grade and dates."""
    lines = source_lines(small, ("seen_by_people", "help_page", "seen_by_people"))

    assert [line.id for line in lines] == ["seen_by_people", "help_page"]
    assert (lines[1].grade, lines[1].date, lines[1].read) == ("official", "2026-03", "2026-11")
    assert (lines[0].grade, lines[0].date, lines[0].url) == ("practice", None, None)
