"""The search behind the next step: what stopping and asking are expected to cost, over what is still live."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from itertools import compress

import numpy as np

from regrant.diagnosis import costs
from regrant.diagnosis.model import Array, Flags, Model
from regrant.diagnosis.stopping import FEW, LIVE, UNBOUND, Places, Stopping
from regrant.knowledge.model import UNKNOWN

DEPTH, BEAM = 2, 4
"""How many answers ahead the search looks, and along how many questions at each."""
SOME, SOME_DEPTH, SOME_BEAM = 10, 3, 3
"""With no more hypotheses left than this it looks further."""
MANY = 40
"""With more hypotheses than this any good question halves them, and one answer ahead is far enough."""
ON_TOPIC = 0.3
"""A question is asked only if causes with this much belief speak of it; with few left, as much as the likeliest has."""
DIGITS = 9
"""Costs that agree to so many digits after the point are the same: the first question is asked then."""
LITTLE = 0.1
"""A branch in which even knowing the cause would save less, in expected minutes, is not followed."""
SAME = 0.05
"""A finding that all live hypotheses show alike (within this) tells nothing."""


def denied(model: Model, name: str, facts: Mapping[str, str]) -> bool:
    """Return whether an answer was given that leaves this finding without sense."""
    finding = model.knowledge.findings.get(name)

    return finding is not None and any(facts.get(f, UNKNOWN) not in (*v, UNKNOWN) for f, v in finding.needs.items())


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
        causes, cause_of = np.unique(model.cause_of[live], return_inverse=True)
        naming = 0.0 if tried else costs.NAMING  # the cause was named with the first fix
        self.stopping = Stopping(
            model.solves[np.ix_(live, fixes)],
            model.fix_cost[fixes],
            np.eye(len(causes))[cause_of],
            naming,
        )
        self._take_findings(model, live, facts)

    def _take_findings(self, model: Model, live: Places, facts: Mapping[str, str]) -> None:
        told = model.told[live]
        open_ = np.maximum.reduceat(np.ptp(told, axis=0), model.edges) >= SAME
        if live.size > FEW:
            open_ &= self.belief @ model.speaks[live] >= ON_TOPIC
        self.names = [n for n in compress(model.finding_ids, open_) if n not in facts and not denied(model, n, facts)]
        chosen = [model.number[name] for name in self.names]
        unknown = sum(value == UNKNOWN for value in facts.values())
        self.tired = 1 + costs.PATIENCE * len(facts) + costs.DISCOURAGED * unknown
        self.ask = np.array([model.ask_cost[name] for name in self.names])
        self.silent = np.array([model.silent[name] for name in self.names])
        self.speaks = model.speaks[live][:, chosen]
        blocks = [told[:, model.columns[name]] for name in self.names]
        self.starts = np.cumsum([0, *(block.shape[1] for block in blocks)])
        self.columns = np.hstack(blocks).T.copy() if blocks else np.empty((0, live.size))

    def best_question(self) -> tuple[str, float]:
        """Return the question that leads to the lowest expected cost to fixed, and that cost."""
        if not self.names:
            return "", np.inf
        depth, beam = DEPTH, BEAM
        if self.belief.size <= SOME:
            depth, beam = SOME_DEPTH, SOME_BEAM
        elif self.belief.size > MANY:
            depth = 1
        _, _, followed = self._ahead(self.belief[None, :], self._none(1), depth, beam)
        index = int(np.argmin(np.round(followed, DIGITS)))

        return self.names[index], float(followed[0, index])

    @property
    def bound(self) -> bool:
        """Whether so few hypotheses are left that the rules which bind the next step are reckoned with."""
        return int(self.belief.size) <= self.stopping.few

    def fix_first(self) -> float:
        """Return the cost of trying the best fix now and asking, if that still pays, once it has failed."""
        best = self.stopping.first(self.belief)
        if best is None:
            return np.inf
        later = copy(self)
        later.stopping = self.stopping.without(best)
        later.belief = self.belief * (1 - self.stopping.solves[:, best])
        unnamed = self.stopping.naming * float(self.stopping.unnamed(self.belief[None, :])[0])
        stop, asked, idle = later.shallow(later.belief[None, :], self._none(1))
        after = min(float(stop[0]), float(asked[~idle].min(initial=np.inf)))

        return float(self.stopping.fix_cost[best]) + unnamed + after

    def _none(self, beliefs: int) -> Flags:
        """Return, for so many beliefs, that nothing was asked yet."""
        return np.zeros((beliefs, len(self.names)), dtype=bool)

    def gains(self) -> list[tuple[str, float]]:
        """Return, for every finding, by how much its answer lowers the cost of stopping (asking is free)."""
        every = np.arange(len(self.names))
        if not every.size:
            return []
        belief = self.belief[None, :]
        after, _ = self._after(belief.repeat(every.size, axis=0), every)

        return list(zip(self.names, (self.stop_cost(belief) - after).tolist(), strict=True))

    def stop_cost(self, beliefs: Array) -> Array:
        """Return, per belief, the cost of asking nothing more: fixes by chance over cost, then support."""
        return self.stopping(beliefs)[0]

    def _after(self, beliefs: Array, question: Places) -> tuple[Array, Flags]:
        """Return the cost of stopping once one question of each belief is answered, and if one step follows all."""
        branches, _, starts = self._answered(beliefs, question)
        cost, first = self.stopping(branches)
        stopped = np.add.reduceat(cost, starts)
        never = branches.sum(axis=1) <= 0
        low = np.minimum.reduceat(np.where(never, len(self.stopping.fix_cost), first), starts)
        high = np.maximum.reduceat(np.where(never, -1, first), starts)

        return stopped, (low >= high) & (low > UNBOUND)

    def _answered(self, beliefs: Array, question: Places) -> tuple[Array, Places, Places]:
        """Return the branches of one question of each belief, of which belief each is, and where each one's begin."""
        width = np.diff(self.starts)[question]
        first = np.cumsum(width) - width
        of = np.repeat(np.arange(question.size), width)
        column = self.starts[question][of] + np.arange(of.size) - first[of]

        return beliefs[of] * self.columns[column], of, first

    def shallow(self, beliefs: Array, used: Flags) -> tuple[Array, Array, Flags]:
        """
        Return, per belief, the cost of stopping, and per finding the cost of asking it and then stopping.

        *used* says, per belief, what was asked on the way to it. Infinite is what is off the topic, and what cannot pay
        even if the answer gave the cause away. The third is whether a question would be idle if nothing more were
        asked: one step follows all its answers.
        """
        stop, mass = self.stop_cost(beliefs), beliefs.sum(axis=1)
        topic = np.where(
            self.stopping.bound(beliefs), np.minimum(ON_TOPIC * mass, beliefs.max(axis=1)), ON_TOPIC * mass
        )
        price = mass[:, None] * self._price(used)
        most = (1 - self.silent) * (stop - beliefs @ self.stopping.least)[:, None]
        row, question = np.nonzero(~used & (beliefs @ self.speaks >= topic[:, None] - 1e-12) & (price < most))
        asked, idle = np.full(used.shape, np.inf), np.zeros(used.shape, dtype=bool)
        if row.size:
            after, idle[row, question] = self._after(beliefs[row], question)
            silent = self.silent[question]
            asked[row, question] = price[row, question] + (1 - silent) * after + silent * stop[row]

        return stop, asked, idle

    def _price(self, used: Flags) -> Array:
        price: Array = self.ask * (self.tired + costs.PATIENCE * used.sum(axis=1, keepdims=True))

        return price

    def _ahead(self, beliefs: Array, used: Flags, depth: int, beam: int) -> tuple[Array, Array, Array]:
        """
        Return, per belief, the cost of stopping, of the best question, and of the most promising questions (else inf).

        The promising ones are followed through *depth* answers; all branches of one level are priced together.
        """
        stop, asked, idle = self.shallow(beliefs, used)
        sound = np.where(idle, np.inf, asked)
        best = sound.min(axis=1, initial=np.inf)
        if depth <= 1 or not self.names:
            return stop, best, sound
        promising = np.argsort(asked, axis=1, kind="stable")[:, :beam]
        row, place = np.nonzero(np.isfinite(np.take_along_axis(asked, promising, axis=1)))
        followed = np.full(asked.shape, np.inf)
        if not row.size:
            return stop, best, followed
        question = promising[row, place]
        known, goes_on = self._known(beliefs[row], used[row], question, depth - 1, beam)
        others = np.take_along_axis(sound, promising, axis=1)[row]
        others[np.arange(row.size), place] = np.inf
        otherwise = np.minimum(stop[row], others.min(axis=1))
        silent = self.silent[question]
        cost = (beliefs.sum(axis=1)[:, None] * self._price(used))[row, question]
        cost += (1 - silent) * known + silent * otherwise
        followed[row, question] = np.where(idle[row, question] & ~goes_on, np.inf, cost)

        return stop, np.minimum(best, followed.min(axis=1)), followed

    def _known(self, beliefs: Array, used: Flags, question: Places, depth: int, beam: int) -> tuple[Array, Flags]:
        """Return the cost once one question of each belief is answered, and whether an answer leads to another one."""
        asked = used.copy()
        asked[np.arange(question.size), question] = True
        branches, of, first = self._answered(beliefs, question)
        asked = asked[of]
        stop = self.stop_cost(branches)
        more = np.full(stop.shape, np.inf)
        pays = stop - branches @ self.stopping.least > branches.sum(axis=1) * self._price(asked).min(axis=1) + LITTLE
        if pays.any():
            _, more[pays], _ = self._ahead(branches[pays], asked[pays], depth, beam)
        known: Array = np.add.reduceat(np.minimum(stop, more), first)

        return known, np.logical_or.reduceat(more < stop - 1e-9, first)
