"""Prompts on a terminal: a line to write, a choice to pick, and Esc or Ctrl-C to stop."""

from __future__ import annotations

import os
import shutil
import textwrap
from typing import Any

import questionary
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from questionary import Choice, Style

from regrant.cli import show

MOST_KEYS = 20
"""With more choices than this the list goes without letter and number keys."""
ESCAPE_SECONDS = 0.1
"""After so long, Esc is taken to be the key and not the beginning of an arrow."""
_COLOURS = Style([("qmark", "fg:ansicyan bold"), ("pointer", "fg:ansicyan bold"), ("highlighted", "bold")])
_PLAIN = Style([])
STOP = "<stop>"
"""The choice that stops."""


class StoppedError(Exception):
    """The person wants to stop; everything answered is kept."""


def written(text: str) -> str:
    """
    Let the person write a line, and return it.

    Raises:
        StoppedError: they stopped instead.

    """
    return str(_answered(questionary.text(text, style=_style(), qmark=">"))).strip()


def select(text: str, choices: list[Choice]) -> str:
    """
    Let the person pick a choice, by arrows or its key, and return its value.

    Raises:
        StoppedError: they stopped instead.

    """
    for choice in choices:
        choice.title = _wrapped(str(choice.title))
    numbered = len(choices) <= MOST_KEYS
    prompt = questionary.select(
        text, choices, style=_style(), qmark=">", use_shortcuts=numbered, instruction="(arrows or keys, Enter)"
    )

    return str(_answered(prompt))


def _wrapped(text: str) -> str:
    """Return a choice that is never cut: further lines stand below the first, a little to the right."""
    width = max(min(shutil.get_terminal_size().columns, show.WIDEST) - 10, 30)

    return "\n".join(textwrap.wrap(" ".join(text.split()), width, subsequent_indent=" " * 6)) or text


def _answered(prompt: Any) -> Any:
    application = prompt.application
    application.key_bindings = merge_key_bindings([application.key_bindings, _stop_keys()])
    application.ttimeoutlen = application.timeoutlen = ESCAPE_SECONDS
    try:
        answer = prompt.ask(kbi_msg="")
    except EOFError:
        answer = None
    if answer is None or answer == STOP:
        raise StoppedError

    return answer


def _stop_keys() -> KeyBindings:
    """Let Esc stop as Ctrl-C does (questionary knows Ctrl-C only)."""
    keys = KeyBindings()
    keys.add("escape")(lambda event: event.app.exit(exception=KeyboardInterrupt))

    return keys


def _style() -> Style:
    return _PLAIN if os.environ.get("NO_COLOR") else _COLOURS
