"""What runs the expressions: Polars by itself, DuckDB if a connection is given, Spark if a session is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

import narwhals as nw
import polars as pl

Schema = tuple[tuple[str, pl.DataType], ...]


class Polars:
    """Runs in this process; nothing else is needed."""

    def load(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        """Return a frame in the backend's own lazy form."""
        return nw.from_native(frame.lazy())

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return the same rows computed, so that using them twice does not compute them twice."""
        return self.load(self.collect(frame))

    def collect(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """Compute everything and return it as Polars."""
        collected: pl.DataFrame = frame.collect("polars").to_native()

        return collected


class Duck(Polars):
    """Runs on a DuckDB connection."""

    def __init__(self, connection: Any) -> None:
        """Keep the connection; it stays the caller's."""
        self._connection = connection

    def load(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        """Hand a frame over without copying it."""
        return self._from_arrow(frame.to_arrow())

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Keep the rows in memory, not in the caller's database."""
        return self._from_arrow(frame.to_native().to_arrow_table())

    def _from_arrow(self, table: Any) -> nw.LazyFrame[Any]:
        loaded: nw.LazyFrame[Any] = nw.from_native(self._connection.from_arrow(table))

        return loaded


class Spark(Polars):
    """Runs on a Spark session."""

    def __init__(self, session: Any) -> None:
        """Keep the session; it stays the caller's."""
        self._session = session

    def load(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        """Send a frame to Spark; its numbers become signed, as Spark knows no others."""
        unsigned = {pl.UInt8: pl.Int16, pl.UInt16: pl.Int32, pl.UInt32: pl.Int64, pl.UInt64: pl.Int64}
        plain = frame.cast({old: new for old, new in unsigned.items() if old in frame.dtypes})
        loaded: nw.LazyFrame[Any] = nw.from_native(self._session.createDataFrame(plain.to_arrow()))

        return loaded

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Have the executors cache the rows."""
        kept: nw.LazyFrame[Any] = nw.from_native(frame.to_native().cache())

        return kept


class Plan:
    """Expressions that are built once and run by Polars on many frames of the same forms."""

    def __init__(self, schemas: Iterable[Schema], build: Callable[..., nw.LazyFrame[Any]]) -> None:
        """Build the plan over frames that are still to come."""
        self._frames = [pl.DataFrame(schema=dict(schema)) for schema in schemas]
        self._lock = Lock()
        self._plan: pl.LazyFrame = build(*(self._source(place) for place in range(len(self._frames)))).to_native()

    def _source(self, place: int) -> nw.LazyFrame[Any]:
        return nw.from_native(pl.defer(lambda: self._frames[place], schema=self._frames[place].schema))

    def run(self, *frames: pl.DataFrame) -> pl.DataFrame:
        """Run it on frames; several threads wait for each other."""
        with self._lock:
            self._frames[:] = frames
            return self._plan.collect()


def backend(on: Any = None) -> Polars:
    """Return what runs on *on*: None (Polars), a DuckDB connection or a Spark session."""
    if on is None:
        return Polars()

    return Spark(on) if type(on).__module__.startswith("pyspark") else Duck(on)
