"""Evidence and small cases drawn at random, for tests of what must hold whatever is known."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

from regrant.diagnosis import Evidence, Origin
from regrant.diagnosis.evidence import OUTCOMES, PROBLEM
from regrant.knowledge import Cause, Finding, Fix, Knowledge, Problem
from regrant.knowledge.model import UNKNOWN, Step

ORIGINS = [Origin.VERIFIED, Origin.REPORTED, Origin.DERIVED, Origin.TOLD]
SOME_WORDS: Any = ["usually", "often", "sometimes", "rarely"]
STEP = Step(who="you", where="here", do="Do it.", confirm="It is done.", if_fails="Do it again.")


def told(**answers: str) -> list[Evidence]:
    """Return what a person says, finding by finding."""
    return [Evidence(finding=finding, value=value) for finding, value in answers.items()]


def verified(**answers: str) -> list[Evidence]:
    """Return what was read from TikTok just now."""
    return [Evidence(finding=finding, value=value, origin=Origin.VERIFIED) for finding, value in answers.items()]


def pieces(knowledge: Knowledge, *, fixes: bool = True, unknown: bool = True) -> st.SearchStrategy[Evidence]:
    """Draw one piece of evidence that a case may hold: any finding with any value, any outcome of any fix."""
    pairs = [(finding.id, value) for finding in knowledge.findings.values() for value in finding.answers]
    pairs += [(PROBLEM, problem) for problem in knowledge.problems]
    if fixes:
        pairs += [(fix, outcome) for fix in knowledge.fixes for outcome in OUTCOMES]
    if unknown:
        pairs += [(finding, UNKNOWN) for finding in knowledge.findings]

    return st.builds(
        lambda pair, origin: Evidence(finding=pair[0], value=pair[1], origin=origin),
        st.sampled_from(pairs),
        st.sampled_from(ORIGINS),
    )


def cases(knowledge: Knowledge, most: int = 10, **kinds: bool) -> st.SearchStrategy[list[Evidence]]:
    """Draw a list of evidence, contradictions and repetitions included."""
    return st.lists(pieces(knowledge, **kinds), max_size=most)


def small_case(seed: int) -> Knowledge:
    """Return a small knowledge of one problem: three or four causes, two to four findings, costs of all kinds."""
    dice = random.Random(seed)
    findings = [_finding(dice, f"finding_{number}") for number in range(dice.randint(2, 4))]
    causes, fixes = [], []
    for number in range(dice.randint(3, 4)):
        if number == 0 or dice.random() > 0.2:
            fixes.append(_fix(dice, f"fix_{number}"))
        causes.append(_cause(dice, f"cause_{number}", fixes[-1].id, findings))
    problem = Problem(
        id="trouble",
        title="Trouble",
        short="Trouble",
        about="Trouble",
        frequency="often",
        causes={cause.id: dice.choice(SOME_WORDS) for cause in causes},
        sources=(),
    )

    return Knowledge(
        problems={problem.id: problem},
        causes={cause.id: cause for cause in causes},
        findings={finding.id: finding for finding in findings},
        fixes={fix.id: fix for fix in fixes},
    )


def two_causes(findings: list[Finding]) -> Knowledge:
    """Return a knowledge of two equally common causes, which every one of these findings tells apart equally well."""
    fixes = [
        Fix(id=f"mend_{value}", title=value, minutes=60, wait_hours=24, steps=(STEP,), sources=()) for value in "ab"
    ]
    causes = [
        Cause(
            id=value,
            title=value,
            about=value,
            who="you",
            fix=f"mend_{value}",
            shows={finding.id: {value: "always"} for finding in findings},
            not_help=(),
            sources=(),
        )
        for value in "ab"
    ]
    problem = Problem(
        id="trouble",
        title="Trouble",
        short="Trouble",
        about="Trouble",
        frequency="often",
        causes={"a": "often", "b": "often"},
        sources=(),
    )

    return Knowledge(
        problems={problem.id: problem},
        causes={cause.id: cause for cause in causes},
        findings={finding.id: finding for finding in findings},
        fixes={fix.id: fix for fix in fixes},
    )


def _finding(dice: random.Random, name: str) -> Finding:
    return Finding(
        id=name,
        ask="?",
        why="!",
        who=dice.choice(["you", "bc_admin"]),
        effort=dice.choice(["known", "look", "try", "ask"]),
        answers={value: value for value in ["a", "b", "c"][: dice.randint(2, 3)]},
        unknown=dice.choice(["rarely", "sometimes", "often"]),
        anytime=True,
    )


def _fix(dice: random.Random, name: str) -> Fix:
    return Fix(
        id=name,
        title=name,
        minutes=dice.choice([2, 5, 20, 60]),
        wait_hours=dice.choice([0, 0, 4, 48]),
        risk=dice.choice(["none", "none", "some", "high"]),
        steps=(STEP,),
        sources=(),
    )


def _cause(dice: random.Random, name: str, fix: str, findings: list[Finding]) -> Cause:
    shows: dict[str, Any] = {
        finding.id: {dice.choice(list(finding.answers)): dice.choice(["always", *SOME_WORDS])}
        for finding in findings
        if dice.random() < 0.8
    }

    return Cause(id=name, title=name, about=name, who="you", fix=fix, shows=shows, not_help=(), sources=())
