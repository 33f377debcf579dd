"""
Lines of the log that speak of a person or an asset.

TikTok documents no form for them, so they are matched loosely, and all that rests on their words is an inference.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from regrant.checks.view import Row, View
from regrant.likeness import mentions

TOGETHER = timedelta(days=1)
_END = re.compile(
    r"remov|revok|unlink|unassign|delet|cancel|disconnect|unbound|unbind|withdr|stopp?|no longer"
    r"|\bend(?:ed|s)?\b|\bleft\b|transferr|moved? to|took|taken|clos|deactivat|terminat|expel|\bcut\b",
    re.IGNORECASE,
)
_OF_ASSET = re.compile(r"account|asset|catalog|shop|store|pixel|librar|group", re.IGNORECASE)
_LEFT = re.compile(r"\bleft\b|\bleaves?\b|themsel|himself|herself", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:role|permission|access level)\b|\bchang\w+ .+ to (?:analyst|operator|standard)", re.IGNORECASE
)
_LOWER = re.compile(
    r"from (?:an? )?(?:admin|operator)\b.*\bto (?:an? )?(?:operator|analyst|standard)|lower|downgrad|demot"
    r"|to (?:an? )?(?:analyst|standard)\b",
    re.IGNORECASE,
)
WHO_ENDED = (
    ("moved_away", re.compile(r"transferr|moved? to|migrat", re.IGNORECASE)),
    ("closed", re.compile(r"\bclos(?:ed?|ing)\b|permanently disabled|deactivat", re.IGNORECASE)),
    ("taken_from_above", re.compile(r"enterprise|parent business|claimed", re.IGNORECASE)),
    ("partner_ended", re.compile(r"\bshar(?:ed?|es|ing)\b|\bpartner", re.IGNORECASE)),
    ("owner_ended", re.compile(r"\b(?:owner|client|advertiser|creator|holder)\b", re.IGNORECASE)),
)
"""What an end of an asset's access was, the most telling word first; without any of them somebody here did it."""


def ended(row: Row) -> bool:
    """Tell whether a line speaks of an end."""
    return _END.search(row["text"] or "") is not None


def end_of_member(v: View) -> Row | None:
    """Return the newest line that says that the person left or was removed from the Business Center itself."""
    return next((row for row in of_person(v) if ended(row) and not _of_asset(row)), None)


def end_of_grant(v: View) -> Row | None:
    """Return the newest line that says that an asset (if one is in question, that one) was taken from the person."""
    lines = [row for row in of_person(v) if ended(row) and _of_asset(row)]

    return next((row for row in lines if not v.q.asset or _of_this(v, row)), None)


def lower_role(v: View) -> Row | None:
    """Return the newest line that says that the person's role was lowered, here or on the asset in question."""
    lines = [row for row in of_person(v) if _ROLE.search(row["text"]) and _LOWER.search(row["text"])]

    return next((row for row in lines if not _of_asset(row) or not v.q.asset or _of_this(v, row)), None)


def by_themselves(v: View, row: Row) -> bool:
    """Tell whether the line of the person's end names themselves as the one who did it."""
    own = v.person["user_id"] if v.person else None

    return (own is not None and row["operator_id"] == own) or _LEFT.search(row["text"]) is not None


def end_of_asset(v: View) -> Row | None:
    """
    Return the newest line that says that the asset was taken away from the Business Center, not from a person.

    A line may give only the name of an asset that is no longer listed: if one line alone speaks of the end of
    something that is not here any more, it is that one.
    """
    lines = [row for row in v.log_of(*_marks(v)) if _kind(row) and ended(row) and "@" not in row["text"]]
    lines = [row for row in lines if _of_this(v, row)]
    if lines or not v.missing:
        return lines[0] if lines else None
    here = [mark for row in v.rows("assets") for mark in (row["asset_id"], row["asset_name"])]
    others = [
        row
        for row in v.rows("log")
        if _kind(row) and ended(row) and _of_asset(row) and "@" not in row["text"] and not _names(row, *here)
    ]

    return others[0] if len(others) == 1 and not re.search(r"\d{15,}", others[0]["text"]) else None


def invitations(v: View) -> list[Row]:
    """Return the lines of invitations to the person's address, newest first."""
    return [row for row in v.log_of(v.q.who) if "invit" in row["text"].casefold()]


def how_ended(row: Row) -> str:
    """Return what the end of an asset's access was, by the words of its line."""
    return next((value for value, words in WHO_ENDED if words.search(row["text"])), "removed_here")


def _marks(v: View) -> tuple[str | None, ...]:
    return (v.asset["asset_id"], v.asset["asset_name"]) if v.asset else (v.q.asset,)


def of_person(v: View) -> list[Row]:
    """Return the lines that speak of the person, newest first."""
    marks = (v.person["user_email"], v.person["user_id"]) if v.person else (v.q.who,)

    return v.log_of(v.q.who if v.q.who and len(v.q.who) > 2 else None, *marks)  # noqa: PLR2004


def _of_asset(row: Row) -> bool:
    text = re.sub(r"\S*@\S*|business (?:center|account)", " ", row["text"], flags=re.IGNORECASE)

    return _OF_ASSET.search(text) is not None


def _kind(row: Row) -> bool:
    return bool(row["activity_type"] != "USER")


def _of_this(v: View, row: Row) -> bool:
    return _about(v, row, _marks(v))


def speaks_of(v: View, row: Row, asset: Row | None) -> bool:
    """Tell whether a line names an asset, and not only another whose name holds its name."""
    return asset is not None and _about(v, row, (asset["asset_id"], asset["asset_name"]))


def puts_out(row: Row) -> bool:
    """Tell whether a line speaks of somebody put out of the Business Center itself."""
    return row["activity_type"] == "USER" and ended(row) and "@" in row["text"] and not _of_asset(row)


def others_put_out(v: View, line: Row) -> bool:
    """Tell whether whoever put the person out did so with others on the same or a neighbouring day."""
    own = [id(row) for row in of_person(v)]

    return any(
        puts_out(row) and id(row) not in own and row["operator_id"] == line["operator_id"] and near(row, line)
        for row in v.rows("log")
    )


def when(row: Row) -> datetime | None:
    """Return the time of a line in UTC, None if it has none that can be read."""
    try:
        return datetime.fromisoformat(row["time"]).replace(tzinfo=None)
    except (TypeError, ValueError):
        return None


def near(one: Row, other: Row) -> bool:
    """Tell whether two lines are a day apart at most."""
    first, second = when(one), when(other)

    return first is not None and second is not None and abs(first - second) <= TOGETHER


def _about(v: View, row: Row, of: tuple[str | None, ...]) -> bool:
    text, marks = str(row["text"] or "").casefold(), [mark.casefold() for mark in of if mark]
    for name in {(row["asset_name"] or "").casefold() for row in v.rows("assets")} - {"", *marks}:
        if any(mark in name for mark in marks):
            text = text.replace(name, " ")

    return any(mentions(text, mark) for mark in marks)


def _names(row: Row, *marks: str | None) -> bool:
    return any(mentions(row["text"], mark) for mark in marks)
