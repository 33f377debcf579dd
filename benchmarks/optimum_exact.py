"""
The exact optimum of decision-theoretic troubleshooting: questions, fixes and handing over, chosen perfectly.

Dynamic programming over everything that may be answered and tried; what cannot be better than the best found so far is
left out, by a bound that cannot err: after one move, the cause is known for free. It shares no code with
`regrant.diagnosis.step`, whose yardstick it is, and it may take seconds where that takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import numpy as np

from benchmarks.optimum_problem import ESCALATE, NEVER, NO_QUESTION, Array, Move, State, Trouble


class Optimum:
    """
    The least expected cost, and the perfect policy.

    States less likely than `negligible` are only given their hope: the value is then a bound from below. A trouble
    that is `purposeful` has one rule more: what is followed by the same step whatever the answer is not asked.
    """

    def __init__(self, trouble: Trouble, negligible: float = 0.0) -> None:
        self.trouble, self.negligible = trouble, negligible
        self.known: dict[object, tuple[float, Move]] = {}
        self._bounds: dict[frozenset[int], tuple[Array, Array]] = {}

    def value(self, state: State) -> float:
        """Return the least expected cost from here (at least that, where it is negligible), times its probability."""
        if state.mass < self.negligible:
            return self.hope(state)

        return self._solved(state)[0] * state.mass

    def __call__(self, state: State) -> Move:
        """Return the best move."""
        return self._solved(state)[1]

    def _solved(self, state: State) -> tuple[float, Move]:
        name = self.trouble.key(state)
        if name not in self.known:
            self.known[name] = self._search(state)

        return self.known[name]

    def _search(self, state: State) -> tuple[float, Move]:
        best, chosen = inf, ESCALATE
        for hope, _, move in sorted(self._hopes(state)):
            if hope >= best:
                break
            cost, after = hope, self.trouble.after(state, move)
            for child in after:
                cost += self.value(child) - self.hope(child)
                if cost >= best:
                    break
            if cost < best - 1e-12 and not self._idle(move, after):
                best, chosen = cost, move

        return best / state.mass, chosen

    def _idle(self, move: Move, after: list[State]) -> bool:
        """Return whether a question is forbidden because the same step follows every answer."""
        if move[0] != "ask" or not self.trouble.purposeful or after[0].mass < self.negligible:
            return False
        first = self(after[0])

        return first[0] != "ask" and all(child.mass >= self.negligible and self(child) == first for child in after)

    def _hopes(self, state: State) -> Iterator[tuple[float, int, Move]]:
        """Yield, for every move, what it costs at least."""
        asks = self._hopes_of_asking(state)
        for number, move in enumerate(self.trouble.moves(state)):
            asking = move[0] == "ask"
            later = float(asks[move[1]]) if asking else sum(map(self.hope, self.trouble.after(state, move)))
            yield self.trouble.price(state, move) + later, number, move

    def hope(self, state: State) -> float:
        """Return a cost that nothing can undercut: the price of one move, and then what it costs to know the cause."""
        ask = self.trouble.tired(state) * min(
            (self.trouble.questions[q].price for q in state.open), default=NO_QUESTION
        )

        return float(self._hope(state.weights[None, :], state.tried, np.array([ask]))[0])

    def _hope(self, weights: Array, tried: frozenset[int], ask: Array) -> Array:
        """Return the hope of many beliefs at once, if the cheapest question costs so much."""
        known, first = self._bound(tried)
        mass = weights.sum(axis=1)
        naming = 0.0 if tried else self.trouble.naming * (mass - (weights @ self.trouble.same).max(axis=1))
        hope: Array = np.minimum(mass * ask + weights @ known, (weights @ first.T).min(axis=1) + naming)

        return hope

    def _hopes_of_asking(self, state: State) -> Array:
        """Return, for every question, the sum of the hopes of its answers (what the cheapest other costs included)."""
        trouble = self.trouble
        if not trouble.questions:
            return np.array([])
        open_prices = [
            *sorted((trouble.questions[q].price, q) for q in state.open),
            (NO_QUESTION, -1),
            (NO_QUESTION, -1),
        ]
        (least, cheapest), (second, _) = open_prices[:2]
        ends = [*trouble.starts[1:], len(trouble.rows)]
        ask = np.full(len(trouble.rows), least * (trouble.tired(state) + trouble.patience))
        if cheapest >= 0:
            ask[trouble.starts[cheapest] : ends[cheapest]] = second * (trouble.tired(state) + trouble.patience)
        ask[np.array(ends) - 1] *= 1 + trouble.discouraged / (trouble.tired(state) + trouble.patience)
        weights = state.weights * trouble.rows
        hopes = np.where(weights.sum(axis=1) > NEVER, self._hope(weights, state.tried, ask), 0.0)

        return np.add.reduceat(hopes, trouble.starts)

    def _bound(self, tried: frozenset[int]) -> tuple[Array, Array]:
        """Return per cause the cost of mending it once known, and per fix (or support) of trying it first."""
        if tried not in self._bounds:
            rows = [np.full(len(self.trouble.chances), self.trouble.escalate)]
            for index, fix in enumerate(self.trouble.fixes):
                if index not in tried:
                    later = self._mending(tried | {index})
                    rows.append(fix.price + (1 - self.trouble.mends[index]) * later)
            self._bounds[tried] = self._mending(tried), np.array(rows)

        return self._bounds[tried]

    def _mending(self, tried: frozenset[int]) -> Array:
        best = np.full(len(self.trouble.chances), self.trouble.escalate)
        for index, fix in enumerate(self.trouble.fixes):
            if index not in tried:
                best = np.minimum(best, fix.price + (1 - self.trouble.mends[index]) * self.trouble.escalate)

        return best
