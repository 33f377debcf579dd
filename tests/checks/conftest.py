"""A connected Regrant: a token of its own in a file of its own, and no waiting for the real API's pace."""

from __future__ import annotations

from pathlib import Path

import pytest

from regrant.knowledge import Knowledge, load


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Point every place that is written to below pytest's folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("REGRANT_TOKEN_STORE", "file")
    monkeypatch.delenv("REGRANT_KNOWLEDGE", raising=False)

    return tmp_path


@pytest.fixture(scope="session")
def whole_knowledge() -> Knowledge:
    """Return the real knowledge."""
    return load()
