"""What each reader of words adds: error codes and statements, character pieces, sentence vectors, and all together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import numpy as np
from msgspec import Struct

from regrant.diagnosis import Evidence, Prior
from regrant.diagnosis.belief import believe, over_problems
from regrant.diagnosis.diagnose import OUT_OF_SCOPE, SCOPE
from regrant.diagnosis.evidence import latest
from regrant.diagnosis.model import model_of
from regrant.evaluation.complaints import Complaint
from regrant.intake import read
from regrant.intake.meaning import Array, Encoder, Meaning, meaning, softmax
from regrant.knowledge import Knowledge

Reader = Callable[[str], tuple[Prior | None, Iterable[Evidence]]]


class Said(Struct, frozen=True):
    """What was made of one complaint: problems in order with their chances, and the evidence in its words."""

    complaint: Complaint
    order: tuple[str, ...]
    chance: dict[str, float]
    evidence: tuple[Evidence, ...]

    @property
    def first(self) -> bool:
        """Whether the right problem comes first."""
        return self.order[0] in self.complaint.right

    @property
    def three(self) -> bool:
        """Whether it is among the first three."""
        return bool(self.complaint.right & set(self.order[:3]))

    @property
    def outside(self) -> bool:
        """Whether the person is told that this is not about access."""
        return self.chance[SCOPE] >= OUT_OF_SCOPE


class _NoEncoder(Encoder):
    def __init__(self) -> None:
        self.available = False


def layers(knowledge: Knowledge) -> dict[str, Reader]:
    """Return every layer alone and all together, as functions from words to what `diagnose` takes."""
    reader = meaning()
    assert reader is not None
    pieces = Meaning(_NoEncoder())
    heard = cache(lambda text: read(text, knowledge))  # several layers read the same texts
    found: dict[str, Reader] = {
        "codes and statements alone": lambda text: (Prior(), heard(text).evidence),
        "character pieces alone": lambda text: (_known(pieces.prior(text), knowledge), ()),
    }
    if reader.encoder.available:
        found["sentence vectors alone"] = lambda text: (_vectors(reader, text, knowledge), ())
        found["pieces and vectors"] = lambda text: (heard(text).prior, ())
    found["all"] = lambda text: (heard(text).prior, heard(text).evidence)

    return found


def listen(complaints: Iterable[Complaint], reader: Reader, knowledge: Knowledge) -> list[Said]:
    """Return what a reader makes of complaints."""
    model = model_of(knowledge)
    found = []
    for item in complaints:
        prior, evidence = reader(item.text)
        given = tuple(evidence)
        chances = over_problems(model, believe(model, prior, latest(given)))
        order = tuple(model.problem_ids[int(i)] for i in np.argsort(-chances, kind="stable"))
        by_name = dict(zip(model.problem_ids, map(float, chances), strict=True))
        found.append(Said(item, order, by_name, given))

    return found


def _vectors(reader: Meaning, text: str, knowledge: Knowledge) -> Prior:
    logs: Array = np.log(np.bincount(reader.problem_of, reader.by_vector(text), len(reader.problems)) + 1e-6)
    chances = softmax(logs + reader.shift)

    return _known(Prior(problems=dict(zip(reader.problems, map(float, chances), strict=True))), knowledge)


def _known(prior: Prior, knowledge: Knowledge) -> Prior:
    return Prior(problems={name: weight for name, weight in prior.problems.items() if name in knowledge.problems})
