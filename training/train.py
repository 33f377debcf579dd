"""
Train the readers of `regrant.intake.meaning` from the example complaints, and say how good they are.

    python -m training.train            train and write src/regrant/intake/model.npz
    python -m training.train --check    only say whether the weights fit the examples (used by the tests)

The figures printed are cross-validated: no example is scored by a reader that has seen it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from regrant.intake import lexical
from regrant.intake.meaning import MODEL, OFTEN, OUTSIDE, softmax
from training.validation import FOLDS, calibration_error, piece_reader, surprise, unseen, vector_reader
from training.vectors import vectors

PHRASES = Path(__file__).parent / "phrases"
SHARP = np.arange(0.6, 3.05, 0.1)
SCOPE_BIAS = 2.0
"""Complaints about other things are more common in life than among the examples: their weight is raised so."""
Array = NDArray[np.float64]


def fingerprint() -> str:
    """Return a digest of all example files and of the way they are read."""
    digest = hashlib.blake2b(digest_size=16)
    for file in [*sorted(PHRASES.glob("*.yaml")), Path(lexical.__file__)]:
        digest.update(file.name.encode() + file.read_bytes())

    return digest.hexdigest()


def examples() -> list[tuple[str, str, str, str]]:
    """Return every example as (problem, cause, language, words)."""
    found = []
    for file in sorted(PHRASES.glob("*.yaml")):
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for cause, languages in content["phrases"].items():
            for language, phrases in languages.items():
                found += [(content["problem"], cause, language, phrase) for phrase in phrases]

    return found


class Examples:
    """All examples as numbers: vectors, pieces, and what they are examples of."""

    def __init__(self) -> None:
        self.rows = examples()
        self.problems = sorted({row[0] for row in self.rows})
        self.class_names = sorted({f"{row[0]}/{row[1]}" for row in self.rows})
        self.owner = np.array([self.problems.index(name.split("/")[0]) for name in self.class_names])
        self.classes = np.array([self.class_names.index(f"{row[0]}/{row[1]}") for row in self.rows])
        self.target = self.owner[self.classes]
        self.vectors = vectors([row[3] for row in self.rows])
        self.rarity, self.pieces = _pieces([row[3] for row in self.rows])
        self.shift = np.where(np.array(self.problems) == OUTSIDE, np.log(SCOPE_BIAS), 0.0)


def main() -> None:
    """Train, cross-validate, write and report."""
    data = Examples()
    found = unseen(data.vectors, data.pieces, data.classes, data.owner)
    logs = found["both"] + data.shift
    sharpness, piece_sharpness = _sharpness(logs, data.target), _sharpness(found["pieces"] + data.shift, data.target)
    _report(data, logs, sharpness)

    vector = vector_reader(data.vectors - data.vectors.mean(axis=0), data.classes)
    piece = piece_reader(data.pieces, data.target)
    np.savez_compressed(
        MODEL,
        classes=np.array(data.class_names),
        problems=np.array(data.problems),
        vector_weights=vector.coef_.astype(np.float16),
        vector_bias=vector.intercept_.astype(np.float32),
        vector_mean=data.vectors.mean(axis=0).astype(np.float32),
        piece_weights=piece.coef_.astype(np.float16),
        piece_bias=piece.intercept_.astype(np.float32),
        piece_rarity=data.rarity.astype(np.float16),
        seen=np.packbits(_seen(row[3] for row in data.rows), axis=1),
        shift=data.shift,
        sharpness=np.array(sharpness),
        piece_sharpness=np.array(piece_sharpness),
        fingerprint=np.array(fingerprint()),
    )
    print(f"written: {MODEL.name}, {MODEL.stat().st_size / 1e6:.1f} MB, from {len(data.rows)} examples")


def _pieces(texts: list[str]) -> tuple[Array, Any]:
    from scipy.sparse import csr_matrix

    found = [lexical.pieces(text) for text in texts]
    rows = np.repeat(np.arange(len(found)), [len(f) for f in found])
    columns = np.concatenate([np.fromiter(f, dtype=np.int64) for f in found])
    values = np.concatenate([np.fromiter(f.values(), dtype=np.float64) for f in found])
    matrix = csr_matrix((values, (rows, columns)), shape=(len(texts), lexical.SIZE))
    in_texts = np.bincount(columns, minlength=lexical.SIZE)
    rarity = np.log((1 + len(texts)) / (1 + in_texts)) + 1
    matrix = matrix.multiply(rarity).tocsr()
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1))).ravel()

    return rarity, matrix.multiply(1 / length[:, None]).tocsr()


def _seen(texts: Iterable[str]) -> NDArray[np.bool_]:
    """Return which windows of characters are met in the examples, and which often."""
    count = np.zeros(lexical.WINDOWS, dtype=np.int64)
    for text in texts:
        count[list(set(lexical.windows(text)))] += 1

    return np.stack([count > 0, count >= OFTEN])


def _sharpness(logs: Array, target: NDArray[np.int64]) -> float:
    """Return what to multiply the logarithms with so that the chances are as right as can be."""
    return float(min(SHARP, key=lambda sharp: surprise(logs * sharp, target)))


def _report(data: Examples, logs: Array, sharpness: float) -> None:
    order = np.argsort(-logs, axis=1)
    right, near = order[:, 0] == data.target, (order[:, :3] == data.target[:, None]).any(axis=1)
    chances = np.array([softmax(row) for row in logs * sharpness])
    error = calibration_error(chances, data.target)
    spoken = np.array([row[2] for row in data.rows])
    figures = f"top-1 {right.mean():.3f}, top-3 {near.mean():.3f}, sharpness {sharpness:.1f}, calibration {error:.3f}"
    print(f"{len(data.rows)} examples, {FOLDS}-fold: {figures}")
    print(json.dumps({p: round(float(right[data.target == i].mean()), 3) for i, p in enumerate(data.problems)}))
    print(json.dumps({name: round(float(right[spoken == name].mean()), 3) for name in sorted(set(spoken))}))


def fresh() -> bool:
    """Return whether the weights were trained from the examples as they are now."""
    with np.load(MODEL) as kept:
        return str(kept["fingerprint"]) == fingerprint()


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if fresh() else "The examples have changed: run make train.")
    main()
