"""Who is meant: before "not on the list" counts for anything, it has to be sure that nobody else was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from regrant.cases.connection import TikTokDeskError
from regrant.likeness import is_exact, may_mean, mentions

Row = Mapping[str, Any]
Rows = Mapping[str, Iterable[Row]]
MOST_NEAR = 5
ALIKE = 0.6
"""From this likeness on (`difflib`) a name may be a misspelt one."""
_STAYED = ("BOUND", None)


class UnsureWhoError(TikTokDeskError):
    """
    Nobody of that name or address is on the list; somebody else may be meant.

    `near` holds what to write for each of those it may be, nearest first. `exact` tells whether what was written may
    nevertheless be taken as it stands.
    """

    def __init__(self, who: str, near: Iterable[str], *, exact: bool) -> None:
        self.who, self.near, self.exact = who, tuple(near), exact
        hint = f"Did you mean {' or '.join(self.near)}?" if self.near else "Give the user id or the e-mail address."
        super().__init__(f'Nobody "{who}" is on the list of users. {hint}')


def meant(who: str, tables: Rows, *, exact: bool = False) -> tuple[str, str | None]:
    """
    Return who is meant, by address or id, with a sentence if the list of users does not have them.

    Whoever the log speaks of was there, and so is meant. Somebody of whom nothing is known at all is taken as written
    if it is a whole address or an id, and nobody on the list is much alike, or *exact* says that it is right as it is.

    Raises:
        UnsureWhoError: a name that nobody has, or several have, or a likely slip.

    """
    who = who.strip()
    people = [row for row in tables.get("members", ()) if row["user_id"] or row["user_email"]]
    keys = {key for column in ("user_id", "user_email") for row in people if (key := row[column])}
    if who == "me" or who.casefold() in {key.casefold() for key in keys} or _elsewhere(who, tables):
        return who, None
    if not is_exact(who):
        return _named(who, people, whole=not _unread(tables, "members")), None
    if _unread(tables, "members"):
        return who, None  # what could not be read is said by whoever reads
    if any(mentions(row["text"], who) for row in tables.get("log", ())):
        return who, f"{who} is not on the list of users now; the log speaks of them."
    staying = [row for row in people if row["relation_status"] in _STAYED]
    near = [key for row in staying for key in (row["user_email"], row["user_id"]) if key and may_mean(who, key)]
    if near and not exact:
        raise UnsureWhoError(who, list(dict.fromkeys(near))[:MOST_NEAR], exact=True)

    return who, _absent(who, tables, sure=exact)


def _named(who: str, people: list[Row], *, whole: bool) -> str:
    """Return the address or id of the one person of a name; the name itself if not all names could be read."""
    named: dict[str, list[str]] = {}
    for row in people:
        keys = named.setdefault((row["user_name"] or "").casefold(), [])
        keys += [row["user_email"] or row["user_id"]]
    mine = dict.fromkeys(named.get(who.casefold(), ()))
    if not mine and len(called := _called(who, people)) == 1:
        mine = called
    if len(mine) == 1:
        return next(iter(mine))
    if not mine and not whole:
        return who
    texts = {**{key: keys for key, keys in named.items() if key}}
    for row in people:
        address = row["user_email"] or ""
        texts.setdefault(address.split("@")[0].casefold(), []).append(address or row["user_id"])
    like = [row["user_email"] or row["user_id"] for row in people if mentions(row["user_name"], who)]
    like += [key for text in get_close_matches(who.casefold(), list(texts), MOST_NEAR, ALIKE) for key in texts[text]]
    raise UnsureWhoError(who, mine or list(dict.fromkeys(like))[:MOST_NEAR], exact=False)


def _called(who: str, people: list[Row]) -> dict[str, None]:
    """Return the address or id of everybody whose name *who* is a part of; nobody, unless it is a whole word of all."""
    found = [row for row in people if who and who.casefold() in (row["user_name"] or "").casefold()]
    if not all(mentions(row["user_name"], who) for row in found):
        return {}

    return {row["user_email"] or row["user_id"]: None for row in found}


def _absent(who: str, tables: Rows, *, sure: bool) -> str:
    """Say what speaks of somebody's absence, and that all hangs on how they were written."""
    log = "the log could not be read" if _unread(tables, "log") or "log" not in tables else (
        "what was read of the log does not speak of them either"
    )  # fmt: skip
    hangs = "" if sure else f" That holds if {who} is right to the letter."

    return f"{who} is not on the list of users, and {log}.{hangs}"


def _unread(tables: Rows, table: str) -> bool:
    return any(row["table"] == table for row in tables.get("unread", ())) or table not in tables


def _elsewhere(who: str, tables: Rows) -> bool:
    """Tell whether the login itself, or somebody with a grant, is meant, who need not be on the list that was read."""
    ids = [row["user_id"] for table in ("me", "grants", "group_members") for row in tables.get(table, ())]

    return who in ids or who.casefold() in [(row["email"] or "").casefold() for row in tables.get("me", ())]
