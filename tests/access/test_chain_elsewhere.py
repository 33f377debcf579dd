"""The chain itself, and a whole sweep, where the rows are: on DuckDB and on Spark, the answers of Polars."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import duckdb
import polars as pl
import pytest

from benchmarks.fleet import fleet
from regrant.access import Resolver
from regrant.access.backends import Polars, backend
from regrant.access.chain import cell_id
from regrant.access.paths import all_cells
from regrant.access.sweep import answered, asked

ROWS = 50_000
KEY = ["person", "asset_type", "asset_id", "action"]
NEEDED = (
    "Spark is not tested: it needs the package pyspark and Java on this machine (and REGRANT_SPARK=1, as it is slow)."
)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Return a Spark session, or skip and say what is missing."""
    if not (find_spec("pyspark") and shutil.which("java") and os.environ.get("REGRANT_SPARK")):
        pytest.skip(NEEDED)
    from benchmarks.sweeps import spark_session

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = spark_session()
        yield session
        session.stop()


def chain(on: Polars) -> pl.DataFrame:
    """Return what the chain answers to every combination of a small fleet, run on a backend."""
    resolver = Resolver(fleet(ROWS))
    cells = all_cells()
    paths = resolver.profiles.paths({kind for kind, _ in cells})
    profiles = resolver.profiles.unpacked(resolver.engine.collect(paths.select("key").unique())).collect()
    chosen = tuple(cell_id(*cell) for cell in cells)
    found = on.collect(answered(chosen, on.load(profiles), on.load(asked(profiles, cells))))

    return found.sort("key", "cell_no")


def test_chain_on_duckdb() -> None:
    """DuckDB gives every combination the rank, the verdict and the lacking link that Polars gives it."""
    with duckdb.connect() as connection:
        assert chain(backend(connection)).equals(chain(Polars()))


@pytest.mark.filterwarnings("ignore")
def test_chain_on_spark(spark: Any) -> None:
    """Spark gives every combination the rank, the verdict and the lacking link that Polars gives it."""
    assert chain(backend(spark)).equals(chain(Polars()))


@pytest.mark.filterwarnings("ignore")
def test_sweep_on_spark(spark: Any) -> None:
    """A sweep on Spark gives every row the verdict and the lacking link that a sweep on Polars gives it."""
    tables = fleet(ROWS)
    found, wanted = (Resolver(tables, on=on).sweep(everything=True).sort(KEY) for on in (spark, None))

    assert found.equals(wanted)
