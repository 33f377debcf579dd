"""Answers that disagree: found, asked about once, and then settled as the person says."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from regrant.diagnosis.evidence import BOTH, PROBLEM, WHICH_HOLDS, Evidence, Origin
from regrant.diagnosis.model import Array, Model
from regrant.knowledge.model import UNKNOWN

TOGETHER = 0.12
"""If no cause shows both answers at least this well (1 = perfectly), they disagree."""
SPEAKS = 0.5
"""An answer takes part only if some cause shows it at least this often; a harmless answer disagrees with nothing."""


def find(model: Model, evidence: Mapping[str, Evidence]) -> tuple[Evidence, Evidence] | None:
    """Return the two pieces of told evidence that disagree most, or None."""
    shown = {name: spoken for name, item in evidence.items() if (spoken := _shown(model, item)) is not None}
    worst, pair = TOGETHER, None
    for one, other in combinations(shown, 2):
        together = float(np.minimum(shown[one], shown[other]).max())
        if together < worst:
            worst, pair = together, (evidence[one], evidence[other])

    return pair


def settle(model: Model, evidence: Mapping[str, Evidence]) -> dict[str, Evidence]:
    """Return the evidence without what the person has said does not hold."""
    kept = dict(evidence)
    said = kept.get(WHICH_HOLDS)
    if said is None or said.value in (BOTH, UNKNOWN):
        return kept
    while (pair := find(model, kept)) and said.value in {item.finding for item in pair}:
        loser = next(item for item in pair if item.finding != said.value)
        del kept[loser.finding]

    return kept


def _shown(model: Model, item: Evidence) -> Array | None:
    """Return how well every hypothesis that speaks of it shows this answer, or None if it takes no part."""
    if item.finding in (PROBLEM, WHICH_HOLDS) or item.finding not in model.columns:
        return None
    if item.value == UNKNOWN or item.origin in (Origin.VERIFIED, Origin.UNKNOWN):
        return None
    column = model.likelihood(item.finding, item.value, Origin.VERIFIED)
    spoken = model.spoken[item.finding] > 0
    if not spoken.any() or column[spoken].max() < SPEAKS:
        return None

    return column / column.max()
