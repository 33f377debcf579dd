"""
How good the readers are on what they have not seen: cross-validation in which no text meets its own translation.

Many examples say the same in several languages or words. Whatever is closer than `SAME` in meaning within a problem
goes into one group, and a group is never split between what is learnt and what is judged.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from regrant.intake.meaning import VECTOR_SHARE, softmax

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]
FOLDS = 3
SAME = 0.6
"""Cosine of two centred vectors from which on two examples count as the same (found by looking at pairs)."""


def folds(vectors: Array, target: Numbers) -> Numbers:
    """Return the fold of every example, the same one for all that say the same."""
    centred = vectors - vectors.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    group = np.zeros(len(target), dtype=np.int64)
    count = 0
    for problem in np.unique(target):
        mine = np.flatnonzero(target == problem)
        label = _tied(centred[mine] @ centred[mine].T >= SAME)
        group[mine] = label + count
        count += label.max() + 1

    return np.random.default_rng(7).integers(0, FOLDS, count)[group]


def _tied(near: NDArray[np.bool_]) -> Numbers:
    """Return the group of every example: who is near is together, and so is whoever is near them."""
    label = np.arange(len(near))
    while True:
        least = np.where(near, label, len(near)).min(axis=1)
        if (least == label).all():
            return np.unique(label, return_inverse=True)[1]
        label = least


def vector_reader(vectors: Array, target: Numbers) -> Any:
    """Return a reader of centred vectors, trained on classes (problem and cause)."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=100, max_iter=80, tol=1e-3).fit(vectors.astype(np.float32), target)


def piece_reader(pieces: Any, target: Numbers) -> Any:
    """Return a reader of character pieces, trained on problems."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=10, max_iter=100, tol=1e-3).fit(pieces, target)


def unseen(vectors: Array, pieces: Any, classes: Numbers, owner: Numbers) -> dict[str, Array]:
    """
    Return, for every reader, log chances of the problems, each example judged by readers that have not seen it.

    Args:
        vectors: one row an example.
        pieces: one (sparse) row an example.
        classes: the class of every example.
        owner: the problem of every class.

    """
    target, count = owner[classes], int(owner.max()) + 1
    fold = folds(vectors, target)
    found = {name: np.zeros((len(target), count)) for name in ("pieces", "vectors", "both")}
    for part in range(FOLDS):
        train, test = fold != part, fold == part
        middle = vectors[train].mean(axis=0)
        reader = vector_reader(vectors[train] - middle, classes[train])
        by_class = np.zeros((int(test.sum()), len(owner)))
        by_class[:, reader.classes_] = reader.predict_proba((vectors[test] - middle).astype(np.float32))
        by_problem = np.stack([by_class[:, owner == problem].sum(axis=1) for problem in range(count)], axis=1)
        found["vectors"][test] = np.log(by_problem + 1e-6)
        found["pieces"][test] = np.log(piece_reader(pieces[train], target[train]).predict_proba(pieces[test]) + 1e-6)
    found["both"] = VECTOR_SHARE * found["vectors"] + (1 - VECTOR_SHARE) * found["pieces"]

    return found


def surprise(scores: Array, target: Numbers) -> float:
    """Return the mean of -log of what was given to the right problem."""
    chances = np.array([softmax(row) for row in scores])

    return float(-np.log(chances[np.arange(len(target)), target] + 1e-9).mean())


def calibration_error(chances: Array, target: Numbers, bins: int = 10) -> float:
    """Return the expected calibration error of the first guess: how far "80 %" is from being right 80 times of 100."""
    sure, right = chances.max(axis=1), chances.argmax(axis=1) == target
    part = np.minimum((sure * bins).astype(int), bins - 1)

    return float(
        sum((part == b).mean() * abs(right[part == b].mean() - sure[part == b].mean()) for b in np.unique(part))
    )
