"""
Who can do what: one question, and a whole fleet, by the same chain on Polars, DuckDB and Spark, beside others.

Every process of a sweep is `benchmarks.sweeps`; the backends whose time is compared take turns in one.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from typing import Any

from benchmarks import access_plot, authorizers
from benchmarks.fleet import fleet
from benchmarks.measure import Row, alone, spread, table, times
from benchmarks.sweeps import SPARK, SQL, Found
from regrant.access import Resolver

MILLION = 1_000_000
PATIENCE = 900.0
"""Seconds after which a process is given up."""
RUNS, RUNS_LARGE = 9, 3
LARGE = 10 * MILLION
LIMIT, PEOPLE = 30 * MILLION, 4000
"""The largest fleet, and how many people a batch of it holds: about 4 million rows."""
BACKENDS = ("polars", "duckdb", SQL, SPARK)
TITLES = {
    "polars": "our chain on Polars",
    "duckdb": "our chain on DuckDB",
    SPARK: "our chain on Spark (local)",
    SQL: "hand-written DuckDB SQL, joins only",
}
HEAD = (
    "what", "first run", "seconds of the others, median (fastest to slowest)", "million rows a second", "x SQL",
    "x SQL, processors", "most memory (of it before the sweep)",
)  # fmt: skip
Points = dict[str, list[tuple[int, float]]]
"""Rows and seconds, by what took them."""


def tables(quick: bool = False) -> list[str]:
    """Return the tables of this part; the whole run draws the plot as well."""
    drawn: Points = {title: [] for title in TITLES.values()}
    if quick:
        return [_sweeps(MILLION // 5, 3, BACKENDS[:-1], drawn), _others(quick, drawn)]
    found = [_sweeps(size, RUNS if size <= MILLION else RUNS_LARGE, BACKENDS, drawn) for size in (MILLION, LARGE)]
    found += [_limit(drawn), _others(quick, drawn)]
    access_plot.draw(drawn)

    return found


def ratios() -> dict[str, float]:
    """Return what `make bench-quick` guards: ours over hand-written SQL, and over the others' rates."""
    found = _swept(("polars", SQL), MILLION, RUNS)["of"]
    asked = authorizers.sample(Resolver(fleet(MILLION // 20)), 1000)
    rate, count = found["polars"]["rows"] / statistics.median(found["polars"]["wall"]), len(asked.ours)
    (_, cedar), (_, casbin) = authorizers.cedar(asked), authorizers.casbin(asked)

    return {
        "sweep_over_sql": _over(found, "polars", "cpu"),
        "sweep_rate_over_cedar": rate / (count / cedar),
        "sweep_rate_over_casbin": rate / (count / casbin),
    }


def _swept(names: tuple[str, ...], size: int, runs: int, *more: int, one_core: bool = False) -> Found:
    """Return what a process of its own says of a sweep; nothing if it took too long."""
    arguments = (",".join(names), str(size), str(runs), *map(str, more))
    found: Found | None = alone("benchmarks.sweeps", *arguments, limit=PATIENCE, one_core=one_core)

    return found or {}


def _over(found: Mapping[str, Any], name: str, clock: str) -> float:
    """Return how many times as long as the SQL a backend takes, by the wall or the processors, median by median."""
    return float(statistics.median(found[name][clock]) / statistics.median(found[SQL][clock]))


def _sweeps(size: int, runs: int, backends: tuple[str, ...], drawn: Points) -> str:
    together = _swept(tuple(name for name in backends if name != SPARK), size, runs)
    of: Found = together["of"]
    processes = {name: _swept((name,), size, 1) for name in backends}
    of |= {name: one["of"][name] for name, one in processes.items() if one and name not in of}
    answers = [one["answer"] for name, one in of.items() if name != SQL]
    if any(answer != answers[0] for answer in answers):
        raise AssertionError("The backends do not give the same answers.")
    rows: list[Row] = []
    for name, one in of.items():
        middle = statistics.median(one["wall"])
        drawn[TITLES[name]].append((one["rows"], middle))
        took = f"{one['first']:.2g} s", spread(one["wall"]), f"{one['rows'] / middle / MILLION:.1f}"
        processors = "-" if name == SPARK else f"{_over(of, name, 'cpu'):.2f}"  # Java's are not this process's
        rows.append((TITLES[name], *took, f"{_over(of, name, 'wall'):.2f}", processors, _memory(processes[name], name)))
    gathered = f"{together['gathered']:.2g} s"
    rows.append(("gathering and numbering the facts, once per snapshot (in none of the above)", gathered, *[""] * 5))
    title = f"Access: everybody, every asset, every action, with reasons: {of[SQL]['rows'] / MILLION:.1f} million rows"
    late = [f"\n{TITLES[name]} did not finish within {PATIENCE:.0f} seconds.\n" for name in backends if name not in of]
    said = f"\nThe {len(answers)} backends agree on every verdict and lack: counts and checksums are the same.\n"

    return table(title, HEAD, rows) + said + "".join(late)


def _memory(found: Found, name: str = "") -> str:
    java = " + Java's" if name == SPARK else ""

    return f"{found['memory']:,.0f} MB ({found['before']:,.0f}){java}" if found else "-"


def _limit(drawn: Points) -> str:
    """Return how far it goes: more rows, in batches, and on one core."""
    runs = [
        (LARGE, "polars", (), False), (LARGE, "polars", (), True), (LARGE, SQL, (), True),
        (LIMIT, "polars", (), False), (LIMIT, "polars", (PEOPLE,), False), (LIMIT, SQL, (), False),
    ]  # fmt: skip
    rows: list[Row] = []
    for size, name, batch, one_core in runs:
        found = _swept((name,), size, RUNS_LARGE, *batch, one_core=one_core)
        one: Found = found["of"][name] if found else {"rows": size, "wall": []}
        if size == LIMIT and not batch and found:
            drawn[TITLES[name]].append((one["rows"], statistics.median(one["wall"])))
        how = f"batches of {PEOPLE:,} people" if batch else "whole, kept in memory"
        took = spread(one["wall"]) if found else f"did not finish within {PATIENCE:.0f} s"
        cores = "one" if one_core else "all"
        rows.append((TITLES[name], f"{one['rows'] / MILLION:.1f} million", how, cores, took, _memory(found)))
    head = ("what", "rows", "how", "cores", "seconds, median (fastest to slowest)", HEAD[-1])

    return table("Access: how far it goes", head, rows)


def whys(resolver: Resolver, runs: int) -> list[float]:
    """Return the seconds of single questions, each about another person."""
    ads = [key for key in resolver.facts.asset_names if key[0] == "ADVERTISER"]
    people = iter(list(resolver.facts.persons)[: runs + 1])

    return times(lambda: resolver.why(next(people), "create_and_edit_ads", f"ADVERTISER:{ads[7][1]}"), runs)


def _others(quick: bool, drawn: Points) -> str:
    sizes = (500,) if quick else (500, 5000)
    small = Resolver(fleet(MILLION // 20))
    one = whys(small, 10)
    every = times(lambda: small.sweeping().collect(), 3)
    found = _swept(("polars",), MILLION, 3)["of"]["polars"]
    ours = found["rows"] / statistics.median(found["wall"])
    rows: list[Row] = [("one `why`, with the whole chain and its repair", spread(one), "", "")]
    rows.append(("a sweep of one Business Center, by name", spread(every), "", ""))
    rows.append(("our sweep of a million rows, with reasons", spread(found["wall"]), f"{ours:,.0f}", "1"))
    for name, run in (("cedarpy, batches of 1000", authorizers.cedar), ("pycasbin", authorizers.casbin)):
        for size in sizes:
            asked = authorizers.sample(small, size)
            answers, seconds = run(asked)
            if answers != asked.ours:
                raise AssertionError(f"{name} does not answer as we do.")
            drawn.setdefault(name, []).append((len(answers), seconds))
        rate = len(answers) / seconds
        rows.append(
            (f"{name}, {len(answers)} questions, yes or no", f"{seconds:.2f} s", f"{rate:,.0f}", f"{ours / rate:,.0f}")
        )
    head = ("what", "time", "questions a second", "ours is faster by")

    return table("Access: beside engines that decide one question at a time", head, rows)
