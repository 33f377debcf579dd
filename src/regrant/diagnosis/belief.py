"""Belief: how probable every hypothesis is, given the words and the evidence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from regrant.diagnosis.costs import BY_CHANCE, FIX_WORKS
from regrant.diagnosis.evidence import (
    BROKEN_STILL,
    COULD_NOT,
    HELPED,
    PARTLY,
    PROBLEM,
    WHICH_HOLDS,
    Evidence,
    Origin,
    Prior,
)
from regrant.diagnosis.model import Array, Model
from regrant.diagnosis.second import second_faults
from regrant.knowledge.model import UNKNOWN

DOUBT = 0.03
"""Words alone never rule a problem out: this share of belief stays with how common problems are."""


def initial(model: Model, prior: Prior | None) -> Array:
    """Return the belief before any evidence: how common things are, and what the words suggest."""
    if prior is None:
        return model.prior
    common = np.bincount(model.problem_of, model.prior, len(model.problem_ids))
    said = np.array([prior.problems.get(problem, 0.0) for problem in model.problem_ids])
    said = said / max(said.sum(), 1.0)
    trust = (1 - DOUBT) * said
    problems = trust + (1 - trust.sum()) * common
    within = model.prior / common[model.problem_of]
    nudge = np.array([prior.causes.get(cause, 1.0) for _, cause in model.hypotheses])
    within = within * nudge
    within = within / np.bincount(model.problem_of, within, len(model.problem_ids))[model.problem_of]

    belief: Array = problems[model.problem_of] * within

    return belief


def believe(model: Model, prior: Prior | None, evidence: Mapping[str, Evidence]) -> Array:
    """
    Return P(hypothesis | words, evidence), summing to one.

    A fix that did not help leaves two readings: it was not the fault, or it was one of two, and what was seen before is
    partly explained by the fault that is gone. One that helped in part leaves the second reading only.
    """
    start = initial(model, prior)
    belief = start.copy()
    seen: list[tuple[str, Array]] = []
    for item in evidence.values():
        if says_nothing(item):  # not even a rounding error may come of "I don't know"
            continue
        if item.value in BROKEN_STILL and item.finding not in model.columns:
            both = _one_of_two(model, start, belief, item.finding, seen)
            belief = both if item.value == PARTLY and both.any() else belief + both
        weight = factor(model, item)
        belief *= weight
        belief /= belief.sum()
        if item.finding in model.columns and item.finding != PROBLEM:
            seen.append((item.finding, weight))

    return belief


def _one_of_two(model: Model, start: Array, belief: Array, fix: str, seen: list[tuple[str, Array]]) -> Array:
    """Return the chance that the fault of this fix was there, beside each other hypothesis."""
    removed = belief * (model.solves[:, model.fix_ids.index(fix)] > 0)
    first = int(np.argmax(removed))
    both: Array = removed[first] * second_faults(model, start, first, seen)

    return both


def factor(model: Model, item: Evidence) -> Array:
    """Return how much one piece of evidence speaks for each hypothesis (ones: it says nothing)."""
    if says_nothing(item):
        return np.ones(len(model.hypotheses))
    if item.finding in model.columns:
        return model.likelihood(item.finding, item.value, item.origin)
    solves = model.solves[:, model.fix_ids.index(item.finding)]
    if item.value == HELPED:
        return np.maximum(solves, BY_CHANCE)

    return 1 - solves * (1 if item.origin is Origin.VERIFIED else FIX_WORKS)


def says_nothing(item: Evidence) -> bool:
    """Return whether a piece of evidence leaves every belief as it is."""
    return item.value in (UNKNOWN, COULD_NOT) or item.origin is Origin.UNKNOWN or item.finding == WHICH_HOLDS


def over_causes(model: Model, belief: Array) -> Array:
    """Return the probability of every cause, whichever problem it belongs to."""
    return np.bincount(model.cause_of, belief, len(model.cause_ids)).astype(np.float64)


def over_problems(model: Model, belief: Array) -> Array:
    """Return the probability of every problem."""
    return np.bincount(model.problem_of, belief, len(model.problem_ids)).astype(np.float64)
