"""What a diagnosis says: typed, stable, and the same in Python and in JSON."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from regrant.diagnosis.evidence import Evidence

SCHEMA_VERSION = "1"
Verdict = Literal["decided", "likely", "cannot_tell", "out_of_scope"]
Kind = Literal["question", "check", "fix", "escalate", "done"]


class ProblemBelief(Struct, frozen=True, kw_only=True):
    """A problem and how probable it is that this is what is wrong."""

    id: str
    title: str
    probability: float


class Point(Struct, frozen=True, kw_only=True):
    """One piece of evidence, in words, and how strongly it speaks (a factor; 1 says nothing)."""

    finding: str
    value: str
    text: str
    strength: float


class SourceLine(Struct, frozen=True, kw_only=True):
    """A source with its grade, the month on the page and the month it was read."""

    id: str
    title: str
    grade: str
    read: str
    url: str | None = None
    date: str | None = None


class CauseBelief(Struct, frozen=True, kw_only=True, rename={"for_": "for"}):
    """A cause with what speaks for it, against it, and what is not known yet."""

    id: str
    title: str
    about: str
    probability: float
    problem: str
    who: str
    grade: str
    for_: tuple[Point, ...]
    against: tuple[Point, ...]
    unconfirmed: tuple[str, ...]
    sources: tuple[str, ...]


class Answer(Struct, frozen=True, kw_only=True):
    """One way to answer the next step."""

    id: str
    text: str


class Next(Struct, frozen=True, kw_only=True):
    """What to do next, why, who can, and what may come back."""

    kind: Kind
    id: str
    text: str
    why: str
    who: str
    answers: tuple[Answer, ...]
    how: str | None = None
    message: str | None = None


class PlanStep(Struct, frozen=True, kw_only=True):
    """One step of the best fix, with screen labels in plain text."""

    who: str
    where: str
    do: str
    confirm: str
    if_fails: str


class Plan(Struct, frozen=True, kw_only=True):
    """The best fix for what is believed now."""

    fix: str
    title: str
    cause: str
    who: str
    minutes: int
    wait_hours: int
    risk: str
    steps: tuple[PlanStep, ...]
    will_not_help: tuple[str, ...]
    labels_seen: dict[str, str]
    message: str | None = None


class Diagnosis(Struct, frozen=True, kw_only=True):
    """
    The whole answer of one `diagnose` call.

    `also` lists causes that the best one leaves unexplained (two things may be wrong at once);
    `would_tell` the findings that would settle the case when it cannot be told.
    """

    schema_version: str
    verdict: Verdict
    problems: tuple[ProblemBelief, ...]
    causes: tuple[CauseBelief, ...]
    next: Next
    plan: tuple[PlanStep, ...]
    fix: Plan | None
    also: tuple[str, ...]
    would_tell: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    sources: tuple[SourceLine, ...]
    notes: tuple[str, ...] = ()
