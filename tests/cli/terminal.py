"""A real terminal of 80 columns: what a person sees and types."""

from __future__ import annotations

import os
import re
import signal
import sys
from types import TracebackType
from typing import Any, Self

import pexpect
import pyte

WIDTH, HEIGHT = 80, 40
ENTER, ESCAPE, CTRL_C, CTRL_D = "\r", "\x1b", "\x03", "\x04"
DOWN = "\x1b[B"
_COLOURS = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|9[0-7])(?:;[0-9;]*)?m")


def asked(question: str, last: str) -> re.Pattern[str]:
    """Return the pattern of a list that is shown whole, from its question to its last choice."""
    return re.compile(rf"{re.escape(question)} \(arrows or keys, Enter\).*\) {re.escape(last)}")


def found(words: str | re.Pattern[str], text: str) -> bool:
    """Return whether the words stand in the text, whatever its line breaks are."""
    flat = " ".join(text.split())

    return words in flat if isinstance(words, str) else bool(words.search(flat))


class _Screen(pyte.HistoryScreen):
    """A screen that answers the program's question where the cursor is, as terminals do."""

    answer: Any = None

    def write_process_input(self, data: str) -> None:
        self.answer(data)


class Terminal:
    """`regrant` on a pseudo-terminal; `until` waits for words on the screen, `press` presses keys."""

    def __init__(self, *arguments: str, width: int = WIDTH, **settings: str) -> None:
        environment = {**os.environ, "TERM": "xterm-256color", **settings}
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "regrant", *arguments],
            env=environment,
            dimensions=(HEIGHT, width),
            encoding="utf-8",
            timeout=20,
        )
        self.child.delaybeforesend = None
        self.child.ptyproc.delayafterclose = 0
        self.screen = _Screen(width, HEIGHT, history=2000, ratio=0.5)
        self.screen.answer = self.child.send
        self.stream = pyte.Stream(self.screen)
        self.raw = ""

    def until(self, *words: str | re.Pattern[str]) -> str:
        """Read until one of the words stands on the screen (line breaks are blanks) and return the whole text."""
        while not any(found(word, self.text) for word in words):
            try:
                self._take(self.child.read_nonblocking(4096, timeout=20))
            except (pexpect.EOF, pexpect.TIMEOUT) as error:
                raise AssertionError(f"{words!r} never came ({type(error).__name__}):\n{self.text}") from None

        return self.text

    def press(self, keys: str) -> None:
        """Press keys, and forget what the screen showed before (so that `until` waits for what is new)."""
        self.screen.reset()
        self.child.send(keys)

    def choose(self, number: int) -> None:
        """Answer a list by the number of the choice."""
        self.press(f"{number}{ENTER}")

    def pick(self, choice: str) -> None:
        """Answer a list by the number that stands before the choice which begins with these words."""
        text = self.until(f") {choice}")
        found = re.findall(rf"^\s*»?\s*(\d+)\) {re.escape(choice)}", text, re.MULTILINE)
        assert found, f"{choice!r} is not offered:\n{text}"
        self.choose(int(found[-1]))

    def end(self) -> int:
        """Read to the end and return the exit code."""
        while True:
            try:
                self._take(self.child.read_nonblocking(4096, timeout=20))
            except pexpect.EOF:
                break
        self.child.close()

        return int(self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus)

    def kill(self) -> None:
        """End the process at once, without a chance to tidy up."""
        os.kill(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def _take(self, data: str) -> None:
        self.raw += data
        self.stream.feed(data)

    @property
    def text(self) -> str:
        """Return what is on the screen, and what has scrolled away."""
        above = ["".join(line[x].data for x in range(self.screen.columns)) for line in self.screen.history.top]

        return "\n".join(line.rstrip() for line in [*above, *self.screen.display]).strip()

    @property
    def coloured(self) -> bool:
        """Return whether anything was printed in colour."""
        return bool(_COLOURS.search(self.raw))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.child.isalive():
            self.kill()
        self.child.close()
