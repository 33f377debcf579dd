"""The permission matrix and the words of the links, read from data files that a support person can correct."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from regrant.loading import once, read_yaml

DATA = Path(__file__).parent / "data"
ANY_ROLE = "*"
BASE: dict[str, tuple[str, ...]] = {
    "assigned": ("member", "joined", "bc_healthy", "asset_here", "approved", "assigned", "role_enough", "ceiling"),
    "admin": ("member", "joined", "bc_healthy", "bc_admin", "asset_here", "approved"),
    "membership": ("member", "joined", "bc_healthy"),
}
"""The links that come first, by the kind of chain."""


class Shape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the data shapes: immutable, and a misspelt field is an error."""


class Cell(Shape, frozen=True, kw_only=True):
    """What one action on one kind of asset needs."""

    sources: tuple[str, ...]
    roles: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    because: str = ""
    needs: tuple[str, ...] = ()
    chain: Literal["assigned", "admin", "membership"] = "assigned"
    internal: bool = False

    @property
    def links(self) -> tuple[str, ...]:
        """Return the ids of the links that must all hold."""
        return (*BASE[self.chain], *self.needs)

    @property
    def never(self) -> bool:
        """Return whether no role at all allows it."""
        return self.chain == "assigned" and not self.roles and not self.unclear


class Kind(Shape, frozen=True, kw_only=True):
    """One kind of asset: its name in words, its roles (least first) and its actions."""

    words: str
    actions: dict[str, Cell]
    roles: tuple[str, ...] = ()
    other_roles: tuple[str, ...] = ()
    field: str = ""
    many: bool = False


class Matrix(Shape, frozen=True, kw_only=True):
    """The whole matrix."""

    actions: dict[str, str]
    assets: dict[str, Kind]

    def cells(self, *, internal: bool = False) -> Iterator[tuple[str, str, Cell]]:
        """Yield (asset type, action, cell), without the parts of other actions unless *internal*."""
        for asset_type, kind in self.assets.items():
            for action, cell in kind.actions.items():
                if internal or not cell.internal:
                    yield asset_type, action, cell

    def cell(self, asset_type: str, action: str) -> Cell:
        """Return one cell. Raises KeyError if the action does not exist for that kind of asset."""
        return self.assets[asset_type].actions[action]

    def known_roles(self) -> frozenset[str]:
        """Return every role name that the matrix knows."""
        return frozenset(role for kind in self.assets.values() for role in (*kind.roles, *kind.other_roles))


class Fault(Shape, frozen=True, kw_only=True):
    """What the failure of a link means: the cause, and who would have to do what. `cost` is a rank, not money."""

    cause: str
    do: str
    who: Literal["you", "bc_admin", "invitee", "owner", "partner_admin", "creator", "shop_owner", "tiktok"]
    cost: int
    call: str | None = None
    when: dict[str, Any] = field(default_factory=dict)

    def fits(self, path: dict[str, Any]) -> bool:
        """Return whether every condition of `when` holds for the path."""
        return all(
            path.get(key) in value if isinstance(value, list) else path.get(key) == value
            for key, value in self.when.items()
        )


class LinkWords(Shape, frozen=True, kw_only=True):
    """One link in words."""

    id: str
    needs: str
    holds: str
    fails: str
    reads: tuple[str, ...]
    faults: tuple[Fault, ...]
    depends: str = ""


class LinkFile(Shape, frozen=True, kw_only=True):
    """The file of links, in the order of the chain."""

    links: tuple[LinkWords, ...]


@once
def matrix() -> Matrix:
    """Return the permission matrix of `data/permissions.yaml`."""
    return msgspec.convert(read_yaml(DATA / "permissions.yaml"), Matrix)


@once
def link_words() -> dict[str, LinkWords]:
    """Return the words of every link by its id, in the order of `data/links.yaml`."""
    return {link.id: link for link in msgspec.convert(read_yaml(DATA / "links.yaml"), LinkFile).links}
