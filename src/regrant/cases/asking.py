"""What a face needs around the diagnosis: a question asked again, the shares before, a case for support."""

from __future__ import annotations

from collections.abc import Iterable

from regrant.cases.desk import Sitting
from regrant.diagnosis import Diagnosis, Evidence, Prior
from regrant.diagnosis.belief import believe, over_causes, over_problems
from regrant.diagnosis.conflict import settle
from regrant.diagnosis.evidence import OTHER, PROBLEM, WHICH_HOLDS, latest
from regrant.diagnosis.explain import in_words
from regrant.diagnosis.following import DONT_KNOW
from regrant.diagnosis.model import model_of
from regrant.diagnosis.planning import plain
from regrant.diagnosis.result import Answer, Next
from regrant.intake import read
from regrant.knowledge import Knowledge
from regrant.knowledge.model import UNKNOWN

LONGEST_WORDS = 500


def question_about(knowledge: Knowledge, finding: str) -> Next | None:
    """Return a finding (or `PROBLEM`) as a question with all its answers, whatever is asked now; None if it is none."""
    if finding == PROBLEM:
        offered = [Answer(id=p.id, text=f"{p.title}: {p.short}") for p in knowledge.problems.values()]
        return Next(
            kind="question",
            id=PROBLEM,
            text="Which of these is closest to what you see?",
            why="Each problem is found in its own way.",
            who="you",
            answers=(*offered, Answer(id=OTHER, text="None of these"), DONT_KNOW),
        )
    known = knowledge.findings.get(finding)
    if known is None:
        return None

    return Next(
        kind=known.kind,
        id=known.id,
        text=known.ask,
        why=known.why,
        who=known.who,
        answers=(*(Answer(id=value, text=text) for value, text in known.answers.items()), DONT_KNOW),
        how=plain(known.how) if known.how else None,
        message=known.message,
    )


def chances(knowledge: Knowledge, prior: Prior, evidence: Iterable[Evidence]) -> dict[str, float]:
    """Return how probable every cause is, by id, without looking for the next step."""
    model = model_of(knowledge)
    belief = over_causes(model, believe(model, prior, settle(model, latest(evidence))))

    return {cause: float(chance) for cause, chance in zip(model.cause_ids, belief, strict=True)}


def hear(knowledge: Knowledge, words: str) -> tuple[list[tuple[str, float]], tuple[Evidence, ...]]:
    """Return how probable every problem is by these words, likeliest first, and the evidence that stands in them."""
    reading = read(words, knowledge)
    model = model_of(knowledge)
    belief = over_problems(model, believe(model, reading.prior, latest(reading.evidence)))
    ranked = sorted(zip(model.problem_ids, map(float, belief), strict=True), key=lambda pair: -pair[1])

    return ranked, reading.evidence


def for_support(sitting: Sitting, found: Diagnosis) -> str:
    """Return the case as a text to hand to support: the words, and what is known."""
    lines = [f"In my words: {sitting.words[:LONGEST_WORDS]}"] if sitting.words.strip() else []
    known = [
        item for item in latest(sitting.evidence).values() if item.value != UNKNOWN and item.finding != WHICH_HOLDS
    ]
    lines += [f"- {in_words(item.finding, item.value, sitting.knowledge)}" for item in known]
    if found.would_tell:
        lines.append("What would tell more:")
        lines += [f"- {sitting.knowledge.findings[name].ask}" for name in found.would_tell]

    return "\n".join(lines)
