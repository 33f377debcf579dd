"""What asking nothing more costs: fixes in the order of chance over price, and then support."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from regrant.diagnosis import costs
from regrant.diagnosis.model import Array, Flags

MOST_FIXES = 5
"""No more fixes in a row than this are priced."""
LIVE = 0.002
"""Hypotheses less probable than this are left out of the search (not of the belief)."""
FEW = 8
"""With so few live hypotheses the rules that bind the next step are reckoned with."""
UNBOUND = -2
"""In place of the first fix, where no rule was reckoned with."""
Places = NDArray[np.intp]


def worth(price: Array) -> Array:
    """Return how likely fixes must be to help before they are proposed."""
    found: Array = np.maximum(costs.WORTH_A_TRY, price / costs.ESCALATE)

    return found


class Stopping:
    """
    The price of stopping at a belief over the live hypotheses.

    Args:
        solves: hypotheses x fixes, how surely each fix removes each.
        fix_cost: what each fix costs, in minutes.
        same_cause: hypotheses x causes, ones where a hypothesis is of that cause.
        naming: what it costs to name a wrong cause.
        few: with so few hypotheses left, only fixes count that are likely enough to be proposed. With more none is,
            whatever one answer says, and the search would see no good in any question; so all that pay count then.

    """

    def __init__(self, solves: Array, fix_cost: Array, same_cause: Array, naming: float, *, few: int = FEW) -> None:
        self.solves, self.fix_cost, self.same_cause = solves, fix_cost, same_cause
        self.naming, self.few = naming, few
        self.worth = worth(fix_cost)
        self.least = (fix_cost + (1 - solves) * costs.ESCALATE).min(axis=1, initial=costs.ESCALATE)
        """What it costs once the cause is known, by hypothesis: nothing can undercut that."""

    def __call__(self, beliefs: Array) -> tuple[Array, Places]:
        """
        Return, per belief, the cost of asking nothing more, and the first fix.

        It is -1 for handing over, and `UNBOUND` where many hypotheses are left.
        """
        mass, bound = beliefs.sum(axis=1), self.bound(beliefs)
        repairs, first = np.empty(len(mass)), np.full(len(mass), UNBOUND)
        repairs[~bound] = self._all(beliefs[~bound], mass[~bound])
        repairs[bound], first[bound] = self._likely(beliefs[bound], mass[bound])

        return self.naming * self.unnamed(beliefs) + repairs, first

    def bound(self, beliefs: Array) -> Flags:
        """Return, per belief, whether so few hypotheses are left that the rules are reckoned with."""
        found: Flags = np.count_nonzero(beliefs > LIVE * beliefs.sum(axis=1, keepdims=True), axis=1) <= self.few

        return found

    def unnamed(self, beliefs: Array) -> Array:
        """Return, per belief, how probable it is that the likeliest cause is not the one."""
        found: Array = beliefs.sum(axis=1) - (beliefs @ self.same_cause).max(axis=1)

        return found

    def first(self, belief: Array) -> int | None:
        """Return the fix to try first, or None if none is likely enough to help."""
        chance = belief @ self.solves
        score = np.where(chance >= self.worth, chance / self.fix_cost, 0.0)

        return int(np.argmax(score)) if score.any() else None

    def without(self, fix: int) -> Stopping:
        """Return the price once a fix was tried in vain; the cause was named with it."""
        solves = self.solves.copy()
        solves[:, fix] = 0.0

        return Stopping(solves, self.fix_cost, self.same_cause, 0.0, few=self.few)

    def _likely(self, beliefs: Array, mass: Array) -> tuple[Array, Places]:
        """Return, per belief, the cost of one likely fix after the other, and then support; and the first fix."""
        cost, left, first = np.zeros(len(mass)), mass.copy(), np.full(len(mass), -1)
        chance = np.ascontiguousarray((beliefs @ self.solves).T)
        ratio = chance / self.fix_cost[:, None]
        row = np.arange(len(mass))  # those that still have a fix to try
        for number in range(min(MOST_FIXES, self.fix_cost.size)):
            score = np.where(chance >= left[row] * self.worth[:, None], ratio, 0.0)
            best = np.argmax(score, axis=0)
            on = np.flatnonzero(score[best, np.arange(row.size)] > 0)
            row, best, chance, ratio = row[on], best[on], chance[:, on], ratio[:, on]
            if not row.size:
                break
            if not number:
                first[row] = best
            at = np.arange(row.size)
            cost[row] += left[row] * self.fix_cost[best]
            left[row] -= chance[best, at]
            chance[best, at] = ratio[best, at] = 0.0

        return cost + np.maximum(left, 0.0) * costs.ESCALATE, first

    def _all(self, beliefs: Array, mass: Array) -> Array:
        """Return, per belief, the cost of all fixes that pay, in the order of chance over price, and then support."""
        if not self.fix_cost.size or not mass.size:
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
