"""About how many questions are left, told from how much is still open."""

from __future__ import annotations

import math

from regrant.diagnosis import Diagnosis
from regrant.diagnosis.evidence import latest
from regrant.knowledge.model import UNKNOWN

UNNAMED = 8
"""The causes too improbable to be named share the rest of the belief as if they were so many."""
MEDIANS = ((1.25, 1), (2.25, 2), (2.75, 3), (3.25, 4), (math.inf, 5))
"""
Bits of doubt, and the median number of questions that simulated persons still needed then.

Counted over 785 questions put to 110 simulated persons, with their mistakes and don't-knows. Half
of the counts lie within one of it: it is a help to patience, not a promise.
"""


MOST_UNKNOWN = 2
"""After more don't-knows than this the doubt no longer tells how many questions are left."""


def questions_left(found: Diagnosis) -> int:
    """Return about how many questions are left, the one that is asked now included; 0 if that cannot be told."""
    unknown = sum(item.value == UNKNOWN and not item.checked for item in latest(found.evidence).values())
    if unknown > MOST_UNKNOWN or found.verdict == "out_of_scope":
        return 0
    bits = doubt(found)

    return next(left for most, left in MEDIANS if bits <= most)


def doubt(found: Diagnosis) -> float:
    """Return how open it is what is wrong, in bits: 0 if one cause is sure, 1 if two are equally likely."""
    shares = [cause.probability for cause in found.causes if cause.probability > 0]
    rest = max(1 - sum(shares), 0.0)
    bits = -sum(share * math.log2(share) for share in shares)

    return bits - rest * math.log2(rest / UNNAMED) if rest else bits
