"""The part about access: backends take turns, memory is the process's own, and what is drawn was measured."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from benchmarks import access, access_plot, sweeps
from benchmarks.measure import alone, turns

ROWS = 60_000


def test_backends_take_turns() -> None:
    """Each work runs once in every round, one after the other, and both clocks are read."""
    order: list[str] = []
    taken = turns({name: partial(order.append, name) for name in ("a", "b")}, 3)

    assert order == ["a", "b"] * 3
    assert all(len(one.wall) == len(one.cpu) == 3 for one in taken.values())


def test_one_process_sweeps_with_several_backends() -> None:
    """Polars and DuckDB give the same fingerprint and as many rows; in batches there are as many."""
    found = sweeps.sweep(["polars", "duckdb"], ROWS, 1)
    batched = sweeps.sweep(["polars"], ROWS, 1, people=10)

    assert found["of"]["polars"]["answer"] == found["of"]["duckdb"]["answer"]
    counts = {found["of"][name]["rows"] for name in found["of"]} | {batched["of"]["polars"]["rows"]}
    assert len(counts) == 1
    assert sum(row[2] for row in found["of"]["polars"]["answer"]) in counts


def test_memory_is_that_of_the_process() -> None:
    """A process that is kept to one core says how much memory it had, before the sweep and in all."""
    found = alone("benchmarks.sweeps", "polars", str(ROWS), "1", one_core=True)

    assert 0 < found["before"] <= found["memory"]


def test_plot_has_every_measured_series(tmp_path: Path) -> None:
    """Each series with points is drawn under its name; one without any does not stop the others."""
    pytest.importorskip("matplotlib", reason="the plots are drawn with matplotlib, which only the benchmarks need")
    drawn: access.Points = {title: [(10**6, 0.5), (10**5, 0.1)] for title in access.TITLES.values()}
    drawn |= {access.TITLES["spark"]: [], "cedarpy": [(500, 1.0)], "pycasbin": [(500, 2.0)]}
    access_plot.draw(drawn, tmp_path / "plots" / "access.svg")
    text = (tmp_path / "plots" / "access.svg").read_text()

    assert all(f">{name}<" in text for name in ("our chain on Polars", "cedarpy", "pycasbin"))
