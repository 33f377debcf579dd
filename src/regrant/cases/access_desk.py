"""Who can do what: the four questions, answered from what TikTok says, with the whole chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from regrant.cases.connection import CAN, CANNOT, COULD_NOT_TELL, Connection, Say, TikTokDeskError, center
from regrant.cases.who import meant

if TYPE_CHECKING:
    from regrant.access import Result
    from regrant.tiktok.client import Client
    from regrant.tiktok.reader import Snapshot


class Found(Struct, frozen=True, kw_only=True):
    """An answer about access: lines for people, plain content for programs, and the exit code of a command."""

    lines: tuple[str, ...]
    content: dict[str, Any]
    code: int


def why(
    who: str,
    action: str,
    asset: str | None,
    *,
    bc_id: str | None = None,
    exact: bool = False,
    connection: Connection | None = None,
    say: Say | None = None,
) -> Found:
    """
    Tell whether *who* can do *action* on *asset*, with the whole chain; reads in at most 8 calls.

    With *exact*, somebody who is not on the list is taken as written, although others are much alike.

    Raises:
        UnsureWhoError: nobody of that name or address, but perhaps others were meant.
        TikTokDeskError: nothing of that name, several, or no token.

    """

    async def read(client: Client) -> Snapshot:
        from regrant.tiktok import targeted

        found, row = await center(client, bc_id)
        return await targeted.why(client, bc_id=found, center=row, who=who, action=action, asset=asset)

    _needs_asset(action, asset, f'regrant why "{who}"')
    read_ = (connection or Connection.kept()).run(read)

    return _answer(read_, lambda one, person: one.why(person, action, asset or read_.bc_id), say, who, exact=exact)


def who_can(
    action: str,
    asset: str | None,
    *,
    bc_id: str | None = None,
    connection: Connection | None = None,
    say: Say | None = None,
) -> Found:
    """Tell who can do *action* on *asset*; reads the whole Business Center. Raises as `why` does."""
    _needs_asset(action, asset, "regrant who-can")
    read = _everything(bc_id, connection, say)

    return _answer(read, lambda one: one.who_can(action, asset or read.bc_id), say)


def what_can(
    who: str,
    *,
    bc_id: str | None = None,
    exact: bool = False,
    connection: Connection | None = None,
    say: Say | None = None,
) -> Found:
    """Tell everything that *who* can do; reads the whole Business Center. *exact* and errors as in `why`."""
    read = _everything(bc_id, connection, say)

    return _answer(read, lambda one, person: one.what_can(person), say, who, exact=exact)


def compare(
    who: str,
    other: str,
    *,
    bc_id: str | None = None,
    exact: bool = False,
    connection: Connection | None = None,
    say: Say | None = None,
) -> Found:
    """Tell where two people differ; reads the whole Business Center. *exact* and errors as in `why`."""
    read = _everything(bc_id, connection, say)

    return _answer(read, lambda one, first, second: one.compare(first, second), say, who, other, exact=exact)


def _everything(bc_id: str | None, connection: Connection | None, say: Say | None) -> Snapshot:
    async def read(client: Client) -> Snapshot:
        from regrant.tiktok.reader import snapshot

        found, row = await center(client, bc_id)
        progress = (lambda p: say(f"Reading {p.done} of {p.known}: {p.part}")) if say else None
        return await snapshot(client, found, center=row, progress=progress)

    return (connection or Connection.kept()).run(read)


def _answer(read: Snapshot, ask: Callable[..., Result], say: Say | None, *people: str, exact: bool = False) -> Found:
    """Put a question to what was read, *ask* taking a `Resolver` and one argument for each of the *people*."""
    from regrant.access import AccessError, Resolver, build, to_lines

    if say:
        say(f"Read in {read.calls} calls.")
    tables = {**read.tables, **({"me": [read.me]} if read.me else {})}
    unread = [f"{row['table']}: {row['reason'].removeprefix('not read: ')}" for row in read.tables["unread"]]
    hidden = [row["reason"].removeprefix("not read: ") for row in read.tables["unread"] if row["table"] == "bcs"]
    resolved = [meant(_me(who, read), tables, exact=exact) for who in people]
    try:
        found = ask(Resolver(build(tables)), *(who for who, _ in resolved))
    except AccessError as error:
        if not unread:
            raise TikTokDeskError(str(error)) from None
        if hidden:
            said = f"Could not tell. The Business Center {read.bc_id}: {hidden[0]}."
            raise TikTokDeskError(said, COULD_NOT_TELL) from None
        # What was not found may be in what was not read.
        gaps = "; ".join(dict.fromkeys(unread))
        raise TikTokDeskError(f"Could not tell. {error} Not everything could be read: {gaps}", COULD_NOT_TELL) from None
    found = msgspec.structs.replace(found, notes=(*(note for _, note in resolved if note), *found.notes))
    content = {**msgspec.to_builtins(found), "kind": type(found).__name__, "bc_id": read.bc_id, "calls": read.calls}

    return Found(lines=tuple(to_lines(found)), content=content, code=_code(found, unread))


def _code(found: Result, unread: list[str]) -> int:
    from regrant.access import EXIT_CODES, Compare, WhatCan, WhoCan, Why

    if isinstance(found, Why):
        return EXIT_CODES[found.verdict]
    verdicts: Iterable[str] = ()
    if isinstance(found, WhoCan):
        verdicts = {person.verdict for person in found.people}
    if isinstance(found, WhatCan):
        verdicts = {standing.verdict for standing in found.standings}
    if isinstance(found, Compare):
        return COULD_NOT_TELL if unread else CAN if not found.differences else CANNOT
    if "can" in verdicts:
        return CAN

    return COULD_NOT_TELL if unread or any(verdict.startswith("unknown") for verdict in verdicts) else CANNOT


def known_action(action: str) -> None:
    """Raise `TikTokDeskError` with the nearest action, if there is none of that name."""
    from regrant.access import ActionError
    from regrant.access.names import action as known

    try:
        known(action)
    except ActionError as error:
        raise TikTokDeskError(str(error)) from None


def _needs_asset(action: str, asset: str | None, form: str) -> None:
    """Raise `TikTokDeskError` with the whole form of the command, if *action* is about an asset and none is named."""
    known_action(action)
    if asset is not None:
        return
    from regrant.access.names import action as known
    from regrant.access.permissions import matrix

    wanted = known(action)
    kinds = [kind for kind, name, _ in matrix().cells() if name == wanted]
    if "BUSINESS_CENTER" not in kinds:
        words = " or ".join(matrix().assets[kind].words for kind in kinds)
        raise TikTokDeskError(
            f"{wanted} is about one thing, and it was not said which {words}. "
            f"Give its name or id: {form} {wanted} ASSET"
        )


def _me(who: str, read: Snapshot) -> str:
    return str(read.me["user_id"]) if who == "me" and read.me else who
