"""What a run of the tests started ends with it, even if the run is killed and can clear up nothing itself."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any


class Watchdog:
    """
    A shell that runs a script once its input ends: at `release`, or when the process that holds the pipe is gone.

    It has a session of its own, so that what ends the run does not end it.
    """

    def __init__(self, script: str, *arguments: str | Path, **options: Any) -> None:
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", f"cat >/dev/null; {script}", "watchdog", *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd="/", start_new_session=True, **options,
        )  # fmt: skip

    def release(self) -> None:
        """Let it run its script, and wait for that."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(60)

    def dismiss(self) -> None:
        """End it without its script."""
        self._process.kill()
        self._process.wait(60)
        assert self._process.stdin
        self._process.stdin.close()
