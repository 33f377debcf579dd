"""`python -m benchmarks [CASES] [PEOPLE]` measures, prints, and writes the tables into benchmarks/README.md."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

from benchmarks import people, readers, simulated, speed
from regrant.evaluation import evaluate, read_cases
from regrant.knowledge import load

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
ROUNDS = 2
Rows = list[tuple[str, ...]]


def main() -> None:
    """Measure everything that can be measured here."""
    cases = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "cases-dev.jsonl"
    scenarios = Path(sys.argv[2]) if len(sys.argv) > 2 else SHARED / "scenarios-dev.jsonl"
    parts = [_machine(), _speed(), _simulated()]
    if cases.is_file():
        parts.append(_complaints(cases))
    if scenarios.is_file():
        parts.append(_people(scenarios))
    text = (HERE / "about.md").read_text(encoding="utf-8") + "\n" + "\n".join(parts)
    (HERE / "README.md").write_text(text, encoding="utf-8")
    print(text)


def _machine() -> str:
    return f"Measured on {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}, in one run.\n"


def _table(title: str, head: tuple[str, ...], rows: Rows) -> str:
    lines = [f"## {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]

    return "\n".join(lines) + "\n"


def _speed() -> str:
    return _table("Speed", ("what", "median", "aim"), list(speed.table()))


def _simulated() -> str:
    knowledge = load()
    rows: Rows = []
    for title, mistake, unknown in (("perfect answers", 0.0, False), ("5 % mistakes, don't-knows", 0.05, True)):
        runs = list(simulated.everybody(knowledge, ROUNDS, mistake=mistake, unknown=unknown))
        figures = simulated.summary(runs)
        rows += [(f"{name}, {title}", _figure(name, value)) for name, value in figures.items()]
    pages = [simulated.fixed_order(knowledge, p.id, cause) for p in knowledge.problems.values() for cause in p.causes]
    rows.append(
        ("fixes tried by following a static page in its order, mean", f"{_mean(tried for tried, _ in pages):.1f}")
    )
    rows.append(("minutes to fixed with a static page, mean", f"{_mean(minutes for _, minutes in pages):.0f}"))

    return _table("Simulated persons, every cause of every problem equally often", ("figure", "value"), rows)


def _mean(values: object) -> float:
    found = list(values)  # type: ignore[call-overload]

    return float(sum(found)) / len(found)


def _figure(name: str, value: float) -> str:
    if name in ("runs", "people") or "median" in name:
        return f"{value:.0f}"

    return f"{value:.1f}" if "questions" in name or "minutes" in name else f"{value:.1%}"


def _complaints(file: Path) -> str:
    complaints = read_cases(file)
    found = evaluate(complaints)
    languages = ", ".join(f"{name} {share.top1}/{share.of}" for name, share in found.by_language.items())
    problems = ", ".join(f"{name} {share.top1}/{share.of}" for name, share in found.by_problem.items())
    rows: Rows = [
        ("complaints", str(found.complaints)),
        ("right problem first", f"{found.top1:.1%}"),
        ("right among the first three", f"{found.top3:.1%}"),
        ("out of scope told so", f"{found.out_of_scope_found} of {found.out_of_scope}"),
        ("wrongly turned away", f"{found.wrongly_turned_away} of {found.in_scope}"),
        ("cause decided from the words and facts", f"{found.causes_decided} of {found.causes_labelled}"),
        ("of these right (labels matched by meaning)", str(found.causes_right)),
        ("right first, by problem", problems),
        ("right first, by language", languages),
    ]

    layers = [(name, f"{one:.1%}", f"{three:.1%}") for name, one, three in readers.compare(complaints)]

    return "\n".join(
        [
            _table(f"Complaints ({file.name})", ("figure", "value"), rows),
            _table("Readers of words, on the same complaints", ("reader", "first", "first three"), list(layers)),
        ]
    )


def _people(file: Path) -> str:
    played = people.play_all(file)
    rows: Rows = [(name, _figure(name, value)) for name, value in people.summary(played).items()]
    wrong = ", ".join(p.id for p in played if not p.right) or "none"
    rows.append(("not found", wrong))

    return _table(f"People ({file.name})", ("figure", "value"), rows)


if __name__ == "__main__":
    main()
