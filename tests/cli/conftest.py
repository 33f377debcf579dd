"""What the tests of this room stand on."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Protocol

import pytest
from rich.cells import cell_len

from regrant.cli.main import main
from tests.home import home, knowledge, tiny, tiny_knowledge
from tests.running import Ended

PIPE = 80


class Here(Protocol):
    """Run a command in this process, which is quicker than one of its own, and return how it ended."""

    def __call__(self, *arguments: str, typed: bytes = b"") -> Ended:  # noqa: D102 (the class says it)
        ...


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Here:
    """Return a function that runs a command in this process as `regrant` would in one of its own, in a pipe."""

    def run(*arguments: str, typed: bytes = b"") -> Ended:
        capsys.readouterr()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main(list(arguments), prog_name="regrant")
        printed = capsys.readouterr()

        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def said(here: Here) -> Callable[..., str]:
    """Return a function that runs a command in this process and returns what it prints into a pipe."""

    def run(*arguments: str) -> str:
        ended = here(*arguments)
        assert ended.err == ""

        return ended.out

    return run


def too_wide(text: str) -> list[str]:
    """Return the lines wider than 80 columns, and those that end in blanks; addresses may be long."""
    lines = [line for line in text.splitlines() if not line.strip().startswith("https://")]

    return [line for line in lines if cell_len(line) > PIPE or line != line.rstrip()]


__all__ = ["Here", "here", "home", "knowledge", "said", "tiny", "tiny_knowledge", "too_wide"]
