"""`regrant guide`: every problem as a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from regrant.cases.wording import FREQUENCY
from regrant.knowledge import Knowledge
from regrant.knowledge.words import PROBABILITY
from tests.cli.conftest import Here, too_wide
from tests.running import regrant

Said = Callable[..., str]


def test_list(knowledge: Knowledge, said: Said) -> None:
    """Without a problem all are listed, each with its id, title and one line."""
    out = " ".join(said("guide").split())

    for problem in knowledge.problems.values():
        assert f"{problem.id} {problem.title} {problem.short}" in out
    assert "regrant guide PROBLEM" in out


def test_page(tiny: Path, said: Said) -> None:
    """A page names causes likeliest first, with what one sees, who must do what, what is in vain, and the source."""
    out = said("guide", "invite_not_working")
    flat = " ".join(out.split())

    assert out.startswith("Invite not working\n")
    assert flat.index("1. The invitation link has expired (often)") < flat.index("2. The link was opened")
    assert "- What happens when the person opens the link? It says that the link has expired" in flat
    assert "What to do: Delete the old invitation and send a new one. Who: a Business Center Admin." in flat
    assert "Where: Business Center, Users" in flat
    assert "Will not help: Opening the old link again." in flat
    assert "Source: official (A page of TikTok's help)" in flat
    assert '"That the code has expired" -> Spark code not working. It was about a code after all.' in flat
    assert "regrant diagnose --problem invite_not_working" in flat


def test_every_page(knowledge: Knowledge, said: Said) -> None:
    """Every problem has a page with all its causes, in lines that fit, without brackets or colours."""
    for problem in knowledge.problems.values():
        out = said("guide", problem.id)
        flat = " ".join(out.split())

        assert too_wide(out) == []
        assert "[[" not in out
        assert all(" ".join(knowledge.causes[cause].title.split()) in flat for cause in problem.causes)


def test_unknown_problem(tiny: Path) -> None:
    """A problem that does not exist is refused with the nearest one."""
    ended = regrant("guide", "spark_cod")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == 'Error: There is no problem "spark_cod"; did you mean "spark_code"?\n'


def test_nothing_near(tiny: Path, here: Here) -> None:
    """Where nothing is near, all problems are named."""
    assert "the problems are: invite_not_working, out_of_scope, spark_code" in here("guide", "qqq").err


def test_words_for_likelihoods() -> None:
    """Every likelihood word has its words on the page."""
    assert set(FREQUENCY) == set(PROBABILITY)
