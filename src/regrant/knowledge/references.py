"""Every id that the knowledge names must exist; without that nothing else can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from regrant.knowledge.errors import Mistake, nearest_hint
from regrant.knowledge.model import UNKNOWN, Knowledge

if TYPE_CHECKING:
    from regrant.knowledge.loader import Places

Path = tuple[str | int, ...]
FEWEST_ANSWERS = 2


class Reference(NamedTuple):
    """An entry (kind, id) that names, at a path inside it, another entry."""

    kind: str
    entry: str
    path: Path
    to_kind: str
    to: str


class Value(NamedTuple):
    """An entry (kind, id) that names, at a path inside it, a value of a finding."""

    kind: str
    entry: str
    path: Path
    finding: str
    value: str


def mistakes(knowledge: Knowledge, places: Places) -> list[Mistake]:
    """Return a mistake for every reference that leads nowhere and every pattern that is no pattern."""
    found = [*_wrong_ids(knowledge, places), *_wrong_values(knowledge, places), *_wrong_patterns(knowledge, places)]
    for finding in knowledge.findings.values():
        if UNKNOWN in finding.answers:
            mend = 'Remove it; "I don\'t know" is always offered.'
            place = ("answers", UNKNOWN)
            found.append(places.mistake("findings", finding.id, place, '"unknown" is written as an answer.', mend))
        if len(finding.answers) < FEWEST_ANSWERS:
            what = f'"{finding.id}" has fewer than two answers, so asking tells nothing.'
            found.append(places.mistake("findings", finding.id, ("answers",), what, "Add the other answers."))
        if finding.id in knowledge.fixes:
            what = f'"{finding.id}" is a fix and a finding; answers could not be told apart.'
            found.append(places.mistake("fixes", finding.id, (), what, "Rename one of them."))

    return found


def _wrong_ids(knowledge: Knowledge, places: Places) -> Iterator[Mistake]:
    for kind, entry, path, to_kind, to in _references(knowledge):
        known: Iterable[str] = getattr(knowledge, to_kind)
        if to not in known:
            mend = nearest_hint(to, known) or f"add it to {to_kind}/, or name one that is there."
            yield places.mistake(kind, entry, path, f'There is no "{to}" in {to_kind}.', _sentence(mend))


def _wrong_values(knowledge: Knowledge, places: Places) -> Iterator[Mistake]:
    for kind, entry, path, finding, value in _values(knowledge):
        if finding in knowledge.findings and value not in knowledge.findings[finding].answers:
            answers = knowledge.findings[finding].answers
            mend = nearest_hint(value, answers) or f"use one of: {', '.join(answers)}."
            what = f'The finding "{finding}" has no value "{value}".'
            yield places.mistake(kind, entry, path, what, _sentence(mend))


def _wrong_patterns(knowledge: Knowledge, places: Places) -> Iterator[Mistake]:
    for kind, entry, path, pattern in _patterns(knowledge):
        try:
            re.compile(pattern)
        except re.error as error:
            what = f'"{pattern}" is not a pattern: {error}.'
            yield places.mistake(kind, entry, path, what, "Put a backslash before ( ) [ ] . + * ?")


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _references(knowledge: Knowledge) -> Iterator[Reference]:
    yield from _of_problems(knowledge)
    for cause in knowledge.causes.values():
        yield Reference("causes", cause.id, ("fix",), "fixes", cause.fix)
        for finding in cause.shows:
            yield Reference("causes", cause.id, ("shows", finding), "findings", finding)
    for label in knowledge.labels.values():
        yield Reference("labels", label.text, ("source",), "sources", label.source)
    for kind in ("problems", "causes", "fixes", "messages"):
        for entry in getattr(knowledge, kind).values():
            for index, source in enumerate(entry.sources):
                yield Reference(kind, entry.id, ("sources", index), "sources", source)
    for finding_ in knowledge.findings.values():
        for needed in finding_.needs:
            yield Reference("findings", finding_.id, ("needs", needed), "findings", needed)
    for kind, entry_id, path, finding, _ in _evidence(knowledge):
        yield Reference(kind, entry_id, ("finding",) if kind == "hints" else path, "findings", finding)


def _of_problems(knowledge: Knowledge) -> Iterator[Reference]:
    for problem in knowledge.problems.values():
        for cause in problem.causes:
            yield Reference("problems", problem.id, ("causes", cause), "causes", cause)
        for index, over in enumerate(problem.hands_over):
            yield Reference("problems", problem.id, ("hands_over", index, "to"), "problems", over.to)
            yield Reference("problems", problem.id, ("hands_over", index, "finding"), "findings", over.finding)
        for index, alike in enumerate(problem.alike):
            for cause in alike.pair:
                yield Reference("problems", problem.id, ("alike", index, "pair"), "causes", cause)


def _values(knowledge: Knowledge) -> Iterator[Value]:
    for cause in knowledge.causes.values():
        for finding, words in cause.shows.items():
            for value in [words] if isinstance(words, str) else words:
                yield Value("causes", cause.id, ("shows", finding, value), finding, value)
    for finding_ in knowledge.findings.values():
        for value in finding_.otherwise:
            yield Value("findings", finding_.id, ("otherwise", value), finding_.id, value)
        for needed, values in finding_.needs.items():
            for value in values:
                yield Value("findings", finding_.id, ("needs", needed), needed, value)
    for problem in knowledge.problems.values():
        for index, over in enumerate(problem.hands_over):
            yield Value("problems", problem.id, ("hands_over", index, "value"), over.finding, over.value)
    yield from _evidence(knowledge)


def _evidence(knowledge: Knowledge) -> Iterator[Value]:
    """Yield what messages and turns of phrase give as evidence."""
    for message in knowledge.messages.values():
        yield from _given(message.id, ("gives",), message.gives)
        for index, meaning in enumerate(message.meanings):
            yield from _given(message.id, ("meanings", index, "gives"), meaning.gives)
    for number, hint in enumerate(knowledge.hints):
        yield Value("hints", str(number), ("value",), hint.finding, hint.value)


def _given(message: str, path: Path, gives: Mapping[str, str]) -> Iterator[Value]:
    for finding, value in gives.items():
        yield Value("messages", message, (*path, finding), finding, value)


def _patterns(knowledge: Knowledge) -> Iterator[tuple[str, str, Path, str]]:
    for message in knowledge.messages.values():
        for index, pattern in enumerate(message.patterns):
            yield "messages", message.id, ("patterns", index), pattern
        for index, meaning in enumerate(message.meanings):
            yield "messages", message.id, ("meanings", index, "pattern"), meaning.pattern
    for number, hint in enumerate(knowledge.hints):
        for index, said in enumerate(hint.said):
            yield "hints", str(number), ("said", index), said
