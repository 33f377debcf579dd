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

from regrant.access.backends import Polars
from regrant.access.chain import DEPENDS, NO, UNREADABLE, YES, cell_id
from regrant.access.facts import Facts
from regrant.access.gaps import Gaps
from regrant.access.marking import marked
from regrant.access.permissions import matrix
from regrant.access.result import Verdict

PLACE = ("bc_id", "asset_type", "asset_id")
RESTING = ("spark_source", "shop_source", "ad_account", "linked", "tiktok_account", "exclusive")
"""The links that rest on other assets."""
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
    """Runs the chain on one snapshot, with whatever backend was chosen."""

    def __init__(self, facts: Facts, gaps: Gaps, on: Polars) -> None:
        """Keep the facts and gaps of one snapshot, and what the expressions run on."""
        self.facts, self.gaps, self.on = facts, gaps, on
        self.load, self.collect = on.load, on.collect

    def run(self, scope: Scope) -> nw.LazyFrame[Any]:
        """Return the marked paths of a scope."""
        supports = self._supports(scope)

        return marked(self._paths(scope, supports), _ids(scope.cells))

    def _supports(self, scope: Scope) -> nw.LazyFrame[Any] | None:
        """Return what the same people can do with the assets that others rest on, or None if nothing rests."""
        needs = {link for kind, action in scope.cells for link in matrix().cell(kind, action).needs}
        if not needs & set(RESTING):
            return None
        paths = marked(self._paths(Scope(persons=scope.persons, cells=SUPPORT, possible=True), None), _ids(SUPPORT))

        return self.on.keep(paths.group_by("person", "asset_type", "asset_id").agg(nw.col("code").max()))

    def _paths(self, scope: Scope, supports: nw.LazyFrame[Any] | None) -> nw.LazyFrame[Any]:
        people, assets = self.load(self.people(scope)), self.load(self.assets(scope))
        cells = pl.DataFrame(
            [{"asset_type": kind, "action": action, "cell": cell_id(kind, action)} for kind, action in scope.cells],
            schema=dict.fromkeys(("asset_type", "action", "cell"), pl.String()),
        )
        base = people.join(self.load(self.facts.bcs), on="bc_id").join(assets, on="bc_id")
        rows = self._routes(base)
        rows = self._shares(rows)
        rows = rows.join(self.load(cells), on="asset_type")

        return self._gaps(self._rests_on(rows, supports))

    def people(self, scope: Scope) -> pl.DataFrame:
        """Return the people of a scope, a row for every Business Center that matters."""
        if not scope.possible:
            return self.facts.people(scope.persons)
        people = self.facts.people(scope.persons) if self.gaps.rows["members"] else self.facts.known_people
        if scope.persons is not None:
            people = people.filter(pl.col("person").is_in(list(scope.persons)))
        unread = self.person_gaps()["u_members"]
        might = ~nw.col("member_status").is_null() | nw.col("has_grant") | unread

        return nw.from_native(people).filter(might).to_native()

    def assets(self, scope: Scope) -> pl.DataFrame:
        """Return the assets of a scope, a row for every Business Center that matters."""
        kinds = {kind for kind, _ in scope.cells}
        chosen = self.facts.asset_names if scope.assets is None else scope.assets
        keys = tuple(key for key in chosen if key[0] in kinds)
        if not scope.possible:
            return self.facts.assets(keys)
        all_places = scope.assets is not None or self.gaps.rows["assets"] or self.gaps.rows["shares"]
        assets = self.facts.assets(keys) if all_places else self.facts.known_assets
        unread = self.place_gaps()["u_assets"] | self.gaps.flag("shares", {name: nw.col(name) for name in PLACE})
        might = nw.col("here") | nw.col("shared") | nw.col("any_grant") | unread

        return nw.from_native(assets).filter(nw.col("asset_type").is_in(sorted(kinds)) & might).to_native()

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
        return rows.with_columns(**self.person_gaps(), **self.place_gaps(), u_grants=self.grant_gaps())

    def person_gaps(self) -> dict[str, nw.Expr]:
        """Return what could not be read of a person in a Business Center."""
        person = {"bc_id": nw.col("bc_id"), "user_id": nw.col("person")}

        return {
            "u_members": self.gaps.flag("members", person),
            "u_bcs": self.gaps.flag("bcs", {"bc_id": nw.col("bc_id")}),
        }

    def place_gaps(self) -> dict[str, nw.Expr]:
        """Return what could not be read of an asset in a Business Center."""
        flag = self.gaps.flag
        place = {name: nw.col(name) for name in PLACE}
        of_kind = {kind: {"asset_type": nw.lit(kind)} for kind, _ in SUPPORT}
        asset = {"asset_type": nw.col("asset_type"), "asset_id": nw.col("asset_id")}

        return {
            "u_assets": flag("assets", place),
            "u_shares": flag("shares", place) & nw.col("asset_type").is_in(["ADVERTISER", "CATALOG"]),
            "u_advertisers": flag("advertisers", asset),
            "u_links": flag("links", asset),
            "u_identities": flag("identities", {"bc_id": nw.col("bc_id")}),
            "u_own_identities": flag("identities", asset),
            "u_stores": flag("stores", asset),
            "u_own_stores": flag("stores", asset),
            "u_spark": flag("spark", asset),
            "u_other_ads": flag("assets", of_kind["ADVERTISER"]),
            "u_other_tts": flag("assets", of_kind["TT_ACCOUNT"]),
            "u_other_shops": flag("assets", of_kind["TIKTOK_SHOP"]),
        }

    def grant_gaps(self) -> nw.Expr:
        """Return whether what is assigned to a person could not be read, all of it or of this asset."""
        place = {name: nw.col(name) for name in PLACE}

        return self.gaps.flag("grants", {"user_id": nw.col("person"), **place})


def _ids(cells: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(cell_id(kind, action) for kind, action in cells)


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
