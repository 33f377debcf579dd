"""The conversation on a real terminal: words, keys, the way back, the way out, and being killed."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from regrant.cases import HANDED_OVER, open_store
from regrant.cases.database import Database
from regrant.cases.store import Case
from regrant.diagnosis import Evidence, Prior
from tests.cli.terminal import CTRL_C, CTRL_D, DOWN, ENTER, ESCAPE, Terminal, asked, found

pytestmark = pytest.mark.usefixtures("tiny", "made")
WORDS = "the invitation link does not work"
QUESTION = "What happens when the person opens the link?"
ASK = asked("Your answer", "Stop here")
LEFT_OPEN = ("--answer", "link_says=unknown", "--answer", "topic=access")
OUTCOME = asked("Did it help?", "Not done yet; stop and keep the case")
RIGHT = asked("Is that right?", "No, drop: Which role")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database without cases."""
    file = tmp_path_factory.mktemp("empty") / "cases.sqlite3"
    Database(f"sqlite:///{file}").engine.dispose()

    return file


@pytest.fixture
def made(empty: Path, tmp_path: Path) -> None:
    """Let the database be there already, because making it takes each process a while."""
    shutil.copy(empty, tmp_path / "cases.sqlite3")


def _case() -> Case:
    (case,) = open_store().all()

    return case


def _said() -> dict[str, str]:
    return {item.finding: item.value for item in _case().evidence}


def test_from_words_to_fixed() -> None:
    """Words typed, one answer by its key, the fix shown, and it helped: the case is closed and kept as fixed."""
    with Terminal("diagnose") as terminal:
        terminal.until("What broke? Any language.")
        terminal.press(WORDS + ENTER)
        shown = terminal.until(ASK)
        assert QUESTION in shown
        assert "Why I ask: The page names what is wrong with the invitation." in shown
        assert "I don't know" in shown

        terminal.choose(1)
        shown = terminal.until(OUTCOME)
        assert "The invitation link has expired" in shown
        assert "Delete the pending entry and invite the person again." in shown

        terminal.choose(1)
        terminal.until("Good. The case is closed.")
        assert terminal.end() == 0

    assert (_case().words, _case().ending) == (WORDS, "fixed")
    assert _said() == {"link_says": "expired", "send_again": "helped"}


def test_arrows() -> None:
    """A choice can be reached with the arrow keys, too."""
    with Terminal("diagnose", WORDS) as terminal:
        terminal.until(ASK)
        terminal.press(DOWN + ENTER)
        terminal.until("The link was opened with another login")

    assert _said() == {"link_says": "other_login"}


def test_problem_from_the_list() -> None:
    """`regrant` alone begins; Enter alone offers the problems, and the one that is picked leads to its question."""
    with Terminal() as terminal:
        terminal.until("What broke?")
        terminal.press(ENTER)
        terminal.until("Which is closest?")
        terminal.pick("Spark code not working")
        terminal.until("What does the page say about the code?")

    assert _said() == {"problem": "spark_code"}


def test_so_far_and_dont_know() -> None:
    """What it thinks so far can be asked for at any question; not knowing is an answer, and not asked for again."""
    with Terminal("diagnose", WORDS) as terminal:
        shown = terminal.until(ASK)
        assert shown.count("Why I ask:") == 1
        terminal.pick("What do you think so far?")
        shown = terminal.until(ASK)
        assert "What it may be, so far:" in shown
        assert QUESTION in shown
        assert _said() == {}

        terminal.pick("I don't know")
        shown = terminal.until(ASK, OUTCOME)

    assert QUESTION not in shown
    assert _said() == {"link_says": "unknown"}


def test_dont_know_to_everything() -> None:
    """Whoever knows nothing is led to an end that says what would tell, never in a circle."""
    with Terminal("diagnose", "--problem", "invite_not_working") as terminal:
        shown = terminal.until(ASK)
        for _ in range(12):
            terminal.pick("I could not do it" if found(OUTCOME, shown) else "I don't know")
            shown = terminal.until(ASK, OUTCOME, "Copy this:")
            if "Copy this:" in shown:
                break
        assert terminal.end() == 3

    assert "Cannot tell yet" in shown
    assert "What would tell, if somebody can find it out:" in shown
    assert _case().ending == HANDED_OVER


def test_back_from_a_fix() -> None:
    """Back takes the last answer back, says so, and asks that question again."""
    with Terminal("diagnose", WORDS) as terminal:
        terminal.until(ASK)
        terminal.choose(1)
        shown = terminal.until(OUTCOME)
        terminal.pick("Back: take my last answer back")
        shown = terminal.until(ASK)
        assert "Taken back: What happens when the person opens the link? It says that" in " ".join(shown.split())
        assert _said() == {}
        terminal.choose(2)
        terminal.until("The link was opened with another login")

    assert _said() == {"link_says": "other_login"}


def test_back_from_a_question() -> None:
    """Back is offered at a question as soon as there is an answer to take back, and not before."""
    with Terminal("diagnose", WORDS) as terminal:
        shown = terminal.until(ASK)
        assert "Back: take" not in shown
        terminal.pick("I don't know")
        shown = terminal.until(ASK)
        terminal.pick("Back: take my last answer back")
        terminal.until(QUESTION)

    assert _said() == {}


def test_stop_and_resume() -> None:
    """Stopped at a question, the case is kept, and resuming it asks that very question with all answers remembered."""
    with Terminal("diagnose", WORDS) as terminal:
        shown = terminal.until(ASK)
        terminal.pick("I don't know")
        shown = terminal.until(ASK)
        second = next(line for line in shown.splitlines() if line.endswith("?"))
        terminal.pick("Stop here")
        shown = terminal.until("Kept. Go on any time with:")
        assert terminal.end() == 3
    case = _case()
    assert f"regrant cases resume {case.id}" in " ".join(shown.split())
    assert case.ending == "open"

    with Terminal("cases", "resume", case.id[:4]) as terminal:
        shown = terminal.until(ASK)
        assert second in shown
        terminal.pick("Back: take my last answer back")
        terminal.until(QUESTION)
        terminal.choose(1)
        terminal.until(OUTCOME)
        terminal.choose(1)
        terminal.until("Good. The case is closed.")
        assert terminal.end() == 0

    assert _case().ending == "fixed"
    assert _said() == {"link_says": "expired", "send_again": "helped"}


def test_resume_under_other_knowledge() -> None:
    """A case whose answers have been renamed in the knowledge since is resumed all the same."""
    old = Evidence(finding="link_says", value="renamed_since")
    case_id = open_store().add("link", None, Prior(), "2026-11-22T10:00:00+00:00", (old,))
    with Terminal("cases", "resume", case_id) as terminal:
        terminal.until(ASK, OUTCOME)

    assert "Traceback" not in terminal.raw


@pytest.mark.parametrize("key", [ESCAPE, CTRL_C], ids=["Esc", "Ctrl-C"])
def test_keys_that_stop(key: str) -> None:
    """Esc and Ctrl-C stop at a question, and what was answered is kept."""
    with Terminal("diagnose", WORDS, "--answer", "topic=access") as terminal:
        terminal.until(ASK)
        terminal.press(key)
        terminal.until("Kept. Go on any time with:")
        assert terminal.end() == 3

    assert _said() == {"topic": "access"}
    assert "Traceback" not in terminal.raw


@pytest.mark.parametrize("key", [ESCAPE, CTRL_C, CTRL_D], ids=["Esc", "Ctrl-C", "Ctrl-D"])
def test_stop_before_saying_anything(key: str) -> None:
    """Who stops at the very first question leaves nothing behind, and sees no error."""
    with Terminal("diagnose") as terminal:
        terminal.until("What broke?")
        terminal.press(key)
        terminal.until("Stopped. Nothing was said yet, so nothing is kept.")
        assert terminal.end() == 3

    assert open_store().all() == ()
    assert "Traceback" not in terminal.raw


def test_stop_while_correcting() -> None:
    """Who stops where the reading of their words is shown finds the case kept."""
    with Terminal("diagnose", "the link says expired") as terminal:
        terminal.until("Is that right?")
        terminal.press(CTRL_C)
        terminal.until("Kept. Go on any time with:")
        terminal.end()

    assert _said() == {"link_says": "expired"}
    assert "Traceback" not in terminal.raw


def test_correcting_what_was_read() -> None:
    """What was read from the words is shown; a wrong reading is dropped, the others stay."""
    with Terminal("diagnose", "the link says expired, she is standard") as terminal:
        shown = terminal.until(RIGHT)
        assert "From your words I understood:" in shown
        terminal.pick("No, drop: What happens when")
        shown = terminal.until(RIGHT)
        assert ") No, drop: What happens when" not in shown
        terminal.choose(1)
        terminal.until(ASK, OUTCOME)

    assert _said() == {"inviter_role": "standard"}


def test_fix_that_did_not_help() -> None:
    """If a fix did not help it says so and goes on with something else; that fix is not shown again."""
    with Terminal("diagnose", WORDS, "--answer", "link_says=expired", "--answer", "topic=access") as terminal:
        shown = terminal.until(OUTCOME)
        assert "Delete the old invitation and send a new one" in shown
        terminal.pick("I did all of it, and it is still broken")
        shown = terminal.until(ASK, OUTCOME, "Copy this:")

    assert "Let us go on." in shown
    assert "What to do: Delete the old invitation" not in shown
    assert _said()["send_again"] == "did_not_help"


def test_fix_that_helped_in_part() -> None:
    """If something else is still broken, what was mended is not shown again and the search goes on for the other."""
    with Terminal("diagnose", WORDS, "--answer", "link_says=expired", "--answer", "topic=access") as terminal:
        terminal.until(OUTCOME)
        terminal.pick("This part works now, but something else still does not")
        shown = terminal.until(ASK, OUTCOME, "Copy this:")

    assert "Let us find the other." in shown
    assert "What to do: Delete the old invitation" not in shown
    assert _said()["send_again"] == "partly"


def test_stop_before_the_fix_is_done() -> None:
    """A fix that takes time can be left; resuming the case shows it again and asks whether it helped."""
    with Terminal("diagnose", WORDS, "--answer", "link_says=expired") as terminal:
        terminal.until(OUTCOME)
        terminal.pick("Not done yet; stop and keep the case")
        terminal.until("Kept. Go on any time with:")
        assert terminal.end() == 0

    with Terminal("cases", "resume", _case().id) as terminal:
        assert "Delete the old invitation and send a new one" in terminal.until(OUTCOME)


def test_out_of_scope() -> None:
    """Who is sent elsewhere and agrees ends there, with the exit code for it."""
    with Terminal("diagnose", "my card was charged twice, I want a refund of my ad balance") as terminal:
        shown = terminal.until("Is that what it is about?")
        assert "There is another door for this." in shown
        terminal.choose(1)
        assert terminal.end() == 4

    assert _case().ending == HANDED_OVER


def test_access_after_all() -> None:
    """Who is sent elsewhere and disagrees is believed, and asked on."""
    with Terminal("diagnose", "--problem", "out_of_scope", "--answer", "topic=money") as terminal:
        terminal.until("Is that what it is about?")
        terminal.choose(2)
        terminal.until(ASK, OUTCOME)

    assert _said()["topic"] == "access"


def test_answers_that_disagree() -> None:
    """Two answers that do not go together are shown once nothing else tells, and it is asked which one holds."""
    arguments = ("--answer", "link_says=expired", "--answer", "inviter_role=standard", "--answer", "topic=access")
    with Terminal("diagnose", "--problem", "invite_not_working", *arguments) as terminal:
        terminal.until(ASK)
        terminal.pick("I don't know")
        shown = terminal.until("Two answers do not go together.")
        terminal.pick("It says that the link has expired")
        shown = terminal.until(ASK, OUTCOME)

    assert "Two answers" not in shown
    assert "The invitation link has expired" in shown
    assert _said()["which_holds"] == "link_says"


def test_question_for_somebody_else() -> None:
    """A question that somebody else can answer comes with a message to send them."""
    with Terminal("diagnose", "--problem", "invite_not_working", *LEFT_OPEN) as terminal:
        shown = terminal.until(ASK)

    assert "Best answered by a Business Center Admin. If that is not you:" in shown
    assert "Hello, could you please look something up for me?" in shown


def test_killed_in_the_middle() -> None:
    """Killed with no chance to tidy up, the next start finds every answer that was given, and goes on there."""
    with Terminal("diagnose", WORDS) as terminal:
        terminal.until(ASK)
        terminal.pick("I don't know")
        terminal.until(ASK)
        terminal.kill()
    assert _said() == {"link_says": "unknown"}

    with Terminal("cases", "resume", _case().id) as terminal:
        terminal.until(ASK)
        terminal.pick("Not at all")
        terminal.until(ASK)

    assert _said() == {"link_says": "unknown", "list_shows": "absent"}


def test_two_conversations_at_once() -> None:
    """Two people at two terminals at the same time both find their case kept."""
    with Terminal("diagnose", WORDS) as one, Terminal("diagnose", "--problem", "spark_code") as other:
        for terminal in (one, other):
            terminal.until(ASK)
        for terminal in (other, one):
            terminal.choose(1)
        for terminal in (one, other):
            terminal.until(OUTCOME)
            terminal.choose(1)
            assert terminal.end() == 0

    assert [case.ending for case in open_store().all()] == ["fixed", "fixed"]


def test_not_kept() -> None:
    """With --no-keep the conversation is the same, and nothing is kept."""
    with Terminal("diagnose", "--no-keep", WORDS) as terminal:
        terminal.until(ASK)
        terminal.pick("Stop here")
        terminal.until("Stopped. This case was not kept.")

    assert open_store().all() == ()


def test_words_in_any_script() -> None:
    """Words in wide letters and from right to left are typed, kept and answered."""
    words = "招待リンクが使えません الدعوة 🙈"
    with Terminal("diagnose") as terminal:
        terminal.until("What broke?")
        terminal.press(words + ENTER)
        terminal.until(ASK, OUTCOME)

    assert _case().words == words


def test_no_colour() -> None:
    """With NO_COLOR set not a single colour is printed; without it, there are colours."""
    coloured = []
    for setting in ("1", ""):
        with Terminal("diagnose", WORDS, NO_COLOR=setting) as terminal:
            terminal.until(ASK)
            coloured.append(terminal.coloured)

    assert coloured == [False, True]


@pytest.mark.parametrize("term", ["dumb", "nonsense"])
def test_simple_terminals(term: str) -> None:
    """A terminal that can do little, or that nobody knows, is enough for the whole way."""
    with Terminal("diagnose", WORDS, TERM=term) as terminal:
        terminal.until(ASK)
        terminal.choose(1)
        terminal.until(OUTCOME)
        terminal.choose(1)
        terminal.until("Good. The case is closed.")
        assert terminal.end() == 0


@pytest.mark.parametrize("width", [40, 200])
def test_widths(width: int) -> None:
    """On a narrow terminal nothing is lost, on a wide one lines stay short enough to read."""
    with Terminal("diagnose", WORDS, "--answer", "link_says=expired", width=width) as terminal:
        shown = terminal.until(OUTCOME)

    assert "Delete the pending entry and invite the person again." in " ".join(shown.split())
    assert max(len(line) for line in shown.splitlines() if "https" not in line and "piece" not in line) <= min(
        width, 92
    )


def test_place_that_cannot_be_written() -> None:
    """Where cases cannot be kept, that is said at once in one sentence, before anything is asked."""
    with Terminal("diagnose", WORDS, REGRANT_DATABASE_URL="sqlite:////dev/null/cases.sqlite3") as terminal:
        shown = terminal.until("REGRANT_DATABASE_URL")
        assert terminal.end() == 2

    assert "The case cannot be kept in" in " ".join(shown.split())
    assert "Traceback" not in terminal.raw


def test_full_disk(tmp_path: Path) -> None:
    """When the disk is full in the middle of a conversation, the reason is said and all earlier answers are there."""
    open_store().database.engine.dispose()
    size = (tmp_path / "cases.sqlite3").stat().st_size
    code = (
        "import sys; from regrant.cases import Desk, open_store\n"
        "from regrant.cases.database import StoreError\n"
        "import resource\n"
        "sitting = Desk(store=open_store()).begin(problem='spark_code'); sitting.say('topic', 'access')\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        "try: sitting.say('spark_error', 'expired', proof='x' * 100_000)\n"
        "except StoreError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)

    assert "The case cannot be kept in" in done.stdout, done.stderr
    assert _said() == {"problem": "spark_code", "topic": "access"}
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != size
