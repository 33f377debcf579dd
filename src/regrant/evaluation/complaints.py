"""Scoring complaints: the problem by the words alone, and the cause where the known facts suffice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from regrant.cases import Desk
from regrant.cases.views import Diagnosis, Evidence
from regrant.evaluation import labels

SCOPE = "out_of_scope"


class CaseFileError(ValueError):
    """The file of complaints cannot be used; the message says line, reason and mend."""


class _Row(Struct, frozen=True, kw_only=True):
    """One line as it is written; fields that we do not use may be there."""

    text: str
    problem: str
    id: str | int | None = None
    alt_problem: str | None = None
    lang: str | None = None
    error_message: str | None = None
    cause: str | None = None
    facts: dict[str, Any] | None = None


class Complaint(Struct, frozen=True, kw_only=True):
    """One labelled complaint; `right` holds every problem that counts as right (the label and its alternative)."""

    id: str
    text: str
    right: frozenset[str]
    problem: str
    language: str
    error_message: str = ""
    cause: str = ""
    facts: dict[str, Any] = {}


class Share(Struct, frozen=True, kw_only=True):
    """So many of so many."""

    of: int
    top1: int
    top3: int


class Scores(Struct, frozen=True, kw_only=True):
    """
    The figures of one file. Counts, so that whoever reads them can see how small the ground is.

    Out of scope counts as found, and anybody else as turned away, when the person is told so (the verdict), not
    when it is merely thought likeliest.
    """

    complaints: int
    top1: float
    top3: float
    top1_with_error_message: float
    top3_with_error_message: float
    out_of_scope: int
    out_of_scope_found: int
    in_scope: int
    wrongly_turned_away: int
    by_problem: dict[str, Share]
    by_language: dict[str, Share]
    causes_labelled: int
    causes_decided: int
    causes_right: int
    wrong: tuple[dict[str, Any], ...]
    decided: tuple[dict[str, Any], ...]


def read_cases(file: Path) -> list[Complaint]:
    """
    Read a JSON Lines file in the form of the complaints we were given (id, lang, text, problem, ...).

    Raises:
        CaseFileError: naming the line.

    """
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")  # other line ends may stand inside a text
    except (OSError, UnicodeDecodeError) as error:
        raise CaseFileError(f"{file} cannot be read: {error}. Give a UTF-8 file with one JSON object a line.") from None
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_complaint(msgspec.json.decode(line, type=_Row), number))
        except msgspec.MsgspecError as error:
            raise CaseFileError(
                f"{file}:{number}: not a labelled complaint ({error}). "
                'Each line needs at least {"text": "...", "problem": "..."}.'
            ) from None
    if not found:
        raise CaseFileError(f"{file} holds no complaints.")

    return found


def _complaint(row: _Row, number: int) -> Complaint:
    return Complaint(
        id=str(number if row.id is None else row.id),
        text=row.text,
        right=frozenset(filter(None, (row.problem, row.alt_problem))),
        problem=row.problem,
        language=row.lang or "?",
        error_message=row.error_message or "",
        cause=row.cause or "",
        facts=row.facts or {},
    )


def evaluate(complaints: Iterable[Complaint], desk: Desk | None = None) -> Scores:
    """Score complaints; nothing is kept and nothing learnt from them."""
    desk = desk or Desk()
    seen = [(item, desk.begin(item.text).diagnosis) for item in complaints]
    rows = [(item, _order(found), item.right) for item, found in seen]
    pasted = [(_order(desk.begin(_pasted(item)).diagnosis), item.right) for item, _ in seen]
    scope = [found.verdict == SCOPE for item, found in seen if item.problem == SCOPE]
    inside = [found.verdict == SCOPE for item, found in seen if SCOPE not in item.right]
    labelled = [item for item, _, _ in rows if item.cause and item.problem != SCOPE]
    decided = [found for item in labelled if (found := _decided(desk, item))]

    return Scores(
        complaints=len(rows),
        top1=_rate([order[0] in right for _, order, right in rows]),
        top3=_rate([bool(right & set(order[:3])) for _, order, right in rows]),
        top1_with_error_message=_rate([order[0] in right for order, right in pasted]),
        top3_with_error_message=_rate([bool(right & set(order[:3])) for order, right in pasted]),
        out_of_scope=len(scope),
        out_of_scope_found=sum(scope),
        in_scope=len(inside),
        wrongly_turned_away=sum(inside),
        by_problem=_shares(rows, lambda item: item.problem),
        by_language=_shares(rows, lambda item: item.language),
        causes_labelled=len(labelled),
        causes_decided=len(decided),
        causes_right=sum(found["right"] for found in decided),
        wrong=tuple(
            {"id": item.id, "right": sorted(right), "said": order[:3]}
            for item, order, right in rows
            if order[0] not in right
        ),
        decided=tuple(decided),
    )


def _order(found: Diagnosis) -> list[str]:
    return [problem.id for problem in found.problems]


def _pasted(item: Complaint) -> str:
    return f"{item.text} {item.error_message}".strip()


def _decided(desk: Desk, item: Complaint) -> dict[str, Any] | None:
    """Return what was decided from the words, the pasted message and the facts, or None if that was not enough."""
    evidence = [
        Evidence(finding=finding, value=value)
        for finding, value in labels.evidence_of(item.facts).items()
        if value in desk.knowledge.findings[finding].answers
    ]
    found: Diagnosis = desk.begin(_pasted(item), evidence=evidence).diagnosis
    if found.verdict not in ("decided", "likely"):
        return None
    cause = found.causes[0].id

    return {
        "id": item.id,
        "label": item.cause,
        "decided": cause,
        "right": labels.same_cause(item.cause, cause, item.problem, desk.knowledge),
    }


def _rate(hits: list[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else 0.0


def _shares(
    rows: list[tuple[Complaint, list[str], frozenset[str]]], key: Callable[[Complaint], str]
) -> dict[str, Share]:
    grouped: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for item, order, right in rows:
        grouped[key(item)].append((order[0] in right, bool(right & set(order[:3]))))

    return {
        name: Share(of=len(hits), top1=sum(one for one, _ in hits), top3=sum(three for _, three in hits))
        for name, hits in sorted(grouped.items())
    }
