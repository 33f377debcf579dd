"""The trained weights fit the example complaints, and the examples fit the knowledge."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from regrant.intake import BARELY, LANGUAGES
from regrant.intake.meaning import GENERAL, MODEL, Meaning
from regrant.knowledge import Knowledge
from regrant.knowledge.loader import DATA, load_with_places
from tests.home import home
from training import train

__all__ = ["home"]
UNCLEAR = "unclear"
"""The class of texts that say nothing; it is no problem."""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the real knowledge."""
    return load_with_places(DATA)[0]


def test_weights_fit_the_examples() -> None:
    """The weights were trained from the examples as they are now; if this fails, run `make train`."""
    assert train.fresh()


def test_any_change_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One more example, or a changed letter, makes the weights out of date."""
    (tmp_path / "spark_code.yaml").write_text("problem: spark_code\nphrases: {_general: {en: [one]}}\n")
    monkeypatch.setattr(train, "PHRASES", tmp_path)
    before = train.fingerprint()
    (tmp_path / "spark_code.yaml").write_text("problem: spark_code\nphrases: {_general: {en: [two]}}\n")

    assert train.fingerprint() != before
    assert not train.fresh()


def test_examples_name_what_exists(knowledge: Knowledge) -> None:
    """Every example is of a problem and a cause that the knowledge has, in a language that we name."""
    for problem, cause, language, words in train.examples():
        assert problem in {*knowledge.problems, UNCLEAR}, words
        assert cause == GENERAL or cause in knowledge.problems[problem].causes, words
        assert language in (*LANGUAGES, *BARELY), words
        assert words.strip(), (problem, cause, language)


def test_every_problem_in_every_language(knowledge: Knowledge) -> None:
    """There are examples of every problem in every language that we name."""
    count = Counter((problem, language) for problem, _, language, _ in train.examples())

    assert all(count[problem, language] for problem in knowledge.problems for language in LANGUAGES)


def test_no_words_for_two_problems() -> None:
    """No example stands under two problems, where it would teach nothing."""
    problems: dict[str, set[str]] = {}
    for problem, _, _, words in train.examples():
        problems.setdefault(" ".join(words.lower().split()), set()).add(problem)

    assert [words for words, found in problems.items() if len(found) > 1] == []


def test_classes_of_the_weights() -> None:
    """The trained classes are exactly the (problem, cause) pairs of the examples."""
    trained = Meaning().classes

    assert sorted(trained) == sorted({(problem, cause) for problem, cause, _, _ in train.examples()})


def test_weights_are_small_and_sound() -> None:
    """The file of weights stays small enough to be part of the package, and holds finite numbers only."""
    with np.load(MODEL) as kept:
        numbers = [kept[name] for name in kept.files if kept[name].dtype.kind == "f"]

    assert MODEL.stat().st_size < 5_000_000
    assert all(np.isfinite(array).all() for array in numbers)
