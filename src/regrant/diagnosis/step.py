"""
The next step: whatever makes the expected cost to *fixed* smallest.

Questions, checks, fixes and handing over to support compete in minutes of a person's day, after Breese and
Heckerman, "Decision-theoretic troubleshooting" (UAI 1996). Once no question pays, fixes are tried in the
order of probability over cost, which is optimal for a single fault and independent fixes; before that, the
tree of answers is searched. The search is exhaustive when few causes and questions are left and bounded
otherwise: it then looks a few answers ahead along the most promising questions. It has no clock in it, so the
same evidence always gives the same step.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from regrant.diagnosis.model import Array, Model
from regrant.diagnosis.search import Search
from regrant.diagnosis.stopping import worth
from regrant.knowledge.model import UNKNOWN


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
    search = Search(model, belief, facts, tried)
    stop = float(search.stop_cost(search.belief[None, :])[0])
    best = Choice("stop", "", stop)
    name, cost = search.best_question()
    if search.bound and cost >= stop - 1e-9 and _ending(model, belief, tried, stop).kind == "escalate":
        # Before support is called in, what only several answers together could change counts too.
        search.stopping.few = 0
        stop = float(search.stop_cost(search.belief[None, :])[0])
        name, cost = search.best_question()
    if cost < stop - 1e-9:
        best = Choice("ask", name, cost, stop - cost)
    ending = _ending(model, belief, tried, stop)
    if best.kind == "ask" and (
        (search.bound and search.fix_first() < cost - 1e-9) or _idle(model, belief, facts, tried, name)
    ):
        return ending

    return best if best.kind == "ask" else ending


def worth_asking(model: Model, belief: Array, facts: Mapping[str, str], limit: int) -> list[str]:
    """Return the findings that would tell most, best first, whatever asking them costs."""
    search = Search(model, belief, facts, ())
    gains = search.gains()

    return [name for name, gain in sorted(gains, key=lambda pair: -pair[1])[:limit] if gain > 0]


def _ending(model: Model, belief: Array, tried: Collection[str], stop: float) -> Choice:
    chance = belief @ model.solves
    for fix in tried:
        chance[model.fix_ids.index(fix)] = 0.0
    chance[chance < worth(model.fix_cost)] = 0.0
    best = int(np.argmax(chance / model.fix_cost))
    if not chance[best]:
        return Choice("escalate", "escalate", stop)

    return Choice("fix", model.fix_ids[best], stop)


def _idle(model: Model, belief: Array, facts: Mapping[str, str], tried: Collection[str], name: str) -> bool:
    """Return whether every answer to a question would lead to the very same fix, or to handing over."""
    branches = belief[:, None] * model.told[:, model.columns[name]]
    after = {v: b / b.sum() for v, b in zip(model.values(name), branches.T, strict=True) if b.sum() > 0}
    after = dict(sorted(after.items(), key=lambda pair: pair[1].max())) | {UNKNOWN: belief}  # the least certain ask on
    if len({_ending(model, known, tried, 0.0).id for known in after.values()}) > 1:
        return False
    steps = (choose(model, known, {**facts, name: value}, tried) for value, known in after.items())  # one is enough

    return all(step.kind != "ask" for step in steps)
