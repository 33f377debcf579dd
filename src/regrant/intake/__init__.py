"""Words to evidence: a person's complaint, in any language, as a prior and pieces of evidence."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from regrant.diagnosis import Evidence, Prior
from regrant.intake import exact
from regrant.intake.meaning import meaning
from regrant.knowledge import Knowledge

LONGEST = 20_000
"""Characters of a complaint that are read; more is a pasted page, and its beginning says what it is about."""
LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "id", "vi", "th", "ja", "ko", "zh", "ar", "tr", "ru", "hi")
BARELY = (
    "bg",
    "bn",
    "cs",
    "da",
    "el",
    "fa",
    "fi",
    "he",
    "hu",
    "ms",
    "nb",
    "nl",
    "pl",
    "ro",
    "sv",
    "sw",
    "tl",
    "uk",
    "ur",
)
"""Languages of which a few examples were learnt; the meaning of these words counts for less, too."""
_UNTRAINED_DOUBT = 0.5
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_BLANKS = re.compile(r"[ \t]{2,}")


class Reading(Struct, frozen=True, kw_only=True):
    """What was understood: a prior over problems, evidence to be shown for correction, and remarks."""

    prior: Prior
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = ()


def read(text: str, knowledge: Knowledge, language: str | None = None) -> Reading:
    """
    Read a complaint. It never fails: text without any sense gives a prior that says nothing.

    Args:
        text: the person's words, of any length and script.
        knowledge: what is known; its messages and hints are looked for in the text.
        language: an ISO 639-1 code; outside `LANGUAGES` the meaning of the words counts for less.

    """
    words, notes = _cleaned(text)
    if not any(character.isalnum() for character in words):
        return Reading(prior=Prior(), notes=notes)
    found = {item.finding: item for item in exact.statements(words, knowledge)}
    found |= {item.finding: item for item in exact.messages(words, knowledge)}
    reader = meaning()
    if reader is None:
        return Reading(prior=Prior(), evidence=tuple(found.values()), notes=notes)
    prior = reader.prior(words)
    if not reader.encoder.available:
        notes += ("The language model is not installed, so words are understood more coarsely (extra: meaning).",)
    if language and language.lower().split("-")[0] not in LANGUAGES:
        prior = Prior(problems={name: _UNTRAINED_DOUBT * weight for name, weight in prior.problems.items()})
        notes += (f'I have not learnt from complaints in "{language}", so I rely on your words less.',)
    prior = Prior(
        problems={name: weight for name, weight in prior.problems.items() if name in knowledge.problems},
        causes=prior.causes,
    )  # the class "unclear" falls away here: its share is left to how common problems are

    return Reading(prior=prior, evidence=tuple(found.values()), notes=notes)


def _cleaned(text: str) -> tuple[str, tuple[str, ...]]:
    words = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text[: LONGEST + 1])  # as in an answer pasted raw
    words = unicodedata.normalize("NFKC", _BLANKS.sub(" ", words))
    words = "".join(c if c.isprintable() or c.isspace() else " " for c in words)
    if len(text) > LONGEST:
        return words[:LONGEST], (f"Only the first {LONGEST} characters were read.",)

    return words, ()


__all__ = ["BARELY", "LANGUAGES", "Reading", "read"]
