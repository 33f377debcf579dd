"""The complaints of our own are kept apart from everything that the readers of words have learnt or look for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from benchmarks import variety
from regrant.intake import LANGUAGES
from regrant.knowledge.loader import DATA, load_with_places
from training.train import examples

KNOWLEDGE = load_with_places(DATA)[0]
WINDOW = 4
TOO_NEAR = 0.6
"""Share of common pieces from which on two texts are nearly the same."""


def pieces(text: str) -> set[str]:
    """Return all windows of four characters of a text."""
    plain = " ".join(text.lower().split())

    return {plain[i : i + WINDOW] for i in range(max(1, len(plain) - WINDOW + 1))}


def strings(content: Any) -> Iterator[str]:
    """Yield every text inside knowledge."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from strings(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from strings(value)


def nearest(texts: list[str], others: Iterator[str]) -> list[tuple[float, str, str]]:
    """Return the pairs that have too many pieces in common."""
    sets = [pieces(text) for text in texts]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(sets):
        for piece in own:
            holders[piece].append(number)
    found = []
    for other in others:
        mine = pieces(other)
        for number, common in Counter(n for piece in mine for n in holders.get(piece, ())).items():
            share = common / (len(mine) + len(sets[number]) - common)
            if share >= TOO_NEAR:
                found.append((round(share, 2), texts[number], other))

    return found


def test_not_among_the_examples() -> None:
    """No complaint of the variety is an example that the readers were trained on, or nearly one."""
    assert nearest([item.text for item in variety.complaints()], (row[3] for row in examples())) == []


def test_not_in_the_knowledge() -> None:
    """No complaint of the variety stands, or nearly stands, in any text of the knowledge."""
    texts = [item.text for item in variety.complaints()]

    assert nearest(texts, strings(msgspec.to_builtins(KNOWLEDGE))) == []


def test_near_texts_are_seen() -> None:
    """The comparison above does find a text of which only a word was changed."""
    assert nearest(["our invitation mail never arrived here"], iter(["our invitation mail never arrived there!"]))


def test_enough_and_in_all_languages() -> None:
    """There are more than three hundred complaints, of every problem, in all languages that we name, each once."""
    items = variety.complaints()

    assert len(items) >= 300
    assert len({item.text for item in items}) == len({item.id for item in items}) == len(items)
    assert {item.language for item in items} >= set(LANGUAGES)
    assert {item.problem for item in items} == set(KNOWLEDGE.problems)
    assert all(item.right <= set(KNOWLEDGE.problems) for item in items)


def test_halves() -> None:
    """About half is kept for judging, and the words alone decide which half a complaint is in."""
    share = [variety.half(item) for item in variety.complaints()].count("judge") / len(variety.complaints())

    assert 0.4 < share < 0.6


def test_judged_evidence_is_of_these() -> None:
    """Every judgement is of a complaint, a finding and a value that exist."""
    ids = {item.id for item in variety.complaints()}
    for complaint, finding, value in variety.judged():
        assert complaint in ids
        assert value in KNOWLEDGE.findings[finding].answers
