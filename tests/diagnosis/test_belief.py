"""Belief: how probable every cause is, given words and evidence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrant.diagnosis import Evidence, Origin, Prior
from regrant.diagnosis.belief import believe, factor, initial, over_causes, over_problems
from regrant.diagnosis.evidence import latest
from regrant.diagnosis.model import Array, Model, model_of
from regrant.knowledge import Knowledge
from regrant.knowledge.model import UNKNOWN
from regrant.knowledge.words import shown
from tests.diagnosis.drawing import ORIGINS, cases, told, verified


@pytest.fixture(scope="module")
def model(small: Knowledge) -> Model:
    """Return the small knowledge in numbers."""
    return model_of(small)


def believing(model: Model, evidence: list[Evidence], prior: Prior | None = None) -> Array:
    """Return the belief after evidence."""
    return believe(model, prior, latest(evidence))


def chance(model: Model, cause: str, evidence: list[Evidence], prior: Prior | None = None) -> float:
    """Return the probability of one cause after evidence."""
    return float(over_causes(model, believing(model, evidence, prior))[model.cause_ids.index(cause)])


class TestSums:
    """Belief is a probability, whatever is said."""

    @given(data=st.data())
    def test_belief_sums_to_one(self, data: st.DataObject, knowledge: Knowledge) -> None:
        """Any evidence over the shipped knowledge, contradictions included, leaves a belief that sums to one."""
        model = model_of(knowledge)
        belief = believing(model, data.draw(cases(knowledge, 30)))

        assert belief.sum() == pytest.approx(1)
        assert belief.min() >= 0
        assert over_causes(model, belief).sum() == pytest.approx(1)
        assert over_problems(model, belief).sum() == pytest.approx(1)

    def test_two_fixes_that_both_helped(self, model: Model) -> None:
        """Even what cannot be, two fixes that each helped alone, leaves a belief and prefers their causes."""
        belief = believing(model, told(extend_code="helped", new_code="helped"))
        chances = dict(zip(model.cause_ids, over_causes(model, belief), strict=True))

        assert belief.sum() == pytest.approx(1)
        assert chances["code_expired"] + chances["code_deleted"] > 0.8

    @given(data=st.data())
    def test_the_order_of_evidence_does_not_matter(self, data: st.DataObject, knowledge: Knowledge) -> None:
        """Findings may be said in any order; only a fix that was done parts what was seen before from what after."""
        model = model_of(knowledge)
        evidence = list(latest(data.draw(cases(knowledge, fixes=False))).values())
        shuffled = data.draw(st.permutations(evidence))

        assert np.allclose(believing(model, evidence), believing(model, shuffled))


class TestNotKnowing:
    """Not knowing says nothing."""

    @given(data=st.data())
    def test_unknown_changes_nothing(self, data: st.DataObject, knowledge: Knowledge) -> None:
        """An answer "I don't know", to anything and at any point, leaves every probability as it was."""
        model = model_of(knowledge)
        evidence = data.draw(cases(knowledge))
        silent = data.draw(st.lists(st.sampled_from(list(knowledge.findings)), max_size=5))
        said = {item.finding for item in evidence}
        unknown = [Evidence(finding=name, value=UNKNOWN) for name in silent if name not in said]

        assert np.array_equal(believing(model, [*evidence, *unknown]), believing(model, evidence))

    def test_a_failed_reading_says_nothing(self, model: Model) -> None:
        """A value of unknown origin, as from a reading that failed, is neither yes nor no."""
        read = Evidence(finding="assigned", value="not_listed", origin=Origin.UNKNOWN)

        assert np.array_equal(believing(model, [read]), believing(model, []))

    @pytest.mark.parametrize("item", told(extend_code="could_not", which_holds="both"), ids=lambda item: item.finding)
    def test_what_was_not_done_says_nothing(self, model: Model, item: Evidence) -> None:
        """A fix that could not be done, or a disagreement not settled, speaks for no cause."""
        weights = factor(model, item)

        assert np.array_equal(weights, np.ones(len(model.hypotheses)))


class TestWeight:
    """What counts more and what less."""

    @pytest.mark.parametrize(
        ("finding", "value", "cause"),
        [
            ("code_says", "expired", "code_expired"),
            ("assigned", "not_listed", "not_assigned"),
            ("login_used", "other", "wrong_login"),
            ("topic", "money", "about_money"),
        ],
    )
    def test_an_answer_raises_the_cause_that_shows_it(self, model: Model, finding: str, value: str, cause: str) -> None:
        """An answer makes the cause that shows it more probable, and the opposite answer does not."""
        other = next(v for v in model.values(finding) if v != value)
        before = chance(model, cause, [])

        assert chance(model, cause, told(**{finding: value})) > 1.5 * before
        assert chance(model, cause, told(**{finding: other})) < before

    @pytest.mark.parametrize(("finding", "value"), [("code_says", "expired"), ("login_used", "other")])
    def test_what_is_read_counts_more_than_what_is_told(self, model: Model, finding: str, value: str) -> None:
        """The better the origin of the same answer, the more it moves."""
        cause = "code_expired" if finding == "code_says" else "wrong_login"
        chances = {
            origin: chance(model, cause, [Evidence(finding=finding, value=value, origin=origin)]) for origin in ORIGINS
        }

        assert chances[Origin.VERIFIED] > chances[Origin.REPORTED] > chances[Origin.TOLD]
        assert chances[Origin.TOLD] > chance(model, cause, [])

    def test_a_second_sign_adds_to_the_first(self, model: Model) -> None:
        """Two signs of a cause make it more probable than either alone."""
        one, other = told(code_says="deleted"), told(creator_changed="switched_off")
        both = chance(model, "code_deleted", one + other)

        assert both > max(chance(model, "code_deleted", one), chance(model, "code_deleted", other))

    @pytest.mark.parametrize("problem", ["invite_not_working", "spark_code", "out_of_scope"])
    def test_naming_a_problem_raises_it_and_rules_none_out(self, model: Model, problem: str) -> None:
        """The problem that a person picks becomes the likeliest; the others stay possible, as people misname theirs."""
        chances = over_problems(model, believing(model, told(problem=problem)))

        assert model.problem_ids[int(np.argmax(chances))] == problem
        assert chances.min() > 0.001


class TestTried:
    """What a fix that was tried tells."""

    def test_a_fix_that_did_not_help_lowers_its_causes(self, model: Model) -> None:
        """Every cause that the fix removes falls, and what it does not remove rises."""
        before, after = told(code_says="vague"), told(code_says="vague", ask_support="did_not_help")

        assert chance(model, "code_region", after) < 0.3 * chance(model, "code_region", before)
        assert chance(model, "code_fault", after) < 0.3 * chance(model, "code_fault", before)
        assert chance(model, "code_deleted", after) > chance(model, "code_deleted", before)

    def test_people_do_steps_wrongly(self, model: Model) -> None:
        """A cause whose fix is told not to have helped stays possible, more than if that was read back."""
        told_so = chance(model, "code_expired", told(extend_code="did_not_help"))
        read_back = chance(model, "code_expired", verified(extend_code="did_not_help"))

        assert told_so > read_back > 0

    def test_a_fix_that_helped_names_the_cause(self, model: Model) -> None:
        """When a fix helped, what it removes was the cause, nearly surely."""
        found = chance(model, "code_expired", told(extend_code="helped"))

        assert 0.8 < found < 1

    def test_a_fix_that_helped_in_part_leaves_another(self, model: Model) -> None:
        """When a fix helped in part, its cause is gone, and what is left is another cause of the same problem."""
        after = told(problem="spark_code", code_says="expired", extend_code="partly")

        assert chance(model, "code_expired", told(problem="spark_code", code_says="expired")) > 0.5
        assert chance(model, "code_expired", after) == 0
        assert over_problems(model, believing(model, after))[model.problem_ids.index("spark_code")] > 0.99


class TestWords:
    """What the words of a complaint suggest before the first answer."""

    def test_words_raise_a_problem(self, model: Model) -> None:
        """A problem that the words point to becomes the likeliest."""
        belief = initial(model, Prior(problems={"spark_code": 0.9, "out_of_scope": 0.1}))
        chances = dict(zip(model.problem_ids, over_problems(model, belief), strict=True))

        assert belief.sum() == pytest.approx(1)
        assert chances["spark_code"] > 0.75
        assert chances["spark_code"] > chances["out_of_scope"] > chances["cant_access_account"]

    def test_words_alone_rule_nothing_out(self, model: Model) -> None:
        """However sure the words seem, every problem keeps a share, because words mislead."""
        belief = initial(model, Prior(problems={"spark_code": 1.0}))

        assert over_problems(model, belief).min() > 0.001
        assert over_problems(model, belief).max() < 0.99

    def test_words_about_a_cause_move_only_its_problem(self, model: Model) -> None:
        """A hint at one cause raises it among the causes of its problem and leaves the problem's share alone."""
        plain = initial(model, Prior(problems={"spark_code": 0.8}))
        hinted = initial(model, Prior(problems={"spark_code": 0.8}, causes={"code_region": 5.0}))
        region = model.cause_ids.index("code_region")

        assert over_causes(model, hinted)[region] > 2 * over_causes(model, plain)[region]
        assert np.allclose(over_problems(model, hinted), over_problems(model, plain))

    @pytest.mark.parametrize("prior", [None, Prior(), Prior(problems={"no_such_problem": 1.0})])
    def test_words_that_say_nothing_leave_how_common_things_are(self, model: Model, prior: Prior | None) -> None:
        """Without words, or with words about nothing known, only frequency counts."""
        shares = over_problems(model, initial(model, prior))
        common = over_problems(model, model.prior)

        assert np.allclose(shares / shares.sum(), common)

    def test_a_hint_at_a_cause_counts_without_a_problem(self, model: Model) -> None:
        """A cause that the words hint at rises even if they point to no problem."""
        hinted = chance(model, "code_region", [], Prior(causes={"code_region": 5.0}))

        assert hinted > 2 * chance(model, "code_region", [])

    def test_answers_overrule_words(self, model: Model) -> None:
        """A few clear answers lead to the right cause although the words pointed to another problem."""
        misled = Prior(problems={"invite_not_working": 1.0})
        evidence = verified(code_says="deleted", creator_changed="switched_off", login_used="same") + told(
            problem="spark_code"
        )
        causes = over_causes(model, believing(model, evidence, misled))

        assert model.cause_ids[int(np.argmax(causes))] == "code_deleted"


def typical(knowledge: Knowledge, problem: str, cause: str) -> list[Evidence]:
    """Return what somebody with this trouble most probably answers, to everything that the cause speaks of."""
    answers: dict[str, Any] = {"problem": problem}
    for name in knowledge.causes[cause].shows:
        chances = shown(knowledge.causes[cause], knowledge.findings[name]) or {}
        answers[name] = max(chances, key=lambda value: chances[value])

    return told(**answers)


def test_typical_answers_lead_to_the_cause(knowledge: Knowledge) -> None:
    """Who has a cause and answers as one mostly does is told that cause first, for all but two causes in a hundred."""
    model = model_of(knowledge)
    missed = []
    for problem, cause in model.hypotheses:
        chances = over_causes(model, believing(model, typical(knowledge, problem, cause)))
        alike = {name for pair in knowledge.problems[problem].alike if cause in pair.pair for name in pair.pair}
        if model.cause_ids[int(np.argmax(chances))] not in {cause, *alike}:
            missed.append((problem, cause))

    assert len(missed) <= 0.02 * len(model.hypotheses), missed
