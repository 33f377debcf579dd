"""One resolver behind every question: why, who can, what can, compare and the sweep over everybody."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import narwhals as nw
import polars as pl

from regrant.access import names
from regrant.access.backends import backend
from regrant.access.chain import NO, NO_LINK, YES, links, mark_column
from regrant.access.explain import Explainer
from regrant.access.facts import Facts, gather
from regrant.access.gaps import Gaps
from regrant.access.paths import SUPPORT, VERDICTS, Engine, Scope, all_cells
from regrant.access.profiles import Profiles
from regrant.access.result import Asset, Compare, Difference, Person, Standing, WhatCan, WhoCan, Why
from regrant.access.sweep import Sweep
from regrant.access.tables import Tables

Key = tuple[str, str, str, str]
"""Person, asset type, asset id, action."""


class Resolver:
    """
    Answers questions about one snapshot.

    Args:
        tables: the snapshot.
        on: a DuckDB connection or a Spark session to run on, for very many Business Centers; Polars otherwise.

    """

    def __init__(self, tables: Tables, *, on: Any = None) -> None:
        """Nothing is computed before the first question."""
        self.tables = tables
        self._on = on

    @cached_property
    def facts(self) -> Facts:
        """What the tables say of each person and asset."""
        return gather(self.tables)

    @cached_property
    def gaps(self) -> Gaps:
        """What could not be read."""
        return Gaps(self.tables.rows("unread"))

    @cached_property
    def engine(self) -> Engine:
        """What runs the chain."""
        return Engine(self.facts, self.gaps, backend(self._on))

    @cached_property
    def profiles(self) -> Profiles:
        """The numbers that sweeps join."""
        return Profiles(self.engine)

    def person(self, who: str) -> Person:
        """Return who is meant. Raises UnknownNameError or AmbiguousNameError."""
        return names.person(self.facts, who)

    def asset(self, asset: str, action: str | None = None) -> Asset:
        """Return which asset is meant. Raises UnknownNameError or AmbiguousNameError."""
        return names.asset(self.facts, asset, action)

    def why(self, who: str, action: str, asset: str) -> Why:
        """
        Tell whether *who* (id or address) can do *action* with *asset* (id or name), and why.

        Raises:
            UnknownNameError, AmbiguousNameError, ActionError: the question names nothing, or too much.

        """
        action = names.action(action)
        meant = names.asset(self.facts, asset, action)
        action = names.action(action, meant.type)
        person = self.person(who)
        scope = Scope(persons=(person.id,), assets=((meant.type, meant.id),), cells=((meant.type, action),))
        rows = self.engine.collect(self.engine.run(scope)).to_dicts()

        if any(row[mark_column("linked")] == NO for row in rows):
            ads = self._usable_ads(person)
            rows = [{**row, "usable_ads": ads} for row in rows]

        return Explainer(self.tables, self.facts, self.gaps).why(person, action, meant, rows)

    def who_can(self, action: str, asset: str) -> WhoCan:
        """Tell who can do *action* with *asset*. Raises as `why` does."""
        action = names.action(action)
        meant = names.asset(self.facts, asset, action)
        action = names.action(action, meant.type)
        found = self._standings(Scope(assets=((meant.type, meant.id),), cells=((meant.type, action),)))
        people = [
            self._standing(found, names.known_person(self.facts, key), action, meant) for key in self.facts.persons
        ]

        return WhoCan(
            action=action, asset=meant, people=_sorted(people), notes=self.notes(), read_at=self.tables.read_at
        )

    def what_can(self, who: str) -> WhatCan:
        """Tell everything *who* can do. Raises as `why` does."""
        person = self.person(who)
        standings = self._of(person)

        return WhatCan(who=person, standings=_sorted(standings), notes=self.notes(), read_at=self.tables.read_at)

    def compare(self, who: str, other: str) -> Compare:
        """Tell where two people differ. Raises as `why` does."""
        first, second = self.person(who), self.person(other)
        pairs = list(zip(self._of(first), self._of(second), strict=True))
        differences = [
            Difference(
                action=mine.action, asset=mine.asset, who=mine.verdict, other=theirs.verdict, lacks=mine.lacks,
                other_lacks=theirs.lacks,
            )
            for mine, theirs in pairs
            if mine.verdict != theirs.verdict
        ]  # fmt: skip

        return Compare(
            who=first, other=second, differences=tuple(differences), same=len(pairs) - len(differences),
            assets=len({mine.asset for mine, _ in pairs}), notes=self.notes(), read_at=self.tables.read_at,
        )  # fmt: skip

    def sweep(self, actions: tuple[str, ...] | None = None, *, everything: bool = False) -> pl.DataFrame:
        """
        Return the verdict for everybody, every asset and every action (or only some), in no order.

        The frame (person, asset_type, asset_id, action, verdict, lacks) lists what is not `cannot`, so that it stays
        small; with *everything*, also who lacks which link where person and asset share a Business Center. Whoever is
        not listed with an asset and an action cannot.

        Raises:
            ActionError: an action that does not exist.

        """
        return self.sweeping(actions).collect(everything=everything)

    def sweeping(self, actions: tuple[str, ...] | None = None) -> Sweep:
        """Return a sweep that is not run yet, for fleets whose rows should stay where they are computed."""
        wanted = None if actions is None else {names.action(action) for action in actions}

        return Sweep(
            self.engine, self.profiles, tuple(cell for cell in all_cells() if wanted is None or cell[1] in wanted)
        )

    def notes(self) -> tuple[str, ...]:
        """Return, one sentence each, what could not be read."""
        return Explainer(self.tables, self.facts, self.gaps).gaps_in_words()

    def _usable_ads(self, person: Person) -> tuple[str, ...]:
        """Return the ad accounts in which somebody can create ads."""
        found = self._standings(Scope(persons=(person.id,), cells=(SUPPORT[0],)))

        return tuple(sorted(key[2] for key, rank in found.items() if rank // 10000 == YES))

    def _of(self, person: Person) -> list[Standing]:
        found = self._standings(Scope(persons=(person.id,), cells=all_cells()))

        return [
            self._standing(found, person, action, Asset(type=kind, id=asset_id, name=name))
            for (kind, asset_id), name in self.facts.asset_names.items()
            for _, action in all_cells([kind])
        ]

    def _standings(self, scope: Scope) -> dict[Key, int]:
        """Return the rank of the best path for everybody and everything in a scope."""
        keys = ("person", "asset_type", "asset_id", "action")
        best = self.engine.run(scope).group_by(*keys).agg(nw.col("rank").max())
        frame = self.engine.collect(best)

        return {(p, t, i, a): rank for p, t, i, a, rank in frame.select(*keys, "rank").iter_rows()}

    def _standing(self, found: dict[Key, int], person: Person, action: str, asset: Asset) -> Standing:
        rank = found.get((person.id, asset.type, asset.id, action), 0)

        return Standing(
            who=person,
            action=action,
            asset=asset,
            verdict=VERDICTS[rank // 10000],
            lacks=_lacks(rank) if rank else None,
        )


def _lacks(rank: int) -> str | None:
    index = rank % 100

    return None if index == NO_LINK or rank // 10000 == YES else links()[index].id


def _sorted(standings: list[Standing]) -> tuple[Standing, ...]:
    order = {verdict: -code for code, verdict in VERDICTS.items()}

    return tuple(sorted(standings, key=lambda standing: order[standing.verdict]))
