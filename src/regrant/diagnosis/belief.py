"""Belief: how probable every hypothesis is, given the words and the evidence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from regrant.diagnosis.costs import BY_CHANCE, FIX_WORKS
from regrant.diagnosis.evidence import COULD_NOT, HELPED, WHICH_HOLDS, Evidence, Origin, Prior
from regrant.diagnosis.model import Array, Model
from regrant.knowledge.model import UNKNOWN

DOUBT = 0.08
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
    """Return P(hypothesis | words, evidence), summing to one."""
    belief = initial(model, prior).copy()
    for item in evidence.values():
        if not _says_nothing(item):  # not even a rounding error may come of "I don't know"
            belief *= factor(model, item)
            belief /= belief.sum()

    return belief


def factor(model: Model, item: Evidence) -> Array:
    """Return how much one piece of evidence speaks for each hypothesis (ones: it says nothing)."""
    if _says_nothing(item):
        return np.ones(len(model.hypotheses))
    if item.finding in model.columns:
        return model.likelihood(item.finding, item.value, item.origin)
    solves = model.solves[:, model.fix_ids.index(item.finding)]
    if item.value == HELPED:
        return np.maximum(solves, BY_CHANCE)

    return 1 - solves * (1 if item.origin is Origin.VERIFIED else FIX_WORKS)


def _says_nothing(item: Evidence) -> bool:
    return item.value in (UNKNOWN, COULD_NOT) or item.origin is Origin.UNKNOWN or item.finding == WHICH_HOLDS


def over_causes(model: Model, belief: Array) -> Array:
    """Return the probability of every cause, whichever problem it belongs to."""
    return np.bincount(model.cause_of, belief, len(model.cause_ids)).astype(np.float64)


def over_problems(model: Model, belief: Array) -> Array:
    """Return the probability of every problem."""
    return np.bincount(model.problem_of, belief, len(model.problem_ids)).astype(np.float64)
