"""What stands beside the question and the result: the causes still possible, and everything said so far."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from regrant.cases.asking import chances
from regrant.cases.views import (
    OTHER,
    OUTCOMES,
    PROBLEM,
    UNKNOWN,
    WHICH_HOLDS,
    Diagnosis,
    Evidence,
    Knowledge,
    Origin,
    Prior,
    latest,
)
from regrant.cases.wording import whole_percent

MOST_SHARES = 5
STANDS_OUT, TOO_SMALL = 0.5, 0.04
"""Where one cause has half of it or more, those below the second share are counted with the rest."""
MOVED = 2
"""A share that moved by fewer points than this is not said to have moved."""
ORIGINS = {
    Origin.VERIFIED: "read from TikTok",
    Origin.REPORTED: "from a snapshot",
    Origin.DERIVED: "understood from your words",
    Origin.TOLD: "you said",
    Origin.UNKNOWN: "could not be read",
}


OF_THE_DEMO = "from the demo's own words and question"
GIVEN = ("topic", "failing_action")
"""What a reading takes from the question that was asked of it."""


class Share(Struct, frozen=True, kw_only=True):
    """A cause that is still possible: how probable in percent, and by how many points the last answer moved it."""

    id: str
    title: str
    percent: int
    moved: int = 0


class Said(Struct, frozen=True, kw_only=True):
    """One line of what is known: the question, the answer, and how good it is."""

    finding: str
    question: str
    answer: str
    value: str
    origin: str
    where_from: str
    can_change: bool
    at: str | None = None
    proof: str | None = None


class Aside(Struct, frozen=True, kw_only=True):
    """The causes still possible, the rest of their shares together, and what was said."""

    shares: tuple[Share, ...]
    rest: int
    said: tuple[Said, ...]
    in_demo: bool = False


def aside(
    knowledge: Knowledge, found: Diagnosis, prior: Prior, evidence: tuple[Evidence, ...], *, in_demo: bool = False
) -> Aside:
    """Return what stands beside a page about this diagnosis; *in_demo* says that the words were not the visitor's."""
    before = chances(knowledge, prior, evidence[:-1]) if evidence else {}
    causes = found.causes[:MOST_SHARES]
    if causes and causes[0].probability >= STANDS_OUT:
        causes = tuple(cause for cause in causes if cause.probability >= TOO_SMALL)
    shares = tuple(
        Share(
            id=cause.id,
            title=cause.title,
            percent=whole_percent(cause.probability),
            moved=_moved(cause.probability, before.get(cause.id, cause.probability)),
        )
        for cause in causes
    )
    rest = round(100 * (1 - sum(cause.probability for cause in causes)))

    lines = said(knowledge, evidence)
    if in_demo:
        lines = tuple(replace(line, where_from=OF_THE_DEMO) if _of_the_demo(line) else line for line in lines)

    return Aside(shares=shares, rest=max(rest, 0), said=lines, in_demo=in_demo)


def _of_the_demo(line: Said) -> bool:
    """Tell whether a line comes with the demo: read out of its words, or out of the question that it asks."""
    return line.where_from == ORIGINS[Origin.DERIVED] or line.finding in GIVEN


def _moved(now: float, before: float) -> int:
    points = round(100 * (now - before))

    return points if abs(points) >= MOVED else 0


def said(knowledge: Knowledge, evidence: Iterable[Evidence]) -> tuple[Said, ...]:
    """Return what is known, one line per question, in the order in which it was said."""
    return tuple(_line(knowledge, item) for item in latest(evidence).values())


def _line(knowledge: Knowledge, item: Evidence) -> Said:
    question, answer = in_short(knowledge, item)
    where_from = "concluded from what TikTok shows" if item.checked and item.origin is Origin.DERIVED else None

    return Said(
        finding=item.finding,
        question=question,
        answer=answer,
        value=item.value,
        origin=item.origin.value,
        where_from=where_from or ORIGINS[item.origin],
        can_change=(item.finding in knowledge.findings or item.finding == PROBLEM) and not item.checked,
        at=item.at,
        proof=item.proof if item.checked else None,
    )


def in_short(knowledge: Knowledge, item: Evidence) -> tuple[str, str]:
    """Return a piece of evidence as what was asked and what is known."""
    if item.finding == PROBLEM:
        known = knowledge.problems.get(item.value)
        return "What it is about", known.title if known else "None of these" if item.value == OTHER else "Not known"
    if item.finding in knowledge.fixes:
        return f"Tried: {knowledge.fixes[item.finding].title}", OUTCOMES.get(item.value, item.value)
    if item.finding == WHICH_HOLDS:
        held = knowledge.findings.get(item.value)
        return "Which of two answers holds", held.answers.get(item.value, held.ask) if held else "Both, or not known"
    finding = knowledge.findings[item.finding]

    return finding.ask, "I don't know" if item.value == UNKNOWN else finding.answers[item.value]
