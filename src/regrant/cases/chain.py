"""The access chain as faces show it: plain, and without the weight of the room that reasons about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from regrant.access import Why


class Link(Struct, frozen=True, kw_only=True):
    """One link: `mark` is yes, no, unreadable or depends."""

    id: str
    mark: str
    text: str


class Chain(Struct, frozen=True, kw_only=True):
    """Whether somebody can do something with an asset, and the links that decide it."""

    verdict: str
    who: str
    action: str
    asset: str
    sentence: str
    links: tuple[Link, ...]


def chain_of(found: Why) -> Chain:
    """Return the chain of the path that comes nearest."""
    return Chain(
        verdict=found.verdict,
        who=found.who.shown,
        action=found.action,
        asset=found.asset.shown,
        sentence=found.sentence,
        links=tuple(Link(id=link.id, mark=link.mark, text=link.text) for link in found.chain),
    )
