"""
Simulated persons for every cause: is it found what is wrong, and with how many questions.

A person's answers are drawn from the likelihoods in the knowledge, with mistakes and don't-knows. That proves that
the engine uses the knowledge well; whether the knowledge is true is another question, which the people of
`benchmarks/people` and real complaints have to answer.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from regrant.diagnosis import Evidence, diagnose
from regrant.diagnosis.costs import EFFORT, UNKNOWN_RATE
from regrant.diagnosis.evidence import DID_NOT_HELP, HELPED, PROBLEM, WHICH_HOLDS
from regrant.knowledge import Cause, Knowledge
from regrant.knowledge.model import UNKNOWN
from regrant.knowledge.words import distribution, shown

MISTAKE = 0.05
MOST_STEPS = 25


@dataclass(slots=True)
class Run:
    """How one case went. Minutes are those of `regrant.diagnosis.costs`, hands-on only."""

    problem: str
    cause: str
    questions: int = 0
    minutes: float = 0.0
    first: str = ""
    top_three: tuple[str, ...] = ()
    verdict: str = ""
    fixes: list[str] = field(default_factory=list)
    fixed: bool = False


class Person:
    """Somebody whose trouble has one cause. An answer once given stays the same: who is wrong stays wrong."""

    def __init__(
        self, knowledge: Knowledge, cause: Cause, dice: random.Random, *, mistake: float, unknown: bool
    ) -> None:
        self.knowledge, self.cause, self.dice = knowledge, cause, dice
        self.mistake, self.unknown = mistake, unknown
        self.said: dict[str, str] = {}

    def answer(self, name: str) -> str:
        """Return this person's answer to one finding."""
        if name not in self.said:
            self.said[name] = self._draw(name)

        return self.said[name]

    def _draw(self, name: str) -> str:
        finding = self.knowledge.findings[name]
        if self.unknown and self.dice.random() < UNKNOWN_RATE[finding.unknown]:
            return UNKNOWN
        values = list(finding.answers)
        if self.dice.random() < self.mistake:
            return self.dice.choice(values)
        chances = shown(self.cause, finding) or distribution(tuple(values), finding.otherwise)

        return self.dice.choices(values, [chances[value] for value in values])[0]


def play(knowledge: Knowledge, problem: str, person: Person) -> Run:
    """Let a person use the tool from the picked problem until it is fixed, handed over or too long."""
    run = Run(problem, person.cause.id)
    evidence = [Evidence(finding=PROBLEM, value=problem)]
    for _ in range(MOST_STEPS):
        found = diagnose(knowledge, evidence)
        step = found.next
        if step.kind in ("question", "check"):
            value = problem if step.id == PROBLEM else "both" if step.id == WHICH_HOLDS else person.answer(step.id)
            run.questions += 1
            if step.id in knowledge.findings:
                run.minutes += EFFORT[knowledge.findings[step.id].effort]
            evidence.append(Evidence(finding=step.id, value=value))
            continue
        if not run.first:
            run.first = found.causes[0].id
            run.top_three = tuple(cause.id for cause in found.causes[:3])
            run.verdict = found.verdict
        if step.kind == "escalate" or found.verdict == "out_of_scope":
            run.fixed = step.kind == "fix" and step.id == person.cause.fix
            return run
        run.fixes.append(step.id)
        run.minutes += knowledge.fixes[step.id].minutes
        run.fixed = step.id == person.cause.fix
        if run.fixed:
            return run
        evidence.append(Evidence(finding=step.id, value=DID_NOT_HELP))

    return run


def everybody(
    knowledge: Knowledge, rounds: int, *, mistake: float = MISTAKE, unknown: bool = True, seed: int = 1
) -> Iterator[Run]:
    """Play every (problem, cause) as often as *rounds* says."""
    dice = random.Random(seed)
    for problem in knowledge.problems.values():
        for cause in problem.causes:
            for _ in range(rounds):
                person = Person(knowledge, knowledge.causes[cause], dice, mistake=mistake, unknown=unknown)
                yield play(knowledge, problem.id, person)


def fixed_order(knowledge: Knowledge, problem: str, cause: str) -> tuple[int, float]:
    """Return (fixes tried, minutes) of following a static page: every fix in the page's order until one works."""
    tried, minutes = [], 0.0
    for name in knowledge.problems[problem].causes:
        fix = knowledge.causes[name].fix
        if fix in tried:
            continue
        tried.append(fix)
        minutes += knowledge.fixes[fix].minutes
        if fix == knowledge.causes[cause].fix:
            break

    return len(tried), minutes


def summary(runs: list[Run]) -> dict[str, float]:
    """Return the shares and means over runs."""
    count = len(runs)
    sure = [run for run in runs if run.verdict == "decided"]

    return {
        "runs": count,
        "right cause first": sum(run.first == run.cause for run in runs) / count,
        "right fix first": sum(bool(run.fixes[:1]) and run.fixed and len(run.fixes) == 1 for run in runs) / count,
        "in the first three": sum(run.cause in run.top_three for run in runs) / count,
        "wrong and sure": sum(run.first != run.cause for run in sure) / count,
        "cannot tell": sum(run.verdict == "cannot_tell" for run in runs) / count,
        "questions, mean": sum(run.questions for run in runs) / count,
        "questions, median": sorted(run.questions for run in runs)[count // 2],
        "minutes to fixed": sum(run.minutes for run in runs) / count,
        "fixed": sum(run.fixed for run in runs) / count,
    }


def weakest(runs: list[Run], limit: int = 12) -> list[tuple[str, str, float]]:
    """Return the (problem, cause) pairs that are found least often."""
    hits: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for run in runs:
        hits[run.problem, run.cause].append(run.first == run.cause)
    shares = [(problem, cause, sum(h) / len(h)) for (problem, cause), h in hits.items()]

    return sorted(shares, key=lambda share: share[2])[:limit]


__all__ = ["HELPED", "Person", "Run", "everybody", "fixed_order", "play", "summary", "weakest"]
