"""
The exact optimum of a small case, by plain recursion over everything that may be answered and tried.

It shares nothing with the search of `regrant.diagnosis.step` but the prices: no arrays, no bounds, no ranking. It
takes seconds for what the engine does in milliseconds, which is why it is only a yardstick.
"""

from __future__ import annotations

from functools import cache

from regrant.diagnosis import costs
from regrant.diagnosis.evidence import MISTAKEN, Origin
from regrant.knowledge import Knowledge
from regrant.knowledge.model import UNKNOWN
from regrant.knowledge.words import PROBABILITY, distribution, shown

Answers = frozenset[tuple[str, str]]
NOTHING: Answers = frozenset()
STOP = "stop"


class Optimum:
    """Expected minutes to *fixed* when every question and every fix is chosen perfectly."""

    def __init__(self, knowledge: Knowledge) -> None:
        [problem] = knowledge.problems.values()
        self.knowledge = knowledge
        self.causes = [knowledge.causes[name] for name in problem.causes]
        weights = [PROBABILITY[problem.causes[cause.id]] for cause in self.causes]
        self.prior = [weight / sum(weights) for weight in weights]
        self.value = cache(self._value)
        self.stop = cache(self._stop)

    def shows(self, number: int, finding: str, value: str) -> float:
        """Return P(a person says this value | this cause), slips of memory included."""
        about = self.knowledge.findings[finding]
        chances = shown(self.causes[number], about) or distribution(tuple(about.answers), about.otherwise)
        slip = MISTAKEN[Origin.TOLD]

        return (1 - slip) * chances[value] + slip * (1 - chances[value]) / (len(chances) - 1)

    def weights(self, answers: Answers) -> list[float]:
        """Return P(cause and these answers) for each cause."""
        found = list(self.prior)
        for finding, value in answers:
            if value != UNKNOWN:
                found = [weight * self.shows(number, finding, value) for number, weight in enumerate(found)]

        return found

    def _value(self, answers: Answers) -> float:
        """Return the least cost from here, times the probability of being here."""
        asked = {finding for finding, _ in answers}
        open_ = [finding for finding in self.knowledge.findings if finding not in asked]

        return min(self.stop(answers), *(self.asking(finding, answers) for finding in open_), float("inf"))

    def asking(self, finding: str, answers: Answers) -> float:
        """Return the cost of asking this first and going on perfectly, times the probability of being here."""
        about = self.knowledge.findings[finding]
        silent = costs.UNKNOWN_RATE[about.unknown]
        known = sum(self.value(answers | {(finding, value)}) for value in about.answers)
        unknown = self.value(answers | {(finding, UNKNOWN)})

        return sum(self.weights(answers)) * costs.of_asking(about) + (1 - silent) * known + silent * unknown

    def _stop(self, answers: Answers) -> float:
        """Return the cost of asking nothing more: one cause is named, then fixes in the best of all orders."""
        weights = self.weights(answers)

        return costs.NAMING * (sum(weights) - max(weights)) + self._mending(weights, frozenset())

    def _mending(self, weights: list[float], tried: frozenset[str]) -> float:
        best = costs.ESCALATE * sum(weights)
        for fix in {cause.fix for cause in self.causes} - tried:
            left = [w * (1 - costs.FIX_WORKS * (self.causes[n].fix == fix)) for n, w in enumerate(weights)]
            price = costs.of_fix(self.knowledge.fixes[fix]) * sum(weights)
            best = min(best, price + self._mending(left, tried | {fix}))

        return best
