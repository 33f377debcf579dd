"""The next step is the one with the least expected cost to fixed."""

from __future__ import annotations

from statistics import fmean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from regrant.diagnosis import costs
from regrant.diagnosis.belief import believe
from regrant.diagnosis.evidence import PROBLEM, latest
from regrant.diagnosis.model import Array, Model, model_of
from regrant.diagnosis.search import ON_TOPIC, Search
from regrant.diagnosis.step import choose, worth_asking
from regrant.knowledge import Finding, Knowledge
from regrant.knowledge.model import UNKNOWN, Word
from tests.diagnosis.drawing import small_case, told, two_causes, verified
from tests.diagnosis.optimum import NOTHING, Optimum

SEEDS = range(40)
ABOUT_CODE = {PROBLEM: "spark_code", "topic": "access"}


@pytest.fixture(scope="module")
def model(small: Knowledge) -> Model:
    """Return the small knowledge in numbers."""
    return model_of(small)


def after(model: Model, **answers: str) -> Array:
    """Return the belief after these answers."""
    return believe(model, None, latest(told(**answers)))


class TestOptimum:
    """The choice against the exact optimum of small cases."""

    def test_the_first_step_is_nearly_perfect(self) -> None:
        """Over small random cases the first step, followed perfectly, costs at most 5 % more than the optimum."""
        ratios = []
        for seed in SEEDS:
            knowledge = small_case(seed)
            perfect = Optimum(knowledge)
            first = choose(model_of(knowledge), model_of(knowledge).prior, {})
            best = perfect.value(NOTHING)
            chosen = perfect.asking(first.id, NOTHING) if first.kind == "ask" else perfect.stop(NOTHING)
            ratios.append(chosen / best)

        assert fmean(ratios) <= 1.05
        assert min(ratios) >= 1 - 1e-9, "nothing can be cheaper than the optimum"

    def test_the_yardstick_can_tell(self) -> None:
        """The same cases have first steps that are much worse, so that the comparison means something."""
        worst = []
        for seed in SEEDS:
            knowledge = small_case(seed)
            perfect = Optimum(knowledge)
            options = [perfect.asking(finding, NOTHING) for finding in knowledge.findings]
            worst.append(max(*options, perfect.stop(NOTHING)) / perfect.value(NOTHING))

        assert fmean(worst) > 1.1

    def test_both_kinds_of_first_step_occur(self) -> None:
        """Among the cases are some in which asking pays and some in which it does not."""
        kinds = {choose(model_of(k), model_of(k).prior, {}).kind for k in map(small_case, SEEDS)}

        assert "ask" in kinds
        assert kinds & {"fix", "escalate"}

    @settings(max_examples=40, deadline=None)
    @given(seed=st.integers(0, 10**6))
    def test_to_know_more_never_costs(self, seed: int) -> None:
        """An answer that is free never makes things dearer, where no rule forbids a fix that is not likely enough."""
        model = model_of(small_case(seed))
        search = Search(model, model.prior, {}, ())
        search.stopping.few = 0

        assert all(gain > -1e-6 for _, gain in search.gains())

    @settings(max_examples=40, deadline=None)
    @given(seed=st.integers(0, 10**6))
    def test_what_is_left_out_could_not_pay(self, seed: int) -> None:
        """A question that is not priced costs at least as much as asking nothing, whatever its answer."""
        search = Search(model_of(small_case(seed)), model_of(small_case(seed)).prior, {}, ())
        search.stopping.few = 0
        [stop], [asked], _ = search.shallow(search.belief[None, :], search._none(1))
        gains = dict(search.gains())
        for place, name in enumerate(search.names):
            whole = search.ask[place] * search.tired + stop - (1 - search.silent[place]) * gains[name]
            if search.belief @ search.speaks[:, place] >= ON_TOPIC:
                assert asked[place] == pytest.approx(whole) or (np.isinf(asked[place]) and whole >= stop - 1e-9)

    def test_to_know_more_helps(self) -> None:
        """With the rules too, a free answer makes things cheaper in some case."""
        gains = [g for k in map(small_case, SEEDS) for _, g in Search(model_of(k), model_of(k).prior, {}, ()).gains()]

        assert max(gains) > 1

    @settings(max_examples=40, deadline=None)
    @given(seed=st.integers(0, 10**6))
    def test_no_question_is_asked_in_vain(self, seed: int) -> None:
        """Whatever is asked, two answers to it lead to two steps, or some answer leads to another question."""
        model = model_of(small_case(seed))
        step = choose(model, model.prior, {})
        if step.kind == "ask":
            block = model.told[:, model.columns[step.id]]
            answers = dict(zip(model.values(step.id), (model.prior[:, None] * block).T, strict=True))
            answers[UNKNOWN] = model.prior
            after = [choose(model, b / b.sum(), {step.id: value}) for value, b in answers.items()]

            assert len({(s.kind, s.id) for s in after}) > 1 or after[0].kind == "ask"


class TestQuestions:
    """Which question is asked, and when none is."""

    def test_the_same_belief_gives_the_same_step(self, knowledge: Knowledge) -> None:
        """There is no chance and no clock in the search."""
        model = model_of(knowledge)
        belief = believe(model, None, latest(told(problem="spark_code")))
        first = choose(model, belief, {PROBLEM: "spark_code"})
        again = choose(Model(knowledge), belief.copy(), {PROBLEM: "spark_code"})

        assert first == again

    def test_the_search_changes_nothing(self, model: Model) -> None:
        """Belief and model are the same after a search as before."""
        belief = after(model, problem="spark_code")
        kept, table = belief.copy(), model.table.copy()
        choose(model, belief, {PROBLEM: "spark_code"})

        assert np.array_equal(belief, kept)
        assert np.array_equal(model.table, table)

    def test_what_tells_the_causes_apart_is_asked(self, model: Model) -> None:
        """Of all questions the one that separates the causes of the problem is asked."""
        step = choose(model, after(model, problem="spark_code", topic="access"), ABOUT_CODE)

        assert (step.kind, step.id) == ("ask", "code_says")
        assert step.saves > 0

    @pytest.mark.parametrize("asked", ["code_says", "topic", "creator_changed"])
    def test_what_was_asked_is_not_asked_again(self, model: Model, asked: str) -> None:
        """A finding that needs no question any more is not chosen, however much it would tell."""
        step = choose(model, after(model, problem="spark_code"), {PROBLEM: "spark_code", asked: UNKNOWN})

        assert step.id != asked

    def test_nothing_is_asked_about_what_does_not_matter(self, model: Model) -> None:
        """A question that only unlikely causes speak of is not asked."""
        sure = {**ABOUT_CODE, "code_says": "vague"}
        step = choose(model, believe(model, None, latest(verified(**sure))), sure)

        assert step.id not in ("link_says", "mail_found", "assigned", "login_used")

    def test_somebody_sure_is_not_asked_at_all(self, model: Model) -> None:
        """Once one cause is nearly certain, its fix comes at once."""
        belief = np.full(len(model.hypotheses), 0.001)
        belief[model.hypotheses.index(("spark_code", "code_expired"))] = 1
        step = choose(model, belief / belief.sum(), {})

        assert (step.kind, step.id) == ("fix", "extend_code")

    def test_a_dear_question_waits_for_a_cheap_one(self, model: Model) -> None:
        """Looking at one's own screen comes before asking somebody else, if both tell the same."""
        ask = {name: model.ask_cost[name] for name in ("code_says", "creator_changed")}
        step = choose(model, after(model, problem="spark_code", topic="access"), ABOUT_CODE)

        assert ask["code_says"] < ask["creator_changed"]
        assert step.id == "code_says"

    @pytest.mark.parametrize(
        ("said", "asked"),
        [
            ({}, True),
            ({"code_says": "vague"}, True),
            ({"code_says": "expired"}, False),
            ({"code_says": UNKNOWN}, True),
        ],
    )
    def test_a_question_that_needs_an_answer_waits_for_it(
        self, small: Knowledge, said: dict[str, str], asked: bool
    ) -> None:
        """A question that makes sense only after a certain answer is not asked after any other; not knowing is none."""
        needing = replace(small.findings["creator_changed"], needs={"code_says": ("vague", "deleted")})
        knowledge = replace(small, findings={**small.findings, "creator_changed": needing})
        model = Model(knowledge)
        named = worth_asking(model, after(model, **ABOUT_CODE), {**ABOUT_CODE, **said}, 9)

        assert ("creator_changed" in named) is asked

    @pytest.mark.parametrize("order", [("rarely", "often"), ("often", "rarely")])
    def test_what_people_seldom_know_is_asked_later(self, order: tuple[Word, Word]) -> None:
        """Of two questions that tell and cost the same, the one that people can mostly answer is asked."""
        same = {"ask": "?", "why": "!", "answers": {"a": "A", "b": "B"}}
        findings = [
            Finding(id=word, who="you", effort="known", unknown=word, anytime=True, **same)  # type: ignore[arg-type]
            for word in order
        ]
        knowledge = two_causes(findings)
        step = choose(model_of(knowledge), model_of(knowledge).prior, {})

        assert (step.kind, step.id) == ("ask", "rarely")

    def test_what_would_tell_does_not_look_at_the_price(self, model: Model) -> None:
        """For somebody who cannot answer, the findings are named that would tell most, best first, cost apart."""
        belief = after(model, problem="spark_code", topic="access")
        named = worth_asking(model, belief, ABOUT_CODE, 2)

        assert named == ["code_says", "creator_changed"]
        assert worth_asking(model, belief, {**ABOUT_CODE, "code_says": "vague"}, 1) == ["creator_changed"]


class TestFixes:
    """What is tried once nothing is worth asking."""

    @pytest.fixture
    def asked(self, model: Model) -> dict[str, str]:
        """Return an answer to every finding, so that nothing is left to ask."""
        return {name: model.values(name)[0] for name in model.finding_ids}

    def believing(self, model: Model, **chances: float) -> Array:
        """Return a belief with these probabilities of causes of the Spark problem."""
        belief = np.full(len(model.hypotheses), 1e-6)
        for cause, chance in chances.items():
            belief[model.hypotheses.index(("spark_code", cause))] = chance

        return np.asarray(belief / belief.sum())

    def test_the_likelier_of_two_equal_fixes_comes_first(self, model: Model, asked: dict[str, str]) -> None:
        """Where fixes cost about the same, the likelier cause is mended first."""
        one = choose(model, self.believing(model, code_expired=0.7, code_deleted=0.3), asked)
        other = choose(model, self.believing(model, code_expired=0.3, code_deleted=0.7), asked)

        assert (one.id, other.id) == ("extend_code", "new_code")

    def test_a_much_cheaper_fix_comes_before_a_likelier_one(self, model: Model, asked: dict[str, str]) -> None:
        """A quick fix is worth trying before a risky one of days that is a little likelier."""
        step = choose(model, self.believing(model, code_expired=0.45, code_fault=0.55), asked)

        assert model.knowledge.fixes["ask_support"].wait_hours > 0
        assert step.id == "extend_code"

    def test_a_fix_for_two_causes_counts_for_both(self, model: Model, asked: dict[str, str]) -> None:
        """The chance of a fix is that of all causes that it removes."""
        step = choose(model, self.believing(model, code_region=0.5, code_fault=0.5), asked)

        assert (step.kind, step.id) == ("fix", "ask_support")

    def test_what_was_tried_is_not_tried_again(self, model: Model, asked: dict[str, str]) -> None:
        """A fix that did not help is not proposed again, even for a cause that still seems likely."""
        belief = self.believing(model, code_expired=0.6, code_deleted=0.4)
        step = choose(model, belief, asked, ["extend_code"])

        assert (step.kind, step.id) == ("fix", "new_code")

    def test_at_the_end_support_takes_over(self, model: Model, asked: dict[str, str]) -> None:
        """When every fix was tried, the case is handed to support."""
        step = choose(model, self.believing(model, code_expired=1.0), asked, list(model.fix_ids))

        assert (step.kind, step.id) == ("escalate", "escalate")

    def test_guessing_is_not_proposed(self, model: Model, asked: dict[str, str]) -> None:
        """With belief spread over everything, and nothing left to ask, no long shot is proposed as a fix."""
        alike = (model.solves > 0).sum(axis=0)
        belief = ((model.solves > 0) / np.maximum(alike, 1)).sum(axis=1)
        belief /= belief.sum()
        step = choose(model, belief, asked)

        assert (belief @ model.solves).max() < costs.WORTH_A_TRY
        assert step.kind == "escalate"

    def test_a_long_shot_does_not_hide_a_good_try(self, model: Model, asked: dict[str, str]) -> None:
        """A cheap fix that is not likely enough to be tried leaves the way to a dearer one that is."""
        long_shot = 0.9 * costs.WORTH_A_TRY
        step = choose(model, self.believing(model, code_expired=long_shot, code_fault=1 - long_shot), asked)

        assert (step.kind, step.id) == ("fix", "ask_support")


def test_nobody_left_alive_is_no_crash(model: Model) -> None:
    """Even a belief spread so thin that no cause stands out gives a step."""
    belief = np.full(len(model.hypotheses), 1e-9)
    step = choose(model, belief, {})

    assert step.kind in {"ask", "fix", "escalate"}
