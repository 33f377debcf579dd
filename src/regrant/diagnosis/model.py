"""The knowledge as numbers: hypotheses, likelihood columns, fixes and costs. Built once per knowledge."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from regrant.diagnosis import costs
from regrant.diagnosis.evidence import MISTAKEN, OTHER, PROBLEM, Origin
from regrant.knowledge import Knowledge
from regrant.knowledge.words import PROBABILITY, distribution, shown

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
UNSURE_OF_PROBLEM = 0.05
"""How often a person cannot say which of the problems it is."""


class Model:
    """
    Arrays over the hypotheses, which are all pairs (problem, cause).

    `table` is hypotheses x columns; the columns of a finding are its values, found by `columns`.
    `told` is the same as `table` for what a person says, mistakes included; `silent` is how often nobody can answer.
    `spoken` says which hypotheses speak of a finding themselves, `speaks` (hypotheses x findings) which its question
    concerns; `solves` which fix removes which. `number` and `edges` say where a finding and its first column are.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.hypotheses: list[tuple[str, str]] = [
            (problem.id, cause) for problem in knowledge.problems.values() for cause in problem.causes
        ]
        self.problem_ids = list(knowledge.problems)
        self.problem_of = np.array([self.problem_ids.index(p) for p, _ in self.hypotheses], dtype=np.intp)
        self.cause_ids = list(dict.fromkeys(cause for _, cause in self.hypotheses))
        self.cause_of = np.array([self.cause_ids.index(c) for _, c in self.hypotheses], dtype=np.intp)
        self.prior = self._prior()
        self.columns: dict[str, slice] = {}
        self.table, self.spoken = self._table()
        self.finding_ids = list(self.columns)
        self.number = {name: number for number, name in enumerate(self.finding_ids)}
        self.edges = np.array([columns.start for columns in self.columns.values()])
        self.speaks = np.column_stack([self._on_topic(name) for name in self.finding_ids])
        self.told = self._told()
        self.silent = {name: self._silent(name) for name in self.finding_ids}
        self.fix_ids = list(knowledge.fixes)
        self.solves = self._solves()
        self.fix_cost = np.array([costs.of_fix(knowledge.fixes[fix]) for fix in self.fix_ids])
        self.ask_cost = {f: costs.of_asking(knowledge.findings[f]) for f in knowledge.findings}
        self.ask_cost[PROBLEM] = costs.EFFORT["known"]

    def _prior(self) -> Array:
        """Problem frequency times cause frequency within the problem, scaled to one."""
        weights = np.empty(len(self.hypotheses))
        for index, (problem_id, cause) in enumerate(self.hypotheses):
            problem = self.knowledge.problems[problem_id]
            total = sum(PROBABILITY[word] for word in problem.causes.values())
            weights[index] = PROBABILITY[problem.frequency] * PROBABILITY[problem.causes[cause]] / total

        scaled: Array = weights / weights.sum()

        return scaled

    def _table(self) -> tuple[Array, dict[str, Array]]:
        blocks: list[Array] = []
        spoken: dict[str, Array] = {}
        start = 0
        for name, block, speaks in [self._problem_block(), *self._finding_blocks()]:
            self.columns[name] = slice(start, start + block.shape[1])
            start += block.shape[1]
            blocks.append(block)
            spoken[name] = speaks

        return np.hstack(blocks), spoken

    def _problem_block(self) -> tuple[str, Array, Array]:
        """
        Return how often people name each problem (or "something else") when the first index is what it really is.

        It is built the other way round, from what is really behind a name: mostly the problem itself, else a
        neighbour that hands over to or from it, else any; and every name is given as often as its problem is common.
        """
        count = len(self.problem_ids)
        linked = np.zeros((count, count))
        for row, problem in enumerate(self.problem_ids):
            for over in self.knowledge.problems[problem].hands_over:
                column = self.problem_ids.index(over.to)
                linked[row, column] = linked[column, row] = 1.0
        linked *= 1 - np.eye(count)
        linked /= np.maximum(linked.sum(axis=0, keepdims=True), 1.0)
        rest = 1 - costs.RIGHT_NAME - costs.NEIGHBOUR
        behind = costs.RIGHT_NAME * np.eye(count) + costs.NEIGHBOUR * linked + rest / count
        common = np.bincount(self.problem_of, self.prior, count)
        named = np.hstack([behind * common, np.full((count, 1), rest / count) * common[:, None]])
        block = (named / named.sum(axis=1, keepdims=True))[self.problem_of]

        return PROBLEM, block, np.ones(len(self.hypotheses))

    def _finding_blocks(self) -> Iterator[tuple[str, Array, Array]]:
        for name, finding in self.knowledge.findings.items():
            values = tuple(finding.answers)
            silent = distribution(values, finding.otherwise)
            rows = {
                cause: shown(self.knowledge.causes[cause], finding) or silent
                for cause in self.cause_ids
                if name in self.knowledge.causes[cause].shows
            }
            block = np.array([list(rows.get(cause, silent).values()) for _, cause in self.hypotheses])
            yield name, block, np.array([float(cause in rows) for _, cause in self.hypotheses])

    def _on_topic(self, name: str) -> Array:
        """Return which hypotheses a question concerns: all, if it makes sense at any time."""
        finding = self.knowledge.findings.get(name)

        return self.spoken[name] if finding and not finding.anytime else np.ones(len(self.hypotheses))

    def _told(self) -> Array:
        rate = MISTAKEN[Origin.TOLD]

        return np.hstack([with_mistakes(self.table[:, columns], rate) for columns in self.columns.values()])

    def _silent(self, name: str) -> float:
        finding = self.knowledge.findings.get(name)

        return costs.UNKNOWN_RATE[finding.unknown] if finding else UNSURE_OF_PROBLEM

    def _solves(self) -> Array:
        matrix = np.zeros((len(self.hypotheses), len(self.fix_ids)))
        for index, (_, cause) in enumerate(self.hypotheses):
            matrix[index, self.fix_ids.index(self.knowledge.causes[cause].fix)] = costs.FIX_WORKS

        return matrix

    def values(self, finding: str) -> tuple[str, ...]:
        """Return the values of a finding in the order of its columns."""
        if finding == PROBLEM:
            return (*self.problem_ids, OTHER)

        return tuple(self.knowledge.findings[finding].answers)

    def likelihood(self, finding: str, value: str, origin: Origin) -> Array:
        """Return P(this evidence | hypothesis) for every hypothesis, allowing for its origin's mistakes."""
        columns = self.columns[finding]
        column = columns.start + self.values(finding).index(value)

        return with_mistakes(self.table[:, column, None], MISTAKEN[origin], columns.stop - columns.start)[:, 0]


def with_mistakes(block: Array, rate: float, values: int = 0) -> Array:
    """
    Mix a finding's likelihoods with a wrong value, any other one equally likely, at *rate*.

    *values* says how many values the finding has where the block does not hold a column for each.
    """
    others = max((values or block.shape[1]) - 1, 1)
    mixed: Array = (1 - rate) * block + rate * (1 - block) / others

    return mixed


_built: list[tuple[Knowledge, Model]] = []


def model_of(knowledge: Knowledge) -> Model:
    """Return the model of a knowledge, building it the first time (the last four are kept)."""
    for known, model in _built:
        if known is knowledge:
            return model
    _built[3:] = []
    _built.insert(0, (knowledge, Model(knowledge)))

    return _built[0][1]
