"""Persons who use the tool: simulated ones for every cause, and the described ones with their transcripts."""

from __future__ import annotations

import statistics

from benchmarks import people, shared, simulated
from benchmarks.measure import Row, table
from regrant.knowledge import load

ROUNDS = 2


def tables(quick: bool = False) -> list[str]:
    """Return the tables of this part. The quick run has every cause once, and answers all of one kind."""
    kinds = [("5 % mistakes, don't-knows", 0.05, True)]
    if not quick:
        kinds.insert(0, ("perfect answers", 0.0, False))
    found = [_simulated(kinds, 1 if quick else ROUNDS)]
    file = shared.file(shared.SCENARIOS)
    if file is not None and not quick:
        played = people.play_all(file)
        rows: list[Row] = [(name, _figure(name, value)) for name, value in people.summary(played).items()]
        wrong = ", ".join(person.id for person in played if not person.right) or "none"
        found.append(table(f"People ({file.name})", ("figure", "value"), [*rows, ("not found", wrong)]))

    return found


def _simulated(kinds: list[tuple[str, float, bool]], rounds: int) -> str:
    knowledge = load()
    rows: list[Row] = []
    for title, mistake, unknown in kinds:
        runs = list(simulated.everybody(knowledge, rounds, mistake=mistake, unknown=unknown))
        figures = simulated.summary(runs)
        rows += [(f"{name}, {title}", _figure(name, value)) for name, value in figures.items()]
    pages = [simulated.fixed_order(knowledge, p.id, cause) for p in knowledge.problems.values() for cause in p.causes]
    tried, minutes = (statistics.mean(column) for column in zip(*pages, strict=True))
    rows.append(("fixes tried by following a static page in its order, mean", f"{tried:.1f}"))
    rows.append(("minutes to fixed with a static page, mean", f"{minutes:.0f}"))

    return table("Simulated persons, every cause of every problem equally often", ("figure", "value"), rows)


def _figure(name: str, value: float) -> str:
    if name in ("runs", "people") or "median" in name:
        return f"{value:.0f}"

    return f"{value:.1f}" if "questions" in name or "minutes" in name else f"{value:.1%}"
