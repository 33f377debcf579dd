"""
The path table: one row per way by which a person might do something with an asset.

Every person has one own way to every asset, whether or not it is assigned; groups and partners' shares add more.
Joined with Narwhals, so that the same lines run on Polars and on DuckDB.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from regrant.access.chain import DEPENDS, NO, UNREADABLE, YES, cell_id, marked
from regrant.access.facts import Facts
from regrant.access.gaps import Gaps
from regrant.access.permissions import matrix
from regrant.access.result import Verdict

PLACE = ("bc_id", "asset_type", "asset_id")
_TIED = ("spark_source", "shop_source", "ad_account", "linked", "tiktok_account", "exclusive")
SUPPORT = (("ADVERTISER", "create_and_edit_ads"), ("TT_ACCOUNT", "use_posts"), ("TIKTOK_SHOP", "use_shop"))
"""The cells that other cells rest on; none of them rests on another."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What to look at; None means everything. `possible` leaves out ways that fail for certain at the door."""

    persons: tuple[str, ...] | None = None
    assets: tuple[tuple[str, str], ...] | None = None
    cells: tuple[tuple[str, str], ...] = ()
    possible: bool = False


class Engine:
    """Runs the chain on Polars, or on DuckDB if its connection is given."""

    def __init__(self, facts: Facts, gaps: Gaps, duck: Any = None) -> None:
        """Keep the facts and gaps of one snapshot, and a DuckDB connection if it shall run there."""
        self.facts, self.gaps, self._duck = facts, gaps, duck

    def load(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        """Return a frame in the engine's own form."""
        if self._duck is None:
            return nw.from_native(frame.lazy())
        loaded: nw.LazyFrame[Any] = nw.from_native(self._duck.from_arrow(frame.to_arrow()))

        return loaded

    def collect(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """Run everything and return it as Polars."""
        collected: pl.DataFrame = frame.collect("polars").to_native()

        return collected

    def run(self, scope: Scope) -> nw.LazyFrame[Any]:
        """Return the marked paths of a scope."""
        supports = self._supports(scope)

        return marked(self._paths(scope, supports))

    def _supports(self, scope: Scope) -> nw.LazyFrame[Any] | None:
        """Return what the same people can do with the assets that others rest on, or None if nothing rests."""
        needs = {link for kind, action in scope.cells for link in matrix().cell(kind, action).needs}
        if not needs & set(_TIED):
            return None
        paths = marked(self._paths(Scope(persons=scope.persons, cells=SUPPORT, possible=True), None))
        best = paths.group_by("person", "asset_type", "asset_id").agg(nw.col("code").max())
        if self._duck is None:
            return best

        return self.load(self.collect(best))

    def _paths(self, scope: Scope, supports: nw.LazyFrame[Any] | None) -> nw.LazyFrame[Any]:
        people, assets = self._people(scope), self._assets(scope)
        cells = pl.DataFrame(
            [{"asset_type": kind, "action": action, "cell": cell_id(kind, action)} for kind, action in scope.cells],
            schema=dict.fromkeys(("asset_type", "action", "cell"), pl.String()),
        )
        base = people.join(self.load(self.facts.bcs), on="bc_id").join(assets, on="bc_id")
        rows = self._routes(base)
        rows = self._shares(rows)
        rows = rows.join(self.load(cells), on="asset_type")

        return self._gaps(self._rests_on(rows, supports))

    def _people(self, scope: Scope) -> nw.LazyFrame[Any]:
        frame = self.facts.people
        if scope.persons is not None:
            strangers = [self.facts.strangers(name) for name in scope.persons if name not in self.facts.persons]
            frame = pl.concat([frame.filter(pl.col("person").is_in(list(scope.persons))), *strangers])
        people = self.load(frame)
        if not scope.possible:
            return people
        unread = self.gaps.flag("members", {"bc_id": nw.col("bc_id"), "user_id": nw.col("person")})

        return people.filter(~nw.col("member_status").is_null() | nw.col("has_grant") | unread)

    def _assets(self, scope: Scope) -> nw.LazyFrame[Any]:
        frame = self.facts.assets
        if scope.assets is not None:
            wanted = pl.DataFrame(scope.assets, schema=["asset_type", "asset_id"], orient="row")
            wanted = wanted.cast({"asset_type": pl.String(), "asset_id": pl.String()})
            frame = frame.join(wanted, on=["asset_type", "asset_id"], how="semi")
        kinds = sorted({kind for kind, _ in scope.cells})
        assets = self.load(frame.filter(pl.col("asset_type").is_in(kinds)))
        if not scope.possible:
            return assets
        place = {name: nw.col(name) for name in PLACE}
        unread = self.gaps.flag("assets", place) | self.gaps.flag("shares", place)

        return assets.filter(nw.col("here") | nw.col("shared") | nw.col("any_grant") | unread)

    def _routes(self, base: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        keys = ["person", *PLACE]
        own = base.join(self.load(self.facts.grants), on=keys, how="left")
        own = own.with_columns(group_id=nw.lit(None, dtype=nw.String), route=nw.lit("own"))
        groups = base.join(self.load(self.facts.groups), on=keys).with_columns(route=nw.lit("group"))
        columns = own.collect_schema().names()
        rows = nw.concat([own, groups.select(*columns)], how="vertical")

        return rows.with_columns(granted=~nw.col("role_text").is_null(), role_text=nw.col("role_text").fill_null("|"))

    def _shares(self, rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        rows = rows.join(self.load(self.facts.shares), on=list(PLACE), how="left")
        shared = ~nw.col("share_role_text").is_null()
        own = nw.col("route") == "own"
        from_partner = shared | (nw.col("relation_type") == "OWNER_PARTNER").fill_null(value=False)
        rows = rows.with_columns(
            has_share=shared,
            present=nw.col("here") | shared,
            route=nw.when(own & from_partner).then(nw.lit("share")).otherwise(nw.col("route")),
        )

        return rows.with_columns(share_role_text=nw.col("share_role_text").fill_null("|"))

    def _rests_on(self, rows: nw.LazyFrame[Any], supports: nw.LazyFrame[Any] | None) -> nw.LazyFrame[Any]:
        names = ("best_ad", "best_tt", "best_tied_ad", "best_exclusive", "best_spark", "best_shop")
        if supports is None:
            return rows.with_columns(**{name: nw.lit(NO).cast(nw.Int64) for name in names})
        ads, accounts, shops = (supports.filter(nw.col("asset_type") == kind) for kind, _ in SUPPORT)
        ties = self.load(self.facts.ties)
        rows = rows.join(_best(ads, ["person"], "best_ad"), on="person", how="left")
        rows = rows.join(_best(accounts, ["person"], "best_tt"), on="person", how="left")
        tied = ties.join(ads.select("person", "asset_id", "code"), left_on="advertiser_id", right_on="asset_id")
        tied = tied.select("person", "code", asset_type=nw.col("tied_type"), asset_id=nw.col("tied_id"))
        keys = ["person", "asset_type", "asset_id"]
        rows = rows.join(_best(tied, keys, "best_tied_ad"), on=keys, how="left")
        held = _best(ads, ["person", "asset_id"], "best_exclusive")
        held = held.select("person", "best_exclusive", exclusive_advertiser_id=nw.col("asset_id"))
        rows = rows.join(held, on=["person", "exclusive_advertiser_id"], how="left")
        for kind, source, name in (("TT_ACCOUNT", accounts, "best_tied_tt"), ("TIKTOK_SHOP", shops, "best_shop")):
            used = ties.filter(nw.col("tied_type") == kind).join(
                source.select("person", "asset_id", "code"), left_on="tied_id", right_on="asset_id"
            )
            used = used.select("person", "code", asset_type=nw.lit("ADVERTISER"), asset_id=nw.col("advertiser_id"))
            rows = rows.join(_best(used, keys, name), on=keys, how="left")
        rows = rows.with_columns(best_spark=nw.max_horizontal(nw.col("best_tied_tt"), nw.col("spark_code")))

        return rows.with_columns(**{name: nw.col(name).fill_null(NO).cast(nw.Int64) for name in names})

    def _gaps(self, rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        flag = self.gaps.flag
        person = {"bc_id": nw.col("bc_id"), "user_id": nw.col("person")}
        place = {name: nw.col(name) for name in PLACE}
        of_kind = {kind: {"asset_type": nw.lit(kind)} for kind, _ in SUPPORT}
        asset = {"asset_type": nw.col("asset_type"), "asset_id": nw.col("asset_id")}
        shareable = nw.col("asset_type").is_in(["ADVERTISER", "CATALOG"])

        return rows.with_columns(
            u_members=flag("members", person),
            u_bcs=flag("bcs", {"bc_id": nw.col("bc_id")}),
            u_assets=flag("assets", place),
            u_shares=flag("shares", place) & shareable,
            u_grants=flag("grants", {**person, **place}),
            u_advertisers=flag("advertisers", asset),
            u_links=flag("links", asset),
            u_identities=flag("identities", {"bc_id": nw.col("bc_id")}),
            u_own_identities=flag("identities", asset),
            u_stores=flag("stores", asset),
            u_own_stores=flag("stores", asset),
            u_spark=flag("spark", asset),
            u_other_ads=flag("assets", of_kind["ADVERTISER"]),
            u_other_tts=flag("assets", of_kind["TT_ACCOUNT"]),
            u_other_shops=flag("assets", of_kind["TIKTOK_SHOP"]),
        )


def _best(frame: nw.LazyFrame[Any], keys: Sequence[str], name: str) -> nw.LazyFrame[Any]:
    return frame.group_by(*keys).agg(nw.col("code").max().alias(name))


def all_cells(asset_types: Iterable[str] | None = None) -> tuple[tuple[str, str], ...]:
    """Return the cells people ask for, of some or all kinds of assets."""
    chosen = None if asset_types is None else set(asset_types)

    return tuple((kind, action) for kind, action, _ in matrix().cells() if chosen is None or kind in chosen)


VERDICTS: Mapping[int, Verdict] = {
    YES: "can",
    NO: "cannot",
    UNREADABLE: "unknown_unreadable",
    DEPENDS: "unknown_depends",
}
