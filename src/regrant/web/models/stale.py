"""The page for a form that was out of date: what happened meanwhile, and what was not taken."""

from __future__ import annotations

from msgspec import Struct

from regrant.cases import Sitting
from regrant.cases.views import Evidence
from regrant.web.models.aside import Said, said
from regrant.web.models.question import CaseLine


class StalePage(Struct, frozen=True, kw_only=True):
    """What was said meanwhile; `mine` is what the form said (None: it was to take something back)."""

    case: CaseLine
    finding: str
    value: str
    mine: Said | None
    now: Said | None
    said: tuple[Said, ...]


def stale_page(sitting: Sitting, case: CaseLine, finding: str, value: str) -> StalePage:
    """Return the page for a form about *finding* that came too late."""
    lines = said(sitting.knowledge, sitting.evidence)
    mine = said(sitting.knowledge, [Evidence(finding=finding, value=value)]) if value else ()

    return StalePage(
        case=case,
        finding=finding,
        value=value,
        mine=mine[0] if mine else None,
        now=next((line for line in lines if line.finding == finding), None),
        said=lines,
    )
