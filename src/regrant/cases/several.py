"""Several assets named at once: the first that fails is the case, and of the others it is said how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from regrant.checks import Checked
    from regrant.knowledge import Knowledge

BAD_STATUS = {
    "suspended": "ad_account_suspended",
    "in_review": "ad_account_in_review",
}
"""Causes that a status of the ad account names by itself, although everybody still sees it."""
WORKS, FAILS, OPEN = "works", "fails", "open"


class Standing(Struct, frozen=True, kw_only=True):
    """How one asset stands for one person: it works, fails (`why`: a cause's id or words), or could not be told."""

    asset: str
    state: str
    why: str | None = None


def standing(done: Checked, who: str, asset: str, action: str | None) -> Standing:
    """Return how an asset stands by what was read of it; without an action, whether it can be seen and is in order."""
    from regrant.access import AccessError, Resolver, build
    from regrant.access.errors import UnknownNameError

    seen = {item.finding: item.value for item in done.evidence}
    resolver = Resolver(build(done.tables))
    try:
        meant = resolver.asset(asset, action)
        found = resolver.why(who, action or "see", f"{meant.type}:{meant.id}")
    except UnknownNameError:
        gone = seen.get("asset_in_bc") == "not_listed"
        return Standing(
            asset=asset, state=FAILS if gone else OPEN, why="it is not in the Business Center" if gone else None
        )
    except AccessError as error:
        return Standing(asset=asset, state=OPEN, why=str(error))
    if found.verdict == "cannot":
        return Standing(asset=asset, state=FAILS, why=found.cause or found.sentence)
    status = BAD_STATUS.get(seen.get("ad_account_status", ""))
    if status:
        return Standing(asset=asset, state=FAILS, why=status)

    return Standing(asset=asset, state=WORKS if found.verdict == "can" else OPEN)


def first_failing(standings: Sequence[Standing]) -> int:
    """Return the place of the first asset that fails, else of the first that could not be told, else 0."""
    order = [one.state for one in standings]

    return next((order.index(state) for state in (FAILS, OPEN) if state in order), 0)


def in_words(standings: Sequence[Standing], taken: int, knowledge: Knowledge) -> list[str]:
    """Say which asset the case is about, and how the others stand."""
    mine = standings[taken]
    lines = [f"This case is about {mine.asset}{', which fails' if mine.state == FAILS else ''}."]
    for one in standings:
        if one is mine:
            continue
        if one.state == WORKS:
            lines.append(f"{one.asset} can be seen and is in order, as far as was read.")
        elif one.state == OPEN:
            lines.append(f"Whether {one.asset} is in order could not be told.")
        elif one.why == mine.why:
            lines.append(f"Also: {one.asset} fails for the same reason.")
        else:
            why = knowledge.causes[one.why].title if one.why in knowledge.causes else one.why
            lines.append(f"Also: {one.asset} fails for another reason ({why}); start another case for it.")

    return lines
