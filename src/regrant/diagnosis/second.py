"""
Two things wrong at once: what evidence says of a second fault beside a first one.

Of two faults each finding shows whatever either shows: the one that speaks of it, and if both do, one or the other.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from regrant.diagnosis.model import Array, Model

TWO = 0.15
"""How often there is a second fault beside the first."""


def beside(model: Model, first: int, seen: Iterable[tuple[str, Array]]) -> Array:
    """
    Return how well every hypothesis, together with the hypothesis *first*, explains what was seen.

    *seen* gives findings with how well each hypothesis alone explains the answer. One is as well as *first* alone.
    """
    gain = np.ones(len(model.hypotheses))
    for finding, alone in seen:
        speaks = model.spoken[finding] > 0
        share = np.where(speaks, 0.5 if speaks[first] else 1.0, 0.0)
        gain *= share * alone / alone[first] + (1 - share)

    return gain


def second_faults(model: Model, prior: Array, first: int, seen: Iterable[tuple[str, Array]]) -> Array:
    """Return the odds that each hypothesis of the same problem is wrong too, against *first* being wrong alone."""
    home = model.problem_of == model.problem_of[first]
    others = np.where(home & (model.cause_of != model.cause_of[first]), prior, 0.0)
    odds: Array = TWO * others / max(float(prior[home].sum()), 1e-300) * beside(model, first, seen)

    return odds
