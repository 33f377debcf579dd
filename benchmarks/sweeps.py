"""
One process that sweeps: `python -m benchmarks.sweeps BACKENDS ROWS RUNS [PEOPLE]` prints JSON.

Several backends (joined by commas) take turns, so that whatever else the machine does falls on all alike. With PEOPLE
the rows come in batches of so many people, and none is kept.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import narwhals as nw

from benchmarks import fleet_sql
from benchmarks.fleet import fleet
from benchmarks.measure import most_memory, turns
from regrant.access import Resolver
from regrant.access.sweep import Sweep

SQL, SPARK = "sql", "spark"
Found = dict[str, Any]
_KIND = 1_000_003
"""A prime: checksums are sums of numbers below it."""


def sweep(names: list[str], rows: int, runs: int, people: int | None = None) -> Found:
    """
    Measure backends on a fleet, one by one in turns.

    Returns:
        `gathered` (seconds for facts and numbers), `before` and `memory` (the most MB of this process before the first
        sweep and in all), and `of` each backend the seconds of its first run, those of the others by the wall and by
        the processors, its rows, and a fingerprint of its answer.

    """
    tables = fleet(rows)
    started = time.perf_counter()
    known = Resolver(tables)
    _ = known.profiles  # the facts, and their numbers: once per snapshot, as the tables of the SQL are
    gathered = time.perf_counter() - started
    before = most_memory()
    work = {name: _work(name, known, people) for name in names}
    counts: dict[str, int] = {}
    works = {name: lambda name=name: counts.__setitem__(name, work[name][0]()) for name in work}
    first, taken = turns(works, 1), turns(works, runs)
    memory = most_memory()  # before the fingerprint, which is ours to prove, not the sweep's
    of = {
        name: {"first": first[name].wall[0], "wall": taken[name].wall, "cpu": taken[name].cpu, "rows": counts[name],
               "answer": mark()}
        for name, (_, mark) in work.items()
    }  # fmt: skip

    return {"gathered": gathered, "before": before, "memory": memory, "of": of}


def _work(name: str, known: Resolver, people: int | None) -> tuple[Callable[[], int], Callable[[], Any]]:
    """Return what is measured, and what gives the fingerprint of its answer."""
    if name == SQL:
        import duckdb

        connection = duckdb.connect()
        fleet_sql.prepare(known, connection)
        return lambda: int(connection.sql(fleet_sql.JOINS).to_arrow_table().num_rows), lambda: None
    resolver = Resolver(known.tables, on=_session(name))
    resolver.__dict__["facts"] = known.facts  # gathered once per snapshot, whatever it then runs on

    def count() -> int:
        swept = resolver.sweeping()
        parts = [swept.rows()] if people is None else swept.batches(people)
        return sum(_kept(resolver, part) for part in parts)

    if people is not None:
        return count, lambda: None

    return count, lambda: fingerprint(resolver.sweeping(), resolver)


def _kept(resolver: Resolver, rows: nw.LazyFrame[Any]) -> int:
    """Compute rows, keep them for as long as it takes to count them, and return how many they are."""
    kept = resolver.engine.on.keep(rows)

    return int(resolver.engine.collect(kept.select(nw.len())).item())


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
    mixed = swept.rows().with_columns(mix=(place + nw.col("cell_no").cast(nw.Int64)) % _KIND)
    found = mixed.group_by("verdict", "lacks").agg(nw.len().alias("rows"), nw.col("mix").sum().alias("mix"))

    return sorted([int(value) for value in row] for row in resolver.engine.collect(found).iter_rows())


def main(names: str, rows: str, runs: str, people: str | None = None) -> None:
    """Sweep as the command line says."""
    print(json.dumps(sweep(names.split(","), int(rows), int(runs), int(people) if people else None)))


if __name__ == "__main__":
    main(*sys.argv[1:])
