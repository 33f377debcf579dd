"""A home of its own for every test, so that nothing touches the real one, and the tiny knowledge to stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from regrant.knowledge import Knowledge
from regrant.knowledge.loader import DATA, load_with_places

TINY = Path(__file__).parent / "tiny"
"""A whole knowledge of three problems and six causes, which does not change when the real one is corrected."""
SETTINGS = ("REGRANT_KNOWLEDGE", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PYTHONIOENCODING", "TTY_COMPATIBLE")


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Point every place that Regrant writes to below pytest's folder; only the cache of knowledge is shared."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("REGRANT_DATABASE_URL", f"sqlite:///{tmp_path / 'cases.sqlite3'}")
    monkeypatch.setenv("REGRANT_TOKEN_STORE", "file")
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)

    return tmp_path


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let this test, and the processes it starts, know the tiny knowledge only."""
    monkeypatch.setenv("REGRANT_KNOWLEDGE", str(TINY))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache-of-tiny"))

    return TINY


@pytest.fixture(scope="session")
def tiny_knowledge() -> Knowledge:
    """Return the tiny knowledge, read without any cache."""
    return load_with_places(TINY)[0]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return the real knowledge, read without any cache."""
    return load_with_places(DATA)[0]
