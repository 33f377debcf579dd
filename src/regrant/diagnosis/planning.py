"""The plan of a fix: what to do, step by step, in plain text."""

from __future__ import annotations

import re

import numpy as np

from regrant.diagnosis.belief import over_causes
from regrant.diagnosis.model import Array, Model
from regrant.diagnosis.result import CauseBelief, Next, Plan, PlanStep
from regrant.knowledge import Cause

_LABEL = re.compile(r"\[\[([^\]]+)\]\]")


def cause_of_fix(model: Model, belief: Array, fix: str) -> Cause | None:
    """Return the most probable cause that a fix removes, or None if it removes nothing that can be wrong."""
    chances = over_causes(model, belief * (model.solves[:, model.fix_ids.index(fix)] > 0))
    if not chances.any():
        return None

    return model.knowledge.causes[model.cause_ids[int(np.argmax(chances))]]


def plan(model: Model, belief: Array, step: Next, causes: tuple[CauseBelief, ...]) -> Plan | None:
    """Return the fix to do or, while questions go on, the fix of the most probable cause."""
    knowledge = model.knowledge
    if step.kind == "fix":
        cause = cause_of_fix(model, belief, step.id)
    else:
        named = causes and step.kind != "done" and (step.kind != "escalate" or step.message)
        cause = knowledge.causes[causes[0].id] if named else None
    if cause is None:
        return None
    fix = knowledge.fixes[cause.fix]
    texts = [text for s in fix.steps for text in (s.where, s.do, s.confirm, s.if_fails)]

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
        labels_seen={name: knowledge.labels[name].seen for text in texts for name in _LABEL.findall(text)},
        message=fix.message,
    )


def plain(text: str) -> str:
    """Return a text with its screen labels unmarked."""
    return _LABEL.sub(r"\1", text)
