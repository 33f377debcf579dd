"""Cross-validation is honest: what says the same stays together, and what is unseen is unseen."""

from __future__ import annotations

import numpy as np
import pytest

from training.validation import FOLDS, SAME, _tied, calibration_error, folds, surprise, unseen


def clouds(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return forty pairs of nearly equal vectors, of two problems."""
    rng = np.random.default_rng(seed)
    base = rng.normal(size=(40, 16))
    vectors = np.repeat(base, 2, axis=0) + rng.normal(scale=0.01, size=(80, 16))

    return vectors, np.repeat(np.arange(40) % 2, 2)


def test_the_same_stays_together() -> None:
    """Two texts that say the same are never on both sides."""
    fold = folds(*clouds())

    assert (fold[::2] == fold[1::2]).all()
    assert set(fold) == set(range(FOLDS))


def test_a_chain_stays_together() -> None:
    """Whoever is tied to a neighbour of a neighbour is of the same group, and a stranger is not."""
    angles = np.array([0, 45, 90, 250])
    ring = np.stack([np.cos(np.radians(angles)), np.sin(np.radians(angles))], axis=1)

    assert list(_tied(ring @ ring.T >= SAME)) == [0, 0, 0, 1]


def test_other_problems_are_not_tied() -> None:
    """Texts of different problems are not put together, however near they are."""
    vectors, _ = clouds()
    fold = folds(vectors, np.arange(80) % 2)

    assert (fold[::2] != fold[1::2]).any()


def test_nothing_is_known_of_the_unseen() -> None:
    """Where labels are drawn by lot, unseen examples are guessed by lot, though pairs share their label."""
    pytest.importorskip("sklearn")
    from scipy.sparse import csr_matrix

    vectors, target = clouds()
    found = unseen(vectors, csr_matrix(np.abs(vectors)), target, np.arange(2))

    assert set(found) == {"pieces", "vectors", "both"}
    assert (found["both"].argmax(axis=1) == target).mean() < 0.75


def test_calibration_error() -> None:
    """Being as sure as one is right is no error; being sure and wrong is the whole."""
    target = np.array([0] * 8 + [1] * 2)
    fair = np.tile([0.8, 0.2], (10, 1))
    sure = np.tile([0.0, 1.0], (10, 1))

    assert calibration_error(fair, target) == pytest.approx(0)
    assert calibration_error(sure, np.zeros(10, dtype=np.int64)) == pytest.approx(1)


def test_surprise() -> None:
    """Equal scores of two problems surprise by the logarithm of two."""
    assert surprise(np.zeros((3, 2)), np.array([0, 1, 1])) == pytest.approx(np.log(2), abs=1e-6)
