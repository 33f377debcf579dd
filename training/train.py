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
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from regrant.intake import lexical
from regrant.intake.meaning import MODEL, Encoder, softmax

PHRASES = Path(__file__).parent / "phrases"
FOLDS = 5
SHARP = np.arange(0.6, 3.05, 0.1)
SCOPE_BIAS = 1.5
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


def main() -> None:
    """Train, cross-validate, write and report."""
    rows = examples()
    problems = sorted({row[0] for row in rows})
    classes = sorted({f"{row[0]}/{row[1]}" for row in rows})
    owner = np.array([problems.index(name.split("/")[0]) for name in classes])
    encoder = Encoder()
    vectors = np.array([encoder(row[3]) for row in rows])
    rarity, pieces = _pieces([row[3] for row in rows])
    y_problem = np.array([problems.index(row[0]) for row in rows])
    y_class = np.array([classes.index(f"{row[0]}/{row[1]}") for row in rows])
    shift = np.where(np.array(problems) == "out_of_scope", np.log(SCOPE_BIAS), 0.0)

    logs = np.zeros((len(rows), len(problems)))
    fold = np.random.default_rng(7).integers(0, FOLDS, len(rows))
    for part in range(FOLDS):
        train, test = fold != part, fold == part
        vector = _vector_reader(vectors[train], y_class[train])
        piece = _piece_reader(pieces[train], y_problem[train])
        by_class = _chances(vector, vectors[test] - vectors[train].mean(axis=0), len(classes))
        by_vector = np.log(np.stack([by_class[:, owner == p].sum(axis=1) for p in range(len(problems))], axis=1) + 1e-6)
        by_piece = np.log(piece.predict_proba(pieces[test]) + 1e-6)
        logs[test] = (by_vector + by_piece) / 2 + shift
    sharpness = min(SHARP, key=lambda s: _surprise(logs * s, y_problem))
    _report(rows, logs, problems, y_problem, float(sharpness))

    vector = _vector_reader(vectors, y_class)
    piece = _piece_reader(pieces, y_problem)
    np.savez_compressed(
        MODEL,
        classes=np.array(classes),
        problems=np.array(problems),
        vector_weights=vector.coef_.astype(np.float16),
        vector_bias=vector.intercept_.astype(np.float32),
        vector_mean=vectors.mean(axis=0).astype(np.float32),
        piece_weights=piece.coef_.astype(np.float16),
        piece_bias=piece.intercept_.astype(np.float32),
        piece_rarity=rarity.astype(np.float16),
        shift=shift,
        sharpness=np.array(sharpness),
        fingerprint=np.array(fingerprint()),
    )
    print(f"written: {MODEL.name}, {MODEL.stat().st_size / 1e6:.1f} MB, from {len(rows)} examples")


def _vector_reader(vectors: Array, target: NDArray[np.int64]) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=30, max_iter=300).fit(vectors - vectors.mean(axis=0), target)


def _piece_reader(pieces: Any, target: NDArray[np.int64]) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=5, max_iter=200).fit(pieces, target)


def _chances(reader: Any, vectors: Array, count: int) -> Array:
    """Return chances over all classes, also those that a fold has not seen."""
    full = np.zeros((len(vectors), count))
    full[:, reader.classes_] = reader.predict_proba(vectors)

    return full


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


def _surprise(scores: Array, target: NDArray[np.int64]) -> float:
    chances = np.array([softmax(row) for row in scores])

    return float(-np.log(chances[np.arange(len(target)), target] + 1e-9).mean())


def _report(
    rows: list[tuple[str, str, str, str]], logs: Array, problems: list[str], target: NDArray[np.int64], sharpness: float
) -> None:
    order = np.argsort(-logs, axis=1)
    right, near = order[:, 0] == target, (order[:, :3] == target[:, None]).any(axis=1)
    languages = sorted({row[2] for row in rows})
    spoken = np.array([row[2] for row in rows])
    figures = f"top-1 {right.mean():.3f}, top-3 {near.mean():.3f}, sharpness {sharpness:.1f}"
    print(f"{len(rows)} examples, {FOLDS}-fold: {figures}")
    print(json.dumps({p: round(float(right[target == i].mean()), 3) for i, p in enumerate(problems)}))
    print(json.dumps({name: round(float(right[spoken == name].mean()), 3) for name in languages}))


def fresh() -> bool:
    """Return whether the weights were trained from the examples as they are now."""
    with np.load(MODEL) as kept:
        return str(kept["fingerprint"]) == fingerprint()


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if fresh() else "The examples have changed: run make train.")
    main()
