"""What each reader of words adds: character pieces alone, sentence vectors alone, and both, on labelled complaints."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from regrant.evaluation.complaints import Complaint
from regrant.intake.meaning import Meaning, meaning


def compare(complaints: list[Complaint]) -> list[tuple[str, float, float]]:
    """Return (reader, top-1, top-3) for every reader; what no machine has installed is left out."""
    reader = meaning()
    assert reader is not None
    found = [("character pieces alone", *_score(complaints, reader, lambda text: _pieces(reader, text)))]
    if reader.encoder.available:
        found.append(("sentence vectors alone", *_score(complaints, reader, lambda text: _vectors(reader, text))))
        both = lambda text: (_pieces(reader, text) + _vectors(reader, text)) / 2  # noqa: E731
        found.append(("both, averaged", *_score(complaints, reader, both)))

    return found


def _pieces(reader: Meaning, text: str) -> NDArray[np.float64]:
    return np.asarray(reader.by_pieces(text) + reader.shift, dtype=np.float64)


def _vectors(reader: Meaning, text: str) -> NDArray[np.float64]:
    chances = np.bincount(reader.problem_of, reader.by_vector(text), len(reader.problems))

    return np.asarray(np.log(chances + 1e-6) + reader.shift, dtype=np.float64)


def _score(
    complaints: list[Complaint], reader: Meaning, read: Callable[[str], NDArray[np.float64]]
) -> tuple[float, float]:
    first = three = 0
    for item in complaints:
        order = [reader.problems[i] for i in np.argsort(-read(item.text))]
        first += order[0] in item.right
        three += bool(item.right & set(order[:3]))

    return first / len(complaints), three / len(complaints)
