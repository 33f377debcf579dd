"""
`python -m benchmarks [--quick] [PART ...]` measures and prints.

The whole run writes its tables into benchmarks/README.md; a run of some parts, or a quick one, only prints. The quick
run uses small sizes and ends with 1 and a plain sentence if a ratio is worse than `guards.yaml` allows.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from benchmarks import guards
from benchmarks.measure import machine

HERE = Path(__file__).parent
PARTS = ("speed", "web", "engines", "optimum", "right", "complaints", "access", "reading", "worlds")
"""Modules that offer `tables(quick) -> list[str]`, in the order of the page; `ratios() -> dict` if they are guarded."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and print the tables.")
    parser.add_argument("--quick", action="store_true", help="small sizes, and refuse regressions")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of {', '.join(PARTS)}; all if left out")
    chosen = parser.parse_args(arguments)
    wrong = [name for name in chosen.parts if name not in PARTS]
    if wrong:
        parser.error(f'There is no part "{wrong[0]}". There are: {", ".join(PARTS)}.')
    text, sentences = measure(chosen.parts or PARTS, quick=chosen.quick)
    if not chosen.quick and not chosen.parts:
        text = (HERE / "about.md").read_text(encoding="utf-8") + "\n" + text + _plots()
        (HERE / "README.md").write_text(text, encoding="utf-8")
    print(text)
    for sentence in sentences:
        print(sentence, file=sys.stderr)

    return 1 if sentences else 0


def measure(names: Sequence[str], *, quick: bool) -> tuple[str, list[str]]:
    """Return the tables of some parts, and the sentences of the guards that a quick run found broken."""
    found, sentences = [machine()], []
    for name in names:
        part, started = _part(name), time.perf_counter()
        if part is None:
            continue
        if quick and hasattr(part, "ratios"):
            measured = part.ratios()
            sentences += guards.broken(measured)
            found.append("".join(f"- {key}: {value:.3g}\n" for key, value in measured.items()))
        else:
            found += part.tables(quick)
        print(f"{name}: measured in {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)

    return "\n".join(found), sentences


def _part(name: str) -> ModuleType | None:
    """Return a part, or None (said aloud) where it does not exist yet or is no part."""
    if find_spec(f"benchmarks.{name}") is None:
        print(f"The part {name} is not there; left out.", file=sys.stderr)
        return None
    part = import_module(f"benchmarks.{name}")
    if not hasattr(part, "tables"):
        print(f"The part {name} has no tables yet; left out.", file=sys.stderr)
        return None

    return part


def _plots() -> str:
    """Return links to the plots that the parts have drawn."""
    plots = sorted((HERE / "plots").glob("*.png")) + sorted((HERE / "plots").glob("*.svg"))

    return "".join(f"\n![{plot.stem.replace('_', ' ')}](plots/{plot.name})\n" for plot in plots)


if __name__ == "__main__":
    raise SystemExit(main())
