"""Every id that the knowledge names must exist; without that nothing else can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from regrant.knowledge.errors import Mistake, nearest_hint
from regrant.knowledge.model import UNKNOWN, Knowledge

if TYPE_CHECKING:
    from regrant.knowledge.loader import Places

Reference = tuple[str, str, tuple[str | int, ...], str, str]
"""Who refers (kind, id, path inside it) to what (kind, id)."""


def mistakes(knowledge: Knowledge, places: Places) -> list[Mistake]:
    """Return a mistake for every reference that leads nowhere and every pattern that is no pattern."""
    found = []
    for kind, entry, path, to_kind, to in _references(knowledge):
        known: Iterable[str] = getattr(knowledge, to_kind)
        if to not in known:
            mend = nearest_hint(to, known) or f"Add it to {to_kind}/, or name one that is there."
            found.append(places.mistake(kind, entry, path, f'There is no "{to}" in {to_kind}.', _sentence(mend)))
    for kind, entry, path, finding, value in _values(knowledge):
        if finding not in knowledge.findings:
            continue
        answers = knowledge.findings[finding].answers
        if value not in answers:
            mend = nearest_hint(value, answers) or f"Use one of: {', '.join(answers)}."
            what = f'The finding "{finding}" has no value "{value}".'
            found.append(places.mistake(kind, entry, path, what, _sentence(mend)))
    for finding in knowledge.findings.values():
        if UNKNOWN in finding.answers:
            mend = 'Remove it; "I don\'t know" is always offered.'
            place = ("answers", UNKNOWN)
            found.append(places.mistake("findings", finding.id, place, '"unknown" is written as an answer.', mend))
    for kind, entry, path, pattern in _patterns(knowledge):
        try:
            re.compile(pattern)
        except re.error as error:
            what = f'"{pattern}" is not a pattern: {error}.'
            found.append(places.mistake(kind, entry, path, what, "Put a backslash before ( ) [ ] . + * ?"))

    return found


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _references(knowledge: Knowledge) -> Iterator[Reference]:
    for problem in knowledge.problems.values():
        for cause in problem.causes:
            yield "problems", problem.id, ("causes", cause), "causes", cause
        for index, over in enumerate(problem.hands_over):
            yield "problems", problem.id, ("hands_over", index, "to"), "problems", over.to
            yield "problems", problem.id, ("hands_over", index, "finding"), "findings", over.finding
        for index, alike in enumerate(problem.alike):
            for cause in alike.pair:
                yield "problems", problem.id, ("alike", index), "causes", cause
    for cause_ in knowledge.causes.values():
        yield "causes", cause_.id, ("fix",), "fixes", cause_.fix
        for finding in cause_.shows:
            yield "causes", cause_.id, ("shows", finding), "findings", finding
    for label in knowledge.labels.values():
        yield "labels", label.text, ("source",), "sources", label.source
    for kind in ("problems", "causes", "fixes", "messages"):
        for entry in getattr(knowledge, kind).values():
            for index, source in enumerate(entry.sources):
                yield kind, entry.id, ("sources", index), "sources", source
    for message in knowledge.messages.values():
        for finding in message.gives:
            yield "messages", message.id, ("gives", finding), "findings", finding
        for index, meaning in enumerate(message.meanings):
            for finding in meaning.gives:
                yield "messages", message.id, ("meanings", index, "gives", finding), "findings", finding
    for hint in knowledge.hints:
        yield "hints", f"{hint.finding}={hint.value}", ("finding",), "findings", hint.finding


def _values(knowledge: Knowledge) -> Iterator[Reference]:
    for cause in knowledge.causes.values():
        for finding, words in cause.shows.items():
            for value in [words] if isinstance(words, str) else words:
                yield "causes", cause.id, ("shows", finding), finding, value
    for finding_ in knowledge.findings.values():
        for value in finding_.otherwise:
            yield "findings", finding_.id, ("otherwise", value), finding_.id, value
    for problem in knowledge.problems.values():
        for index, over in enumerate(problem.hands_over):
            yield "problems", problem.id, ("hands_over", index), over.finding, over.value
    for message in knowledge.messages.values():
        yield from _given("messages", message.id, ("gives",), message.gives)
        for index, meaning in enumerate(message.meanings):
            yield from _given("messages", message.id, ("meanings", index), meaning.gives)
    for hint in knowledge.hints:
        yield "hints", f"{hint.finding}={hint.value}", ("value",), hint.finding, hint.value


def _given(kind: str, entry: str, path: tuple[str | int, ...], gives: Mapping[str, str]) -> Iterator[Reference]:
    for finding, value in gives.items():
        yield kind, entry, path, finding, value


def _patterns(knowledge: Knowledge) -> Iterator[tuple[str, str, tuple[str | int, ...], str]]:
    for message in knowledge.messages.values():
        for index, pattern in enumerate(message.patterns):
            yield "messages", message.id, ("patterns", index), pattern
        for index, meaning in enumerate(message.meanings):
            yield "messages", message.id, ("meanings", index), meaning.pattern
    for hint in knowledge.hints:
        for index, said in enumerate(hint.said):
            yield "hints", f"{hint.finding}={hint.value}", ("said", index), said
