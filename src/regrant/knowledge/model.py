"""
The shapes of what is known: problems, causes, findings, fixes, messages, hints, labels and sources.

Every shape is read straight from YAML and published as a JSON Schema (`regrant.knowledge.schema`).
Strings that a user reads are plain sentences; a TikTok screen label inside them stands in double
square brackets, `[[Users]]`, so that the date it was last seen can be shown and checked.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

Word = Literal["always", "usually", "often", "sometimes", "rarely", "never"]
Grade = Literal["official", "mirrored", "practice", "unconfirmed"]
Who = Literal[
    "you",
    "bc_admin",
    "invitee",
    "owner",
    "partner_admin",
    "creator",
    "shop_owner",
    "it_admin",
    "tiktok",
]
Effort = Literal["known", "look", "try", "ask", "wait"]

UNKNOWN = "unknown"


class Shape(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every shape: immutable, and a misspelt field is an error."""


class Source(Shape, frozen=True):
    """Where a claim comes from."""

    id: str
    title: str
    grade: Grade
    read: str
    url: str | None = None
    date: str | None = None


class Label(Shape, frozen=True):
    """A name on TikTok's screens, with the month in which it was last seen (they are renamed often)."""

    text: str
    seen: str
    source: str


class HandOver(Shape, frozen=True):
    """The sign by which one problem turns out to be another."""

    to: str
    finding: str
    value: str
    because: str


class Alike(Shape, frozen=True):
    """Two causes of a problem that no finding can tell apart, and why."""

    pair: tuple[str, str]
    because: str


class Problem(Shape, frozen=True):
    """What a person complains of."""

    id: str
    title: str
    short: str
    about: str
    frequency: Word
    causes: dict[str, Word]
    sources: tuple[str, ...]
    hands_over: tuple[HandOver, ...] = ()
    alike: tuple[Alike, ...] = ()
    go_to: str | None = None


class Cause(Shape, frozen=True):
    """
    One thing that can really be wrong.

    `shows` gives, per finding, how often this cause shows a value; a bare value means "usually".
    `grade` may only lower what the sources say (an inference from official text is not official).
    """

    id: str
    title: str
    about: str
    who: Who
    fix: str
    shows: dict[str, str | dict[str, Word]]
    not_help: tuple[str, ...]
    sources: tuple[str, ...]
    grade: Grade | None = None
    layer: str = ""


class Finding(Shape, frozen=True):
    """
    One question about the world with a closed set of values; `unknown` is always among them.

    `otherwise` is what a cause that does not speak of this finding shows; left out, such a cause
    says nothing about it. `how` tells where to look; `anytime` marks a question that makes sense whatever
    the problem is. `needs` are answers to other findings without which the question makes no sense.
    `lasting` marks what no fix can change, so that it is not asked again after one.
    """

    id: str
    ask: str
    why: str
    who: Who
    effort: Effort
    answers: dict[str, str]
    kind: Literal["question", "check"] = "question"
    how: str | None = None
    otherwise: dict[str, Word] = {}
    unknown: Word = "rarely"
    message: str | None = None
    anytime: bool = False
    needs: dict[str, tuple[str, ...]] = {}
    lasting: bool = False


class Step(Shape, frozen=True):
    """One step of a fix."""

    who: Who
    where: str
    do: str
    confirm: str
    if_fails: str


class Fix(Shape, frozen=True):
    """Ordered steps that remove a cause. `minutes` of work and `wait_hours` for others are our estimates."""

    id: str
    title: str
    minutes: int
    steps: tuple[Step, ...]
    sources: tuple[str, ...]
    wait_hours: int = 0
    risk: Literal["none", "some", "high"] = "none"
    message: str | None = None


class Meaning(Shape, frozen=True):
    """One reading of an error code, recognised by its message."""

    pattern: str
    means: str
    gives: dict[str, str]


class Message(Shape, frozen=True):
    """An error code or screen text. Without a matching meaning the bare code gives `gives`."""

    id: str
    where: str
    means: str
    sources: tuple[str, ...]
    code: str | None = None
    patterns: tuple[str, ...] = ()
    gives: dict[str, str] = {}
    meanings: tuple[Meaning, ...] = ()


class Hint(Shape, frozen=True):
    """
    Turns of phrase, in any language, that state a finding's value outright.

    They are regular expressions, in which ``~25`` stands for a gap of up to 25 characters in the same sentence
    without a negation, and ``§25`` for such a gap with anything in it.
    """

    finding: str
    value: str
    said: tuple[str, ...]


class ProblemFile(Shape, frozen=True):
    """A file of one problem."""

    problem: Problem


class CauseFile(Shape, frozen=True):
    """A file of causes of one layer."""

    layer: str
    causes: tuple[Cause, ...]


class FindingFile(Shape, frozen=True):
    """A file of findings."""

    findings: tuple[Finding, ...]


class FixFile(Shape, frozen=True):
    """A file of fixes."""

    fixes: tuple[Fix, ...]


class SourceFile(Shape, frozen=True):
    """A file of sources."""

    sources: tuple[Source, ...]


class LabelFile(Shape, frozen=True):
    """A file of screen labels."""

    labels: tuple[Label, ...]


class MessageFile(Shape, frozen=True):
    """A file of error messages."""

    messages: tuple[Message, ...]


class HintFile(Shape, frozen=True):
    """A file of turns of phrase."""

    hints: tuple[Hint, ...]


class Knowledge(Shape, frozen=True):
    """Everything that is known, each kind by its id, in the order of the files."""

    problems: dict[str, Problem] = field(default_factory=dict)
    causes: dict[str, Cause] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    fixes: dict[str, Fix] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    hints: tuple[Hint, ...] = ()
