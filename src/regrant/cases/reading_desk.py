"""Reads from TikTok what a diagnosis would ask, before anything is asked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from regrant.cases.access_desk import known_action
from regrant.cases.chain import Chain, Names, chain_of, names_of
from regrant.cases.connection import COULD_NOT_TELL, Connection, Say, TikTokDeskError, center
from regrant.cases.redact import mails, occurring
from regrant.cases.several import first_failing, in_words, standing
from regrant.cases.who import meant

if TYPE_CHECKING:
    from regrant.cases.desk import Sitting
    from regrant.checks import Checked
    from regrant.tiktok.client import Client

PROBLEM_FLOOR = 0.03
"""A problem less probable than this is not read for."""
MAIN_PROBLEM = 0.2
"""From this probability on checks may take it that this is what it is about."""
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
NAME_COLUMNS = (
    *("user_name", "user_email", "display_name", "email", "name", "asset_name", "group_name", "partner_name"),
    *("store_name", "owner_bc_name"),
)
"""The columns of a snapshot that name somebody or something."""


def kept_for(action: str | None) -> Connection:
    """
    Return the connection kept on this machine, for `check_first`, so that a wrong command is told before a case begins.

    Raises:
        TikTokDeskError: there is no token, or no such action.

    """
    if action is not None and action not in ACTION_FINDING:
        known_action(action)

    return Connection.kept()


def check_first(
    sitting: Sitting,
    *,
    who: str,
    asset: str | None = None,
    also: Sequence[str] = (),
    action: str | None = None,
    bc_id: str | None = None,
    exact: bool = False,
    connection: Connection | None = None,
    say: Say | None = None,
) -> None:
    """
    Read from TikTok what a sitting's likely problems would ask, and take it in as evidence.

    What cannot be read becomes a note of the sitting, and the diagnosis goes on by questions. With *exact*, somebody
    who is not on the list is taken as written, although others are much alike. Of several assets (*also*) each is
    read; the first that fails is what the case is about, and notes say how the others stand.

    Raises:
        UnsureWhoError: nobody of that name or address, but perhaps others were meant; nothing was taken in.
        TikTokDeskError: there is no token or no such action, or the Business Center has to be named.

    """
    connection = connection or kept_for(action)
    _told(sitting, "topic", "access")
    try:
        asset, done, told = _first_failing(connection, sitting, who, (asset, *also), action, bc_id, exact, say)
        person, absent = meant(who, done.tables, exact=exact)
    except TikTokDeskError as error:
        if error.code != COULD_NOT_TELL:
            raise
        sitting.notes = (*sitting.notes, f"not checked: {error}")
        sitting.named = occurring((who, asset or ""), sitting.words)
        _told(sitting, "failing_action", ACTION_FINDING.get(action or ""))
        return
    sitting.take_in(done.evidence)
    sitting.named = occurring((who, asset or "", *_names(done.tables)), sitting.words)
    # Somebody who cannot even see it is stuck before the action; the checks say that themselves.
    _told(sitting, "failing_action", ACTION_FINDING.get(action or ""))
    sitting.about, sitting.chain, lines = _said(done, person, action, asset)
    sitting.notes = (*sitting.notes, *told, *((absent,) if absent else ()), *lines, *done.notes)


def _first_failing(
    connection: Connection,
    sitting: Sitting,
    who: str,
    assets: Sequence[str | None],
    action: str | None,
    bc_id: str | None,
    exact: bool,
    say: Say | None,
) -> tuple[str | None, Checked, list[str]]:
    """Read every asset; return the one that the case is about with what was read of it, and how the others stand."""

    def read(asset: str | None) -> Checked:
        return connection.run(lambda client: _check(client, sitting, who, asset, action, bc_id, exact, say))

    named = list(dict.fromkeys(asset for asset in assets if asset))
    if len(named) < 2:  # noqa: PLR2004 (there is nothing to choose)
        only = named[0] if named else None
        return only, read(only), []
    done = [read(asset) for asset in named]
    person, _ = meant(who, done[0].tables, exact=exact)
    login = _login(done[0].tables) if person == "me" else person
    standings = [standing(one, login, asset, action) for one, asset in zip(done, named, strict=True)]
    taken = first_failing(standings)

    return named[taken], done[taken], in_words(standings, taken, sitting.knowledge)


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
    exact: bool,
    say: Say | None,
) -> Checked:
    from regrant import checks

    found, row = await center(client, bc_id)

    return await checks.run(
        client,
        sitting.knowledge,
        who,
        asset,
        _findings(sitting),
        bc_id=found,
        action=action,
        words=sitting.words,
        problems=[found.id for found in sitting.diagnosis.problems if found.probability >= MAIN_PROBLEM],
        exact=exact,
        progress=say,
        center=row,
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


def _said(
    done: Checked, who: str, action: str | None, asset: str | None
) -> tuple[Names | None, Chain | None, list[str]]:
    """Return who and what is meant, the access chain if the action is known, and a line of it or of what is missing."""
    from regrant.access import AccessError, Resolver, build

    resolver, who = Resolver(build(done.tables)), _login(done.tables) if who == "me" else who
    try:
        person = resolver.person(who)
        found = resolver.asset(asset, action) if asset else None
    except AccessError as error:
        return None, None, [str(error)]
    if not person.known:
        return None, None, []
    names = names_of(person, found)
    if action is None or found is None:
        return names, None, []
    with suppress(AccessError):
        chain = chain_of(resolver.why(who, action, f"{found.type}:{found.id}"))
        return chain.names, chain, [f"By the access chain: {chain.sentence}"]

    return names, None, []


def _names(tables: dict[str, list[dict[str, Any]]]) -> set[str]:
    """Return every name and mail address that was read."""
    rows = [row for table in tables.values() for row in table]
    found = {str(row[column]) for row in rows for column in NAME_COLUMNS if row.get(column)}

    return found.union(*(mails(str(row.get("text"))) for row in tables.get("log", [])))


def _login(tables: dict[str, list[dict[str, Any]]]) -> str:
    return next((str(row["user_id"]) for row in tables.get("me", [])), "me")
