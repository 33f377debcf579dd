"""A made-up fleet of Business Centers: people, assets, grants, groups and shares as an agency has them, by a seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from regrant.access import SCHEMAS, Tables
from regrant.access.permissions import matrix

KINDS = {"ADVERTISER": 0.58, "PIXEL": 0.15, "TT_ACCOUNT": 0.11, "CATALOG": 0.08, "TIKTOK_SHOP": 0.05, "LEAD": 0.03}
PEOPLE, ASSETS, ROWS = 50, 150, 50_000
"""People and assets of a Business Center on average, and about how many questions that makes."""
GRANTED, GROUPED, SHARED = 0.08, 0.2, 0.1
NOW = "2026-11-20T09:00:00Z"
_STATUS = ("STATUS_ENABLE", "STATUS_LIMIT", "STATUS_DISABLE", "STATUS_PENDING_CONFIRM", "STATUS_FROZEN")
Columns = dict[str, Any]


def fleet(rows: int, seed: int = 7) -> Tables:
    """Return a fleet with about *rows* (person, asset, action) questions; the same seed gives the same fleet."""
    dice = np.random.default_rng(seed)
    count = max(1, round(rows / ROWS))
    bcs = np.array([f"7{number:09d}" for number in range(count)])
    people = _people(dice, bcs)
    assets = _assets(dice, bcs)
    grants = _grants(dice, people, assets)
    ads, accounts, shops = (
        assets.filter(pl.col("asset_type") == kind) for kind in ("ADVERTISER", "TT_ACCOUNT", "TIKTOK_SHOP")
    )
    links = _tied(dice, accounts, ads, 2)
    stores = _tied(dice, shops, ads, 1)
    frames: dict[str, pl.DataFrame] = {
        "bcs": pl.DataFrame(
            {"bc_id": bcs, "status": dice.choice(("ENABLE", "PUNISH", "REVIEWING"), count, p=(0.97, 0.02, 0.01))}
        ),
        "members": people,
        "assets": assets,
        "grants": grants,
        **_groups(dice, bcs, people, ads),
        "shares": _shares(dice, assets),
        "links": links.select("advertiser_id", "asset_id", asset_type=pl.lit("TT_ACCOUNT")),
        "identities": _identities(dice, links),
        "stores": _stores(dice, stores),
        "spark": _spark(dice, ads),
    }

    return Tables({name: _complete(name, frames.get(name, pl.DataFrame())) for name in SCHEMAS})


def _complete(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with every column of its table, in order."""
    empty = pl.DataFrame(schema=SCHEMAS[name])

    return pl.concat([empty, frame.cast({c: SCHEMAS[name][c] for c in frame.columns})], how="diagonal")


def _sizes(dice: np.random.Generator, mean: int, count: int) -> Any:
    """Return sizes around a mean: many small ones, a few large ones."""
    sizes = dice.lognormal(0, 0.5, count)

    return np.maximum(2, np.round(sizes / sizes.mean() * mean)).astype(int)


def _people(dice: np.random.Generator, bcs: Any) -> pl.DataFrame:
    homes = np.repeat(bcs, _sizes(dice, PEOPLE, len(bcs)))
    count = len(homes)
    users = np.array([f"69{number:08d}" for number in range(count)])
    frame = pl.DataFrame(
        {
            "bc_id": homes,
            "user_id": users,
            "user_name": [f"Person {number}" for number in range(count)],
            "user_email": [f"person{number}@example.org" for number in range(count)],
            "role": dice.choice(("STANDARD", "ADMIN"), count, p=(0.9, 0.1)),
            "finance_role": dice.choice(("", "ANALYST", "MANAGER"), count, p=(0.85, 0.1, 0.05)),
            "relation_status": dice.choice(("BOUND", "PENDING", "REJECTED"), count, p=(0.92, 0.07, 0.01)),
            "read_at": [NOW] * count,
        }
    ).with_columns(finance_role=pl.col("finance_role").replace("", None))
    second = frame.filter(pl.Series(dice.random(count) < 0.03)).with_columns(role=pl.lit("STANDARD"))
    second = second.with_columns(bc_id=pl.Series(dice.choice(bcs, len(second)))).join(
        frame, on=["bc_id", "user_id"], how="anti"
    )

    return pl.concat([frame, second])


def _assets(dice: np.random.Generator, bcs: Any) -> pl.DataFrame:
    homes = np.repeat(bcs, _sizes(dice, ASSETS, len(bcs)))
    count = len(homes)
    kinds = dice.choice(list(KINDS), count, p=list(KINDS.values()))
    partner = dice.random(count) < SHARED
    frame = pl.DataFrame(
        {
            "bc_id": homes,
            "asset_type": kinds,
            "asset_id": [f"17{number:09d}" for number in range(count)],
            "asset_name": [f"Asset {number}" for number in range(count)],
            "relation_type": np.where(partner, "OWNER_PARTNER", "OWNER_BC"),
            "relation_status": dice.choice(("BOUND", "PENDING", "REJECTED"), count, p=(0.96, 0.03, 0.01)),
            "advertiser_status": dice.choice(_STATUS, count, p=(0.9, 0.04, 0.03, 0.02, 0.01)),
        }
    )
    only_ads = pl.when(pl.col("asset_type") == "ADVERTISER")

    return frame.with_columns(advertiser_status=only_ads.then("advertiser_status"))


def _pairs(dice: np.random.Generator, people: pl.DataFrame, assets: pl.DataFrame, share: float) -> pl.DataFrame:
    """Return a random share of all people with the assets of their own Business Center."""
    pairs = people.select("bc_id", "user_id").join(assets.select("bc_id", "asset_type", "asset_id"), on="bc_id")

    return pairs.filter(pl.Series(dice.random(len(pairs)) < share))


def _grants(dice: np.random.Generator, people: pl.DataFrame, assets: pl.DataFrame) -> pl.DataFrame:
    pairs = _pairs(dice, people.filter(pl.col("relation_status") == "BOUND"), assets, GRANTED)
    pick = dice.random(len(pairs))
    roles = {kind: matrix().assets[kind].roles for kind in KINDS}
    chosen = [
        [roles[kind][int(at * len(roles[kind]))]] if roles[kind] else []
        for kind, at in zip(pairs["asset_type"], pick, strict=True)
    ]

    return pairs.with_columns(roles=pl.Series(chosen, dtype=pl.List(pl.String)), via=pl.lit("own"))


def _groups(dice: np.random.Generator, bcs: Any, people: pl.DataFrame, ads: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return one group per Business Center with a fifth of its ad accounts and of its people."""
    joined = people.filter(pl.col("relation_status") == "BOUND")
    members = joined.filter(pl.Series(dice.random(len(joined)) < GROUPED)).select(
        "user_id", group_id="g" + pl.col("bc_id")
    )
    members = members.with_columns(role=pl.Series(dice.choice(("ANALYST", "OPERATOR"), len(members))))

    return {
        "groups": pl.DataFrame({"bc_id": bcs, "group_id": [f"g{bc}" for bc in bcs]}),
        "group_assets": ads.filter(pl.Series(dice.random(len(ads)) < GROUPED)).select(
            "asset_id", group_id="g" + pl.col("bc_id")
        ),
        "group_members": members.unique(["group_id", "user_id"], maintain_order=True),
    }


def _shares(dice: np.random.Generator, assets: pl.DataFrame) -> pl.DataFrame:
    shared = assets.filter(
        (pl.col("relation_type") == "OWNER_PARTNER") & pl.col("asset_type").is_in(["ADVERTISER", "CATALOG"])
    )
    levels = {"ADVERTISER": ("ANALYST", "OPERATOR", "ADMIN"), "CATALOG": ("AD_PROMOTE", "ADMIN")}
    roles = [dice.choice(levels[kind]) for kind in shared["asset_type"]]
    ties = {"share_type": pl.lit("SHARED"), "partner_bc_id": pl.lit("8" + "0" * 9)}

    return shared.select("bc_id", "asset_type", "asset_id", **ties).with_columns(role=pl.Series(roles, dtype=pl.String))


def _tied(dice: np.random.Generator, what: pl.DataFrame, ads: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return assets, each with up to *most* ad accounts of the same Business Center."""
    both = what.select("bc_id", "asset_id", "asset_name").join(
        ads.select("bc_id", advertiser_id="asset_id"), on="bc_id"
    )
    both = both.with_columns(order=pl.Series(dice.random(len(both)))).sort("order", "asset_id")

    return both.group_by("asset_id", maintain_order=True).head(most).drop("order")


def _identities(dice: np.random.Generator, links: pl.DataFrame) -> pl.DataFrame:
    count = len(links)
    flags = {
        name: pl.Series(dice.random(count) < 0.8)
        for name in ("can_push_video", "can_use_live_ads", "can_manage_message")
    }
    state = dice.choice(("AVAILABLE", "SCOPE_UNAVAILABLE", "IS_PRIVATE_ACCOUNT"), count, p=(0.9, 0.06, 0.04))

    return links.select(
        "bc_id", "advertiser_id", identity_id="i" + pl.col("asset_id"), display_name="asset_name"
    ).with_columns(
        identity_type=pl.lit("BC_AUTH_TT"),
        available_status=pl.Series(state),
        ads_only_mode=pl.Series(dice.random(count) < 0.1),
        is_gpppa=pl.lit(value=False),
        **flags,
    )


def _stores(dice: np.random.Generator, stores: pl.DataFrame) -> pl.DataFrame:
    state = pl.Series(dice.choice(("ACTIVE", "INACTIVE"), len(stores), p=(0.9, 0.1)))
    held = pl.when(pl.Series(dice.random(len(stores)) < 0.5)).then("advertiser_id")

    return stores.select(
        "advertiser_id",
        store_id="asset_id",
        store_name="asset_name",
        exclusive_advertiser_id=held,
        store_status=state,
        exclusive_status=pl.lit("EFFECTIVE"),
    )


def _spark(dice: np.random.Generator, ads: pl.DataFrame) -> pl.DataFrame:
    some = ads.filter(pl.Series(dice.random(len(ads)) < 0.2)).select(advertiser_id="asset_id")
    ends = dice.choice(("2026-11-01 00:00:00", "2027-03-01 00:00:00"), len(some), p=(0.3, 0.7))

    return some.with_columns(ad_auth_status=pl.lit("AUTHORIZED"), auth_end_time=pl.Series(ends, dtype=pl.String))
