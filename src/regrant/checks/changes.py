"""
What the log tells of changes of roles, and of a stranger's hand. All of it rests on the words of lines: inferred.

A log that is silent proves nothing, so no check here says that nothing was changed or that nothing is strange.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from difflib import SequenceMatcher

from regrant.checks import log
from regrant.checks.assets import ad_account_role, enough_for
from regrant.checks.model import Seen, check, inferred
from regrant.checks.view import NOT_IN, Row, View

LATELY = timedelta(days=14)
"""An older change is not what somebody means who says that a change does not work."""
ALIKE = 0.8
"""From this likeness on two names are easily mixed up."""
THROWN_OUT = 2
"""So many people put out within a day by whoever lets strangers in as Admins are no tidying up."""
_CHANGE = re.compile(r"\bchang\w+|\braised?\b|\bpromot\w+|\bupdat\w+|\bset\b", re.IGNORECASE)
_TO = re.compile(r"\bto (?:an? )?(admin|operator|analyst)\b", re.IGNORECASE)
_LEVELS = ("analyst", "operator", "admin")
_ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_LET_IN = re.compile(r"\binvit|\badd(?:ed|s)?\b", re.IGNORECASE)
_ADMIN = re.compile(r"\badmin\b", re.IGNORECASE)


def _raised(v: View) -> Iterator[tuple[Row, str]]:
    """Yield the lines that lately gave somebody a level on an ad account, newest first, each with the level."""
    for row in sorted(v.rows("log"), key=lambda row: row["time"] or "", reverse=True):
        text, when = row["text"] or "", log.when(row)
        level = _TO.search(text)
        if level and when and _CHANGE.search(text) and v.now.replace(tzinfo=None) - when <= LATELY:
            yield row, level.group(1).lower()


@check("change_outcome")
def change_outcome(v: View) -> Seen | None:
    """
    Compare the level that the log says the person was given on this ad account with the one they have.

    A level that is shown and is enough, while the action fails, is "the new level is shown"; a lower one has gone back.
    """
    found = next(((row, level) for row, level in _raised(v) if _on_this(v, row)), None)
    has = ad_account_role(v) if found else None
    if found is None or has is None or has.value not in _LEVELS:
        return None
    row, level = found
    if has.value == level:
        return inferred("new_level_shown", "log", row) if level.upper() in enough_for(v) else None

    return inferred("jumped_back", "log", row) if _LEVELS.index(has.value) < _LEVELS.index(level) else None


@check("change_made_on")
def change_made_on(v: View) -> Seen | None:
    """Say that a change was made right here, or instead on an asset or a person with nearly the same name."""
    lines = [row for row, _ in _raised(v)]
    if v.kind("ADVERTISER") is None or not v.joined or "permissions_not_working" not in v.problems:
        return None
    exact = next((row for row in lines if _on_this(v, row)), None)
    if exact is not None:
        return inferred("exact", "log", exact)
    mine = set(map(id, log.of_person(v)))
    for row in lines:
        if id(row) in mine and any(log.speaks_of(v, row, other) for other in _alike_assets(v)):
            return inferred("other_asset", "log", row)
    for row in lines:
        if id(row) not in mine and log.speaks_of(v, row, v.asset) and _alike_person(v, row):
            return inferred("other_person", "log", row)

    return None


def _on_this(v: View, row: Row) -> bool:
    return v.joined and v.asset is not None and row in log.of_person(v) and log.speaks_of(v, row, v.asset)


def _alike_assets(v: View) -> list[Row]:
    """Return the other ad accounts with nearly the same name."""
    own = ((v.asset or {}).get("asset_name") or "").casefold()
    rows = [row for row in v.rows("assets", asset_type="ADVERTISER") if row is not v.asset and row["asset_name"]]

    return [row for row in rows if SequenceMatcher(None, own, row["asset_name"].casefold()).ratio() >= ALIKE]


def _alike_person(v: View, row: Row) -> bool:
    """Tell whether a line names another login of the same person: the same name at another domain."""
    own = ((v.person or {}).get("user_email") or "").casefold()
    named = [found.group().casefold() for found in _ADDRESS.finditer(row["text"] or "")]

    return any(one != own and one.split("@")[0] == own.split("@")[0] for one in named) if own else False


@check("strange_activity")
def strange_activity(v: View) -> Seen | None:
    """
    Say that somebody let an Admin of a foreign domain in and put several people out within a day.

    Less than that may be anybody's tidying up; and what is strange about ads or spending stands in no log.
    """
    domains = Counter(
        (row["user_email"] or "").casefold().partition("@")[2]
        for row in v.rows("members")
        if row["relation_status"] not in NOT_IN
    )
    for row in v.rows("log"):
        text, by = row["text"] or "", row["operator_id"]
        strangers = [one.group(1).casefold() for one in _ADDRESS.finditer(text)]
        foreign = [one for one in strangers if domains and domains[one] <= 1]
        if not (by and foreign and _LET_IN.search(text) and _ADMIN.search(text)):
            continue
        out = [one for one in v.rows("log") if one["operator_id"] == by and log.puts_out(one) and log.near(one, row)]
        if len(out) >= THROWN_OUT:
            return inferred("strange", "log", row)

    return None
