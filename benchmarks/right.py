"""
Is it right: simulated persons with one cause and with two, calibration, unsafe advice, and the people of a file.

`python -m benchmarks.right [quick]` prints the tables; a full run also draws `plots/calibration.svg`.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from statistics import median

from benchmarks import people, shared
from benchmarks.calibration import Said, bins, calibration_error, draw, stated
from benchmarks.troubled import CARELESS, HUMAN, PERFECT, WATCHFUL, Diagnosing, Person, Played, Ways, play
from regrant.diagnosis import diagnose
from regrant.diagnosis.diagnose import DECIDED
from regrant.diagnosis.evidence import PROBLEM
from regrant.diagnosis.model import Model, model_of
from regrant.knowledge import Knowledge, load
from regrant.knowledge.check import check

HERE = Path(__file__).parent
PLOT = HERE / "plots" / "calibration.svg"
FIRM = 0.5
"""Below this probability a fix that is hard to undo counts as unsafe."""


def tables(quick: bool = False) -> list[str]:
    """Return the tables as Markdown: one cause, two causes, calibration, unsafe advice, and people if there are any."""
    knowledge = load()
    share = 0.2 if quick else 2.0
    one = {ways: list(singles(knowledge, ways, share)) for ways in (PERFECT, HUMAN, CARELESS)}
    two = {ways: list(pairs(knowledge, ways, 25 if quick else 200)) for ways in (PERFECT, HUMAN, WATCHFUL)}
    common = {ways: list(as_common(knowledge, ways, 40 if quick else 600)) for ways in (HUMAN, CARELESS)}
    said = {ways.title: stated(runs) for ways, runs in common.items()}
    everybody = [run for runs in (*one.values(), *two.values(), *common.values()) for run in runs]
    parts = [_singles(knowledge, one), _pairs(two), _calibration(said), _unsafe(knowledge, everybody)]
    given = shared.file(shared.SCENARIOS)
    files = {f"given ({shared.SCENARIOS})": given} if given else {}
    parts.append(_people({**files, **{f"our own, {name}": file for name, file in people.OURS.items()}}))
    if not quick:
        draw(said, PLOT)

    return parts


def singles(knowledge: Knowledge, ways: Ways, share: float, seed: int = 1) -> Iterator[Played]:
    """Play every cause of every problem equally often (*share* times on average)."""
    dice = random.Random(seed)
    everything = [(p.id, cause) for p in knowledge.problems.values() for cause in p.causes]
    for index in _spread(len(everything), share, dice):
        problem, cause = everything[index]
        yield play(knowledge, Person(knowledge, (knowledge.causes[cause],), dice, ways), problem)


def pairs(knowledge: Knowledge, ways: Ways, count: int, seed: int = 2) -> Iterator[Played]:
    """Play pairs of causes of one problem that need different fixes, each problem as often as it has such pairs."""
    dice = random.Random(seed)
    everything = [
        (problem.id, one, other)
        for problem in knowledge.problems.values()
        if not problem.go_to
        for one, other in combinations(problem.causes, 2)
        if knowledge.causes[one].fix != knowledge.causes[other].fix
    ]
    for problem, one, other in dice.sample(everything, count):
        both = (knowledge.causes[one], knowledge.causes[other])
        yield play(knowledge, Person(knowledge, both, dice, ways), problem)


def as_common(
    knowledge: Knowledge, ways: Ways, count: int, seed: int = 3, how: Diagnosing = diagnose
) -> Iterator[Played]:
    """Play causes as often as they are common, under the name that people give to their problem."""
    dice, model = random.Random(seed), model_of(knowledge)
    names = model.values(PROBLEM)
    for index in dice.choices(range(len(model.hypotheses)), model.prior.tolist(), k=count):
        problem, cause = model.hypotheses[index]
        said = dice.choices(names, _naming(model, index))[0]
        yield play(knowledge, Person(knowledge, (knowledge.causes[cause],), dice, ways), problem, said, how)


def _naming(model: Model, index: int) -> list[float]:
    row: list[float] = model.table[index, model.columns[PROBLEM]].tolist()

    return row


def _spread(count: int, share: float, dice: random.Random) -> list[int]:
    """Return each index *share* times; of a broken share, that part of them drawn without favour."""
    whole = int(share)
    some = dice.sample(range(count), round((share - whole) * count))

    return [index for index in range(count) for _ in range(whole)] + sorted(some)


def on_page(knowledge: Knowledge, run: Played) -> int:
    """Return how many fixes a static page has one try, each once and in its order, until the person's own."""
    causes = [knowledge.causes[name] for name in knowledge.problems[run.problem].causes]
    fixes = list(dict.fromkeys(cause.fix for cause in causes))

    return 1 + fixes.index(knowledge.causes[run.causes[0]].fix)


def risky(knowledge: Knowledge, runs: Iterable[Played]) -> dict[str, int]:
    """Count what must never be proposed."""
    again = hard = 0
    for run in runs:
        again += len(run.fixes) - len(set(run.fixes))
        hard += sum(
            knowledge.fixes[fix].risk == "high" and chance < FIRM
            for fix, chance in zip(run.fixes, run.chances, strict=True)
        )

    return {"a fix that had already failed": again, f"a fix that is hard to undo, below {FIRM:.0%}": hard}


def _singles(knowledge: Knowledge, found: dict[Ways, list[Played]]) -> str:
    head = ("one cause, every cause equally often", *(ways.title for ways in found))
    rules = {
        "persons": lambda runs: str(len(runs)),
        "right cause first": lambda runs: _share(run.right for run in runs),
        "in the first three": lambda runs: _share(bool(_three(run) & set(run.causes)) for run in runs),
        "decided": lambda runs: _share(run.sure for run in runs),
        "wrong and sure": lambda runs: _share(run.sure and not run.right for run in runs),
        f"wrong, and stated from {DECIDED:.0%} on": lambda runs: _share(
            not hit and p >= DECIDED for p, hit in stated(runs)
        ),
        "cannot tell": lambda runs: _share(run.first.verdict == "cannot_tell" for run in runs),
        "a second cause named where there is none": lambda runs: _share(bool(run.first.also) for run in runs),
        "asked which of two answers holds": lambda runs: _share(run.clashes > 0 for run in runs),
        "questions, mean": lambda runs: f"{_mean(run.questions for run in runs):.1f}",
        "questions, median": lambda runs: f"{median(run.questions for run in runs):.0f}",
        "fixes tried, mean": lambda runs: f"{_mean(len(run.fixes) for run in runs):.1f}",
        "fixes tried by following a static page in its order, mean": lambda runs: (
            f"{_mean(on_page(knowledge, run) for run in runs):.1f}"
        ),
        "fixed in the end": lambda runs: _share(run.fixed for run in runs),
    }

    return _table("Right: one cause", head, [(name, *map(rule, found.values())) for name, rule in rules.items()])


def _pairs(found: dict[Ways, list[Played]]) -> str:
    head = ("two causes of one problem at once", *(ways.title for ways in found))
    rules = {
        "persons": lambda runs: str(len(runs)),
        "one of the two first": lambda runs: _share(run.right for run in runs),
        "wrong and sure": lambda runs: _share(run.sure and not run.right for run in runs),
        "both among the first three, or named beside the first": lambda runs: _share(
            set(run.causes) <= _three(run) | set(run.first.also) for run in runs
        ),
        "second named beside the first": lambda runs: _share(_beside(run) for run in runs),
        "both named by the end (after the first fix)": lambda runs: _share(
            set(run.causes) <= run.named for run in runs
        ),
        "both fixed": lambda runs: _share(run.fixed for run in runs),
        "questions before the first fix, mean": lambda runs: f"{_mean(run.questions for run in runs):.1f}",
    }

    return _table("Right: two causes", head, [(name, *map(rule, found.values())) for name, rule in rules.items()])


def _beside(run: Played) -> bool:
    return bool(set(run.first.also) & (set(run.causes) - {run.best}))


def _three(run: Played) -> set[str]:
    return {cause.id for cause in run.first.causes[:3]}


def _calibration(said: dict[str, Said]) -> str:
    parts = []
    for title, values in said.items():
        head = ("stated", "found right", "persons")
        rows = [(f"{mean:.0%}", f"{hit:.0%}", str(number)) for number, mean, hit in bins(values)]
        rows.append(("expected calibration error", f"{calibration_error(values):.3f}", str(len(values))))
        parts.append(_table(f"Calibration, causes as common as they are, {title}", head, rows))

    return "\n".join(parts)


def _unsafe(knowledge: Knowledge, runs: list[Played]) -> str:
    rows = [("unsafe fixes and messages in the knowledge", str(sum("unsafe" in str(m) for m in check())))]
    proposed = sum(len(run.fixes) for run in runs)
    rows += [(f"{name}, of {proposed} proposed", str(count)) for name, count in risky(knowledge, runs).items()]

    return _table("Unsafe advice", ("what", "times"), rows)


def _people(files: Mapping[str, Path]) -> str:
    played = {name: people.play_all(file) for name, file in files.items()}
    figures = {name: people.summary(found) for name, found in played.items()}
    rows = [(row, *(_figure(row, found[row]) for found in figures.values())) for row in next(iter(figures.values()))]
    errors = (calibration_error([(p.probability, p.right) for p in found]) for found in played.values())
    rows.append(("expected calibration error (few people)", *(f"{error:.2f}" for error in errors)))
    rows.append(("not found", *(", ".join(p.id for p in found if not p.right) or "none" for found in played.values())))

    return _table("People", ("figure", *played), rows)


def _figure(row: str, value: float) -> str:
    return f"{value:.0f}" if row == "people" else f"{value:.1f}" if "questions" in row else f"{value:.1%}"


def _table(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"## {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]

    return "\n".join(lines) + "\n"


def _mean(values: Iterable[float]) -> float:
    found = list(values)

    return sum(found) / max(len(found), 1)


def _share(values: Iterable[bool]) -> str:
    return f"{_mean(values):.1%}"


if __name__ == "__main__":
    print("\n".join(tables("quick" in sys.argv[1:])))
