"""Reading from TikTok for a case: the form and the progress."""

from __future__ import annotations

from msgspec import Struct

from regrant.web.models.question import CaseLine
from regrant.web.models.read import Question


class TikTokPage(Struct, frozen=True, kw_only=True):
    """The form; `source` says where it is read from, None if there is nothing to read from."""

    case: CaseLine
    question: Question
    actions: tuple[tuple[str, str], ...]
    source: str | None
    error: str | None = None
    near: tuple[str, ...] = ()
    as_written: bool = False


class ProgressPage(Struct, frozen=True, kw_only=True):
    """What was read so far."""

    case: CaseLine
    state: str
    lines: tuple[str, ...]
