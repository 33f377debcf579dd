"""The one pure function: knowledge and evidence in, a diagnosis out. No clock, network, database or randomness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np

from regrant.diagnosis import conflict, explain
from regrant.diagnosis.belief import believe, factor, over_causes, over_problems
from regrant.diagnosis.evidence import (
    BOTH,
    DID_NOT_HELP,
    HELPED,
    OTHER,
    OUTCOMES,
    PROBLEM,
    WHICH_HOLDS,
    Evidence,
    Prior,
    latest,
    validate,
)
from regrant.diagnosis.model import Array, Model, model_of
from regrant.diagnosis.result import (
    SCHEMA_VERSION,
    Answer,
    CauseBelief,
    Diagnosis,
    Next,
    Plan,
    PlanStep,
    ProblemBelief,
    Verdict,
)
from regrant.diagnosis.step import Choice, choose, worth_asking
from regrant.knowledge import Cause, Fix, Knowledge
from regrant.knowledge.model import UNKNOWN

DECIDED = 0.8
LIKELY = 0.5
OUT_OF_SCOPE = 0.6
SHOWN_CAUSES = 6
SECOND_FAULT = 4.0
"""A second cause is named if it explains the evidence left over by the first this many times better."""
DONT_KNOW = Answer(id=UNKNOWN, text="I don't know")
SCOPE = "out_of_scope"
_LABEL = re.compile(r"\[\[([^\]]+)\]\]")


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
    step = _next_step(model, belief, facts)
    causes = _causes(model, belief, facts)
    fix = _plan(model, belief, step, causes)
    verdict = _verdict(model, belief, step, causes)
    told = _would_tell(model, belief, facts) if verdict == "cannot_tell" else ()
    used = tuple(s for c in causes[:3] for s in c.sources) + (knowledge.fixes[fix.fix].sources if fix else ())

    return Diagnosis(
        schema_version=SCHEMA_VERSION,
        verdict=verdict,
        problems=_problems(model, belief),
        causes=causes,
        next=step,
        plan=fix.steps if fix else (),
        fix=fix,
        also=_also(model, belief, facts, causes),
        would_tell=told,
        evidence=given,
        sources=explain.source_lines(knowledge, used),
        notes=_notes(model, belief, facts),
    )


def _next_step(model: Model, belief: Array, facts: Mapping[str, Evidence]) -> Next:
    if WHICH_HOLDS not in facts and (pair := conflict.find(model, facts)):
        return _which_holds(pair, model.knowledge)
    tried = [fix for fix in model.fix_ids if fix in facts and facts[fix].value != HELPED]
    asked = {name for name in facts if name in model.columns}
    choice = choose(model, belief, asked, tried)
    if choice.kind == "ask":
        return _question(model, belief, choice)
    if choice.kind == "fix":
        return _fix_step(model.knowledge.fixes[choice.id], _fix_cause(model, belief, choice.id))

    return _escalate(model.knowledge)


def _which_holds(pair: tuple[Evidence, Evidence], knowledge: Knowledge) -> Next:
    texts = [explain.in_words(item.finding, item.value, knowledge) for item in pair]
    answers = [Answer(id=item.finding, text=text) for item, text in zip(pair, texts, strict=True)]

    return Next(
        kind="question",
        id=WHICH_HOLDS,
        text="Two answers do not go together. Which one are you surer of?",
        why="No single cause shows both; one of them may be a slip. This is asked once.",
        who="you",
        answers=(*answers, Answer(id=BOTH, text="Both are right"), DONT_KNOW),
    )


def _question(model: Model, belief: Array, choice: Choice) -> Next:
    if choice.id == PROBLEM:
        return _problem_question(model, belief)
    finding = model.knowledge.findings[choice.id]
    answers = tuple(Answer(id=value, text=text) for value, text in finding.answers.items())
    message = finding.message
    if finding.who != "you" and message is None:
        message = f"Hello, could you please look something up for me? {finding.ask} {plain(finding.how or '')}".strip()

    return Next(
        kind="check" if finding.kind == "check" else "question",
        id=finding.id,
        text=finding.ask,
        why=finding.why,
        who=finding.who,
        answers=(*answers, DONT_KNOW),
        how=plain(finding.how) if finding.how else None,
        message=message,
    )


def _problem_question(model: Model, belief: Array) -> Next:
    chances = over_problems(model, belief)
    order = [int(i) for i in np.argsort(-chances, kind="stable")]
    likely = [i for i in order if chances[i] >= 0.02][:6] or order[:6]
    problems = [model.knowledge.problems[model.problem_ids[i]] for i in likely]
    answers = [Answer(id=problem.id, text=f"{problem.title}: {problem.short}") for problem in problems]

    return Next(
        kind="question",
        id=PROBLEM,
        text="Which of these is closest to what you see?",
        why="Your words fit several problems, and each is found in its own way.",
        who="you",
        answers=(*answers, Answer(id=OTHER, text="None of these"), DONT_KNOW),
    )


def _fix_step(fix: Fix, cause: Cause | None) -> Next:
    because = f"It removes what is most probably wrong: {cause.title}." if cause else "It is worth trying now."

    return Next(
        kind="fix",
        id=fix.id,
        text=plain(fix.title),
        why=because,
        who=cause.who if cause else fix.steps[0].who,
        answers=tuple(Answer(id=value, text=text) for value, text in OUTCOMES.items()),
        message=fix.message,
    )


def _escalate(knowledge: Knowledge) -> Next:
    return Next(
        kind="escalate",
        id="escalate",
        text="Hand the case to TikTok support, with everything found here",
        why="Nothing left to ask or try is likely to help more than a person with insight into your account.",
        who="tiktok",
        answers=(),
    )


def _fix_cause(model: Model, belief: Array, fix: str) -> Cause | None:
    chances = over_causes(model, belief * (model.solves[:, model.fix_ids.index(fix)] > 0))
    if not chances.any():
        return None

    return model.knowledge.causes[model.cause_ids[int(np.argmax(chances))]]


def _plan(model: Model, belief: Array, step: Next, causes: tuple[CauseBelief, ...]) -> Plan | None:
    """Return the fix to do, or, while questions go on, the fix of the most probable cause."""
    knowledge = model.knowledge
    if step.kind == "fix":
        cause = _fix_cause(model, belief, step.id)
    else:
        cause = knowledge.causes[causes[0].id] if causes else None
    if cause is None or (step.kind == "escalate"):
        return None
    fix = knowledge.fixes[cause.fix]
    texts = [text for s in fix.steps for text in (s.where, s.do, s.confirm, s.if_fails)]
    labels = {name: knowledge.labels[name].seen for text in texts for name in _LABEL.findall(text)}

    return Plan(
        fix=fix.id,
        title=plain(fix.title),
        cause=cause.id,
        who=cause.who,
        minutes=fix.minutes,
        wait_hours=fix.wait_hours,
        risk=fix.risk,
        steps=tuple(
            PlanStep(
                who=s.who,
                where=plain(s.where),
                do=plain(s.do),
                confirm=plain(s.confirm),
                if_fails=plain(s.if_fails),
            )
            for s in fix.steps
        ),
        will_not_help=cause.not_help,
        labels_seen=labels,
        message=fix.message,
    )


def plain(text: str) -> str:
    """Return a text with its screen labels unmarked."""
    return _LABEL.sub(r"\1", text)


def _verdict(model: Model, belief: Array, step: Next, causes: tuple[CauseBelief, ...]) -> Verdict:
    scope = over_problems(model, belief)[model.problem_ids.index(SCOPE)] if SCOPE in model.problem_ids else 0.0
    if scope >= OUT_OF_SCOPE and step.id != WHICH_HOLDS:
        return "out_of_scope"
    if step.kind != "fix" or not causes:
        return "cannot_tell"
    top = causes[0].probability

    return "decided" if top >= DECIDED else "likely" if top >= LIKELY else "cannot_tell"


def _causes(model: Model, belief: Array, facts: Mapping[str, Evidence]) -> tuple[CauseBelief, ...]:
    chances = over_causes(model, belief)
    order = [int(i) for i in np.argsort(-chances, kind="stable")[:SHOWN_CAUSES] if chances[i] >= 0.005]

    return tuple(explain.cause_belief(model, i, belief, float(chances[i]), facts) for i in order)


def _problems(model: Model, belief: Array) -> tuple[ProblemBelief, ...]:
    chances = over_problems(model, belief)
    titles = model.knowledge.problems

    return tuple(
        ProblemBelief(
            id=model.problem_ids[i], title=titles[model.problem_ids[i]].title, probability=round(float(chances[i]), 4)
        )
        for i in np.argsort(-chances, kind="stable")
    )


def _also(
    model: Model, belief: Array, facts: Mapping[str, Evidence], causes: tuple[CauseBelief, ...]
) -> tuple[str, ...]:
    """Return causes that explain, much better than the first cause, evidence which speaks against it."""
    if not causes or not causes[0].against or causes[0].probability < LIKELY:
        return ()
    against = [facts[point.finding] for point in causes[0].against if point.finding in model.columns]
    against = [item for item in against if item.finding != PROBLEM]
    if not against:
        return ()
    first = model.cause_ids.index(causes[0].id)
    home = model.problem_of[np.flatnonzero(model.cause_of == first)[0]]
    explains = np.prod([factor(model, item) for item in against], axis=0)
    mine = float(explains[model.cause_of == first].max())
    better = np.where(model.cause_of == first, 0.0, explains * (model.problem_of == home) * np.sqrt(model.prior))
    best = int(np.argmax(better))
    if explains[best] < SECOND_FAULT * mine:
        return ()

    return (model.cause_ids[int(model.cause_of[best])],)


def _would_tell(model: Model, belief: Array, facts: Mapping[str, Evidence]) -> tuple[str, ...]:
    answered = {name for name, item in facts.items() if item.value != UNKNOWN}

    return tuple(name for name in worth_asking(model, belief, answered, 3) if name != PROBLEM)


def _notes(model: Model, belief: Array, facts: Mapping[str, Evidence]) -> tuple[str, ...]:
    """Return what to say beside the verdict: a problem that turned into another, and where else to go."""
    knowledge = model.knowledge
    chances = over_problems(model, belief)
    top = knowledge.problems[model.problem_ids[int(np.argmax(chances))]]
    notes = [top.go_to] if top.go_to and chances.max() >= OUT_OF_SCOPE else []
    said = facts.get(PROBLEM)
    if said and said.value in knowledge.problems and said.value != top.id and chances.max() >= LIKELY:
        over = next((o for o in knowledge.problems[said.value].hands_over if o.to == top.id), None)
        because = f" {over.because}" if over else ""
        notes.append(f'This looks like "{top.title}" rather than "{knowledge.problems[said.value].title}".{because}')
    failed = [name for name, item in facts.items() if item.value == DID_NOT_HELP]
    if failed:
        notes.append("What did not help so far has been taken into account.")

    return tuple(notes)


__all__ = ["DECIDED", "LIKELY", "diagnose", "plain"]
