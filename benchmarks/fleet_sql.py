"""What a database man would write: DuckDB SQL that does the joins of the chain and nothing else, on ready tables."""

from __future__ import annotations

from typing import Any

import polars as pl

from regrant.access import Resolver
from regrant.access.facts import Facts
from regrant.access.paths import all_cells

JOINS = """
select person_no, asset_no, cell_no,
       (people.status * 8 + bcs.status)::tinyint as person_state,
       (coalesce(role, 0) * 8 + coalesce(level, 0))::tinyint as asset_state
from people
join bcs using (bc_no)
join assets using (bc_no)
left join grants using (bc_no, person_no, asset_no)
left join shares using (bc_no, asset_no)
join cells using (kind)
"""


def prepare(resolver: Resolver, connection: Any) -> None:
    """Lay the tables, with every id, state and role already a small number: all that is left to do is to join."""
    facts = resolver.facts
    for name, frame in _tables(facts).items():
        connection.register("given", frame.to_arrow())
        connection.execute(f"create or replace table {name} as select * from given")


def _tables(facts: Facts) -> dict[str, pl.DataFrame]:
    bcs = facts.bcs.select("bc_id", status=_code("bc_status")).with_row_index("bc_no")
    number = bcs.select("bc_id", "bc_no")
    people = pl.DataFrame({"person": list(facts.persons)}).with_row_index("person_no")
    kinds = pl.DataFrame(list(facts.asset_names), ["asset_type", "asset_id"], orient="row").with_row_index("asset_no")
    cells = pl.DataFrame(all_cells(), ["asset_type", "action"], orient="row").with_row_index("cell_no")
    kind = cells.select("asset_type").unique(maintain_order=True).with_row_index("kind")
    both = ["asset_type", "asset_id"]
    placed = facts.known_assets.filter(pl.col("here") | pl.col("shared") | pl.col("any_grant"))
    known = facts.known_people.filter(pl.col("member_status").is_not_null() | pl.col("has_grant"))
    given = pl.concat([facts.grants, facts.groups.drop("group_id")]).with_columns(role=_code("role_text"))

    return {
        "bcs": bcs.select("bc_no", "status"),
        "people": known.join(people, on="person")
        .join(number, on="bc_id")
        .select("bc_no", "person_no", status=_code("member_status")),
        "assets": placed.join(kinds, on=both)
        .join(number, on="bc_id")
        .join(kind, on="asset_type")
        .select("bc_no", "asset_no", "kind"),
        "grants": given.join(people, on="person")
        .join(number, on="bc_id")
        .join(kinds, on=both)
        .select("bc_no", "person_no", "asset_no", "role"),
        "shares": facts.shares.join(number, on="bc_id")
        .join(kinds, on=both)
        .select("bc_no", "asset_no", level=_code("share_role_text")),
        "cells": cells.join(kind, on="asset_type").select("cell_no", "kind"),
    }


def _code(column: str) -> pl.Expr:
    return pl.col(column).rank("dense").fill_null(0).cast(pl.Int8)
