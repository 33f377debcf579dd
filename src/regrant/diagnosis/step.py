"""
The next step: whatever makes the expected cost to *fixed* smallest.

Questions, checks, fixes and handing over to support compete in minutes of a person's day, after Breese and
Heckerman, "Decision-theoretic troubleshooting" (UAI 1996). Once no question pays, fixes are tried in the
order of probability over cost, which is optimal for a single fault and independent fixes; before that, the
tree of answers is searched. The search is exhaustive when few causes and questions are left and bounded
otherwise: it then looks `DEPTH` answers ahead along the most promising questions. It has no clock in it, so the
same evidence always gives the same step.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regrant.diagnosis import costs
from regrant.diagnosis.evidence import MISTAKEN, Origin
from regrant.diagnosis.model import Array, Model, with_mistakes
from regrant.knowledge.model import UNKNOWN

DEPTH, BEAM = 2, 5
"""How many answers ahead the search looks, and along how many questions at each."""
FEW, FEW_DEPTH, FEW_BEAM = 4, 3, 3
"""With so few hypotheses left it looks further."""
MANY = 40
"""With more hypotheses than this any good question halves them, and one answer ahead is far enough."""
LIVE = 0.002
"""Hypotheses less probable than this are left out of the search (not of the belief)."""
ON_TOPIC = 0.3
"""A question is asked only if causes with at least this much belief speak of it."""
SAME = 0.05
"""A finding that all live hypotheses show alike (within this) tells nothing."""
UNSURE_OF_PROBLEM = 0.05
"""How often a person cannot say which of the problems it is."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do next and what everything is then expected to cost, in minutes."""

    kind: str
    id: str
    expected_cost: float
    saves: float = 0.0


def choose(model: Model, belief: Array, facts: Mapping[str, str], tried: Collection[str] = ()) -> Choice:
    """
    Return the best next step.

    Args:
        model: the knowledge in numbers.
        belief: probability of every hypothesis.
        facts: what was answered so far, "I don't know" included; it is not asked again.
        tried: fixes that were done and did not help; they are not proposed again.

    """
    search = _Search(model, belief, facts, tried)
    stop = float(search.stop_cost(search.belief[None, :])[0])
    best = Choice("stop", "", stop)
    name, cost = search.best_question()
    if cost < stop - 1e-9:
        best = Choice("ask", name, cost, stop - cost)
    if best.kind == "ask":
        return best

    return _ending(model, belief, tried, stop)


def worth_asking(model: Model, belief: Array, facts: Mapping[str, str], limit: int) -> list[str]:
    """Return the findings that would tell most, best first, whatever asking them costs."""
    search = _Search(model, belief, facts, ())
    gains = search.gains()

    return [name for name, gain in sorted(gains, key=lambda pair: -pair[1])[:limit] if gain > 0]


def _ending(model: Model, belief: Array, tried: Collection[str], stop: float) -> Choice:
    chance = belief @ model.solves
    for fix in tried:
        chance[model.fix_ids.index(fix)] = 0.0
    chance[chance < np.maximum(costs.WORTH_A_TRY, model.fix_cost / costs.ESCALATE)] = 0.0
    best = int(np.argmax(chance / model.fix_cost))
    if not chance[best]:
        return Choice("escalate", "escalate", stop)

    return Choice("fix", model.fix_ids[best], stop)


class _Search:
    """
    One search over a belief, reduced to the hypotheses, findings and fixes that are still live.

    Beliefs inside the search are not scaled to one: a branch carries its own probability, and as every cost is
    proportional to it, the expected cost of a question is simply the sum over its branches.
    """

    def __init__(self, model: Model, belief: Array, facts: Mapping[str, str], tried: Collection[str]) -> None:
        live = np.flatnonzero(belief > LIVE)
        if not live.size:
            live = np.argsort(-belief)[:FEW]
        self.belief = belief[live] / belief[live].sum()
        fixes = np.flatnonzero(model.solves[live].any(axis=0))
        fixes = np.array([f for f in fixes if model.fix_ids[f] not in tried], dtype=np.intp)
        self.solves = model.solves[np.ix_(live, fixes)]
        self.fix_cost = model.fix_cost[fixes]
        causes, cause_of = np.unique(model.cause_of[live], return_inverse=True)
        self.same_cause = np.eye(len(causes))[cause_of]
        self._take_findings(model, live, facts)

    def _take_findings(self, model: Model, live: NDArray[np.intp], facts: Mapping[str, str]) -> None:
        self.names: list[str] = []
        blocks: list[Array] = []
        ask, silent = [], []
        for name in model.finding_ids:
            if name in facts or not self._on_topic(model, name, live, facts):
                continue
            block = model.table[live, model.columns[name]]
            if np.ptp(block, axis=0).max() < SAME:
                continue
            self.names.append(name)
            blocks.append(with_mistakes(block, MISTAKEN[Origin.TOLD]))
            ask.append(model.ask_cost[name])
            finding = model.knowledge.findings.get(name)
            silent.append(costs.UNKNOWN_RATE[finding.unknown] if finding else UNSURE_OF_PROBLEM)
        unknown = sum(value == UNKNOWN for value in facts.values())
        tired = 1 + costs.PATIENCE * len(facts) + costs.DISCOURAGED * unknown
        self.ask = np.array(ask) * tired
        self.silent = np.array(silent)
        widths = [block.shape[1] for block in blocks]
        self.starts = np.cumsum([0, *widths])
        self.columns = np.hstack(blocks).T.copy() if blocks else np.empty((0, live.size))

    def _on_topic(self, model: Model, name: str, live: NDArray[np.intp], facts: Mapping[str, str]) -> bool:
        finding = model.knowledge.findings.get(name)
        if finding is not None and any(f in facts and facts[f] not in v for f, v in finding.needs.items()):
            return False
        if finding is not None and finding.anytime:
            return True

        return bool(self.belief @ model.spoken[name][live] >= ON_TOPIC)

    def best_question(self) -> tuple[str, float]:
        """Return the question that leads to the lowest expected cost to fixed, and that cost."""
        if not self.names:
            return "", np.inf
        depth, beam = DEPTH, BEAM
        if self.belief.size <= FEW:
            depth, beam = FEW_DEPTH, FEW_BEAM
        elif self.belief.size > MANY:
            depth = 1
        ranked = self._deep(self.belief, (), depth, beam)
        cost, index = min(ranked)

        return self.names[index], cost

    def gains(self) -> list[tuple[str, float]]:
        """Return, for every finding, by how much its answer lowers the cost of stopping (asking is free)."""
        if not self.names:
            return []
        stop = self.stop_cost(self.belief[None, :])
        after = self._after(self.belief[None, :])[0]

        return [(name, float(stop[0] - cost)) for name, cost in zip(self.names, after, strict=True)]

    def stop_cost(self, beliefs: Array) -> Array:
        """Return, per belief, the cost of asking nothing more: fixes by chance over cost, then support."""
        mass = beliefs.sum(axis=1)
        unnamed = mass - (beliefs @ self.same_cause).max(axis=1)

        cost: Array = costs.NAMING * unnamed + self._repairs(beliefs, mass)

        return cost

    def _repairs(self, beliefs: Array, mass: Array) -> Array:
        if not self.fix_cost.size:
            return costs.ESCALATE * mass
        chance = beliefs @ self.solves
        order = np.argsort(-chance / self.fix_cost, axis=1, kind="stable")
        chance = np.take_along_axis(chance, order, axis=1)
        price = self.fix_cost[order]
        before = mass[:, None] - np.cumsum(chance, axis=1) + chance
        tried = chance * costs.ESCALATE > before * price
        left = mass - (chance * tried).sum(axis=1)

        cost: Array = (before * price * tried).sum(axis=1) + np.maximum(left, 0.0) * costs.ESCALATE

        return cost

    def _after(self, beliefs: Array) -> Array:
        """Return, per belief and finding, the expected cost of stopping once its answer is known."""
        branches = (beliefs[:, None, :] * self.columns[None, :, :]).reshape(-1, beliefs.shape[1])
        stopped = self.stop_cost(branches).reshape(len(beliefs), -1)

        return np.add.reduceat(stopped, self.starts[:-1], axis=1)

    def _shallow(self, beliefs: Array, used: tuple[int, ...]) -> tuple[Array, Array]:
        """Return, per belief, the cost of stopping, and per finding the cost of asking it and then stopping."""
        stop, mass = self.stop_cost(beliefs), beliefs.sum(axis=1)
        asked = mass[:, None] * self.ask + (1 - self.silent) * self._after(beliefs) + self.silent * stop[:, None]
        asked[:, list(used)] = np.inf

        return stop, asked

    def _deep(self, belief: Array, used: tuple[int, ...], depth: int, beam: int) -> list[tuple[float, int]]:
        """Return (cost, finding) of the most promising questions, each followed through *depth* answers."""
        stop, asked = self._shallow(belief[None, :], used)
        promising = [int(i) for i in np.argsort(asked[0], kind="stable")[:beam] if np.isfinite(asked[0, i])]
        if depth <= 1:
            return [(float(asked[0, i]), i) for i in promising]
        found = []
        for i in promising:
            branches = belief * self.columns[self.starts[i] : self.starts[i + 1]]
            known = self._best(branches, (*used, i), depth - 1, beam)
            cost = belief.sum() * self.ask[i] + (1 - self.silent[i]) * known + self.silent[i] * stop[0]
            found.append((float(cost), i))

        return found

    def _best(self, beliefs: Array, used: tuple[int, ...], depth: int, beam: int) -> float:
        """Return the sum over beliefs of the cost when each goes on in its best way."""
        stop, asked = self._shallow(beliefs, used)
        best = np.minimum(stop, asked.min(axis=1))
        if depth <= 1:
            return float(best.sum())
        total = 0.0
        for index, belief in enumerate(beliefs):
            deeper = self._deep(belief, used, depth, beam)
            total += min([float(best[index]), *(cost for cost, _ in deeper)])

        return total
