"""
The door to TikTok for all faces: connect, look, ask why, and check before anything is asked.

The rooms behind it are loaded when they are needed, so that whoever is not connected pays nothing for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from regrant.access import Resolver, Result
    from regrant.cases.desk import Sitting
    from regrant.checks import Checked
    from regrant.tiktok.client import Client
    from regrant.tiktok.reader import Snapshot
    from regrant.tiktok.token import Token

T = TypeVar("T")
Say = Callable[[str], None]
CAN, CANNOT, USAGE, COULD_NOT_TELL = 0, 1, 2, 3
AT_HOME = 50
"""Calls in a second to a server of this very machine, where no quota has to be left for others."""
PROBLEM_FLOOR = 0.03
"""A problem less probable than this is not read for."""
ACTION_FINDING = {
    "see": "see_it",
    "report": "see_it",
    "create_and_edit_ads": "create_or_edit_ads",
    "settings": "settings_or_people",
    "people": "settings_or_people",
    "assign_others": "settings_or_people",
    "payments": "money_pages",
    "post": "publish_to_profile",
    "go_live": "profile_or_inbox",
    "answer_messages": "profile_or_inbox",
    "use_posts": "use_as_identity",
    "run_spark_ads": "use_as_identity",
    "run_shop_ads": "shop_ads",
    "use_shop": "shop_ads",
    "edit_catalog": "edit_catalog",
}
"""What each action is called in the finding `failing_action`."""


class TikTokDeskError(Exception):
    """It cannot be done as it was asked; the message says why and what to do. `code` is the exit code of a command."""

    def __init__(self, message: str, code: int = USAGE) -> None:
        self.code = code
        super().__init__(message)


class Found(Struct, frozen=True, kw_only=True):
    """An answer about access: lines for people, plain content for programs, and the exit code of a command."""

    lines: tuple[str, ...]
    content: dict[str, Any]
    code: int


class Center(Struct, frozen=True, kw_only=True):
    """A Business Center that the token's login belongs to."""

    id: str
    name: str | None
    role: str | None
    status: str | None


class Ability(Struct, frozen=True, kw_only=True):
    """One thing that can be read, or the reason why not."""

    what: str
    works: bool
    reason: str | None = None


class Doctor(Struct, frozen=True, kw_only=True):
    """Whom the token acts as, what it sees, and which checks can run; the permissions are None if they are not told."""

    connected: str
    address: str
    login: str | None
    centers: tuple[Center, ...]
    permissions: tuple[str, ...] | None
    abilities: tuple[Ability, ...]
    notes: tuple[str, ...] = ()
    clock_skew: float | None = None


def connect(text: str, *, url: str | None = None) -> tuple[str, Doctor]:
    """
    Try a pasted token and keep it; return where it is kept (keyring or file) and what it can do.

    Raises:
        TikTokDeskError: it is no token, TikTok does not take it, or it cannot be kept.

    """
    from regrant.tiktok import token as tokens
    from regrant.tiktok.wire import base_url

    def made() -> Token:
        return tokens.token(text, base_url=base_url(url))

    return _keep(_clearly(made))


def sign_in(
    app_id: str, secret: str, *, show: Say, url: str | None = None, portal: str | None = None, port: int = 0
) -> tuple[str, Doctor]:
    """Let the person sign in at TikTok with a browser, and keep the token; see `connect`."""
    from regrant.tiktok import oauth

    return _keep(_run(oauth.sign_in(app_id, secret, show=show, url=url, portal_url=portal, port=port)))


def disconnect() -> bool:
    """Forget the token; return whether there was one."""
    from regrant.tiktok.token import Store

    return _clearly(lambda: Store().remove())


def connected() -> bool:
    """Tell whether a token is kept on this machine."""
    from regrant.tiktok.token import Store

    return _clearly(lambda: Store().load()) is not None


def doctor() -> Doctor:
    """
    Say whom the token acts as, and what can be read with it.

    Raises:
        TikTokDeskError: there is no token, or TikTok does not take it.

    """
    kept = _kept()

    return _run(_with_client(kept, lambda client: _examine(client, kept)))


def why(who: str, action: str, asset: str | None, *, bc_id: str | None = None, say: Say | None = None) -> Found:
    """
    Tell whether *who* can do *action* on *asset*, with the whole chain; reads in at most 8 calls.

    Raises:
        TikTokDeskError: nobody or nothing of that name, several, or no token.

    """

    async def read(client: Client) -> Snapshot:
        from regrant.tiktok import targeted

        center = await _center(client, bc_id)
        return await targeted.why(client, bc_id=center, who=who, action=action, asset=asset)

    _known_action(action)
    read_ = _run(_with_client(_kept(), read))

    return _answer(read_, lambda resolver: resolver.why(_me(who, read_), action, asset or read_.bc_id), say)


def who_can(action: str, asset: str | None, *, bc_id: str | None = None, say: Say | None = None) -> Found:
    """Tell who can do *action* on *asset*; reads the whole Business Center. Raises as `why` does."""
    _known_action(action)
    read = _everything(bc_id, say)

    return _answer(read, lambda resolver: resolver.who_can(action, asset or read.bc_id), say)


def what_can(who: str, *, bc_id: str | None = None, say: Say | None = None) -> Found:
    """Tell everything that *who* can do; reads the whole Business Center. Raises as `why` does."""
    read = _everything(bc_id, say)

    return _answer(read, lambda resolver: resolver.what_can(_me(who, read)), say)


def compare(who: str, other: str, *, bc_id: str | None = None, say: Say | None = None) -> Found:
    """Tell where two people differ; reads the whole Business Center. Raises as `why` does."""
    read = _everything(bc_id, say)

    return _answer(read, lambda resolver: resolver.compare(_me(who, read), _me(other, read)), say)


def check_first(
    sitting: Sitting,
    *,
    who: str,
    asset: str | None = None,
    action: str | None = None,
    bc_id: str | None = None,
    say: Say | None = None,
) -> None:
    """
    Read from TikTok what a sitting's likely problems would ask, and take it in as evidence.

    What cannot be read becomes a note of the sitting, and the diagnosis goes on by questions.

    Raises:
        TikTokDeskError: there is no token, or the Business Center has to be named.

    """
    if action is not None and action not in ACTION_FINDING:
        _known_action(action)
    kept = _kept()
    _told(sitting, "topic", "access")
    try:
        done = _run(_with_client(kept, lambda client: _check(client, sitting, who, asset, action, bc_id, say)))
    except TikTokDeskError as error:
        if error.code != COULD_NOT_TELL:
            raise
        sitting.notes = (*sitting.notes, f"not checked: {error}")
        _told(sitting, "failing_action", ACTION_FINDING.get(action or ""))
        return
    sitting.take_in(done.evidence)
    # Somebody who cannot even see it is stuck before the action; the checks say that themselves.
    _told(sitting, "failing_action", ACTION_FINDING.get(action or ""))
    verdict = _verdict(done, who, action, asset)
    sitting.notes = (*sitting.notes, *([verdict] if verdict else []), *done.notes)


def _told(sitting: Sitting, finding: str, value: str | None) -> None:
    """Take what the question itself says as told, unless something is known of it already."""
    said = {item.finding for item in sitting.evidence}
    if value is not None and finding not in said and finding in sitting.knowledge.findings:
        sitting.say(finding, value)


async def _check(
    client: Client,
    sitting: Sitting,
    who: str,
    asset: str | None,
    action: str | None,
    bc_id: str | None,
    say: Say | None,
) -> Checked:
    from regrant import checks

    center = await _center(client, bc_id)

    return await checks.run(
        client,
        sitting.knowledge,
        who,
        asset,
        _findings(sitting),
        bc_id=center,
        action=action,
        words=sitting.words,
        progress=say,
    )


def _findings(sitting: Sitting) -> list[str]:
    """Return what the causes of the likely problems speak of, the likeliest problem's first."""
    knowledge = sitting.knowledge
    likely = [found.id for found in sitting.diagnosis.problems if found.probability >= PROBLEM_FLOOR]
    spoken = [
        finding for problem in likely for cause in knowledge.problems[problem].causes
        for finding in knowledge.causes[cause].shows
    ]  # fmt: skip

    return list(dict.fromkeys(spoken))


def _verdict(done: Checked, who: str, action: str | None, asset: str | None) -> str | None:
    """Return what the access chain says of the very rows that were read, if the action is known."""
    if action is None or asset is None:
        return None
    from regrant.access import AccessError, Resolver, build

    with suppress(AccessError):
        found = Resolver(build(done.tables)).why(_login(done.tables) if who == "me" else who, action, asset)
        return f"By the access chain: {found.sentence}"

    return None


def _login(tables: dict[str, list[dict[str, Any]]]) -> str:
    return next((str(row["user_id"]) for row in tables.get("me", [])), "me")


def _everything(bc_id: str | None, say: Say | None) -> Snapshot:
    async def read(client: Client) -> Snapshot:
        from regrant.tiktok.reader import snapshot

        center = await _center(client, bc_id)
        if say is None:
            return await snapshot(client, center)
        return await snapshot(client, center, progress=lambda p: say(f"Reading {p.done} of {p.known}: {p.part}"))

    return _run(_with_client(_kept(), read))


def _answer(read: Snapshot, ask: Callable[[Resolver], Result], say: Say | None) -> Found:
    from regrant.access import AccessError, Resolver, build, to_lines

    if say:
        say(f"Read in {read.calls} calls.")
    tables = {**read.tables, **({"me": [read.me]} if read.me else {})}
    unread = [f"{row['table']}: {row['reason']}" for row in read.tables["unread"]]
    try:
        found = ask(Resolver(build(tables)))
    except AccessError as error:
        if not unread:
            raise TikTokDeskError(str(error)) from None
        # What was not found may be in what was not read.
        gaps = "; ".join(dict.fromkeys(unread))
        raise TikTokDeskError(f"Could not tell. {error} Not everything could be read: {gaps}", COULD_NOT_TELL) from None
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


def _known_action(action: str) -> None:
    from regrant.access import ActionError
    from regrant.access.names import action as known

    try:
        known(action)
    except ActionError as error:
        raise TikTokDeskError(str(error)) from None


def _me(who: str, read: Snapshot) -> str:
    return str(read.me["user_id"]) if who == "me" and read.me else who


def _kept() -> Token:
    from regrant.tiktok.token import Store

    kept = _clearly(lambda: Store().load())
    if kept is None:
        raise TikTokDeskError("Regrant is not connected to TikTok. Run: regrant connect")

    return kept


def _keep(new: Token) -> tuple[str, Doctor]:
    """Try the token first: one that TikTok does not take is not kept."""
    from regrant.tiktok.token import Store

    found = _run(_with_client(new, lambda client: _examine(client, new)))

    return _clearly(lambda: Store().save(new)), found


async def _with_client(kept: Token, use: Callable[[Client], Coroutine[Any, Any, T]]) -> T:
    from regrant.tiktok.client import Client
    from regrant.tiktok.pacing import Limiter, Quota
    from regrant.tiktok.wire import is_loopback

    quota = Quota(per_second=AT_HOME, per_minute=AT_HOME * 60) if is_loopback(kept.base_url) else Quota()
    async with Client(kept.token, url=kept.base_url, limiter=Limiter(quota)) as client:
        return await use(client)


async def _center(client: Client, bc_id: str | None) -> str:
    """Return the Business Center in question: the given one, or the only one."""
    if bc_id is not None:
        if not bc_id.isdigit():
            raise TikTokDeskError(f'"{bc_id}" is not the id of a Business Center: an id is a number of some 19 digits.')
        return bc_id
    from regrant.tiktok.errors import TikTokError
    from regrant.tiktok.reader import business_centers

    found, got = await business_centers(client)
    if got.trouble is not None:
        raise TikTokError(got.trouble)
    if len(found) == 1:
        return str(found[0]["bc_id"])
    if not found:
        raise TikTokDeskError("This login belongs to no Business Center.", COULD_NOT_TELL)
    names = ", ".join(f"{row['bc_id']} ({row['name']})" for row in found)
    raise TikTokDeskError(f"This login belongs to several Business Centers; say which with --bc: {names}")


async def _examine(client: Client, kept: Token) -> Doctor:
    from regrant.cases.probes import probe
    from regrant.tiktok.endpoints import table
    from regrant.tiktok.errors import TikTokError
    from regrant.tiktok.reader import business_centers

    found, got = await business_centers(client)
    if got.trouble is not None:
        raise TikTokError(got.trouble)
    login, abilities = await probe(client, str(found[0]["bc_id"])) if found else (None, ())
    names = {permission.id: permission.path for permission in table().permissions.values()}
    granted = None if kept.scopes is None else tuple(names.get(scope, str(scope)) for scope in kept.scopes)

    return Doctor(
        connected=kept.at,
        address=kept.base_url,
        login=login,
        centers=tuple(
            Center(id=str(row["bc_id"]), name=row["name"], role=row["my_role"], status=row["status"]) for row in found
        ),
        permissions=granted,
        abilities=abilities,
        notes=() if found else ("This login belongs to no Business Center, so nothing can be checked.",),
        clock_skew=client.clock_skew,
    )


def _clearly(do: Callable[[], T]) -> T:
    """Turn what the rooms below say of wrong input and trouble into the one error of this desk."""
    from regrant.tiktok.token import TokenStoreError
    from regrant.tiktok.wire import AddressError, TokenFormError

    try:
        return do()
    except (TokenStoreError, TokenFormError, AddressError) as error:
        raise TikTokDeskError(str(error)) from None


def _run(work: Coroutine[Any, Any, T]) -> T:
    from regrant.tiktok.errors import TikTokError
    from regrant.tiktok.oauth import SignInError
    from regrant.tiktok.validate import RequestError

    try:
        return _clearly(lambda: asyncio.run(work))
    except TikTokError as error:
        raise TikTokDeskError(str(error), COULD_NOT_TELL) from None
    except (SignInError, RequestError) as error:
        raise TikTokDeskError(str(error)) from None
