"""The search behind the next step: what stopping and asking are expected to cost, over what is still live."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from regrant.diagnosis import costs
from regrant.diagnosis.model import Array, Flags, Model
from regrant.knowledge.model import UNKNOWN

DEPTH, BEAM = 2, 5
"""How many answers ahead the search looks, and along how many questions at each."""
FEW, FEW_DEPTH, FEW_BEAM = 6, 3, 4
"""With so few hypotheses left it looks further."""
MANY = 40
"""With more hypotheses than this any good question halves them, and one answer ahead is far enough."""
MOST_FIXES = 5
"""No more fixes in a row than this are priced."""
LIVE = 0.002
"""Hypotheses less probable than this are left out of the search (not of the belief)."""
ON_TOPIC = 0.3
"""A question is asked only if causes with at least this much belief speak of it."""
SAME = 0.05
"""A finding that all live hypotheses show alike (within this) tells nothing."""


def denied(model: Model, name: str, facts: Mapping[str, str]) -> bool:
    """Return whether an answer was given that leaves this finding without sense."""
    finding = model.knowledge.findings.get(name)

    return finding is not None and any(f in facts and facts[f] not in v for f, v in finding.needs.items())


def worth(price: Array) -> Array:
    """Return how likely fixes must be to help before they are proposed."""
    found: Array = np.maximum(costs.WORTH_A_TRY, price / costs.ESCALATE)

    return found


class Search:
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
        self.worth = worth(self.fix_cost)
        self.strict = live.size <= FEW
        self.naming = 0.0 if tried else costs.NAMING  # the cause was named with the first fix
        causes, cause_of = np.unique(model.cause_of[live], return_inverse=True)
        self.same_cause = np.eye(len(causes))[cause_of]
        self._take_findings(model, live, facts)

    def _take_findings(self, model: Model, live: NDArray[np.intp], facts: Mapping[str, str]) -> None:
        self.names: list[str] = []
        blocks: list[Array] = []
        ask, silent, speaks = [], [], []
        told = model.told[live]
        edges = [columns.start for columns in model.columns.values()]
        apart = np.maximum.reduceat(np.ptp(told, axis=0), edges) >= SAME
        for name in compress(model.finding_ids, apart):
            if name in facts or denied(model, name, facts):
                continue
            finding = model.knowledge.findings.get(name)
            spoken = model.spoken[name][live] if finding and not finding.anytime else np.ones(live.size)
            if live.size > FEW and self.belief @ spoken < ON_TOPIC:
                continue
            self.names.append(name)
            blocks.append(told[:, model.columns[name]])
            speaks.append(spoken)
            ask.append(model.ask_cost[name])
            silent.append(model.silent[name])
        unknown = sum(value == UNKNOWN for value in facts.values())
        self.tired = 1 + costs.PATIENCE * len(facts) + costs.DISCOURAGED * unknown
        self.ask = np.array(ask)
        self.silent = np.array(silent)
        self.speaks = np.array(speaks).reshape(-1, live.size).T
        widths = [block.shape[1] for block in blocks]
        self.starts = np.cumsum([0, *widths])
        self.columns = np.hstack(blocks).T.copy() if blocks else np.empty((0, live.size))

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
        if not ranked:
            return "", np.inf
        cost, index = min(ranked)

        return self.names[index], cost

    def fix_first(self) -> float:
        """Return the cost of trying the best fix now and asking, if that still pays, once it has failed."""
        belief = self.belief
        chance = belief @ self.solves
        score = np.where(chance >= self.worth, chance / self.fix_cost, 0.0) if chance.size else chance
        if not score.any():
            return np.inf
        best = int(np.argmax(score))
        unnamed = self.naming * float(1 - (belief @ self.same_cause).max())
        later = copy(self)
        later.naming, later.solves = 0.0, self.solves.copy()
        later.solves[:, best] = 0.0
        later.belief = belief * (1 - self.solves[:, best])
        stop, asked, idle = later.shallow(later.belief[None, :], ())

        return float(self.fix_cost[best]) + unnamed + min(float(stop[0]), float(asked[~idle].min(initial=np.inf)))

    def goes_on(self, name: str) -> bool:
        """Return whether, among many hypotheses, some answer to this question clearly leads to another question."""
        if self.strict:
            return False
        index = self.names.index(name)
        branches = self.belief * self.columns[self.starts[index] : self.starts[index + 1]]
        stop, asked, _ = self.shallow(branches, (index,))

        return bool((asked.min(axis=1) < stop - 1e-9).any())

    def gains(self) -> list[tuple[str, float]]:
        """Return, for every finding, by how much its answer lowers the cost of stopping (asking is free)."""
        if not self.names:
            return []
        stop = self.stop_cost(self.belief[None, :])
        after = self._after(self.belief[None, :])[0][0]

        return [(name, float(stop[0] - cost)) for name, cost in zip(self.names, after, strict=True)]

    def stop_cost(self, beliefs: Array) -> Array:
        """Return, per belief, the cost of asking nothing more: fixes by chance over cost, then support."""
        mass = beliefs.sum(axis=1)
        unnamed = mass - (beliefs @ self.same_cause).max(axis=1)

        cost: Array = self.naming * unnamed + self._repairs(beliefs, mass)

        return cost

    def _repairs(self, beliefs: Array, mass: Array) -> Array:
        """
        Return, per belief, the cost of one fix after the other, and then support.

        Strictly, only fixes that are likely enough count. With many hypotheses none is, whatever one answer says, and
        the search would see no good in any question; so all that pay count then.
        """
        if not self.strict:
            return self._all_repairs(beliefs, mass)
        cost, left = np.zeros(len(mass)), mass.copy()
        chance = beliefs @ self.solves
        for _ in range(min(MOST_FIXES, self.fix_cost.size)):
            score = np.where(chance >= left[:, None] * self.worth, chance / self.fix_cost, 0.0)
            best = np.argmax(score, axis=1)
            row = np.arange(len(best))
            tried = score[row, best] > 0
            if not tried.any():
                break
            cost += np.where(tried, left * self.fix_cost[best], 0.0)
            left -= np.where(tried, chance[row, best], 0.0)
            chance[row, best] = 0.0

        return cost + np.maximum(left, 0.0) * costs.ESCALATE

    def _all_repairs(self, beliefs: Array, mass: Array) -> Array:
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

    def _first(self, beliefs: Array, mass: Array) -> NDArray[np.intp]:
        """Return, per belief, the fix that would come first, or -1 for handing over."""
        if not self.fix_cost.size:
            return np.full(len(mass), -1)
        chance = beliefs @ self.solves
        score = np.where(chance >= mass[:, None] * self.worth, chance / self.fix_cost, 0.0)
        first = np.argmax(score, axis=1)

        return np.where(score[np.arange(len(first)), first] > 0, first, -1)

    def _after(self, beliefs: Array) -> tuple[Array, Flags]:
        """Return, per belief and finding, the cost of stopping once answered, and if one step follows all answers."""
        branches = (beliefs[:, None, :] * self.columns[None, :, :]).reshape(-1, beliefs.shape[1])
        shape, starts = (len(beliefs), -1), self.starts[:-1]
        stopped = np.add.reduceat(self.stop_cost(branches).reshape(shape), starts, axis=1)
        if not self.strict:
            return stopped, np.zeros(stopped.shape, dtype=bool)
        mass = branches.sum(axis=1)
        first, never = self._first(branches, mass), mass <= 0
        low = np.minimum.reduceat(np.where(never, len(self.fix_cost), first).reshape(shape), starts, axis=1)
        high = np.maximum.reduceat(np.where(never, -1, first).reshape(shape), starts, axis=1)

        return stopped, low >= high

    def shallow(self, beliefs: Array, used: tuple[int, ...]) -> tuple[Array, Array, Flags]:
        """
        Return, per belief, the cost of stopping, and per finding the cost of asking it and then stopping.

        The third is whether a question would be idle if nothing more were asked: one step follows all its answers.
        """
        stop, mass = self.stop_cost(beliefs), beliefs.sum(axis=1)
        after, idle = self._after(beliefs)
        asked = mass[:, None] * self._price(used) + (1 - self.silent) * after + self.silent * stop[:, None]
        asked[beliefs @ self.speaks < ON_TOPIC * mass[:, None] - 1e-12] = np.inf
        asked[:, list(used)] = np.inf

        return stop, asked, idle

    def _price(self, used: tuple[int, ...]) -> Array:
        price: Array = self.ask * (self.tired + costs.PATIENCE * len(used))

        return price

    def _deep(self, belief: Array, used: tuple[int, ...], depth: int, beam: int) -> list[tuple[float, int]]:
        """Return (cost, finding) of the most promising questions, each followed through *depth* answers."""
        stop, asked, idle = self.shallow(belief[None, :], used)
        sound = np.where(idle[0], np.inf, asked[0])
        if depth <= 1:
            return [(float(sound[i]), int(i)) for i in np.argsort(sound, kind="stable")[:beam] if np.isfinite(sound[i])]
        promising = [int(i) for i in np.argsort(asked[0], kind="stable")[:beam] if np.isfinite(asked[0, i])]
        found = []
        for i in promising:
            branches = belief * self.columns[self.starts[i] : self.starts[i + 1]]
            known, more = self._best(branches, (*used, i), depth - 1, beam)
            if idle[0, i] and not more:
                continue
            others = [stop[0], *(sound[j] for j in promising if j != i)]
            cost = belief.sum() * self._price(used)[i] + (1 - self.silent[i]) * known + self.silent[i] * min(others)
            found.append((float(cost), i))

        return found

    def _best(self, beliefs: Array, used: tuple[int, ...], depth: int, beam: int) -> tuple[float, bool]:
        """Return the sum over beliefs of the cost when each goes on in its best way, and if any asks more."""
        stop, asked, idle = self.shallow(beliefs, used)
        best = np.where(idle, np.inf, asked).min(axis=1)
        if depth > 1:
            for index, belief in enumerate(beliefs):
                best[index] = min([best[index], *(cost for cost, _ in self._deep(belief, used, depth, beam))])

        return float(np.minimum(stop, best).sum()), bool((best < stop - 1e-9).any())
