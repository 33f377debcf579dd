"""An answer as plain lines for people: the verdict, the chain with marks, near misses, the repair, who can do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from itertools import groupby

from regrant.access.permissions import link_words, matrix
from regrant.access.result import (
    Asset,
    Compare,
    Difference,
    Path,
    Person,
    Repair,
    Result,
    Standing,
    WhatCan,
    WhoCan,
    Why,
)

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
        lines += [f"  - {person.who.shown}{_lack(person.verdict, person.lacks)}" for person in people]

    return _ended(lines, found.notes, found.read_at)


def _what_can(found: WhatCan) -> list[str]:
    lines = [f"What can {found.who.shown} do?"]
    shown = [standing for standing in found.standings if standing.verdict != "cannot"]
    for asset, group in groupby(sorted(shown, key=_place), key=_place):
        lines += ["", f"{_asset(asset[0])} {asset[1]}:"]
        lines += [f"  - {_act(standing)}" for standing in group]
    if not shown:
        lines += ["", "Nothing, as far as could be read."]

    return _ended(lines, found.notes, found.read_at)


def _compare(found: Compare) -> list[str]:
    by_asset: dict[Asset, list[Difference]] = {}
    for difference in found.differences:
        by_asset.setdefault(difference.asset, []).append(difference)
    alike: dict[tuple[str, ...], list[Asset]] = {}
    for asset, differences in by_asset.items():
        alike.setdefault((asset.type, *_sides(found, differences)), []).append(asset)
    lines = [_summary(found, by_asset.values())]
    for (kind, *sides), assets in alike.items():
        lines += ["", f"{_asset(kind)} {', '.join(asset.shown for asset in assets)}:", *sides]

    return _ended(lines, found.notes, found.read_at)


def _summary(found: Compare, assets: Collection[list[Difference]]) -> str:
    """Return in a line who has less, on how many assets."""
    who, other = _short(found.who), _short(found.other)
    if not assets:
        return f"{who} and {other} can do the same on all {found.assets} assets."
    ways = Counter(frozenset(map(_way_round, differences)) for differences in assets)
    only = {way: ways.pop(frozenset({way}), 0) for way in ("less", "more", "not known")}
    told = [f"{way} than {other} on {count}" for way, count in only.items() if count and way != "not known"]
    if mixed := sum(ways.values()):
        told.append(f"less in one thing and more or not known in another on {mixed}")
    has = f"{who} has {', '.join(told)} of {found.assets} assets" if told else f"{who} and {other}"
    open_ = f"on {only['not known']} it could not be told" if only["not known"] else ""
    counts = f"{len(found.differences)} differences, {found.same} the same"

    return f"{', '.join(filter(None, (has, open_)))}: {counts}."


def _way_round(difference: Difference) -> str:
    if {difference.who, difference.other} == {"can", "cannot"}:
        return "more" if difference.who == "can" else "less"

    return "not known"


def _sides(found: Compare, differences: list[Difference]) -> list[str]:
    """Return what differs on an asset, the actions with the same reasons together."""
    alike: dict[tuple[str, str], list[str]] = {}
    for difference in differences:
        mine = f"{VERDICTS[difference.who]}{_lack(difference.who, difference.lacks)}"
        theirs = f"{VERDICTS[difference.other]}{_lack(difference.other, difference.other_lacks)}"
        alike.setdefault((mine, theirs), []).append(difference.action.replace("_", " "))
    who, other = _short(found.who), _short(found.other)

    return [
        line
        for (mine, theirs), actions in alike.items()
        for line in (f"  - {', '.join(actions)}", f"      {who}: {mine}", f"      {other}: {theirs}")
    ]


def _short(person: Person) -> str:
    return person.name or person.shown


def _act(standing: Standing) -> str:
    words = standing.action.replace("_", " ")
    return (
        words
        if standing.verdict == "can"
        else f"{words}: {VERDICTS[standing.verdict]}{_lack(standing.verdict, standing.lacks)}"
    )


def _lack(verdict: str, link: str | None) -> str:
    """Return in a few words what is missing, or what is not known."""
    if not link:
        return ""

    return f" ({'missing' if verdict == 'cannot' else 'not known'}: {link_words()[link].needs})"


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
