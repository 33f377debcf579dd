"""
People with their trouble: what they type first, what they know, and what is really wrong.

Each line of `benchmarks/people/*.jsonl` says what one person of a file of scenarios would answer to our findings (all
others: "I don't know"), which causes count as right, and who would have to act. Scenarios that were given are read from
where they lie, so that nobody's words are copied here; our own stand in `people/scenarios/`, in two files: those that
showed what had to be mended, and those that nobody looked at before all was mended.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regrant.cases import Desk
from regrant.diagnosis.evidence import PROBLEM, WHICH_HOLDS
from regrant.knowledge.model import UNKNOWN

ANSWERS = Path(__file__).parent / "people"
OURS = {"shown": ANSWERS / "scenarios" / "shown.jsonl", "unseen": ANSWERS / "scenarios" / "unseen.jsonl"}
MOST_QUESTIONS = 15


@dataclass(slots=True)
class Played:
    """How one person fared."""

    id: str
    right: bool
    in_three: bool
    right_person: bool
    also_found: bool | None
    questions: int
    verdict: str
    said: str
    wanted: tuple[str, ...]
    asked: tuple[str, ...]
    probability: float


def transcripts() -> dict[str, dict[str, Any]]:
    """Return what every person would answer, by the scenario's id."""
    rows = [json.loads(line) for file in sorted(ANSWERS.glob("*.jsonl")) for line in file.read_text().splitlines()]

    return {row["id"]: row for row in rows}


def play(desk: Desk, scenario: dict[str, Any], person: dict[str, Any]) -> Played:
    """Let one person use the tool until it names a fix or gives up."""
    sitting = desk.begin(scenario["opening"], language=scenario["lang"])
    asked: list[str] = []
    found = sitting.diagnosis
    while found.next.kind in ("question", "check") and len(asked) < MOST_QUESTIONS:
        asked.append(found.next.id)
        sitting.say(found.next.id, answer(found.next.id, scenario, person))
        found = sitting.diagnosis
    causes = [cause.id for cause in found.causes]
    right = set(person["right"])
    if scenario["problem"] == "out_of_scope":
        hit = found.verdict == "out_of_scope"
    else:
        hit = bool(causes) and causes[0] in right
    who = set(person["who"])
    acting = {found.causes[0].who} if causes else set()

    return Played(
        id=scenario["id"],
        right=hit,
        in_three=hit or bool(right & set(causes[:3])),
        right_person=bool(who & acting) or not who,
        also_found=bool(set(person["also"]) & {*found.also, *causes[1:3]}) if person["also"] else None,
        questions=len(asked),
        verdict=found.verdict,
        said=causes[0] if causes else "-",
        wanted=tuple(person["right"]),
        asked=tuple(asked),
        probability=found.causes[0].probability if found.causes else 0.0,
    )


def answer(finding: str, scenario: dict[str, Any], person: dict[str, Any]) -> str:
    """Return what this person answers to a finding, or that they do not know."""
    if finding == PROBLEM:
        return str(person.get("problem") or _named(scenario))
    if finding == WHICH_HOLDS:
        return "both"

    return str(person["knows"].get(finding, UNKNOWN))


def _named(scenario: dict[str, Any]) -> str:
    """Return the problem this person would pick: the wrong one, if they are known to misname it."""
    for trait in scenario.get("traits", ()):
        kind, _, problem = trait.partition(":")
        if kind in ("misnamed", "near_miss"):
            return str(problem)

    return str(scenario["problem"])


def play_all(file: Path) -> list[Played]:
    """Play every scenario of a file that we have a transcript for."""
    desk, people = Desk(), transcripts()
    scenarios = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    return [play(desk, scenario, people[scenario["id"]]) for scenario in scenarios if scenario["id"] in people]


def summary(played: list[Played]) -> dict[str, float]:
    """Return shares and the median number of questions."""
    count = len(played)
    two = [p for p in played if p.also_found is not None]

    return {
        "people": count,
        "right cause": sum(p.right for p in played) / count,
        "in the first three": sum(p.in_three for p in played) / count,
        "right person to act": sum(p.right_person for p in played) / count,
        "second fault named": sum(bool(p.also_found) for p in two) / max(len(two), 1),
        "decided": sum(p.verdict == "decided" for p in played) / count,
        "wrong and sure": sum(p.verdict == "decided" and not p.right for p in played) / count,
        "wrong, called likely": sum(p.verdict == "likely" and not p.right for p in played) / count,
        "questions, median": sorted(p.questions for p in played)[count // 2],
        "questions, mean": sum(p.questions for p in played) / count,
    }
