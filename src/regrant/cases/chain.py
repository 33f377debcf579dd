"""The access chain as faces show it: plain, and without the weight of the room that reasons about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from regrant.access import Asset, Person, Why


class Link(Struct, frozen=True, kw_only=True):
    """One link: `mark` is yes, no, unreadable or depends; `cause` is what its failure means, where that is known."""

    id: str
    mark: str
    text: str
    cause: str | None = None


class Names(Struct, frozen=True, kw_only=True):
    """Who and what a chain is about, as TikTok calls it; None is what no list gave; `kind` says "ad account" or so."""

    who: str | None = None
    email: str | None = None
    user_id: str | None = None
    kind: str | None = None
    asset: str | None = None
    asset_id: str | None = None
    bc: str | None = None
    bc_id: str | None = None
    partner: str | None = None


class Chain(Struct, frozen=True, kw_only=True):
    """Whether somebody can do something with an asset, and the links that decide it."""

    verdict: str
    who: str
    action: str
    asset: str
    sentence: str
    links: tuple[Link, ...]
    names: Names = Names()


def names_of(who: Person, asset: Asset | None) -> Names:
    """Return what is known of somebody and of an asset."""
    from regrant.access import matrix

    return Names(
        who=who.name,
        email=who.email,
        user_id=who.id if who.id != who.email else None,
        kind=matrix().assets[asset.type].words if asset else None,
        asset=asset.name if asset else None,
        asset_id=asset.id if asset else None,
    )


def chain_of(found: Why) -> Chain:
    """Return the chain of the path that comes nearest."""
    names = names_of(found.who, found.asset)

    return Chain(
        verdict=found.verdict,
        who=found.who.shown,
        action=found.action,
        asset=found.asset.shown,
        sentence=found.sentence,
        links=tuple(Link(id=link.id, mark=link.mark, text=link.text, cause=link.cause) for link in found.chain),
        names=replace(names, bc=found.path.bc_name, bc_id=found.path.bc_id, partner=found.partner),
    )
