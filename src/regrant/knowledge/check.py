"""The proof that the knowledge is whole: what `regrant knowledge check` says and `make test` demands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from regrant.knowledge.errors import KnowledgeError, Mistake
from regrant.knowledge.loader import DATA, Places, load_with_places
from regrant.knowledge.model import Cause, Finding, Knowledge, Problem
from regrant.knowledge.unsafe import unsafe
from regrant.knowledge.words import shown

APART = 0.4
"""Total variation distance from which on two causes count as told apart by a finding."""
LABEL = re.compile(r"\[\[([^\]]+)\]\]")
STEP_TEXTS = ("where", "do", "confirm", "if_fails")
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def check(folder: Path | None = None) -> list[Mistake]:
    """Return every mistake in *folder* (our own knowledge by default); an empty list is the proof."""
    try:
        knowledge, places = load_with_places(folder or DATA)
    except KnowledgeError as error:
        return list(error.mistakes)
    found: list[Mistake] = []
    for rule in (_sourced, _dated, _complete, _used, _told_apart, _labels, _others_message, unsafe):
        found.extend(rule(knowledge, places))

    return found


def _sourced(knowledge: Knowledge, places: Places) -> Iterator[Mistake]:
    for kind in ("problems", "causes", "fixes", "messages"):
        for entry in getattr(knowledge, kind).values():
            if not entry.sources:
                mend = "Name a source; field_experience is the one for what nobody official confirms."
                yield places.mistake(kind, entry.id, ("sources",), f'"{entry.id}" has no source.', mend)


def _dated(knowledge: Knowledge, places: Places) -> Iterator[Mistake]:
    for source in knowledge.sources.values():
        for name, month in (("read", source.read), ("date", source.date)):
            if month is not None and not _MONTH.fullmatch(month):
                what = f'"{month}" is no month.'
                yield places.mistake("sources", source.id, (name,), what, 'Write it as "2026-11".')
    for label in knowledge.labels.values():
        if label.seen != "undated" and not _MONTH.fullmatch(label.seen):
            what = f'"{label.seen}" is no month.'
            yield places.mistake("labels", label.text, ("seen",), what, 'Write it as "2026-11", or "undated".')


def _complete(knowledge: Knowledge, places: Places) -> Iterator[Mistake]:
    for fix in knowledge.fixes.values():
        if not fix.steps:
            yield places.mistake("fixes", fix.id, ("steps",), f'"{fix.id}" has no steps.', "Write at least one.")
        for index, step in enumerate(fix.steps):
            for name in STEP_TEXTS:
                if not getattr(step, name).strip():
                    what = f'Step {index + 1} of "{fix.id}" does not say "{name}".'
                    yield places.mistake("fixes", fix.id, ("steps", index, name), what, "Say it in one sentence.")
    for cause in knowledge.causes.values():
        if not cause.not_help:
            mend = "Say what people try in vain."
            yield places.mistake("causes", cause.id, ("not_help",), f'"{cause.id}" does not say what fails.', mend)
        if not cause.shows:
            mend = "Say what one sees."
            yield places.mistake("causes", cause.id, ("shows",), f'"{cause.id}" shows nothing.', mend)


def _used(knowledge: Knowledge, places: Places) -> Iterator[Mistake]:
    findings = {finding for cause in knowledge.causes.values() for finding in cause.shows}
    causes = {cause for problem in knowledge.problems.values() for cause in problem.causes}
    fixes = {cause.fix for cause in knowledge.causes.values()}
    for kind, used in (("findings", findings), ("causes", causes), ("fixes", fixes)):
        for entry in getattr(knowledge, kind):
            if entry not in used:
                mend = "Use it, or take it out."
                yield places.mistake(kind, entry, (), f'Nothing uses "{entry}" of {kind}.', mend)


def _told_apart(knowledge: Knowledge, places: Places) -> Iterator[Mistake]:
    for problem in knowledge.problems.values():
        for one, other in combinations(problem.causes, 2):
            listed = any({one, other} == set(alike.pair) for alike in problem.alike)
            first, second = knowledge.causes[one], knowledge.causes[other]
            distance, finding = best_finding(first, second, knowledge)
            if distance < APART and not listed:
                what = f'"{one}" and "{other}" look alike (best: {finding}, {distance:.2f}).'
                mend = f"Let a finding show different values for them, or list the pair under alike in {problem.id}."
                yield places.mistake("causes", one, ("shows",), what, mend)
            if distance >= APART and listed:
                what = f'"{one}" and "{other}" are listed as alike, but {finding} tells them apart.'
                yield places.mistake("problems", problem.id, ("alike",), what, "Take the pair out of alike.")


def best_finding(one: Cause, other: Cause, knowledge: Knowledge) -> tuple[float, str]:
    """Return the finding that tells two causes apart best, and how well (total variation, 0 to 1)."""
    best = (0.0, "none")
    for name in {**one.shows, **other.shows}:
        finding = knowledge.findings[name]
        best = max(best, (_distance(one, other, finding), name))

    return best


def _distance(one: Cause, other: Cause, finding: Finding) -> float:
    even = 1 / len(finding.answers)
    first = shown(one, finding) or dict.fromkeys(finding.answers, even)
    second = shown(other, finding) or dict.fromkeys(finding.answers, even)

    return sum(abs(first[value] - second[value]) for value in finding.answers) / 2


def _labels(knowledge: Knowledge, places: Places) -> Iterator[Mistake]:
    texts: list[tuple[str, str, tuple[str | int, ...], str]] = []
    for fix in knowledge.fixes.values():
        for index, step in enumerate(fix.steps):
            texts += [("fixes", fix.id, ("steps", index, name), getattr(step, name)) for name in STEP_TEXTS]
    texts += [("findings", f.id, ("how",), f.how or "") for f in knowledge.findings.values()]
    seen = set()
    for kind, entry, path, text in texts:
        for label in LABEL.findall(text):
            seen.add(label)
            if label not in knowledge.labels:
                mend = "Add it to labels/ with the month and the source in which it was seen."
                yield places.mistake(kind, entry, path, f'The screen label "{label}" is not dated.', mend)
    for label in knowledge.labels:
        if label not in seen:
            yield places.mistake("labels", label, (), f'Nothing uses the label "{label}".', "Take it out.")


def _others_message(knowledge: Knowledge, places: Places) -> Iterator[Mistake]:
    for fix in knowledge.fixes.values():
        others = {step.who for step in fix.steps} - {"you", "tiktok"}
        if others and not fix.message:
            what = f'"{fix.id}" needs {", ".join(sorted(others))}, but has no message to send them.'
            yield places.mistake("fixes", fix.id, ("steps",), what, "Add a short message under `message`.")


def told_apart_by(problem: Problem, knowledge: Knowledge) -> Iterator[tuple[str, str, float, str]]:
    """Yield every pair of causes of a problem with its distance and the finding that tells them apart."""
    for one, other in combinations(problem.causes, 2):
        distance, finding = best_finding(knowledge.causes[one], knowledge.causes[other], knowledge)
        yield one, other, distance, finding


if __name__ == "__main__":
    import sys

    wrong = check(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    print("\n".join(str(mistake) for mistake in wrong) or "The knowledge is whole.")
    sys.exit(bool(wrong))
