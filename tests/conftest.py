"""What the tests of several rooms stand on: steady property tests, a small knowledge, and ways to break it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from regrant.knowledge import Knowledge
from regrant.knowledge.loader import load_with_places
from tests.broken import SMALL, Breaker, copied
from tests.system import missing

# The same examples on every machine and every run: a red test is then somebody's change, never luck.
settings.register_profile("regrant", deadline=None, derandomize=True, database=None)
settings.load_profile("regrant")


@pytest.fixture(scope="session")
def small() -> Knowledge:
    """Return the small hand-made knowledge of tests/knowledge/small: four problems, nine causes."""
    return load_with_places(SMALL)[0]


@pytest.fixture
def broken(tmp_path: Path) -> Breaker:
    """Return a function that copies the small knowledge and changes one text in one file of it."""
    return lambda file, old, new: copied(SMALL, tmp_path / "broken", file, old, new)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was skipped because a program is missing."""
    for sentence in missing():
        terminalreporter.write_line(sentence, red=True, bold=True)
