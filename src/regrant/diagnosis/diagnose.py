"""The one pure function: knowledge and evidence in, a diagnosis out. No clock, network, database or randomness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from regrant.diagnosis import conflict, explain
from regrant.diagnosis.belief import believe, initial, over_causes, over_problems, says_nothing
from regrant.diagnosis.evidence import (
    DID_NOT_HELP,
    PARTLY,
    PROBLEM,
    WHICH_HOLDS,
    Evidence,
    Prior,
    differing,
    latest,
    validate,
)
from regrant.diagnosis.following import ESCALATE, next_step, where_to_go
from regrant.diagnosis.model import Array, Model, model_of
from regrant.diagnosis.planning import plain, plan
from regrant.diagnosis.result import SCHEMA_VERSION, CauseBelief, Diagnosis, Next, ProblemBelief, Verdict
from regrant.diagnosis.second import second_faults
from regrant.diagnosis.step import worth_asking
from regrant.knowledge import Knowledge
from regrant.knowledge.model import UNKNOWN

DECIDED, LIKELY = 0.95, 0.5
"""From this probability on the first cause is called decided, or likely."""
OUT_OF_SCOPE = 0.6
"""From this probability on a person is told that this is not an access problem; below it, a question settles it."""
DOOR_KNOWN = 0.3
"""From this probability on one door is named for what is out of scope; below it, a question finds the right one."""
SHOWN_CAUSES, SHOWN_FROM = 6, 0.005
WOULD_TELL = 3
SECOND_FAULT = 0.1
"""A second cause is named from these odds on, against the first being wrong alone."""
SCOPE = "out_of_scope"
TWO_OBJECTS = (
    "Two answers were given to the same question; the later one counts. If they are about two things with different "
    "fates, go on with one of them here, and run it again for the other."
)


def diagnose(knowledge: Knowledge, evidence: Iterable[Evidence] = (), prior: Prior | None = None) -> Diagnosis:
    """
    Find what is wrong and what to do next.

    Args:
        knowledge: what is known.
        evidence: everything said about the case, oldest first; a later answer replaces an earlier one.
        prior: what the person's words suggest.

    Raises:
        UnknownIdError: a finding, fix or value that does not exist.

    """
    given = tuple(evidence)
    validate(given, knowledge)
    model = model_of(knowledge)
    facts = conflict.settle(model, latest(given))
    belief = believe(model, prior, facts)
    weighed = explain.weighed(model, facts)
    also = _also(model, initial(model, prior), belief, weighed)
    causes = _causes(model, belief, weighed, also)
    step = next_step(model, belief, facts)
    verdict = _verdict(model, belief, step, causes)
    if verdict == "out_of_scope" and (step.kind not in ("question", "check") or causes[0].probability >= DOOR_KNOWN):
        step = where_to_go(model, belief, SCOPE)
    fix = plan(model, belief, step, causes)
    shown = causes[:3] if verdict == "cannot_tell" else causes[:1]
    used = tuple(s for c in shown for s in c.sources) + (knowledge.fixes[fix.fix].sources if fix else ())

    return Diagnosis(
        schema_version=SCHEMA_VERSION,
        verdict=verdict,
        problems=_problems(model, belief),
        causes=causes,
        next=step,
        plan=fix.steps if fix else (),
        fix=fix,
        also=also,
        would_tell=_would_tell(model, belief, facts) if verdict == "cannot_tell" else (),
        evidence=given,
        sources=explain.source_lines(knowledge, used),
        notes=_notes(model, belief, facts, given),
    )


def _verdict(model: Model, belief: Array, step: Next, causes: tuple[CauseBelief, ...]) -> Verdict:
    elsewhere = model.knowledge.problems[SCOPE].causes if SCOPE in model.problem_ids else {}
    scope = sum(belief[i] for i, (_, cause) in enumerate(model.hypotheses) if cause in elsewhere)
    if scope >= OUT_OF_SCOPE and step.id != WHICH_HOLDS:
        return "out_of_scope"
    handed_on = step.kind == "escalate" and step is not ESCALATE
    if not causes or (step.kind not in ("fix", "done") and not handed_on):
        return "cannot_tell"
    top = causes[0].probability

    return "decided" if top >= DECIDED else "likely" if top >= LIKELY else "cannot_tell"


def _causes(model: Model, belief: Array, weighed: explain.Weighed, also: tuple[str, ...]) -> tuple[CauseBelief, ...]:
    """Return the most probable causes, and those named as a second fault."""
    chances = over_causes(model, belief)
    order = [int(i) for i in np.argsort(-chances, kind="stable")[:SHOWN_CAUSES] if chances[i] >= SHOWN_FROM]
    order += [i for i in (model.cause_ids.index(cause) for cause in also) if i not in order]

    return tuple(explain.cause_belief(model, i, belief, float(chances[i]), weighed) for i in order)


def _problems(model: Model, belief: Array) -> tuple[ProblemBelief, ...]:
    chances = over_problems(model, belief)
    known = [model.knowledge.problems[model.problem_ids[i]] for i in np.argsort(-chances, kind="stable")]
    ranked = sorted((float(chance) for chance in chances), reverse=True)

    return tuple(
        ProblemBelief(id=problem.id, title=problem.title, probability=round(chance, 4))
        for problem, chance in zip(known, ranked, strict=True)
    )


def _also(model: Model, prior: Array, belief: Array, weighed: explain.Weighed) -> tuple[str, ...]:
    """Return the cause that is more probably wrong beside the first one than not, if there is one."""
    chances = over_causes(model, belief)
    top = int(np.argmax(chances))
    if chances[top] < LIKELY:
        return ()
    first = int(np.argmax(belief * (model.cause_of == top)))
    told = [(item, weight) for item, weight in weighed if item.finding in model.columns and item.finding != PROBLEM]
    seen = [(item.finding, weight) for item, weight in told if not says_nothing(item)]
    odds = second_faults(model, prior, first, seen)
    best = int(np.argmax(odds))

    return (model.cause_ids[int(model.cause_of[best])],) if odds[best] >= SECOND_FAULT else ()


def _would_tell(model: Model, belief: Array, facts: Mapping[str, Evidence]) -> tuple[str, ...]:
    answered = {name: item.value for name, item in facts.items() if item.value != UNKNOWN} | {PROBLEM: ""}

    return tuple(worth_asking(model, belief, answered, WOULD_TELL))


def _notes(model: Model, belief: Array, facts: Mapping[str, Evidence], given: tuple[Evidence, ...]) -> tuple[str, ...]:
    """Return what to say beside the verdict: where else to go, and a problem that turned out to be another."""
    chances = over_problems(model, belief)
    best = float(chances.max())
    top = model.knowledge.problems[model.problem_ids[int(np.argmax(chances))]]
    notes = [top.go_to] if top.go_to and best >= OUT_OF_SCOPE else []
    said = facts.get(PROBLEM)
    named = model.knowledge.problems.get(said.value) if said else None
    if named and named.id != top.id and best >= LIKELY:
        over = next((o for o in named.hands_over if o.to == top.id), None)
        because = f" {over.because}" if over else ""
        notes.append(f'This looks like "{top.title}" rather than "{named.title}".{because}')
    if any(item.value == DID_NOT_HELP for item in facts.values()):
        notes.append("What did not help so far has been taken into account.")
    mended = [model.knowledge.fixes[name] for name, item in facts.items() if item.value == PARTLY]
    notes += [f'"{plain(fix.title)}" is done and has helped. This is about what is still wrong.' for fix in mended]
    if differing(given):
        notes.append(TWO_OBJECTS)

    return tuple(notes)
