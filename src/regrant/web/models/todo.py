"""What to do: the fix with its steps, who acts, and the times to keep."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from msgspec import Struct

from regrant.cases.library import WHO
from regrant.cases.views import Evidence, Plan

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'])")
TIME = re.compile(
    r"\b(?:within|wait|trial of) \d+ (?:hours|days)\b|\b\d+ days in\b"
    r"|\bnames no (?:\w+ )?deadline|\bbefore the deadline",
    re.IGNORECASE,
)
"""How the steps of the knowledge speak of times that somebody has to keep."""


class StepLine(Struct, frozen=True, kw_only=True):
    """One step of a fix, its number from 1, and whether it is ticked."""

    number: int
    do: str
    who: str
    where: str
    confirm: str
    if_fails: str
    done: bool


class Todo(Struct, frozen=True, kw_only=True):
    """The fix: its title, who acts, the steps, and what goes with them."""

    fix: str
    title: str
    who: str
    minutes: int
    careful: bool
    steps: tuple[StepLine, ...]
    will_not_help: tuple[str, ...]
    screens: tuple[str, ...]
    times: tuple[str, ...]
    look_again: str | None


def todo(plan: Plan, ticked: frozenset[int], evidence: tuple[Evidence, ...], created: str) -> Todo:
    """Return what to do; the times to keep count from when something was last said, or from when it was *created*."""
    texts = [text for step in plan.steps for text in (step.do, step.if_fails)]
    times = [line for text in texts for line in SENTENCE.split(text.strip()) if TIME.search(line)]
    again = _last(evidence, created) + timedelta(hours=plan.wait_hours) if plan.wait_hours else None

    return Todo(
        fix=plan.fix,
        title=plan.title,
        who=WHO[plan.who],
        minutes=plan.minutes,
        careful=plan.risk == "high",
        steps=tuple(
            StepLine(
                number=number,
                do=step.do,
                who=WHO[step.who],
                where=step.where,
                confirm=step.confirm,
                if_fails=step.if_fails,
                done=number - 1 in ticked,
            )
            for number, step in enumerate(plan.steps, 1)
        ),
        will_not_help=plan.will_not_help,
        screens=_screens(plan.labels_seen),
        times=tuple(dict.fromkeys(times)),
        look_again=again.isoformat(timespec="minutes") if again else None,
    )


def _last(evidence: tuple[Evidence, ...], created: str) -> datetime:
    return datetime.fromisoformat(max((item.at for item in evidence if item.at), default=created))


def _screens(seen: dict[str, str]) -> tuple[str, ...]:
    """Return the names on TikTok's screens by the month in which they were seen, the newest first."""
    months = sorted(set(seen.values()), key=lambda month: (month[:1].isdigit(), month), reverse=True)

    return tuple(f"{month}: {', '.join(name for name in seen if seen[name] == month)}" for month in months)
