"""Programs beside Python that tests stand on; where one is missing, the end of the run says what was skipped."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

MEND = "run `make system` as root on Debian or Ubuntu"


def postgres_folder() -> Path | None:
    """Return the folder of the newest PostgreSQL server's programs."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = [folder for folder in folders if (folder / "initdb").exists()]
    if not found and (initdb := shutil.which("initdb")):
        found = [Path(initdb).parent]

    return found[-1] if found else None


def chromium() -> str | None:
    """Return the path of Chromium."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def missing() -> list[str]:
    """Return a sentence for each program that is not there."""
    found = (("PostgreSQL", postgres_folder()), ("Chromium", chromium()))

    return [f"NOT PROVED: all that needs {name}, which is not installed ({MEND})" for name, where in found if not where]


def postgres_or_skip() -> Path:
    """Return the folder of PostgreSQL's programs, or skip the test."""
    folder = postgres_folder()
    if folder is None:
        pytest.skip(f"no PostgreSQL server; {MEND}")

    return folder


def chromium_or_skip() -> str:
    """Return the path of Chromium, or skip the test."""
    path = chromium()
    if path is None:
        pytest.skip(f"no Chromium; {MEND}")

    return path
