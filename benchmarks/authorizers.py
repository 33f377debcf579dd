"""
The same questions for Cedar (cedarpy, in batches) and Casbin (pycasbin): may this person do this here.

Both get what our chain's links read of a path, gathered beforehand and not timed, and rules written by the same
permission matrix. They answer allow or deny; allow must be our `can`. They give no reason and no third value.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import polars as pl

from regrant.access import Resolver, matrix
from regrant.access.chain import YES, cell_id
from regrant.access.paths import Scope, all_cells
from regrant.access.permissions import ANY_ROLE, Cell

Facts = dict[str, Any]
BATCH = 1000
LINKS: dict[str, tuple[str, Callable[[Facts], bool]]] = {
    "member": ('principal.status == "BOUND"', lambda f: f["status"] == "BOUND"),
    "joined": ('principal.status == "BOUND"', lambda f: f["status"] == "BOUND"),
    "bc_healthy": ('principal.bc == "ENABLE"', lambda f: f["bc"] == "ENABLE"),
    "bc_admin": ('principal.role == "ADMIN"', lambda f: f["role"] == "ADMIN"),
    "finance_role": ('principal.finance == "MANAGER"', lambda f: f["finance"] == "MANAGER"),
    "asset_here": ("(resource.present || context.granted)", lambda f: f["present"] or f["granted"]),
    "approved": (
        '(resource.relation == "BOUND" || (resource.relation == "" && (resource.present || context.granted)))',
        lambda f: f["relation"] == "BOUND" or (not f["relation"] and (f["present"] or f["granted"])),
    ),
    "assigned": ("context.granted", lambda f: f["granted"]),
    "ad_account_healthy": ('resource.ad == "STATUS_ENABLE"', lambda f: f["ad"] == "STATUS_ENABLE"),
    "ad_account": ("context.has_ad", lambda f: f["has_ad"]),
    "linked": ("context.linked", lambda f: f["linked"]),
    "tiktok_account": ("context.has_tt", lambda f: f["has_tt"]),
    "identity_usable": ('resource.identity == "AVAILABLE"', lambda f: f["identity"] == "AVAILABLE"),
    "may_publish": ("(resource.push && !resource.ads_only)", lambda f: f["push"] and not f["ads_only"]),
    "may_go_live": ("resource.live", lambda f: f["live"]),
    "may_message": ("resource.message", lambda f: f["message"]),
    "store_active": ('resource.store == "ACTIVE"', lambda f: f["store"] == "ACTIVE"),
    "exclusive": ("(!resource.held || context.exclusive)", lambda f: not f["held"] or f["exclusive"]),
    "spark_source": ("context.spark", lambda f: f["spark"]),
    "shop_source": ("context.shop", lambda f: f["shop"]),
}
"""Every link but the two that compare roles, for Cedar and for Casbin's own function."""
_OF_PERSON = ("status", "bc", "role", "finance")
_OF_ASSET = (
    "present",
    "relation",
    "ad",
    "identity",
    "push",
    "ads_only",
    "live",
    "message",
    "store",
    "held",
    "partner",
    "levels",
)
_OF_PAIR = ("granted", "roles", "has_ad", "linked", "has_tt", "exclusive", "spark", "shop")


@dataclass(slots=True)
class Questions:
    """Questions with what the links read, and our answers (can or not)."""

    facts: list[Facts] = field(default_factory=list)
    ours: list[bool] = field(default_factory=list)


def sample(resolver: Resolver, size: int, seed: int = 3) -> Questions:
    """Return random questions about the people of one Business Center who are in no other."""
    facts = resolver.facts
    bcs = facts.known_people.group_by("person").agg(pl.col("bc_id"))
    alone = bcs.filter(pl.col("bc_id").list.len() == 1).with_columns(pl.col("bc_id").list.first())
    here = facts.bc_ids[0]
    people = tuple(alone.filter(pl.col("bc_id") == here)["person"].sort())
    assets = tuple(facts.known_assets.filter(pl.col("bc_id") == here).select("asset_type", "asset_id").iter_rows())
    scope = Scope(persons=people, assets=assets, cells=all_cells())
    frame = resolver.engine.collect(resolver.engine.run(scope)).filter(pl.col("bc_id") == here)
    paths: dict[tuple[str, ...], list[Facts]] = defaultdict(list)
    for row in frame.to_dicts():
        paths[row["person"], row["asset_id"], row["cell"]].append(row)
    chosen = sorted(paths)
    picked = pl.int_range(len(chosen), eager=True).sample(min(size, len(chosen)), seed=seed, shuffle=True)
    found = Questions()
    for index in picked:
        rows = paths[chosen[index]]
        found.facts.append(_facts(rows))
        found.ours.append(max(row["code"] for row in rows) == YES)

    return found


def _facts(rows: list[Facts]) -> Facts:
    """Return what the links read, of all ways to one asset together: the best way is the one that has it."""
    row = rows[0]
    roles = sorted({role for way in rows for role in way["role_text"].split("|") if role})
    levels = sorted({role for way in rows for role in way["share_role_text"].split("|") if role})

    return {
        "person": row["person"],
        "asset": f"{row['asset_type']}:{row['asset_id']}",
        "cell": row["cell"],
        "status": row["member_status"] or "",
        "bc": row["bc_status"] or "",
        "role": row["bc_role"] or "",
        "finance": row["finance_role"] or "",
        "present": row["present"],
        "relation": row["relation_status"] or "",
        "ad": row["ad_status"] or "",
        "identity": row["identity_status"] or "",
        "push": bool(row["can_push"]),
        "ads_only": bool(row["ads_only"]),
        "live": bool(row["can_live"]),
        "message": bool(row["can_message"]),
        "store": row["store_status"] or "",
        "held": row["exclusive_advertiser_id"] is not None,
        "partner": row["has_share"],
        "levels": levels,
        "granted": any(way["granted"] for way in rows),
        "roles": roles,
        "has_ad": row["best_ad"] == YES,
        "linked": row["best_tied_ad"] == YES,
        "has_tt": row["best_tt"] == YES,
        "exclusive": row["best_exclusive"] == YES,
        "spark": row["best_spark"] == YES,
        "shop": row["best_shop"] == YES,
    }


def cedar(questions: Questions) -> tuple[list[bool], float]:
    """Return Cedar's answers and the seconds they took in batches; parsing its input is part of every call."""
    import cedarpy

    policies = "\n".join(_policy(cell_id(kind, action), cell) for kind, action, cell in matrix().cells())
    answers: list[bool] = []
    seconds = 0.0
    for start in range(0, len(questions.facts), BATCH):
        asked = questions.facts[start : start + BATCH]
        entities, requests = _entities(asked), [_request(facts) for facts in asked]
        started = time.perf_counter()
        found = cedarpy.is_authorized_batch(requests, policies, entities)
        seconds += time.perf_counter() - started
        answers += [answer.allowed for answer in found]

    return answers, seconds


def _policy(name: str, cell: Cell) -> str:
    parts = [LINKS[link][0] for link in cell.links if link in LINKS]
    named = ", ".join(f'"{role}"' for role in cell.roles)
    if "role_enough" in cell.links and ANY_ROLE not in cell.roles:
        parts.append(f"context.roles.containsAny([{named}])" if cell.roles else "false")
        parts.append(f"(!resource.partner || resource.levels.containsAny([{named}]))" if cell.roles else "true")

    return f'permit(principal, action == Action::"{name}", resource) when {{ {" && ".join(parts)} }};'


def _entities(asked: list[Facts]) -> list[dict[str, Any]]:
    people = {facts["person"]: {key: facts[key] for key in _OF_PERSON} for facts in asked}
    assets = {facts["asset"]: {key: facts[key] for key in _OF_ASSET} for facts in asked}
    found = [
        *(("User", key, value) for key, value in people.items()),
        *(("Asset", key, value) for key, value in assets.items()),
    ]

    return [{"uid": {"type": kind, "id": key}, "attrs": value, "parents": []} for kind, key, value in found]


def _request(facts: Facts) -> dict[str, Any]:
    return {
        "principal": f'User::"{facts["person"]}"',
        "action": f'Action::"{facts["cell"]}"',
        "resource": f'Asset::"{facts["asset"]}"',
        "context": {key: facts[key] for key in _OF_PAIR},
    }


_MODEL = """
[request_definition]
r = facts, act
[policy_definition]
p = act, links, roles
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && holds(r.facts, p.links) && allows(r.facts, p.roles)
"""


def casbin(questions: Questions) -> tuple[list[bool], float]:
    """Return Casbin's answers and the seconds they took, one by one, with our links as its functions."""
    library: Any = import_module("casbin")

    model = library.Model()
    model.load_model_from_text(_MODEL)
    enforcer = library.Enforcer(model)
    enforcer.add_function("holds", lambda facts, names: all(LINKS[name][1](facts) for name in names.split("|") if name))
    enforcer.add_function("allows", _allows)
    for kind, action, cell in matrix().cells():
        links = "|".join(link for link in cell.links if link in LINKS)
        roles = "|".join(cell.roles or ("-",)) if "role_enough" in cell.links else ANY_ROLE
        enforcer.add_policy(cell_id(kind, action), links, roles)
    started = time.perf_counter()
    answers = [bool(enforcer.enforce(facts, facts["cell"])) for facts in questions.facts]

    return answers, time.perf_counter() - started


def _allows(facts: Facts, roles: str) -> bool:
    enough = set(roles.split("|"))

    return ANY_ROLE in enough or bool(
        enough & set(facts["roles"]) and (not facts["partner"] or enough & set(facts["levels"]))
    )
