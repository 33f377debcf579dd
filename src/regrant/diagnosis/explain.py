"""Why: what speaks for and against a cause, and what is not known about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from regrant.diagnosis.belief import factor
from regrant.diagnosis.evidence import OUTCOMES, PROBLEM, Evidence
from regrant.diagnosis.model import Array, Model
from regrant.diagnosis.result import CauseBelief, Point, SourceLine
from regrant.knowledge import Cause, Knowledge
from regrant.knowledge.model import UNKNOWN, Grade
from regrant.knowledge.words import GRADES

SPEAKS_FOR = 1.25
SPEAKS_AGAINST = 0.8


def grade_of(cause: Cause, knowledge: Knowledge) -> Grade:
    """Return the grade of a cause: the best of its sources, unless it lowers it itself."""
    best: Grade = min((knowledge.sources[s].grade for s in cause.sources), key=GRADES.index, default="unconfirmed")
    lowered: Grade = cause.grade or best

    return max(best, lowered, key=GRADES.index)


def in_words(finding: str, value: str, knowledge: Knowledge) -> str:
    """Return one piece of evidence as a sentence: the question and its answer."""
    if finding == PROBLEM:
        known = knowledge.problems.get(value)
        return f"What it is about: {known.title if known else 'something else'}"
    if finding in knowledge.fixes:
        return f"Tried: {knowledge.fixes[finding].title}. {OUTCOMES.get(value, value)}"
    if finding in knowledge.findings:
        known_finding = knowledge.findings[finding]
        answer = "I don't know" if value == UNKNOWN else known_finding.answers[value]
        return f"{known_finding.ask} {answer}"

    return f"{finding}: {value}"


Weighed = Sequence[tuple[Evidence, Array]]
"""Pieces of evidence, each with how much it speaks for every hypothesis."""


def weighed(model: Model, evidence: Mapping[str, Evidence]) -> Weighed:
    """Return the evidence with its weights, worked out once for all causes."""
    return [(item, factor(model, item)) for item in evidence.values()]


def cause_belief(model: Model, index: int, belief: Array, chance: float, evidence: Weighed) -> CauseBelief:
    """Return a cause with its probability and its reasons."""
    knowledge = model.knowledge
    cause = knowledge.causes[model.cause_ids[index]]
    mine = model.cause_of == index
    strongest = int(np.flatnonzero(mine)[np.argmax(belief[mine])])
    rest = np.where(mine, 0.0, np.maximum(belief, 1e-6))
    rest /= max(float(rest.sum()), 1e-300)
    points = [found for item, weight in evidence if (found := _point(model, item, weight, strongest, rest))]
    asked = {item.finding for item, _ in evidence}

    return CauseBelief(
        id=cause.id,
        title=cause.title,
        about=cause.about,
        probability=round(chance, 4),
        problem=model.hypotheses[strongest][0],
        who=cause.who,
        grade=grade_of(cause, knowledge),
        for_=tuple(sorted((p for p in points if p.strength > 1), key=lambda p: -p.strength)),
        against=tuple(sorted((p for p in points if p.strength < 1), key=lambda p: p.strength)),
        unconfirmed=tuple(knowledge.findings[name].ask for name in cause.shows if name not in asked)[:4],
        sources=cause.sources,
    )


def _point(model: Model, item: Evidence, weight: Array, strongest: int, rest: Array) -> Point | None:
    average = float(weight @ rest) if rest.any() else 1.0
    strength = float(weight[strongest]) / max(average, 1e-9)
    if item.value == UNKNOWN or SPEAKS_AGAINST < strength < SPEAKS_FOR:
        return None
    text = in_words(item.finding, item.value, model.knowledge)

    return Point(finding=item.finding, value=item.value, text=text, strength=round(strength, 2))


def source_lines(knowledge: Knowledge, ids: tuple[str, ...]) -> tuple[SourceLine, ...]:
    """Return sources with grade and dates, each once, in the order given."""
    return tuple(
        SourceLine(id=s.id, title=s.title, grade=s.grade, read=s.read, url=s.url, date=s.date)
        for s in (knowledge.sources[name] for name in dict.fromkeys(ids))
    )
