"""
Simulated persons who play to the end: with one cause or two, with mistakes and don't-knows.

Of two causes each finding shows whatever either shows: what the cause that speaks of it shows, and if both speak, what
one of them shows, drawn once. After the right fix for one of them was done the trouble is "still broken", and
what is asked from then on shows the other one alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from regrant.diagnosis import Diagnosis, Evidence, diagnose
from regrant.diagnosis.costs import UNKNOWN_RATE
from regrant.diagnosis.evidence import BOTH, DID_NOT_HELP, HELPED, PARTLY, PROBLEM, WHICH_HOLDS
from regrant.knowledge import Cause, Knowledge
from regrant.knowledge.model import UNKNOWN
from regrant.knowledge.words import distribution, shown

MOST_STEPS = 40
ASKING = ("question", "check")
Diagnosing = Callable[[Knowledge, list[Evidence]], Diagnosis]


@dataclass(frozen=True, slots=True)
class Ways:
    """How well persons answer: how often wrong, and whether they sometimes do not know."""

    title: str
    mistake: float = 0.0
    unknown: bool = False
    sees_part: bool = False
    """Whether, when one of two faults is mended, they see that it helped in part; else all is as broken as before."""


PERFECT = Ways("perfect answers")
HUMAN = Ways("5 % mistakes, don't-knows", 0.05, unknown=True)
WATCHFUL = Ways("the same, who see that it helped in part", 0.05, unknown=True, sees_part=True)
CARELESS = Ways("10 % mistakes, don't-knows", 0.10, unknown=True)


@dataclass(slots=True)
class Played:
    """How one case went. `first` is the diagnosis at the first ending, `fixes` all that was then proposed in turn."""

    problem: str
    causes: tuple[str, ...]
    first: Diagnosis
    questions: int = 0
    clashes: int = 0
    named: set[str] = field(default_factory=set)
    fixes: list[str] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)
    fixed: bool = False

    @property
    def best(self) -> str:
        """Return the cause named first at the first ending."""
        return self.first.causes[0].id if self.first.causes else ""

    @property
    def right(self) -> bool:
        """Whether the cause named first is (one of) the person's."""
        return self.best in self.causes

    @property
    def sure(self) -> bool:
        """Whether it said that it is sure."""
        return self.first.verdict == "decided"


class Person:
    """
    Somebody with one cause or two. An answer once given stays the same: who is wrong stays wrong.

    What each answers hangs on their own number alone, and not on what is asked when or of whom before: so two versions
    of the engine meet the very same persons.
    """

    def __init__(self, knowledge: Knowledge, causes: tuple[Cause, ...], dice: random.Random, ways: Ways) -> None:
        self.knowledge, self.causes, self.ways = knowledge, list(causes), ways
        self.number = dice.getrandbits(64)
        self.said: dict[str, str] = {}

    def answer(self, name: str) -> str:
        """Return this person's answer to one finding."""
        if name not in self.said:
            self.said[name] = self._draw(name)

        return self.said[name]

    def try_fix(self, fix: str) -> str:
        """Do a fix, and return whether all is well then."""
        gone = {finding for cause in self.causes if cause.fix == fix for finding in cause.shows}
        self.said = {name: value for name, value in self.said.items() if name not in gone}
        before, self.causes = len(self.causes), [cause for cause in self.causes if cause.fix != fix]
        if not self.causes:
            return HELPED

        return PARTLY if self.ways.sees_part and len(self.causes) < before else DID_NOT_HELP

    def _draw(self, name: str) -> str:
        finding = self.knowledge.findings[name]
        values = tuple(finding.answers)
        dice = random.Random(f"{self.number} {name} {len(self.causes)}")
        if self.ways.unknown and dice.random() < UNKNOWN_RATE[finding.unknown]:
            return UNKNOWN
        speaking = [cause for cause in self.causes if name in cause.shows]
        cause = dice.choice(speaking or self.causes)
        chances = shown(cause, finding) or distribution(values, finding.otherwise)
        said = dice.choices(values, [chances[value] for value in values])[0]
        if dice.random() < self.ways.mistake:
            return dice.choice([value for value in values if value != said])

        return said


def play(
    knowledge: Knowledge, person: Person, problem: str, said: str | None = None, how: Diagnosing = diagnose
) -> Played:
    """Let a person use the tool until all is fixed or handed over; *said* is the problem they pick, if another."""
    told = said or problem
    evidence = [Evidence(finding=PROBLEM, value=told)]
    causes = tuple(cause.id for cause in person.causes)
    found = how(knowledge, evidence)
    played = Played(problem, causes, found)
    ended = False
    for _ in range(MOST_STEPS):
        step = found.next
        if step.kind in ASKING:
            value = told if step.id == PROBLEM else BOTH if step.id == WHICH_HOLDS else person.answer(step.id)
            played.questions += not ended
            played.clashes += step.id == WHICH_HOLDS
        else:
            if not ended:
                played.first, ended = found, True
            played.named |= {found.causes[0].id, *found.also} if found.causes else set()
            if step.kind != "fix" or found.verdict == "out_of_scope":
                break
            played.fixes.append(step.id)
            played.chances.append(found.causes[0].probability)
            value = person.try_fix(step.id)
            played.fixed = value == HELPED
            if played.fixed:
                break
        evidence.append(Evidence(finding=step.id, value=value))
        found = how(knowledge, evidence)
    if not ended:
        played.first = found

    return played
