"""What follows from a belief, in words: the next question, check, fix or hand-over."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from regrant.diagnosis import conflict
from regrant.diagnosis.belief import over_causes, over_problems, says_nothing
from regrant.diagnosis.evidence import (
    BOTH,
    BROKEN_STILL,
    COULD_NOT,
    HELPED,
    OTHER,
    OUTCOMES,
    PROBLEM,
    WHICH_HOLDS,
    Evidence,
    Origin,
)
from regrant.diagnosis.model import Array, Flags, Model
from regrant.diagnosis.planning import cause_of_fix, plain
from regrant.diagnosis.result import Answer, Next
from regrant.diagnosis.step import Choice, choose
from regrant.knowledge import Cause, Fix, Knowledge
from regrant.knowledge.model import UNKNOWN

DONT_KNOW = Answer(id=UNKNOWN, text="I don't know")
SURE = 0.5
"""From this belief on a cause stays named although its fix could not be done, and what is hard to undo is proposed."""
SIGN = 0.5
"""An answer is a sign of a fault that shows it at least this often."""
OFFERED, MOST_OFFERED = 0.02, 6
"""The problems offered for choice: those with this much belief, at most so many ..."""
ENOUGH_OFFERED = 0.75
"""... unless they make up less than this together; then all are offered."""
UNMOVED = 0.15
"""Up to this distance (total variation) from how common problems are, words count as not understood."""


def next_step(model: Model, belief: Array, facts: Mapping[str, Evidence]) -> Next:
    """Return what to do next: ask, settle answers that still disagree (once), fix, or hand over."""
    if unable := _unable(model, belief, facts):
        return unable
    if any(item.value == HELPED and item.finding in model.fix_ids for item in facts.values()):
        return DONE
    tried = [fix for fix in model.fix_ids if fix in facts]
    changed = _may_have_changed(model, facts)
    asked = {name: item.value for name, item in facts.items() if name in model.columns and name not in changed}
    choice = choose(model, belief, asked, tried)
    if choice.kind == "ask":
        return _question(model, belief, choice)
    if WHICH_HOLDS not in facts and (pair := conflict.find_open(model, facts, belief)):
        return _which_holds(pair, model.knowledge)
    if choice.kind == "fix" and not _too_risky(model, belief, choice.id):
        return _fix_step(model.knowledge.fixes[choice.id], cause_of_fix(model, belief, choice.id))

    return ESCALATE


def _may_have_changed(model: Model, facts: Mapping[str, Evidence]) -> set[str]:
    """Return what was answered before a fix was done that may have changed it: the signs of the fault it removes."""
    before: list[str] = []
    changed: set[str] = set()
    for name, item in facts.items():
        if name in model.columns and name != PROBLEM:
            before += [] if model.knowledge.findings[name].lasting else [name]
        elif item.value in BROKEN_STILL:
            mine = model.solves[:, model.fix_ids.index(name)] > 0
            changed |= {old for old in before if _is_sign(model, facts[old], mine)}

    return changed


def _is_sign(model: Model, item: Evidence, mine: Flags) -> bool:
    if says_nothing(item) or item.origin is Origin.VERIFIED:
        return False
    shown = model.likelihood(item.finding, item.value, item.origin)

    return bool((shown[mine & (model.spoken[item.finding] > 0)] >= SIGN).any())


def where_to_go(model: Model, belief: Array, problem: str) -> Next:
    """Return the fix of the most probable cause of one problem (for what is out of scope: where to go)."""
    mine = belief * (model.problem_of == model.problem_ids.index(problem))
    cause = model.knowledge.causes[model.cause_ids[int(np.argmax(over_causes(model, mine)))]]

    return _fix_step(model.knowledge.fixes[cause.fix], cause)


def _unable(model: Model, belief: Array, facts: Mapping[str, Evidence]) -> Next | None:
    """Return the hand-over of a fix that is right but that the person cannot do, or None."""
    chances = over_causes(model, belief)
    cause = model.knowledge.causes[model.cause_ids[int(np.argmax(chances))]]
    if chances.max() < SURE or cause.fix not in facts or facts[cause.fix].value != COULD_NOT:
        return None
    fix = model.knowledge.fixes[cause.fix]

    return Next(
        kind="escalate",
        id="escalate",
        text=f"Hand it to somebody who can do it: {plain(fix.title)}",
        why=f"What is wrong has not changed: {cause.title}. Only the hands are missing.",
        who=cause.who if cause.who != "you" else "tiktok",
        answers=(),
        message=fix.message,
    )


def _too_risky(model: Model, belief: Array, fix: str) -> bool:
    """Whether a fix that is hard to undo is less probable than not to be the right one."""
    chance = float(belief @ (model.solves[:, model.fix_ids.index(fix)] > 0))

    return model.knowledge.fixes[fix].risk == "high" and chance < SURE


DONE = Next(
    kind="done",
    id="done",
    text="Nothing more: it works again",
    why="The fix that was done helped. If something else is still broken, begin again with that alone.",
    who="you",
    answers=(),
)
ESCALATE = Next(
    kind="escalate",
    id="escalate",
    text="Hand the case to TikTok support, with everything found here",
    why="Nothing left to ask or try is likely to help more than a person with insight into your account.",
    who="tiktok",
    answers=(),
)


def _which_holds(pair: tuple[Evidence, Evidence], knowledge: Knowledge) -> Next:
    answers = [Answer(id=i.finding, text=knowledge.findings[i.finding].answers[i.value]) for i in pair]

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
    likely = [i for i in order if chances[i] >= OFFERED][:MOST_OFFERED]
    if chances[likely].sum() < ENOUGH_OFFERED:
        likely = order
    problems = [model.knowledge.problems[model.problem_ids[i]] for i in likely]
    answers = [Answer(id=problem.id, text=f"{problem.title}: {problem.short}") for problem in problems]

    return Next(
        kind="question",
        id=PROBLEM,
        text="Which of these is closest to what you see?",
        why=_why_asked(model, chances),
        who="you",
        answers=(*answers, Answer(id=OTHER, text="None of these"), DONT_KNOW),
    )


def _why_asked(model: Model, chances: Array) -> str:
    """Say why the problem is asked: the words fit several, or they moved nothing away from how common problems are."""
    common = np.bincount(model.problem_of, model.prior, len(model.problem_ids))
    if np.abs(chances - common).sum() / 2 < UNMOVED:
        return "The words so far could not be understood well enough to tell the problem. Each is found in its own way."

    return "Your words fit several problems, and each is found in its own way."


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
