"""All questions go to one resolver, and the resolver agrees with a slow and simple second implementation."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from regrant.access import Resolver, Tables
from regrant.access.chain import links, mark_column
from regrant.access.paths import Scope, all_cells
from tests.access.reference import Reference
from tests.access.worlds import USERS, snapshots

SLOW = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
FEW = settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))


def standings(resolver: Resolver, user: str) -> dict[tuple[str, str, str], str]:
    """Return everything one person can do, by asset and action."""
    found = resolver.what_can(user).standings

    return {(standing.asset.type, standing.asset.id, standing.action): standing.verdict for standing in found}


@SLOW
@given(snapshots())
def test_what_can_agrees_with_the_reference(tables: Tables) -> None:
    """Every verdict of `what_can` is the one that loops over plain rows find."""
    resolver, reference = Resolver(tables), Reference(tables)
    if not resolver.facts.bc_ids:
        return
    for user in USERS:
        for (kind, asset, action), verdict in standings(resolver, user).items():
            assert verdict == reference.verdict(user, action, kind, asset), (user, action, kind, asset)


@SLOW
@given(snapshots())
def test_questions_agree_with_each_other(tables: Tables) -> None:
    """`who_can`, `compare` and the sweep say the same as `what_can`."""
    resolver = Resolver(tables)
    if not resolver.facts.bc_ids or not resolver.facts.asset_names:
        return
    known = {user: standings(resolver, user) for user in resolver.facts.persons}
    sweep = {tuple(row[:4]): row[4] for row in resolver.sweep().iter_rows()}
    for user, found in known.items():
        for (kind, asset, action), verdict in found.items():
            assert sweep.get((user, kind, asset, action), "cannot") == verdict
    kind, asset = next(iter(resolver.facts.asset_names))
    for _, action in all_cells([kind])[:2]:
        for standing in resolver.who_can(action, f"{kind}:{asset}").people:
            assert standing.verdict == known[standing.who.id][kind, asset, action]
    first, second = known.get(USERS[0]), known.get(USERS[1])
    if first is not None and second is not None:
        differing = {(d.asset.type, d.asset.id, d.action) for d in resolver.compare(*USERS[:2]).differences}
        assert differing == {key for key, verdict in first.items() if second[key] != verdict}


@FEW
@given(snapshots())
def test_why_agrees_with_what_can(tables: Tables) -> None:
    """`why` gives the verdict of `what_can`, and its chain shows it: a "no" has a failing link with a cause."""
    resolver = Resolver(tables)
    if not resolver.facts.bc_ids:
        return
    for (kind, asset, action), verdict in standings(resolver, USERS[0]).items():
        found = resolver.why(USERS[0], action, f"{kind}:{asset}")
        marks = {link.mark for link in found.chain}
        assert found.verdict == verdict
        assert ("no" in marks) == (verdict == "cannot")
        assert (marks == {"yes"}) == (verdict == "can")
        assert (found.cause is not None) >= (verdict == "cannot")
        assert all(len(path.failing) == 1 for path in found.near_misses)


@FEW
@given(snapshots())
def test_duckdb_and_polars_say_the_same(tables: Tables) -> None:
    """The same expressions give the same marks for every path on DuckDB, lazily, as on Polars."""
    resolver = Resolver(tables)
    if not resolver.facts.bc_ids:
        return
    with duckdb.connect() as connection:
        other = Resolver(tables, on=connection)
        scope = Scope(cells=all_cells())
        columns = ["person", "bc_id", "asset_type", "asset_id", "action", "route", "rank", "code"]
        columns += [mark_column(link.id) for link in links()]
        marks = [
            sorted(each.engine.collect(each.engine.run(scope)).select(columns).iter_rows())
            for each in (resolver, other)
        ]
        assert marks[0] == marks[1]
        assert set(resolver.sweep(everything=True).rows()) == set(other.sweep(everything=True).rows())


@pytest.mark.parametrize("action", ["see", "assign others"])
def test_sweep_of_one_action(action: str) -> None:
    """A sweep of one action holds that action only."""
    from tests.access.snapshots import ADS, BOSS, asset, grant, tables

    found = Resolver(tables(assets=[asset()], grants=[grant("ANALYST", user=BOSS)])).sweep((action,))

    assert set(found["action"]) == {action.replace(" ", "_")}
    assert (BOSS, ADS) in {(row["person"], row["asset_id"]) for row in found.to_dicts()}
