"""
The chain for a whole fleet: every person, every asset of the same Business Center, every action, with the reason.

Millions of paths differ in few ways (see `profiles`). They are joined as numbers only, the chain is run once per
combination of profiles that occurs, and its answer is joined back. The links are those of `chain.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

import narwhals as nw
import polars as pl

from regrant.access.backends import Plan, Schema
from regrant.access.chain import NO, NO_LINK, YES, allowances, cell_id, links
from regrant.access.marking import marked
from regrant.access.paths import RESTING, SUPPORT, VERDICTS, Engine
from regrant.access.permissions import matrix
from regrant.access.profiles import Profiles

VERDICT_NAMES = tuple(VERDICTS[code] for code in range(len(VERDICTS)))
_PAIR = ("person_no", "asset_no")
ROLES = ["asset_type", "role_text", "share_role_text"]
Cells = tuple[tuple[str, str], ...]
Step = Callable[..., nw.LazyFrame[Any]]
"""What is done to frames, given the ids of the cells that are asked about."""


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
        return self._of_people(0, len(self.persons))

    def batches(self, people: int) -> Iterator[nw.LazyFrame[Any]]:
        """Yield the rows of so many people after the others, each batch on its own, so that memory stays bounded."""
        for start in range(0, len(self.persons), people):
            yield self._of_people(start, min(start + people, len(self.persons)))

    def _of_people(self, start: int, end: int) -> nw.LazyFrame[Any]:
        needs = {link for cell in self.cells for link in matrix().cell(*cell).needs}
        if needs & set(RESTING):
            self._profiles.rest_on(self._rests)

        return self._run(self.cells, self._profiles.paths(_kinds(self.cells), start, end))

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
        answers = self._answers(engine.collect(paths.select("key").unique()), cells)
        repeated = answers.filter(self._profiles.may_repeat())
        keep = [*_PAIR, "cell_no"]
        once = paths.join(engine.load(answers.filter(~self._profiles.may_repeat())), on="key")
        once = once.select(*keep, "verdict", "lacks")
        if repeated.is_empty():
            return once
        best = paths.join(engine.load(repeated), on="key").group_by(*keep).agg(nw.col("rank").max())

        return nw.concat([once, _decoded(best).select(*keep, "verdict", "lacks")], how="vertical")

    def _answers(self, keys: pl.DataFrame, cells: Cells) -> pl.DataFrame:
        """
        Return rank, verdict and lack by key and cell: here the chain itself runs.

        Combinations are a few thousand, whatever the fleet, so the chain runs on Polars also where the paths do not:
        DuckDB and Spark take longer to plan it than Polars to run it.
        """
        profiles = self._profiles.unpacked(keys).collect()

        return run(answered, cells, profiles, asked(profiles, cells))


def asked(profiles: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """
    Return every cell that there is for the kinds of assets, with what the permission matrix says of the roles.

    So the matrix is asked once for each cell and pair of roles: far fewer than there are profiles with cells.
    """
    rows = [(kind, cell_id(kind, action), no) for no, (kind, action) in enumerate(cells)]
    there = pl.DataFrame(rows, {"asset_type": pl.String, "cell": pl.String, "cell_no": pl.Int32}, orient="row")

    return run(allowed, cells, profiles.select(ROLES).unique(), there)


def allowed(chosen: tuple[str, ...], roles: nw.LazyFrame[Any], there: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Ask the permission matrix about roles and cells."""
    return roles.join(there, on="asset_type").with_columns(**allowances(chosen))


def answered(chosen: tuple[str, ...], profiles: nw.LazyFrame[Any], there: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Run the chain on every profile with every cell: rank, verdict and lack by key and cell."""
    rows = marked(profiles.join(there, on=ROLES), chosen)

    return _decoded(rows.select("key", "cell_no", nw.col("rank").cast(nw.Int32)))


def run(step: Step, cells: Cells, *frames: pl.DataFrame) -> pl.DataFrame:
    """Run a step on Polars, by a plan that is kept: building its expressions takes longer than running them."""
    schemas = tuple(tuple(frame.schema.items()) for frame in frames)

    return _plan(step, tuple(cell_id(*cell) for cell in cells), schemas).run(*frames)


@lru_cache(maxsize=16)
def _plan(step: Step, chosen: tuple[str, ...], schemas: tuple[Schema, ...]) -> Plan:
    return Plan(schemas, partial(step, chosen))


def _kinds(cells: Cells) -> set[str]:
    return {kind for kind, _ in cells}


def _decoded(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    code = nw.col("rank") // 10000
    lacks = nw.when(code == YES).then(nw.lit(NO_LINK)).otherwise(nw.col("rank") % 100)

    return rows.with_columns(verdict=code.cast(nw.Int8), lacks=lacks.cast(nw.Int8))


def _named(numbers: pl.Series, names: Sequence[str | None]) -> pl.Series:
    known = list(dict.fromkeys(name for name in names if name is not None))

    return pl.Series(names, dtype=pl.Enum(known)).gather(numbers)
