"""Other people's labels in our words: facts as evidence, and cause labels held against our causes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regrant.cases.views import Knowledge
from regrant.intake.meaning import Encoder

FACTS: dict[tuple[str, object], tuple[str, str]] = {
    ("invite_status", "pending"): ("person_in_list", "pending"),
    ("invite_status", "declined"): ("person_in_list", "declined"),
    ("invite_status", "accepted"): ("person_in_list", "joined"),
    ("member_role", "admin"): ("person_bc_role", "admin"),
    ("member_role", "standard"): ("person_bc_role", "standard"),
    ("ad_account_role", "admin"): ("ad_account_role", "admin"),
    ("ad_account_role", "operator"): ("ad_account_role", "operator"),
    ("ad_account_role", "analyst"): ("ad_account_role", "analyst"),
    ("worked_before", True): ("had_it_before", "worked_before"),
    ("worked_before", False): ("had_it_before", "never_worked"),
    ("level", "ad_account"): ("which_thing", "ad_account"),
    ("level", "business_center"): ("which_thing", "business_center"),
    ("level", "tiktok_account"): ("which_thing", "tiktok_account"),
}
"""What the facts of labelled complaints mean in our findings; facts that are not here are left out."""
NEAREST = 2


def evidence_of(facts: dict[str, Any]) -> dict[str, str]:
    """Return the facts that we have a finding for, as {finding: value}."""
    found = {}
    for name, value in facts.items():
        if isinstance(value, str | bool) and (known := FACTS.get((name, value))):
            found[known[0]] = known[1]

    return found


def same_cause(label: str, cause: str, problem: str, knowledge: Knowledge) -> bool:
    """
    Return whether a foreign label means our cause.

    It does if it is our id, or if our cause is among the `NEAREST` causes of the problem in meaning. That is an
    estimate: the pairs are listed in the scores, so that a person can judge them.
    """
    if label == cause:
        return True
    near = _nearest(
        label, tuple(knowledge.problems[problem].causes) if problem in knowledge.problems else (), knowledge
    )

    return cause in near[:NEAREST]


def _nearest(label: str, causes: tuple[str, ...], knowledge: Knowledge) -> list[str]:
    words = label.replace("_", " ")
    scores = {
        cause: _likeness(words, f"{cause.replace('_', ' ')}: {knowledge.causes[cause].title}") for cause in causes
    }

    return sorted(scores, key=lambda cause: -scores[cause])


@lru_cache(maxsize=4096)
def _likeness(one: str, other: str) -> float:
    if not _encoder().available:
        first, second = set(one.split()), set(other.lower().split())
        return len(first & second) / max(len(first), 1)

    return float(_vector(one) @ _vector(other))


@lru_cache(maxsize=1)
def _encoder() -> Encoder:
    return Encoder()


@lru_cache(maxsize=4096)
def _vector(text: str) -> NDArray[np.float64]:
    return _encoder()(text)
