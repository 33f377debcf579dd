"""One call as a handler sees it: already allowed in, with checked parameters; and the registry of handlers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from regrant.sandbox.shapes import BusinessCenter, Login, Settings, Token, World
from regrant.sandbox.view import View


@dataclass(frozen=True, slots=True)
class Rows:
    """A list that the server pages: rows under `key`, or under `inside`.`key`."""

    rows: list[dict[str, Any]]
    key: str = "list"
    inside: str | None = None
    also: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """A call: the world it sees, who calls (None for calls with an app's secret alone), and the parameters."""

    view: View
    me: Login | None
    token: Token | None
    args: dict[str, Any]

    @property
    def world(self) -> World:
        """The world that this call sees."""
        return self.view.world

    @property
    def settings(self) -> Settings:
        """The variants chosen in this world."""
        return self.view.world.settings

    @property
    def user_id(self) -> str:
        """The id of the caller's login."""
        return self.me.user_id if self.me else ""

    @property
    def center(self) -> BusinessCenter:
        """The Business Center that the call is about; the gate has checked it."""
        return self.view.centers[self.args["bc_id"]]

    @property
    def filtering(self) -> dict[str, Any]:
        """The parameter `filtering`, empty when it was not sent."""
        found: dict[str, Any] = self.args.get("filtering", {})

        return found


Answer = dict[str, Any] | Rows
Reading = Callable[[Ask], Answer]
Writing = Callable[[Ask], World | tuple[World, dict[str, Any]]]

READINGS: dict[str, Reading] = {}
WRITINGS: dict[str, Writing] = {}


def reads(*paths: str) -> Callable[[Reading], Reading]:
    """Register a handler that answers from the world."""

    def keep(handler: Reading) -> Reading:
        READINGS.update(dict.fromkeys(paths, handler))
        return handler

    return keep


def writes(path: str) -> Callable[[Writing], Writing]:
    """Register a handler that makes a new world; its answer is empty unless it gives one."""

    def keep(handler: Writing) -> Writing:
        WRITINGS[path] = handler
        return handler

    return keep


def matches(keyword: str | None, *texts: str | None) -> bool:
    """Say whether a keyword (None: any) is part of one of the texts, whatever the case."""
    return keyword is None or any(keyword.lower() in (text or "").lower() for text in texts)


def paged(found: Rows, args: dict[str, Any]) -> dict[str, Any]:
    """Return one page of the rows, with `page_info` beside it."""
    page, size, total = args["page"], args["page_size"], len(found.rows)
    rows = found.rows[(page - 1) * size : page * size]
    info = {"page": page, "page_size": size, "total_number": total, "total_page": -(-total // size)}
    if found.inside:
        return {found.inside: {found.key: rows, **found.also}, "page_info": info}

    return {found.key: rows, **found.also, "page_info": info}
