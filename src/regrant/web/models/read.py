"""A reading from TikTok as it is kept beside its case, and what it tells besides evidence."""

from __future__ import annotations

import re

from msgspec import Struct

from regrant.cases.views import Names
from regrant.web.models.chain import ChainPicture

CHAIN, UNCHECKED = "By the access chain", "not checked: "
SEEN = ("Also seen: ", "Also: ", "In the list as normal: ", "This case is about ")
"""How the notes of a reading begin, by what they tell; all others say that somebody or something was not found."""


_TO_OWNERS = re.compile(r"Check [^.]*\bREGRANT_\w+[^.]*\.")
_DETAILS = re.compile(r" \[[\w./]+(?:: [^\]]*)?\]$")
"""What a message says to whoever set Regrant up, and to whoever has to prove it."""
ONLINE = "Look whether this computer is online, and try again."


class Question(Struct, frozen=True, kw_only=True):
    """What is to be read: whose access, to what, for what. `exact` (any text) takes the person as written."""

    who: str = ""
    action: str = ""
    asset: str = ""
    bc_id: str = ""
    exact: str = ""


class Reading(Struct, frozen=True, kw_only=True):
    """
    A reading as it is kept beside its case.

    `state` is running, done or failed; `lines` tell the progress; `notes` what could not be checked; `about` is there
    once the person was found. If nobody of the name is on the list, `near` are those who may be meant, and
    `as_written` tells whether the name may stand as it is. `names` are those read there that stand in the words, so
    that a copy for others shows none of them.
    """

    state: str
    question: Question
    lines: tuple[str, ...] = ()
    error: str | None = None
    near: tuple[str, ...] = ()
    as_written: bool = False
    notes: tuple[str, ...] = ()
    chain: ChainPicture | None = None
    about: Names | None = None
    began: str = ""
    names: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether TikTok gave nothing at all, so that only the reason for that was noted."""
        unchecked = [note for note in self.notes if note.startswith(UNCHECKED)]
        return self.state == "done" and self.about is None and 0 < len(unchecked) == len(self.notes)


class Notes(Struct, frozen=True, kw_only=True):
    """What a reading tells besides evidence: who or what was not found, what else was seen, what was not checked."""

    missed: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


def notes_of(reading: Reading | None) -> Notes:
    """Return the notes of a reading by what they tell; what the chain says is left out, as it is shown."""
    notes = [note for note in reading.notes if not note.startswith(CHAIN)] if reading else []

    return Notes(
        missed=tuple(
            note.replace(" in what was read", "") for note in notes if not note.startswith((UNCHECKED, *SEEN))
        ),
        seen=tuple(note for note in notes if note.startswith(SEEN)),
        unchecked=tuple(_plain(note.removeprefix(UNCHECKED)) for note in notes if note.startswith(UNCHECKED)),
    )


def why_nothing(reading: Reading) -> str:
    """Return as a banner that nothing was read, why, and what to do."""
    reason = _DETAILS.sub("", _plain(reading.notes[0].removeprefix(UNCHECKED)))

    return f"Nothing was read. {reason} Until then, the questions lead on without TikTok."


def _plain(note: str) -> str:
    return _TO_OWNERS.sub(ONLINE, note)
