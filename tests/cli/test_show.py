"""A diagnosis as text: plain words, honest figures, lines that fit."""

from __future__ import annotations

import io

import pytest
from msgspec.structs import replace
from rich.console import Console, RenderableType
from rich.text import Text

from regrant.cases import Desk
from regrant.cases.views import Diagnosis, Evidence
from regrant.cases.wording import GRADES
from regrant.cli import show
from regrant.knowledge import Knowledge
from tests.cli.conftest import too_wide


def _text(renderable: RenderableType, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(renderable, crop=False)
    assert isinstance(console.file, io.StringIO)

    return console.file.getvalue()


@pytest.fixture
def expired(tiny_knowledge: Knowledge) -> Diagnosis:
    """Return a diagnosis that names a cause and its fix."""
    answer = Evidence(finding="link_says", value="expired")

    return Desk(tiny_knowledge).begin("link", problem="invite_not_working", evidence=[answer]).diagnosis


@pytest.mark.parametrize(
    ("chance", "words"), [(0.0, "1 %"), (0.004, "1 %"), (0.5, "50 %"), (0.876, "88 %"), (0.9999, "99 %"), (1.0, "99 %")]
)
def test_percent(chance: float, words: str) -> None:
    """Nothing is ever called impossible or certain."""
    assert show.percent(chance) == words


def test_headline(expired: Diagnosis) -> None:
    """The first line names verdict, cause and how sure that is."""
    assert show.headline(replace(expired, verdict="decided")).plain.startswith(
        "This is it: The invitation link has expired  ("
    )
    assert show.headline(replace(expired, verdict="likely")).plain.startswith("Most likely: The invitation")
    assert show.headline(replace(expired, verdict="cannot_tell")).plain == "Cannot tell yet"
    assert show.headline(replace(expired, causes=())).plain == "This is it"


def test_reasons(expired: Diagnosis) -> None:
    """The report says what speaks for the cause in the person's own answers, and what is not known."""
    text = " ".join(_text(show.report(expired)).split())

    assert "Speaks for it: - What happens when the person opens the link? It says that the link has expired" in text
    assert "Not known: - How does the person stand in the list of users?" in text


def test_second_fault(expired: Diagnosis) -> None:
    """A second thing that may be wrong is named by its title."""
    text = _text(show.report(replace(expired, also=(expired.causes[1].id,))))

    assert f"A second thing may be wrong: {expired.causes[1].title}" in text


def test_weak_source_is_said(expired: Diagnosis) -> None:
    """Where nobody official says it, the report says so at the cause itself."""
    weak = replace(expired, causes=(replace(expired.causes[0], grade="practice"),))

    assert "How good the source is: seen by people, not said by TikTok." in _text(show.report(weak))
    assert "How good the source is" not in _text(show.report(expired))


def test_risk_is_said(expired: Diagnosis) -> None:
    """A fix that cannot be undone carries a warning, any other does not."""
    assert expired.fix
    risky = replace(expired, fix=replace(expired.fix, risk="high"))

    assert "Careful: this cannot be undone" in _text(show.report(risky))
    assert "Careful" not in _text(show.report(expired))


def test_waiting_is_said(expired: Diagnosis) -> None:
    """Minutes of work are called an estimate, and waiting for others is mentioned where there is any."""
    assert expired.fix
    waiting = replace(expired, fix=replace(expired.fix, wait_hours=48))

    assert "8 minutes of work by our estimate." in _text(show.report(expired))
    assert "then waiting for others" in " ".join(_text(show.report(waiting)).split())


def test_no_steps_while_asking(expired: Diagnosis, tiny_knowledge: Knowledge) -> None:
    """As long as it cannot tell and goes on asking, no steps are shown that might be the wrong ones."""
    asking = Desk(tiny_knowledge).begin("link", problem="invite_not_working").diagnosis
    text = _text(show.report(asking))

    assert asking.next.kind == "question"
    assert "What it may be, so far:" in text
    assert "What to do:" not in text


def test_short_and_background(expired: Diagnosis) -> None:
    """What one needs to act fits on one screen; why, the message and the sources are told on asking."""
    short, more = _text(show.short(expired)), _text(show.background(expired))

    assert len(short.splitlines()) <= 20
    assert "Delete the pending entry" in short
    for part in ("Speaks for it", "What will not help", "Hello, could you please", "Where this comes from"):
        assert part not in short
        assert part in more


def test_question(tiny_knowledge: Knowledge) -> None:
    """A question stands with its reason, where to look, and a message if somebody else knows the answer."""
    answers = [Evidence(finding=name, value=value) for name, value in (("link_says", "unknown"), ("topic", "access"))]
    step = Desk(tiny_knowledge).begin(problem="invite_not_working", evidence=answers).diagnosis.next
    text = _text(show.question(step))

    assert text.startswith("How does the person stand in the list of users?\nWhy I ask: ")
    assert "Where to look: Business Center, Users." in text
    assert "Best answered by a Business Center Admin" in text
    assert "Hello, could you please look something up for me?" in text


@pytest.mark.parametrize("width", [20, 40, 80])
def test_indented(width: int) -> None:
    """Every line of an indented text stands to the right, and none sticks out."""
    lines = _text(
        show.Indented(Text("some words that do not fit on one line, 招待メールが届きません " * 3)), width
    ).splitlines()

    assert len(lines) > 1
    assert all(line.startswith("   ") and line[3] != " " for line in lines)


def test_console_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe lines are 80 wide whatever COLUMNS says, and end without blanks."""
    show.console().print("word " * 40)
    out = capsys.readouterr().out

    assert max(len(line) for line in out.splitlines()) in range(70, 81)
    assert too_wide(out) == []


@pytest.mark.parametrize("columns", ["30", "300"])
def test_columns_do_not_matter_in_a_pipe(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The width of somebody's terminal does not change what a script gets."""
    monkeypatch.setenv("COLUMNS", columns)
    show.console().print("x" * 80)

    assert capsys.readouterr().out == "x" * 80 + "\n"


@pytest.mark.parametrize("setting", [{"FORCE_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}, {}])
def test_nothing_but_text_in_a_pipe(
    setting: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], expired: Diagnosis
) -> None:
    """No control sequence reaches a pipe unless it is asked for outright."""
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NO_COLOR", "1")
    show.console().print(show.report(expired))

    assert "\x1b[3" not in capsys.readouterr().out


def test_markup_in_words(expired: Diagnosis) -> None:
    """Square brackets in texts are shown as they are, not taken for markup."""
    text = _text(show.report(replace(expired, notes=("see [bold]this[/bold] [[Users]]",))))

    assert "see [bold]this[/bold] [[Users]]" in text


def test_every_grade_has_words(knowledge: Knowledge) -> None:
    """Every grade of the real sources has words for readers."""
    assert {source.grade for source in knowledge.sources.values()} <= set(GRADES)
