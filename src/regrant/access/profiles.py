"""
Profiles: small numbers for the ways in which the chain can tell people, assets and grants apart.

A fleet of a hundred thousand members has a few dozen kinds of membership, and likewise of assets. A path is then one
number, its key: kind of asset, kind of person, role, and the marks of what it rests on. What only explains stays
behind. The numbers are given once per snapshot; a sweep only joins them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import prod
from typing import Any

import narwhals as nw
import polars as pl

from regrant.access import states
from regrant.access.chain import NO
from regrant.access.paths import PLACE, SUPPORT, Engine, Scope, all_cells
from regrant.access.permissions import matrix

MARKS = 4
"""How many values a mark has."""
_SEVERAL, _TWICE = 2, 7
"""
Somebody may have several paths to an asset if both are in several Business Centers, each of which counts one, or if it
is shared or assigned several times, each of which counts `_SEVERAL`; the sum stays under `_TWICE`.
"""
_OF_PERSON = ("member_status", "bc_role", "finance_role", "has_grant", "bc_status", "u_members", "u_bcs")
_RESTS, _READING_RESTS = ("best_ad", "best_tt"), {"ad_account", "tiktok_account"}
"""The best marks of a person on any asset, packed into one number; and the links that read them."""
_TIED = ("best_tied_ad", "best_exclusive", "best_tied_tt", "best_shop")
"""Marks of what an asset is tied to; packed into one number."""
_OF_ASSET = (
    "asset_type", "present", "has_share", "share_role_text", "relation_type", "relation_status", "ad_status",
    "exclusive_advertiser_id", "store_status", "spark_code", *states.IDENTITY,
)  # fmt: skip
_KEY = list(PLACE[1:])
_REST = {"person_no": pl.UInt32, "asset_no": pl.UInt32, "cell_no": pl.Int32, "verdict": pl.Int8}


class Profiles:
    """The numbers of one snapshot, and the paths of a sweep made of them."""

    def __init__(self, engine: Engine) -> None:
        """Give everything its numbers; those of people and assets are their places in the facts."""
        self._engine, facts = engine, engine.facts
        names = pl.DataFrame(list(facts.asset_names), dict.fromkeys(_KEY, pl.String()), orient="row")
        self._asset_nos = names.with_row_index("asset_no")
        self._bcs = facts.bcs.with_row_index("bc_id_no")
        scope = Scope(cells=all_cells(), possible=True)
        people, assets = self._take_people(scope), self._take_assets(scope)
        if assets.filter(pl.col("t") % _SEVERAL > 0).is_empty():
            people = people.with_columns(t=pl.lit(0, pl.Int64))  # they meet no asset twice, so fewer keys will do
        self._person_kinds, self._people = _profiles(people, _OF_PERSON, "p")
        self._asset_kinds, self._assets = _profiles(assets, [*_OF_ASSET, *engine.place_gaps()], "a")
        self._roles, self._ways = self._take_ways()
        self._ties = self._take_ties()
        self._open = bool(engine.gaps.rows["grants"])
        self._rested: tuple[pl.DataFrame, pl.DataFrame] | None = None

    def rest_on(self, best: Callable[[], pl.DataFrame]) -> None:
        """
        Give people and ways the marks of what they rest on, once per snapshot: they are the same for every sweep.

        *best* finds the marks, see `_REST`, with `cell_no` a place in `SUPPORT`.
        """
        if self._rested is None:
            rests = best()
            self._rested = self._people_with(rests), self._ways_with(rests)

    def paths(self, kinds: Iterable[str], start: int = 0, end: int | None = None) -> nw.LazyFrame[Any]:
        """
        Return every path to assets of some kinds, of the persons from *start* up to *end*, all if left out.

        It has `person_no`, `asset_no` and `key`; what they rest on is part of the key after `rest_on`.
        """
        load = self._engine.load
        people, ways = self._rested or (self._people_with(None), self._ways_with(None))
        if end is not None and (start, end) != (0, len(self._engine.facts.persons)):
            people = people.filter(pl.col("person_no").is_between(start, end, closed="left"))
        rows = load(people).join(load(self._of_kinds(kinds)), on="bc_id_no").with_columns(pair=self._pair(nw))

        return self._keyed(rows.join(load(ways), on="pair", how="left"))

    def granted_paths(self, kinds: Iterable[str]) -> nw.LazyFrame[Any]:
        """Return the paths that rest on nothing; only those with a grant, unless grants could not be read."""
        if self._open:
            return self.paths(kinds)
        load = self._engine.load
        ways = load(self._ways_with(None)).join(load(self._people_with(None)), on="place_no")

        return self._keyed(ways.join(load(self._of_kinds(kinds)), on=["bc_id_no", "asset_no"]))

    def _keyed(self, rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        key = nw.col("a_key") + nw.col("p_key") + nw.col("way").fill_null(0)
        key = key + nw.when(nw.col("a_rests")).then(nw.col("m_key")).otherwise(nw.lit(0))
        if self._open:
            key = key + nw.when(self._engine.grant_gaps()).then(nw.lit(1)).otherwise(nw.lit(0))

        return rows.select("person_no", "asset_no", key=key)

    def may_repeat(self) -> pl.Expr:
        """Return whether a key is of people who may have another path to the same asset."""
        return pl.col("key") // self._weight("t") % _TWICE >= _SEVERAL

    def unpacked(self, keys: pl.DataFrame) -> pl.LazyFrame:
        """Return the columns of the path table for every key."""
        found = {
            name: pl.col("key") // self._weight(name) % size if size else pl.col("key") // self._weight(name)
            for name, size in self._digits().items()
        }
        rows = keys.lazy().with_columns(**found).with_columns(u_grants=pl.col("unread") == 1)
        for frame, name in ((self._roles, "g"), (self._person_kinds, "p"), (self._asset_kinds, "a")):
            rows = rows.join(frame.lazy().cast({name: pl.Int64}), on=name)
        packed = (("m", _RESTS), ("x", _TIED))
        marks = {name: pl.col(of) // MARKS**power % MARKS for of, names in packed for power, name in enumerate(names)}

        return rows.with_columns(**marks).with_columns(
            best_spark=pl.max_horizontal("best_tied_tt", "spark_code").fill_null(NO)
        )

    def _digits(self) -> dict[str, int]:
        """Return what a key is made of, from its lowest digit on, with how many values each has (the last: any)."""
        sizes = {"unread": 2, "t": _TWICE, "x": MARKS ** len(_TIED), "g": len(self._roles), "m": MARKS ** len(_RESTS)}

        return {**sizes, "p": len(self._person_kinds), "a": 0}

    def _weight(self, digit: str) -> int:
        digits = self._digits()

        return prod(list(digits.values())[: list(digits).index(digit)])

    def _part(self, digit: str) -> pl.Expr:
        return pl.col(digit).fill_null(0).cast(pl.Int64) * self._weight(digit)

    def _people_with(self, rests: pl.DataFrame | None) -> pl.DataFrame:
        """Return the people with their part of the key: their kind, and their best marks on what others rest on."""
        found = pl.DataFrame(schema=_REST) if rests is None else rests.filter(pl.col("cell_no") < len(_RESTS))
        best = found.group_by("person_no", "cell_no").agg(pl.col("verdict").max())
        marks = pl.col("verdict").cast(pl.Int64) * pl.lit(MARKS).pow(pl.col("cell_no"))
        best = best.group_by("person_no").agg(m=marks.cast(pl.Int64).sum())
        people = self._people.join(best, on="person_no", how="left").with_columns(
            p_key=self._part("p") + self._part("t"), m_key=self._part("m")
        )
        spoken = ["person"] if self._open else []

        return people.select("bc_id_no", "place_no", "person_no", "p_key", "m_key", *spoken)

    def _of_kinds(self, kinds: Iterable[str]) -> pl.DataFrame:
        """Return the assets of some kinds with their part of the key."""
        assets = self._assets.filter(pl.col("asset_type").is_in(sorted(set(kinds)))).with_columns(
            a_key=self._part("a") + self._part("t"), a_rests=pl.col("asset_type").is_in(_resting())
        )
        spoken = PLACE if self._open else ()

        return assets.select("bc_id_no", "asset_no", "a_key", "a_rests", *spoken)

    def _ways_with(self, rests: pl.DataFrame | None) -> pl.DataFrame:
        """Return the ways to assets with their part of the key: the role, and the marks of what they are tied to."""
        ways = self._ways.with_columns(way=self._part("g") + self._part("t"))
        if rests is None:
            return ways.select("pair", "place_no", "asset_no", "way")
        found = rests.join(self._ties, left_on="asset_no", right_on="of").group_by("person_no", "tied_no", "power")
        best = found.agg(pl.col("verdict").max())
        marks = (pl.col("verdict").cast(pl.Int64) * pl.col("power")).sum()
        tied = best.group_by("person_no", asset_no="tied_no").agg(x=marks)
        tied = tied.join(self._people.select("person_no", "place_no"), on="person_no")
        tied = tied.select("x", pair=self._pair(pl))
        ways = ways.select("pair", "way").join(tied, on="pair", how="full", coalesce=True)

        return ways.select("pair", way=pl.col("way").fill_null(0) + self._part("x"))

    def _pair(self, library: Any) -> Any:
        """Return the number of a person's place in a Business Center together with an asset."""
        place, asset = library.col("place_no"), library.col("asset_no")

        return place.cast(library.Int64) * len(self._asset_nos) + asset.cast(library.Int64)

    def _take_people(self, scope: Scope) -> pl.DataFrame:
        engine = self._engine
        people = engine.people(scope).join(self._bcs, on="bc_id")
        persons = pl.DataFrame({"person": list(engine.facts.persons)}, {"person": pl.String})
        people = people.join(persons.with_row_index("person_no"), on="person")
        people = nw.from_native(people).with_columns(**engine.person_gaps()).to_native()

        return people.with_columns(t=(pl.len().over("person_no") > 1).cast(pl.Int64)).with_row_index("place_no")

    def _take_assets(self, scope: Scope) -> pl.DataFrame:
        engine = self._engine
        shares = engine.facts.shares.select(*PLACE, "share_role_text")
        assets = engine.assets(scope).join(shares, on=list(PLACE), how="left")
        assets = assets.join(self._bcs.select("bc_id", "bc_id_no"), on="bc_id").join(self._asset_nos, on=_KEY)
        assets = nw.from_native(assets).with_columns(**engine.place_gaps()).to_native()
        shared, held = pl.col("share_role_text").is_not_null(), pl.col("exclusive_advertiser_id").is_not_null()

        return assets.with_columns(
            has_share=shared,
            present=pl.col("here") | shared,
            share_role_text=pl.col("share_role_text").fill_null("|"),
            exclusive_advertiser_id=pl.when(held).then(pl.lit("held")),
            t=(pl.col("bc_id").n_unique().over("asset_no") > 1)
            + _SEVERAL * (pl.len().over("asset_no", "bc_id_no") > 1).cast(pl.Int64),
        )

    def _take_ways(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the roles by number (0: nothing assigned), and the ways: a place, an asset and the role there."""
        facts = self._engine.facts
        frames = ((facts.grants, True), (facts.groups, False))
        grants = pl.concat(
            [frame.select("person", *PLACE, "role_text").with_columns(own=pl.lit(own)) for frame, own in frames]
        )
        places = self._people.select("person", "bc_id", "place_no")
        grants = grants.join(places, on=["person", "bc_id"]).join(self._asset_nos, on=_KEY)
        texts = ["|", *grants["role_text"].unique().sort()]
        roles = pl.DataFrame({"role_text": texts, "granted": [False, *[True] * (len(texts) - 1)]}).with_row_index("g")
        keys = ["place_no", "asset_no"]
        ways = grants.join(roles.filter("granted"), on="role_text").select("g", "own", *keys)
        bare = ways.group_by(keys).agg(pl.col("own").any()).filter(~pl.col("own"))
        ways = pl.concat([ways.select(*keys, "g"), bare.select(*keys, g=pl.lit(0, pl.UInt32))]).unique()

        return roles, ways.with_columns(pair=self._pair(pl), t=_SEVERAL * (pl.len().over(keys) > 1).cast(pl.Int64))

    def _take_ties(self) -> pl.DataFrame:
        """Return what rests on what: the mark of asset `of`, times `power`, belongs to asset `tied_no`."""
        ties, ads = self._engine.facts.ties, pl.lit(SUPPORT[0][0])
        held = self._engine.facts.known_assets.select(
            of_type=ads, of_id="exclusive_advertiser_id", asset_type="asset_type", asset_id="asset_id"
        )
        to_ad = ties.select(of_type=ads, of_id="advertiser_id", asset_type="tied_type", asset_id="tied_id")
        back = ties.select(of_type="tied_type", of_id="tied_id", asset_type=ads, asset_id="advertiser_id")
        found = [to_ad, held, *(back.filter(pl.col("of_type") == kind) for kind, _ in SUPPORT[1:])]
        every = pl.concat([tie.with_columns(power=pl.lit(MARKS**power)) for power, tie in enumerate(found)])
        of = self._asset_nos.select(of_type="asset_type", of_id="asset_id", of="asset_no")
        every = every.drop_nulls().unique().join(of, on=["of_type", "of_id"])

        return every.join(self._asset_nos, on=_KEY).select("of", "power", tied_no="asset_no")


def _resting() -> list[str]:
    """Return the kinds of assets to which it matters what a person can do with any others."""
    return sorted({kind for kind, _, cell in matrix().cells(internal=True) if _READING_RESTS & set(cell.needs)})


def _profiles(frame: pl.DataFrame, columns: Iterable[str], name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the different rows of some columns with a number each, and the frame with that number."""
    columns = list(columns)
    kinds = frame.select(columns).unique(maintain_order=True).with_row_index(name)

    return kinds, frame.join(kinds, on=columns, nulls_equal=True)
