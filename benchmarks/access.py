"""
Who can do what: one question, and a whole fleet, by the same chain on Polars, DuckDB and Spark, beside others.

`python -m benchmarks.access BACKEND ROWS RUNS` measures one backend in a process of its own and prints JSON.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import narwhals as nw

from benchmarks import authorizers, fleet_sql
from benchmarks.fleet import fleet
from benchmarks.measure import Row, alone, spread, table, times
from regrant.access import Resolver
from regrant.access.sweep import Sweep

MILLION = 1_000_000
PATIENCE = 900.0
"""Seconds after which a backend is given up."""
BACKENDS = ("polars", "duckdb", "sql", "spark")
TITLES = {
    "polars": "our chain on Polars",
    "duckdb": "our chain on DuckDB",
    "spark": "our chain on Spark (local)",
    "sql": "hand-written DuckDB SQL, joins only",
}
Found = dict[str, Any]


def sweep(name: str, rows: int, runs: int) -> Found:
    """Measure one backend on a fleet: seconds of every run, rows, fingerprint of the answer, memory."""
    tables = fleet(rows)
    started = time.perf_counter()
    known = Resolver(tables)
    _ = known.profiles  # the facts, and their numbers: once per snapshot, as the tables of the SQL are
    gathered = time.perf_counter() - started
    before = _memory()
    work, mark = _work(name, known)
    count = work()
    found: Found = {"gathered": gathered, "before": before, "seconds": times(work, runs, warm=False)}

    return {**found, "memory": _memory(), "rows": count, "answer": mark()}


def _memory() -> float:
    """Return the most memory this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _work(name: str, known: Resolver) -> tuple[Callable[[], int], Callable[[], Any]]:
    """Return what is measured, and what gives the fingerprint of its answer."""
    if name == "sql":
        import duckdb

        connection = duckdb.connect()
        fleet_sql.prepare(known, connection)
        return lambda: int(connection.sql(fleet_sql.JOINS).to_arrow_table().num_rows), lambda: None
    resolver = Resolver(known.tables, on=_session(name))
    resolver.__dict__["facts"] = known.facts  # gathered once per snapshot, whatever it then runs on
    keep = resolver.engine.on.keep

    def count() -> int:
        kept = keep(resolver.sweeping().rows())
        return int(resolver.engine.collect(kept.select(nw.len())).item())

    return count, lambda: fingerprint(resolver.sweeping(), resolver)


def _session(name: str) -> Any:
    if name == "polars":
        return None
    if name == "duckdb":
        import duckdb

        return duckdb.connect()

    return spark_session()


def spark_session() -> Any:
    """Return Spark in this machine, on two cores, reachable by loopback only."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    build = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    build = build.config("spark.driver.memory", "8g").config("spark.driver.bindAddress", "127.0.0.1")
    session = build.config("spark.driver.host", "127.0.0.1").config("spark.sql.shuffle.partitions", "8").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")

    return session


def fingerprint(swept: Sweep, resolver: Resolver) -> list[list[int]]:
    """Return, for every verdict and lacking link, how many rows there are and a sum that any exchanged row changes."""
    place = nw.col("person_no").cast(nw.Int64) * 31 + nw.col("asset_no").cast(nw.Int64) * 7
    mixed = swept.rows().with_columns(mix=(place + nw.col("cell_no").cast(nw.Int64)) % 1_000_003)
    found = mixed.group_by("verdict", "lacks").agg(nw.len().alias("rows"), nw.col("mix").sum().alias("mix"))

    return sorted([int(value) for value in row] for row in resolver.engine.collect(found).iter_rows())


def whys(resolver: Resolver, runs: int) -> list[float]:
    """Return the seconds of single questions, each about another person."""
    ads = [key for key in resolver.facts.asset_names if key[0] == "ADVERTISER"]
    people = iter(list(resolver.facts.persons)[: runs + 1])

    return times(lambda: resolver.why(next(people), "create_and_edit_ads", f"ADVERTISER:{ads[7][1]}"), runs)


def tables(quick: bool = False) -> list[str]:
    """Return the tables of this part."""
    sizes = (MILLION // 5,) if quick else (MILLION, 10 * MILLION)
    backends = tuple(name for name in BACKENDS if not (quick and name == "spark"))
    small = tuple(name for name in backends if name != "spark")
    found = [_sweeps(size, 3, backends if size <= MILLION else small) for size in sizes]

    return [*found, _others(quick)]


def ratios() -> dict[str, float]:
    """Return what `make bench-quick` guards: ours over hand-written SQL, and over the others' rates."""
    size = 2 * MILLION
    found = {name: min(sweep(name, size, 5)["seconds"]) for name in ("polars", "sql")}  # the least disturbed run
    rate = size / found["polars"]
    asked = authorizers.sample(Resolver(fleet(MILLION // 20)), 1000)
    (_, cedar), (_, casbin) = authorizers.cedar(asked), authorizers.casbin(asked)
    count = len(asked.ours)

    return {
        "sweep_over_sql": found["polars"] / found["sql"],
        "sweep_rate_over_cedar": rate / (count / cedar),
        "sweep_rate_over_casbin": rate / (count / casbin),
    }


def _sweeps(size: int, runs: int, backends: tuple[str, ...]) -> str:
    asked = {name: alone("benchmarks.access", name, str(size), str(runs), limit=PATIENCE) for name in backends}
    found = {name: one for name, one in asked.items() if one}
    late = [TITLES[name] for name in backends if name not in found]
    backends = tuple(found)
    answers = [found[name]["answer"] for name in backends if name != "sql"]
    if any(answer != answers[0] for answer in answers):
        raise AssertionError("The backends do not give the same answers.")
    sql = statistics.median(found["sql"]["seconds"])
    rows: list[Row] = []
    for name in backends:
        middle = statistics.median(found[name]["seconds"])
        rate = found[name]["rows"] / middle / MILLION
        memory = f"{found[name]['memory']:.0f} MB" if name != "spark" else f"{found[name]['memory']:.0f} MB + Java's"
        rows.append((TITLES[name], spread(found[name]["seconds"]), f"{rate:.1f}", f"{middle / sql:.2f}", memory))
    gathered = statistics.median(found[name]["gathered"] for name in backends)
    rows.append(
        ("gathering and numbering the facts, once per snapshot (in none of the above)", f"{gathered:.2g} s", "", "", "")
    )
    head = ("what", "seconds, median (fastest to slowest)", "million rows a second", "x SQL", "most memory")
    title = (
        f"Access: everybody, every asset, every action, with reasons: {found['sql']['rows'] / MILLION:.1f} million rows"
    )

    said = "".join(f"\n{name} did not finish within {PATIENCE:.0f} seconds.\n" for name in late)

    return (
        table(title, head, rows)
        + f"\nThe {len(answers)} backends agree on every verdict and lack: counts and checksums are the same.\n"
        + said
    )


def _others(quick: bool) -> str:
    size = 500 if quick else 5000
    small = Resolver(fleet(MILLION // 20))
    asked = authorizers.sample(small, size)
    one = whys(small, 10)
    every = times(lambda: small.sweeping().collect(), 3)
    big = alone("benchmarks.access", "polars", str(MILLION), "3")
    ours = big["rows"] / statistics.median(big["seconds"])
    rows: list[Row] = [("one `why`, with the whole chain and its repair", spread(one), "", "")]
    rows.append(("a sweep of one Business Center, by name", spread(every), "", ""))
    rows.append(("our sweep of a million rows, with reasons", spread(big["seconds"]), f"{ours:,.0f}", "1"))
    for name, run in (("cedarpy, batches of 1000", authorizers.cedar), ("pycasbin", authorizers.casbin)):
        answers, seconds = run(asked)
        if answers != asked.ours:
            raise AssertionError(f"{name} does not answer as we do.")
        rate = len(answers) / seconds
        rows.append(
            (f"{name}, {len(answers)} questions, yes or no", f"{seconds:.2f} s", f"{rate:,.0f}", f"{ours / rate:,.0f}")
        )
    head = ("what", "time", "questions a second", "ours is faster by")

    return table("Access: beside engines that decide one question at a time", head, rows)


def _main() -> None:
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    print(json.dumps(sweep(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))


if __name__ == "__main__":
    _main()
