"""Known trouble becomes one sentence and exit code 2; unknown trouble is not hidden."""

from __future__ import annotations

import errno
import json
import subprocess

import click
import pytest

from regrant.cases.database import StoreError
from regrant.cases.library import NoSuchEntryError
from regrant.cases.store import NoSuchCaseError
from regrant.cases.views import KnowledgeError, UnknownIdError
from regrant.cli.trouble import clear, print_json
from regrant.evaluation import CaseFileError
from regrant.knowledge import Mistake
from tests.running import REGRANT


def _raising(error: BaseException) -> None:
    @clear
    def command() -> None:
        raise error

    command()


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (UnknownIdError('no "x"; did you mean "y"?'), 'no "x"; did you mean "y"?'),
        (UnknownIdError('no "x"; use one of: a, b'), 'no "x"; use one of: a, b.'),
        (NoSuchEntryError("nothing"), "nothing."),
        (NoSuchCaseError("no case."), "no case."),
        (StoreError("full."), "full."),
        (CaseFileError("line 3"), "line 3"),
        (
            KnowledgeError([Mistake("a.yaml", 3, "Wrong.", "Mend it.")]),
            "The knowledge files have mistakes.\na.yaml:3: Wrong.\n    Mend: Mend it.",
        ),
    ],
)
def test_known_trouble(error: Exception, message: str) -> None:
    """Every known error becomes its own message, with exit code 2."""
    with pytest.raises(click.ClickException) as caught:
        _raising(error)

    assert caught.value.exit_code == 2
    assert caught.value.format_message() == message


def test_disk_trouble() -> None:
    """An error of the system is said with the file it is about."""
    with pytest.raises(click.ClickException, match=r"No space left on device \(/somewhere\)\. Free some space"):
        _raising(OSError(errno.ENOSPC, "No space left on device", "/somewhere"))


@pytest.mark.parametrize("error", [ZeroDivisionError(), KeyError("bug"), ValueError("bug"), KeyboardInterrupt()])
def test_unknown_trouble(error: BaseException) -> None:
    """An error that nobody foresaw is not dressed up as wrong usage."""
    with pytest.raises(type(error)):
        _raising(error)


def test_no_trouble() -> None:
    """Without trouble a command's result passes through."""
    assert clear(lambda: 7)() == 7


def test_json_is_utf8(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """JSON is printed in UTF-8 in readable form, and what is no text becomes a question mark."""
    print_json({"words": "招待 🙈", "odd": "\ud800"})
    out = capfdbinary.readouterr().out.decode("utf-8")

    assert '"words": "招待 🙈"' in out
    assert json.loads(out)["odd"] == "?"


@pytest.mark.parametrize("command", ["knowledge list", "knowledge list --json", "guide", "guide verification"])
def test_reader_goes_away(command: str) -> None:
    """If whoever reads the pipe goes away, it ends without a word."""
    done = subprocess.run(
        f"{' '.join(REGRANT)} {command} | head -c 1", shell=True, capture_output=True, check=False, timeout=60
    )

    assert done.stderr == b""
    assert len(done.stdout) == 1
