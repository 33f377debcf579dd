"""The next step: whatever makes the expected cost to *fixed* smallest.

Questions, checks, fixes and handing over to support compete in minutes of a person's day, after Breese and
Heckerman, "Decision-theoretic troubleshooting" (UAI 1996). Once no question pays, fixes are tried in the
order of probability over cost, which is optimal for a single fault and independent fixes; before that, the
tree of answers is searched. The search is exhaustive when few causes and questions are left and bounded
otherwise: it then looks `DEPTH` answers ahead along the most promising questions. It has no clock in it, so the
same evidence always gives the same step.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from regrant.diagnosis import costs
from regrant.diagnosis.evidence import MISTAKEN, PROBLEM, Origin
from regrant.diagnosis.model import Array, Model, with_mistakes

DEPTH = 2
BEAM = 5
LIVE = 0.002
"""Hypotheses less probable than this are left out of the search (not of the belief)."""
ON_TOPIC = 0.3
"""A question is asked only if causes with at least this much belief speak of it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do next and what everything is then expected to cost, in minutes."""

    kind: str
    id: str
    expected_cost: float
    saves: float = 0.0


def choose(model: Model, belief: Array, asked: Collection[str], tried: Collection[str] = ()) -> Choice:
    """
    Return the best next step.

    Args:
        belief: probability of every hypothesis.
        asked: findings that need no question any more (answered, or answered with "I don't know").
        tried: fixes that were done and did not help; they are not proposed again.
    """
    search = _Search(model, belief, asked, tried)
    stop = search.stop_cost(search.belief)
    best = Choice("stop", "", stop)
    for name, cost in search.ranked(search.belief, frozenset(), DEPTH):
        if cost < best.expected_cost - 1e-9:
            best = Choice("ask", name, cost, stop - cost)
    if best.kind == "ask":
        return best

    return _ending(model, belief, tried, stop)


def worth_asking(model: Model, belief: Array, asked: Collection[str], limit: int) -> list[str]:
    """Return the findings that would tell most, best first, whatever asking them costs."""
    search = _Search(model, belief, asked, ())
    gains = search.gains(search.belief, frozenset())

    return [name for name, gain in sorted(gains, key=lambda pair: -pair[1])[:limit] if gain > 0]


def _ending(model: Model, belief: Array, tried: Collection[str], stop: float) -> Choice:
    chance = belief @ model.solves
    for fix in tried:
        chance[model.fix_ids.index(fix)] = 0.0
    best = int(np.argmax(chance / model.fix_cost))
    if chance[best] / model.fix_cost[best] < 1 / costs.ESCALATE:
        return Choice("escalate", "escalate", stop)

    return Choice("fix", model.fix_ids[best], stop)


class _Search:
    """One search over a belief, reduced to the hypotheses, findings and fixes that are still live."""

    def __init__(self, model: Model, belief: Array, asked: Collection[str], tried: Collection[str]) -> None:
        live = np.flatnonzero(belief > LIVE)
        if not live.size:
            live = np.argsort(-belief)[:5]
        self.belief = belief[live] / belief[live].sum()
        fixes = np.flatnonzero(model.solves[live].any(axis=0))
        fixes = np.array([f for f in fixes if model.fix_ids[f] not in tried], dtype=np.intp)
        self.solves = model.solves[np.ix_(live, fixes)]
        self.fix_cost = model.fix_cost[fixes]
        causes, self.cause_of = np.unique(model.cause_of[live], return_inverse=True)
        self.same_cause = np.eye(len(causes))[self.cause_of]
        self.names, self.blocks, self.ask, self.silent = self._findings(model, live, asked)

    def _findings(
        self, model: Model, live: Array, asked: Collection[str]
    ) -> tuple[list[str], list[Array], list[float], list[float]]:
        names, blocks, ask, silent = [], [], [], []
        for name in model.finding_ids:
            spoken = float(self.belief @ model.spoken[name][live])
            if name in asked or spoken < ON_TOPIC:
                continue
            block = model.table[live, model.columns[name]]
            if np.ptp(block, axis=0).max() < 0.05:
                continue
            names.append(name)
            blocks.append(with_mistakes(block, MISTAKEN[Origin.TOLD]))
            ask.append(model.ask_cost[name])
            finding = model.knowledge.findings.get(name)
            silent.append(costs.UNKNOWN_RATE[finding.unknown] if name != PROBLEM and finding else 0.05)

        return names, blocks, ask, silent

    def stop_cost(self, beliefs: Array) -> Array | float:
        """Return the expected cost of asking nothing more: fixes by chance over cost, then support."""
        single = beliefs.ndim == 1
        rows = beliefs[None, :] if single else beliefs
        unnamed = 1 - (rows @ self.same_cause).max(axis=1)
        cost = costs.NAMING * unnamed + self._repairs(rows)

        return float(cost[0]) if single else cost

    def _repairs(self, rows: Array) -> Array:
        if not self.fix_cost.size:
            return np.full(len(rows), costs.ESCALATE)
        chance = rows @ self.solves
        order = np.argsort(-chance / self.fix_cost, axis=1, kind="stable")
        chance = np.take_along_axis(chance, order, axis=1)
        price = self.fix_cost[order]
        broken = 1 - np.cumsum(chance, axis=1)
        before = np.hstack([np.ones((len(rows), 1)), broken[:, :-1]])
        tried = chance * costs.ESCALATE > before * price
        spent = (before * price * tried).sum(axis=1)
        left = 1 - (chance * tried).sum(axis=1)

        return spent + np.maximum(left, 0.0) * costs.ESCALATE

    def _branches(self, belief: Array, index: int) -> tuple[Array, Array]:
        """Return P(value) and the beliefs after each value of one finding."""
        joint = self.blocks[index].T * belief
        weight = joint.sum(axis=1)

        return weight, joint / np.maximum(weight, 1e-12)[:, None]

    def gains(self, belief: Array, used: frozenset[int]) -> list[tuple[str, float]]:
        """Return, for every finding, by how much its answer lowers the cost of stopping (asking is free)."""
        return [(self.names[i], gain) for i, gain, _ in self._one_step(belief, used)]

    def _one_step(self, belief: Array, used: frozenset[int]) -> list[tuple[int, float, float]]:
        """Return (finding, gain, cost of asking it and then stopping), all findings in one sweep."""
        indices = [i for i in range(len(self.names)) if i not in used]
        if not indices:
            return []
        stop = self.stop_cost(belief)
        parts = [self._branches(belief, i) for i in indices]
        costs_after = np.asarray(self.stop_cost(np.vstack([after for _, after in parts])))
        found, start = [], 0
        for i, (weight, _) in zip(indices, parts, strict=True):
            after = float(weight @ costs_after[start : start + len(weight)])
            start += len(weight)
            known = 1 - self.silent[i]
            gain = known * (float(stop) - after)
            found.append((i, gain, self.ask[i] + known * after + self.silent[i] * float(stop)))

        return found

    def ranked(self, belief: Array, used: frozenset[int], depth: int) -> list[tuple[str, float]]:
        """Return (finding, expected cost to fixed when it is asked next), cheapest first."""
        return [(self.names[i], cost) for i, cost in self._ranked(belief, used, depth)]

    def _ranked(self, belief: Array, used: frozenset[int], depth: int) -> list[tuple[int, float]]:
        shallow = sorted(((cost, i) for i, _, cost in self._one_step(belief, used)))
        if depth <= 1 or not shallow:
            return [(i, cost) for cost, i in shallow]
        deep = [(self._ask(belief, used, i, depth), i) for _, i in shallow[:BEAM]]

        return [(i, cost) for cost, i in sorted(deep)]

    def _ask(self, belief: Array, used: frozenset[int], index: int, depth: int) -> float:
        weight, after = self._branches(belief, index)
        later = used | {index}
        cost = self.ask[index] + self.silent[index] * float(self.stop_cost(belief))
        for chance, branch in zip(weight, after, strict=True):
            cost += (1 - self.silent[index]) * float(chance) * self._best(branch, later, depth - 1)

        return cost

    def _best(self, belief: Array, used: frozenset[int], depth: int) -> float:
        stop = float(self.stop_cost(belief))
        ranked = self._ranked(belief, used, depth)

        return min([stop, *(cost for _, cost in ranked[:1])])
