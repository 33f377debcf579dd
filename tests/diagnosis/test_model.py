"""The knowledge as numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrant.diagnosis import Origin
from regrant.diagnosis.evidence import OTHER, PROBLEM
from regrant.diagnosis.model import Model, model_of, with_mistakes
from regrant.knowledge import Knowledge
from tests.diagnosis.drawing import small_case


@pytest.fixture(scope="module")
def model(small: Knowledge) -> Model:
    """Return the small knowledge in numbers."""
    return Model(small)


class TestTable:
    """How often every cause shows every value."""

    def test_likelihoods_sum_to_one(self, knowledge: Knowledge) -> None:
        """For every cause and every finding of the shipped knowledge, the values' probabilities sum to one."""
        model = model_of(knowledge)
        sums = {name: model.table[:, columns].sum(axis=1) for name, columns in model.columns.items()}

        assert set(sums) == {PROBLEM, *knowledge.findings}
        assert all(np.allclose(total, 1) for total in sums.values())
        assert model.table.min() > 0

    @given(seed=st.integers(0, 10**6))
    def test_likelihoods_of_any_knowledge_sum_to_one(self, seed: int) -> None:
        """The same holds whatever words stand in the files."""
        model = Model(small_case(seed))
        sums = [model.table[:, columns].sum(axis=1) for columns in model.columns.values()]

        assert np.allclose(sums, 1)
        assert model.prior.sum() == pytest.approx(1)

    def test_a_cause_shows_what_its_file_says(self, model: Model) -> None:
        """The likelihood of a value is highest for the cause that shows it."""
        column = model.likelihood("code_says", "expired", Origin.VERIFIED)

        assert model.hypotheses[int(np.argmax(column))] == ("spark_code", "code_expired")

    def test_a_shared_cause_is_the_same_in_every_problem(self, model: Model) -> None:
        """A cause of two problems shows the same in both."""
        rows = [index for index, (_, cause) in enumerate(model.hypotheses) if cause == "wrong_login"]
        columns = model.columns["login_used"]

        assert len(rows) == 2
        assert np.array_equal(model.table[rows[0], columns], model.table[rows[1], columns])

    def test_it_is_known_who_speaks_of_a_finding(self, model: Model) -> None:
        """Causes that speak of a finding themselves are told from those that show what everybody shows."""
        speak = {cause for (_, cause), flag in zip(model.hypotheses, model.spoken["login_used"], strict=True) if flag}

        assert speak == {"wrong_login", "not_assigned"}

    def test_people_mostly_name_the_right_problem(self, model: Model) -> None:
        """The named problem is the likeliest one, a neighbour the next, and "something else" is possible."""
        row = model.table[model.hypotheses.index(("invite_not_working", "in_spam")), model.columns[PROBLEM]]
        named = dict(zip(model.values(PROBLEM), row, strict=True))

        assert list(named) == [*model.problem_ids, OTHER]
        assert named["invite_not_working"] > 0.5
        assert named["cant_access_account"] > named["spark_code"] > 0
        assert named[OTHER] > 0


class TestPrior:
    """How common things are before anything is said."""

    def test_commoner_problems_weigh_more(self, model: Model) -> None:
        """A problem that comes often weighs more than one that comes sometimes, however many causes it has."""
        weights = np.bincount(model.problem_of, model.prior)
        shares = dict(zip(model.problem_ids, weights, strict=True))

        assert shares["invite_not_working"] == pytest.approx(2 * shares["spark_code"])
        assert shares["spark_code"] == pytest.approx(shares["out_of_scope"])

    def test_commoner_causes_weigh_more_within_their_problem(self, model: Model) -> None:
        """Within a problem the causes weigh as their words say."""
        prior = dict(zip(model.hypotheses, model.prior, strict=True))

        assert prior["spark_code", "code_expired"] > prior["spark_code", "code_deleted"]
        assert prior["spark_code", "code_deleted"] > prior["spark_code", "code_region"]


class TestFixes:
    """Which fix removes which cause."""

    def test_a_fix_removes_its_own_causes_only(self, model: Model) -> None:
        """Each cause is removed by its own fix, nearly always, and by no other."""
        removed = {
            fix: {cause for (_, cause), chance in zip(model.hypotheses, model.solves[:, number], strict=True) if chance}
            for number, fix in enumerate(model.fix_ids)
        }

        assert removed["ask_support"] == {"code_region", "code_fault"}
        assert removed["sign_in_right"] == {"wrong_login"}
        assert np.count_nonzero(model.solves, axis=1).tolist() == [1] * len(model.hypotheses)
        assert 0.9 <= model.solves.max() < 1


class TestMistakes:
    """What is told may be a slip."""

    @given(rate=st.floats(0, 0.5), chances=st.lists(st.floats(0.01, 1), min_size=2, max_size=6))
    def test_slips_keep_the_sum(self, rate: float, chances: list[float]) -> None:
        """Allowing for slips keeps the probabilities of all values at one and the likeliest value likeliest."""
        block = np.array([chances]) / sum(chances)
        mixed = with_mistakes(block, rate)

        assert mixed.sum() == pytest.approx(1)
        assert np.all(mixed >= -1e-12)

    def test_what_is_told_weighs_less_than_what_is_read(self, model: Model) -> None:
        """The same answer separates causes less when a person remembers it than when it was read."""
        ratios = {}
        for origin in (Origin.VERIFIED, Origin.REPORTED, Origin.TOLD):
            column = model.likelihood("code_says", "expired", origin)
            ratios[origin] = column.max() / column.min()

        assert ratios[Origin.VERIFIED] > ratios[Origin.REPORTED] > ratios[Origin.TOLD] > 5

    def test_never_mistaken_changes_nothing(self) -> None:
        """Without slips the likelihoods stay as they are."""
        block = np.array([[0.7, 0.2, 0.1]])

        assert np.array_equal(with_mistakes(block, 0.0), block)


def test_a_model_is_built_once(small: Knowledge) -> None:
    """The numbers are made once for each knowledge, and another knowledge gets its own."""
    first, second = model_of(small), model_of(small)
    other = model_of(small_case(1))

    assert first is second
    assert other is not first
    assert model_of(small) is first
