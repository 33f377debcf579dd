"""The sweep of a fleet: every backend, the same rows; a fleet is never squared."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from benchmarks.fleet import fleet
from regrant.access import Resolver
from regrant.access.paths import Scope, all_cells
from regrant.access.sweep import VERDICT_NAMES

ROWS = 60_000
KEY = ["person", "asset_type", "asset_id", "action"]


def test_backends_agree_on_a_fleet() -> None:
    """Polars and DuckDB give the same verdict and the same lacking link for every row."""
    tables = fleet(ROWS)
    with duckdb.connect() as connection:
        found = [Resolver(tables, on=on).sweep(everything=True).sort(KEY) for on in (None, connection)]

    assert found[0].equals(found[1])
    assert set(found[0]["verdict"]) >= {"can", "cannot", "unknown_depends"}


def test_sweep_is_the_wide_chain() -> None:
    """Joining profiles gives what running the whole chain on every path gives, in two Business Centers."""
    resolver = Resolver(fleet(ROWS * 2))
    engine = resolver.engine
    wide = engine.collect(engine.run(Scope(cells=all_cells(), possible=True)))
    best = wide.group_by(KEY).agg(pl.col("rank").max()).select(*KEY, verdict=pl.col("rank") // 10000)
    best = best.with_columns(
        verdict=pl.col("verdict").replace_strict(dict(enumerate(VERDICT_NAMES)), return_dtype=pl.String)
    )
    swept = resolver.sweep(everything=True).select(*KEY, "verdict").cast(pl.String)

    assert swept.sort(KEY).equals(best.sort(KEY))


@pytest.mark.parametrize("people", [7, 10_000])
def test_batches_are_the_whole(people: int) -> None:
    """Batches of people hold together exactly the rows of one sweep, and each only its own people."""
    resolver = Resolver(fleet(ROWS * 2))
    swept = resolver.sweeping()
    parts = [resolver.engine.collect(part) for part in swept.batches(people)]
    order = ["person_no", "asset_no", "cell_no"]

    assert len(parts) == -(-len(swept.persons) // people)
    assert all(part["person_no"].n_unique() <= people for part in parts)
    assert pl.concat(parts).sort(order).equals(resolver.engine.collect(swept.rows()).sort(order))


def test_only_what_is_not_cannot() -> None:
    """Without `everything` the sweep leaves out exactly the rows that say "cannot"."""
    resolver = Resolver(fleet(ROWS))
    every = resolver.sweep(everything=True)

    assert resolver.sweep().sort(KEY).equals(every.filter(pl.col("verdict") != "cannot").sort(KEY))


def test_one_fleet_per_seed() -> None:
    """The same seed gives the same fleet, another seed another one."""
    first, again, other = fleet(ROWS), fleet(ROWS), fleet(ROWS, seed=8)

    assert all(first[name].equals(again[name]) for name in first.frames)
    assert not first["grants"].equals(other["grants"])
