"""The answers: typed, stable, the same in Python and in JSON."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

Verdict = Literal["can", "cannot", "unknown_unreadable", "unknown_depends"]
Mark = Literal["yes", "no", "unreadable", "depends"]
Route = Literal["own", "group", "share"]


class Answer(Struct, frozen=True, kw_only=True):
    """Base of the answers: immutable."""


class Person(Answer, frozen=True, kw_only=True):
    """Somebody: `id` is the user id, or the invited address where there is no id yet."""

    id: str
    name: str | None = None
    email: str | None = None
    known: bool = True

    @property
    def shown(self) -> str:
        """Return the best name for reading."""
        if self.name and self.email:
            return f"{self.name} <{self.email}>"

        return self.email or self.name or self.id


class Asset(Answer, frozen=True, kw_only=True):
    """An asset: its kind, its id and its name where one is known."""

    type: str
    id: str
    name: str | None = None

    @property
    def shown(self) -> str:
        """Return the best name for reading."""
        return f"{self.name} ({self.id})" if self.name else self.id


class LinkState(Answer, frozen=True, kw_only=True):
    """One link of the chain on one path: its mark, a sentence, and what its failure means."""

    id: str
    mark: Mark
    text: str
    cause: str | None = None


class Repair(Answer, frozen=True, kw_only=True):
    """
    One step that would mend a link: a single write of the API, or something a person must do.

    `cost` is a rank (1 = one quick write; above 20 others must decide; above 50 it may not work at all);
    `names` are those who can do it, where the snapshot knows them.
    """

    link: str
    kind: Literal["write", "human"]
    do: str
    who: str
    names: tuple[str, ...]
    cost: int
    cause: str
    call: str | None = None
    arguments: dict[str, Any] = {}


class Path(Answer, frozen=True, kw_only=True):
    """One way by which the person might do it, with its chain and what would mend it."""

    route: Route
    bc_id: str
    bc_name: str | None
    group: str | None
    partner: str | None
    verdict: Verdict
    chain: tuple[LinkState, ...]
    repairs: tuple[Repair, ...] = ()

    @property
    def failing(self) -> tuple[LinkState, ...]:
        """Return the links that fail."""
        return tuple(link for link in self.chain if link.mark == "no")

    @property
    def cost(self) -> int:
        """Return what mending this path costs in all, in ranks."""
        return sum(repair.cost for repair in self.repairs)


class Why(Answer, frozen=True, kw_only=True):
    """
    Whether somebody can do something with an asset, and why.

    `chain` belongs to the path that comes nearest. `near_misses` are the paths that hold but for one link;
    `repair` are the steps of the cheapest way (often one), empty if the answer is yes or no repair is known.
    `partner` is the name of the partner whose asset it is on the path that comes nearest, where a list gives one.
    """

    verdict: Verdict
    who: Person
    action: str
    asset: Asset
    sentence: str
    chain: tuple[LinkState, ...]
    path: Path
    paths: int
    near_misses: tuple[Path, ...] = ()
    repair: tuple[Repair, ...] = ()
    cause: str | None = None
    partner: str | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    read_at: str | None = None


class Standing(Answer, frozen=True, kw_only=True):
    """One person, one action, one asset: the verdict, and the first link that does not hold."""

    who: Person
    action: str
    asset: Asset
    verdict: Verdict
    lacks: str | None = None


class WhoCan(Answer, frozen=True, kw_only=True):
    """Who can do something with an asset; `people` holds everybody, those who can first."""

    action: str
    asset: Asset
    people: tuple[Standing, ...]
    notes: tuple[str, ...] = ()
    read_at: str | None = None


class WhatCan(Answer, frozen=True, kw_only=True):
    """What somebody can do; every action on every asset the snapshot knows, those that work first."""

    who: Person
    standings: tuple[Standing, ...]
    notes: tuple[str, ...] = ()
    read_at: str | None = None


class Difference(Answer, frozen=True, kw_only=True):
    """One action on one asset where two people differ."""

    action: str
    asset: Asset
    who: Verdict
    other: Verdict
    lacks: str | None = None
    other_lacks: str | None = None


class Compare(Answer, frozen=True, kw_only=True):
    """Where two people differ; `same` counts the actions on which they do not, `assets` the assets in all."""

    who: Person
    other: Person
    differences: tuple[Difference, ...]
    same: int
    assets: int = 0
    notes: tuple[str, ...] = ()
    read_at: str | None = None


Result = Why | WhoCan | WhatCan | Compare
