"""
The chain for a whole fleet: every person, every asset of the same Business Center, every action, with the reason.

Millions of paths differ in few ways (see `profiles`). They are joined as numbers only, the chain is run once per
combination of profiles that occurs, and its answer is joined back. The links are those of `chain.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import narwhals as nw
import polars as pl

from regrant.access.backends import Plan
from regrant.access.chain import NO, NO_LINK, YES, cell_id, links
from regrant.access.marking import marked
from regrant.access.paths import RESTING, SUPPORT, VERDICTS, Engine
from regrant.access.permissions import matrix
from regrant.access.profiles import Profiles

VERDICT_NAMES = tuple(VERDICTS[code] for code in range(len(VERDICTS)))
_PAIR = ("person_no", "asset_no")
Cells = tuple[tuple[str, str], ...]


class Sweep:
    """One sweep, prepared; `rows` runs it lazily on the engine's backend, `collect` brings it here by name."""

    def __init__(self, engine: Engine, profiles: Profiles, cells: Cells) -> None:
        """Keep what is to be swept."""
        self._engine, self._profiles, self.cells = engine, profiles, cells
        self.persons = list(engine.facts.persons)
        self.assets = list(engine.facts.asset_names)

    def rows(self) -> nw.LazyFrame[Any]:
        """
        Return numbers: `person_no`, `asset_no`, `cell_no` (places in `persons`, `assets`, `cells`), `verdict`, `lacks`.

        `verdict` is a place in `VERDICT_NAMES`, `lacks` that of the first link that does not hold (99: none). Only
        people and assets that meet in some Business Center are listed; all others cannot.
        """
        needs = {link for cell in self.cells for link in matrix().cell(*cell).needs}
        rests = self._rests() if needs & set(RESTING) else None

        return self._run(self.cells, self._profiles.paths(_kinds(self.cells), rests))

    def collect(self, *, everything: bool = True) -> pl.DataFrame:
        """Return the rows with names instead of numbers (as categories); without "cannot" unless *everything*."""
        rows = self.rows()
        if not everything:
            rows = rows.filter(nw.col("verdict") > NO)
        found = self._engine.collect(rows)
        kinds, ids = ([key[place] for key in self.assets] for place in (0, 1))

        return pl.DataFrame(
            {
                "person": _named(found["person_no"], self.persons),
                "asset_type": _named(found["asset_no"], kinds),
                "asset_id": _named(found["asset_no"], ids),
                "action": _named(found["cell_no"], [action for _, action in self.cells]),
                "verdict": _named(found["verdict"], VERDICT_NAMES),
                "lacks": _named(
                    found["lacks"], [*(link.id for link in links()), *[None] * (NO_LINK - len(links()) + 1)]
                ),
            }
        )

    def _rests(self) -> pl.DataFrame:
        """Return the best mark of what other assets rest on, by person and asset (only what is more than "no")."""
        rows = self._run(SUPPORT, self._profiles.granted_paths(_kinds(SUPPORT))).filter(nw.col("verdict") > NO)

        return self._engine.collect(rows).with_columns(pl.col(_PAIR).cast(pl.UInt32))

    def _run(self, cells: Cells, paths: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Run the chain over the combinations that occur, and join its answer back to the paths."""
        engine = self._engine
        paths = engine.on.keep(paths)
        answers = engine.load(self._answers(engine.collect(paths.select("key").unique()), cells))
        keep = [*_PAIR, "cell_no"]
        if not self._profiles.may_meet_twice:
            return paths.join(answers, on="key").select(*keep, "verdict", "lacks")
        once = paths.filter(~nw.col("several")).join(answers, on="key").select(*keep, "verdict", "lacks")
        twice = paths.filter(nw.col("several")).join(answers, on="key")
        twice = _decoded(twice.group_by(*keep).agg(nw.col("rank").max()))

        return nw.concat([once, twice.select(*keep, "verdict", "lacks")], how="vertical")

    def _answers(self, keys: pl.DataFrame, cells: Cells) -> pl.DataFrame:
        """
        Return rank, verdict and lack by key and cell: here the chain itself runs.

        Combinations are a few thousand, whatever the fleet, so the chain runs on Polars also where the paths do not:
        DuckDB and Spark take longer to plan it than Polars to run it.
        """
        frame = combinations(self._profiles.unpacked(keys), cells)
        chain = _chain(tuple(cell_id(*cell) for cell in cells), tuple(frame.schema.items()))

        return chain.run(frame)


def combinations(profiles: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """Return every profile with every cell that there is for its kind of asset."""
    asked = pl.DataFrame(
        [{"asset_type": kind, "cell": cell_id(kind, action), "cell_no": no} for no, (kind, action) in enumerate(cells)],
        schema={"asset_type": pl.String, "cell": pl.String, "cell_no": pl.Int32},
    )

    return profiles.join(asked, on="asset_type")


def answered(rows: nw.LazyFrame[Any], chosen: tuple[str, ...]) -> nw.LazyFrame[Any]:
    """Run the chain on combinations: rank, verdict and lack by key and cell."""
    return _decoded(marked(rows, chosen).select("key", "cell_no", nw.col("rank").cast(nw.Int32)))


@lru_cache(maxsize=8)
def _chain(chosen: tuple[str, ...], schema: tuple[tuple[str, pl.DataType], ...]) -> Plan:
    """Return the chain as a plan, as building its expressions takes longer than running them."""
    return Plan(dict(schema), lambda rows: answered(rows, chosen))


def _kinds(cells: Cells) -> set[str]:
    return {kind for kind, _ in cells}


def _decoded(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    code = nw.col("rank") // 10000
    lacks = nw.when(code == YES).then(nw.lit(NO_LINK)).otherwise(nw.col("rank") % 100)

    return rows.with_columns(verdict=code.cast(nw.Int8), lacks=lacks.cast(nw.Int8))


def _named(numbers: pl.Series, names: Sequence[str | None]) -> pl.Series:
    known = list(dict.fromkeys(name for name in names if name is not None))

    return pl.Series(names, dtype=pl.Enum(known)).gather(numbers)
