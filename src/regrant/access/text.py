"""An answer as plain lines for people: the verdict, the chain with marks, near misses, the repair, who can do it."""

from __future__ import annotations

from itertools import groupby

from regrant.access.permissions import matrix
from regrant.access.result import Compare, Difference, Path, Repair, Result, Standing, WhatCan, WhoCan, Why

MARKS = {"yes": "[ok]", "no": "[no]", "unreadable": "[??]", "depends": "[? ]"}
VERDICTS = {
    "can": "can",
    "cannot": "cannot",
    "unknown_unreadable": "could not be read",
    "unknown_depends": "depends",
}
EXIT_CODES = {"can": 0, "cannot": 1, "unknown_unreadable": 3, "unknown_depends": 3}
"""The exit code of a command that asks for one verdict."""


def to_lines(result: Result) -> list[str]:
    """Return an answer as lines of plain text."""
    if isinstance(result, Why):
        return _why(result)
    if isinstance(result, WhoCan):
        return _who_can(result)
    if isinstance(result, WhatCan):
        return _what_can(result)

    return _compare(result)


def _why(found: Why) -> list[str]:
    lines = [found.sentence, "", f"The chain ({_way(found.path)}):"]
    lines += [f"  {MARKS[link.mark]} {link.text}" for link in found.chain]
    misses = [path for path in found.near_misses if path != found.path]
    if misses:
        lines += ["", "Other ways that miss one link only:"]
        lines += [f"  - {_way(path)}: {path.failing[0].text}" for path in misses]
    if found.repair:
        title = "The least repair:" if len(found.repair) == 1 else "The least repair, in this order:"
        lines += ["", title, *(f"  {number}. {_repair(step)}" for number, step in enumerate(found.repair, 1))]

    return _ended(lines, found.notes, found.read_at)


def _way(path: Path) -> str:
    bc = path.bc_name or f"Business Center {path.bc_id}"
    if path.route == "group":
        return f"through the account group {path.group} in {bc}"
    if path.route == "share":
        return f"through the share of {path.partner} in {bc}"

    return f"through {bc}"


def _repair(step: Repair) -> str:
    who = f"{step.who} ({', '.join(step.names)})" if step.names else step.who

    return f"{step.do}. Who can do it: {who}."


def _who_can(found: WhoCan) -> list[str]:
    lines = [f"Who can {matrix().actions[found.action]} the {_asset(found.asset.type)} {found.asset.shown}?"]
    for verdict, group in groupby(found.people, key=lambda standing: standing.verdict):
        people = list(group)
        lines += ["", f"{VERDICTS[verdict]}: {len(people)}"]
        lines += [f"  - {person.who.shown}{_lack(person.lacks)}" for person in people]

    return _ended(lines, found.notes, found.read_at)


def _what_can(found: WhatCan) -> list[str]:
    lines = [f"What can {found.who.shown} do?"]
    shown = [standing for standing in found.standings if standing.verdict != "cannot"]
    for asset, group in groupby(sorted(shown, key=_place), key=_place):
        lines += ["", f"{_asset(asset[0])} {asset[1]}:"]
        lines += [f"  - {_act(standing)}" for standing in group]
    if not shown:
        lines += ["", "Nothing, as far as the snapshot shows."]

    return _ended(lines, found.notes, found.read_at)


def _compare(found: Compare) -> list[str]:
    lines = [f"{found.who.shown} and {found.other.shown}: {len(found.differences)} differences, {found.same} the same."]
    for difference in found.differences:
        lines += [
            "",
            f"{matrix().actions[difference.action]} the {_asset(difference.asset.type)} {difference.asset.shown}:",
        ]
        lines += _sides(found, difference)

    return _ended(lines, found.notes, found.read_at)


def _sides(found: Compare, difference: Difference) -> list[str]:
    return [
        f"  - {found.who.shown}: {VERDICTS[difference.who]}{_lack(difference.lacks)}",
        f"  - {found.other.shown}: {VERDICTS[difference.other]}{_lack(difference.other_lacks)}",
    ]


def _act(standing: Standing) -> str:
    words = standing.action.replace("_", " ")
    return words if standing.verdict == "can" else f"{words}: {VERDICTS[standing.verdict]}{_lack(standing.lacks)}"


def _lack(link: str | None) -> str:
    return f" (link: {link.replace('_', ' ')})" if link else ""


def _asset(asset_type: str) -> str:
    return matrix().assets[asset_type].words


def _place(standing: Standing) -> tuple[str, str]:
    return standing.asset.type, standing.asset.shown


def _ended(lines: list[str], notes: tuple[str, ...], read_at: str | None) -> list[str]:
    if notes:
        lines += ["", "What this answer could not see:", *(f"  - {note}" for note in notes)]
    if read_at:
        lines += ["", f"Read at {read_at} (UTC)."]

    return lines
