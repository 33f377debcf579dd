"""Small changes to a world; each returns a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from msgspec.structs import replace

from regrant.sandbox.shapes import BusinessCenter, LogLine, World
from regrant.sandbox.world import TIME, clock

T = TypeVar("T")
NAMES = {
    "ADVERTISER": "ad account",
    "CATALOG": "catalog",
    "TIKTOK_SHOP": "TikTok Shop",
    "TT_ACCOUNT": "TikTok account",
    "MANAGED_BUSINESS_ACCOUNT": "business account",
    "LEAD": "form library",
    "PIXEL": "pixel",
}


def with_center(world: World, center: BusinessCenter) -> World:
    """Return the world with one Business Center put in place of the one with the same id."""
    return replace(world, business_centers=put(world.business_centers, center, lambda one: one.bc_id == center.bc_id))


def put(items: Iterable[T], new: T, is_old: Callable[[T], bool]) -> tuple[T, ...]:
    """Return *items* with *new* in the place of the old one, or at the end if there is none."""
    found, out = False, []
    for item in items:
        out.append(new if is_old(item) else item)
        found = found or is_old(item)

    return tuple(out) if found else (*out, new)


def ticked(world: World) -> World:
    """Return the world one second later."""
    return replace(world, now=(clock(world) + timedelta(seconds=1)).strftime(TIME))


def logged(world: World, bc_id: str, operator_id: str | None, kind: str, text: str) -> World:
    """Return the world with one more line in the log of a Business Center, at the world's time."""
    center = next(one for one in world.business_centers if one.bc_id == bc_id)
    line = LogLine(time=world.now, activity_type=kind, text=text, operator_id=operator_id)  # type: ignore[arg-type]

    return with_center(world, replace(center, log=(*center.log, line)))


def kind_of(asset_type: str) -> str:
    """Return the kind of a log line about an asset: ad accounts have one of their own."""
    return "ACCOUNT" if asset_type == "ADVERTISER" else "ASSET"
