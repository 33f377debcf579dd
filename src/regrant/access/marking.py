"""From links to marks: each path gets a mark per link, one for the whole, and a rank by which paths compare."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from regrant.access.chain import (
    DEPENDS,
    NO,
    NO_LINK,
    UNREADABLE,
    YES,
    Chosen,
    allowances,
    choose,
    is_one_of,
    links,
    mark_column,
)


def marked(paths: nw.LazyFrame[Any], chosen: Chosen = None) -> nw.LazyFrame[Any]:
    """
    Add a mark per link, then the mark of the whole path and its `rank`.

    A link that the action does not need counts as holding. The rank orders paths: the better mark first, then
    the fewer failing links, then the later the first one that does not hold; its last two digits are that link.
    *chosen*: the ids of the cells that the paths are about, if not of any.
    """
    cells = choose(chosen)
    needing = {link.id: {key for key, cell in cells.items() if link.id in cell.links} for link in links(chosen)}
    needed = [link for link in links(chosen) if needing[link.id]]
    columns = paths.collect_schema().names()
    if "role_allows" not in columns:
        paths = paths.with_columns(**allowances(chosen))
    read = {f"h_{link.id}": link.holds for link in needed} | {f"b_{link.id}": link.blocked for link in needed}
    paths = paths.with_columns(**read)
    marks = {mark_column(link.id): nw.lit(YES).cast(nw.Int8) for link in links(chosen)}
    for link in needed:
        holds = nw.col(f"h_{link.id}")
        value = (
            nw.when(holds).then(nw.lit(YES)).otherwise(
                nw.when(~holds).then(nw.lit(NO)).otherwise(
                    nw.when(nw.col(f"b_{link.id}")).then(nw.lit(UNREADABLE)).otherwise(nw.lit(DEPENDS))
                )
            )
        )  # fmt: skip
        if len(needing[link.id]) < len(cells):
            value = nw.when(is_one_of(needing[link.id], chosen)).then(value).otherwise(nw.lit(YES))
        marks[mark_column(link.id)] = value.cast(nw.Int8)
    paths = paths.select(*columns, **marks)
    places = {mark_column(link.id): place for place, link in enumerate(links(chosen)) if needing[link.id]}
    columns = list(places)
    fails = nw.sum_horizontal(*((nw.col(name) == NO).cast(nw.Int8) for name in columns))
    unreadable = nw.any_horizontal(*(nw.col(name) == UNREADABLE for name in columns), ignore_nulls=True)
    first_no, first_open = (_first(places, *marks) for marks in ((NO, NO), (DEPENDS, UNREADABLE)))
    paths = paths.with_columns(fails=fails.cast(nw.Int64), first_no=first_no, first_open=first_open)
    code = nw.when(nw.col("fails") > 0).then(nw.lit(NO)).otherwise(
        nw.when(unreadable).then(nw.lit(UNREADABLE)).otherwise(
            nw.when(~nw.col("first_open").is_null()).then(nw.lit(DEPENDS)).otherwise(nw.lit(YES))
        )
    )  # fmt: skip
    first = nw.coalesce("first_no", "first_open", nw.lit(NO_LINK))
    paths = paths.with_columns(code=code.cast(nw.Int64), first=first.cast(nw.Int64))

    return paths.with_columns(rank=nw.col("code") * 10000 + (NO_LINK - nw.col("fails")) * 100 + nw.col("first"))


def _first(places: dict[str, int], lowest: int, highest: int) -> nw.Expr:
    """Return the place of the first link whose mark lies between two."""
    found = [nw.when(nw.col(name).is_between(lowest, highest)).then(nw.lit(place)) for name, place in places.items()]

    return nw.coalesce(*found)
