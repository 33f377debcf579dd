"""
Scenarios that bring a world: TikTok is read first, and the person only answers what is then still open.

Each compact world is converted and served by the sandbox on loopback; `check_first` reads it with the scenario's own
words, as `regrant diagnose --as WHO --about ASSET WORDS` does. What the person would answer comes from `people`.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import shared
from benchmarks.measure import table
from benchmarks.people import answer, transcripts
from regrant.cases import Desk, Sitting, tiktok_desk
from regrant.knowledge import Knowledge
from regrant.sandbox import World, serve
from regrant.sandbox.convert import convert_scenario
from regrant.tiktok.token import Store, token

MOST_QUESTIONS = 15
_HOME = {"REGRANT_TOKEN_STORE": "file", "KEYRING": "keyring.backends.null.Keyring"}


@dataclass(slots=True)
class Solved:
    """How one scenario went: `calls` and `checked` before the first question, `asked` after it."""

    id: str
    right: bool
    said: str
    wanted: tuple[str, ...]
    verdict: str
    next_step: str
    calls: int
    checked: int
    asked: tuple[str, ...]
    also_found: bool | None

    @property
    def questions(self) -> int:
        """How many questions the person had to answer."""
        return len(self.asked)


@contextmanager
def connected(world: World) -> Iterator[Any]:
    """Serve a world and connect to it, with a token kept in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, serve(world) as running:
        before = dict(os.environ)
        os.environ.update(_HOME, HOME=folder, XDG_CONFIG_HOME=folder)
        try:
            Store().save(token(world.tokens[0].token, base_url=running.base))
            yield running
        finally:
            os.environ.clear()
            os.environ.update(before)


def begin(knowledge: Knowledge, scenario: dict[str, Any]) -> tuple[Sitting, int]:
    """Tell the opening words and read TikTok; return the sitting and how many calls that took."""
    world = convert_scenario(scenario)
    compact = scenario["world"]
    with connected(world) as running:
        sitting = Desk(knowledge).begin(scenario["opening"], language=scenario.get("lang"))
        asset = compact.get("target_asset")
        tiktok_desk.check_first(sitting, who=str(compact.get("subject") or "me"), asset=asset, exact=True)
        return sitting, len(running.calls)


def solve(knowledge: Knowledge, scenario: dict[str, Any], person: dict[str, Any]) -> Solved:
    """Read, then let the person answer until a fix is named or the tool gives up."""
    sitting, calls = begin(knowledge, scenario)
    checked = sum(item.checked for item in sitting.evidence)
    asked: list[str] = []
    found = sitting.diagnosis
    while found.next.kind in ("question", "check") and len(asked) < MOST_QUESTIONS:
        asked.append(found.next.id)
        sitting.say(found.next.id, answer(found.next.id, scenario, person))
        found = sitting.diagnosis
    causes = [cause.id for cause in found.causes]

    return Solved(
        id=scenario["id"],
        right=bool(causes) and causes[0] in person["right"],
        said=causes[0] if causes else "-",
        wanted=tuple(person["right"]),
        verdict=found.verdict,
        next_step=f"{found.next.kind} {found.next.id}",
        calls=calls,
        checked=checked,
        asked=tuple(asked),
        also_found=bool(set(person["also"]) & {*found.also, *causes[1:3]}) if person["also"] else None,
    )


def play_all(file: Path, knowledge: Knowledge | None = None) -> list[Solved]:
    """Solve every scenario of a file that has a world and a transcript."""
    known, people = knowledge or Desk().knowledge, transcripts()
    scenarios = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]

    return [solve(known, one, people[one["id"]]) for one in scenarios if one.get("world") and one["id"] in people]


def summary(solved: list[Solved]) -> dict[str, float]:
    """Return the share of right causes, and what it took."""
    count = max(len(solved), 1)
    two = [one for one in solved if one.also_found is not None]

    return {
        "worlds": len(solved),
        "right cause": sum(one.right for one in solved) / count,
        "second fault named": sum(bool(one.also_found) for one in two) / max(len(two), 1),
        "without any question": sum(not one.asked for one in solved) / count,
        "questions, mean": sum(one.questions for one in solved) / count,
        "questions, most": max((one.questions for one in solved), default=0),
        "calls, mean": sum(one.calls for one in solved) / count,
        "calls, most": max((one.calls for one in solved), default=0),
    }


def tables(quick: bool = False) -> list[str]:
    """Return the table of this part; a quick run leaves it out, and so does a machine without the scenarios."""
    file = shared.file(shared.SCENARIOS)
    if quick or file is None:
        return []
    solved = play_all(file)
    rows = [(name, f"{value:.0%}" if _is_share(name) else f"{value:.3g}") for name, value in summary(solved).items()]
    each = [
        (one.id, "yes" if one.right else f"no: {one.said}", str(one.questions), ", ".join(one.asked), str(one.calls))
        for one in solved
    ]

    return [
        table(f"Worlds ({file.name}): TikTok is read before anything is asked", ("figure", "value"), rows),
        table("Each world", ("scenario", "right cause first", "questions", "asked", "calls"), each),
    ]


def _is_share(name: str) -> bool:
    return name in ("right cause", "second fault named", "without any question")
