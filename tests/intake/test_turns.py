"""Turns of phrase are passed over without being compiled, and never one that would have matched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regrant.intake import turns
from regrant.knowledge import Knowledge
from regrant.knowledge.loader import DATA, load_with_places

PATTERNS = sorted({pattern for hint in load_with_places(DATA)[0].hints for pattern in hint.said})


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bexpired (?:invite|invitation)\b", ("expired invit",)),
        (r"(?:link|mail) (?:is )?dead", ("dead",)),
        (r"(?:convite|o link)~25(?:expirou|venceu)", ("convite", "o link")),
        (r"seiten?", ("seite",)),
        (r"招待§10辞退", ("招待",)),
        (r"(?:yes|no)?", ()),
        (r"\w+", ()),
        (r"(?:expired)?(?!invite)\d", ()),
    ],
)
def test_needed_words(pattern: str, words: tuple[str, ...]) -> None:
    """What a pattern needs is never taken from a part that may be missing, and is the rarest of its words."""
    assert turns.needed(pattern) == words


@settings(max_examples=150)
@given(data=st.data())
def test_nothing_is_lost(data: st.DataObject) -> None:
    """Whatever text a turn of phrase of ours matches, in small letters or capitals, it is not passed over there."""
    pattern = data.draw(st.sampled_from(PATTERNS))
    text = data.draw(st.from_regex(turns.compiled(pattern)))
    for written in (text, text.upper(), text.lower()):
        if turns.compiled(pattern).search(written):
            assert pattern in turns.possible([pattern], written)


def test_most_are_passed_over() -> None:
    """A plain sentence leaves few of our turns of phrase to be compiled."""
    likely = turns.possible(PATTERNS, "The invitation link says it has expired, and I am only a Standard member")

    assert len(likely) < len(PATTERNS) / 10


def test_fold_agrees_with_the_expressions() -> None:
    """Letters that an expression takes for the same, whatever their case, are folded to the same."""
    everything = "".join(chr(number) for number in range(0x2150) if chr(number).isalpha())
    cased = sorted({c for pattern in PATTERNS for c in pattern if c.lower() != c.upper()})
    for letter in cased:
        same = re.findall(re.escape(letter), everything, re.IGNORECASE)

        assert letter in same
        assert {turns.fold(other) for other in same} == {turns.fold(letter)}


def test_kept_between_runs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What patterns need is worked out once, and read from the cache folder after that."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    patterns = ["some turn of phrase", "another turn"]
    assert turns.possible(patterns, "Another Turn?") == {"another turn"}
    turns._possible.cache_clear()
    turns._by_word.cache_clear()
    monkeypatch.setattr(turns, "needed", lambda _: pytest.fail("worked out again"))

    assert turns.possible(patterns, "Another Turn?") == {"another turn"}


def test_without_a_cache_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the cache folder cannot be written, the same is found."""
    (home / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "file"))

    assert turns.possible(["some other turn", "a third"], "a third one") == {"a third"}


def test_gaps_are_spelled_out(knowledge: Knowledge) -> None:
    """A watched gap becomes a named group, an open one does not, and both stay within the sentence."""
    assert turns.compiled("a~5b§5c").groupindex.keys() == {"gap1"}
    assert not turns.compiled("a~5b").search("a. b")
    assert knowledge.hints
