"""Known trouble becomes one clear message and exit code 2; no traceback reaches a user."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

USAGE, COULD_NOT_TELL = 2, 3
_SAID_CLEARLY = ("StoreError", "NoSuchCaseError", "CaseFileError", "AccountError", "OpenIdError")
"""Errors of parts that are loaded only when they are needed, by name."""
P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def said_clearly() -> Iterator[None]:
    """Turn every known error of the rooms below into a `click.ClickException` with exit code 2."""
    from regrant.cases.library import NoSuchEntryError
    from regrant.cases.views import KnowledgeError, UnknownIdError

    try:
        yield
    except KnowledgeError as error:
        raise _Failure(f"The knowledge files have mistakes.\n{error}") from None
    except (UnknownIdError, NoSuchEntryError) as error:
        raise _Failure(_sentence(str(error))) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        mend = "Free some space, or choose a place where you may write."
        raise _Failure(f"It could not be written: {error.strerror}{where}. {mend}") from None
    except Exception as error:
        if type(error).__name__ in _SAID_CLEARLY:
            raise _Failure(str(error)) from None
        if type(error).__name__ == "UnsureWhoError":
            as_it_is = " If it is right as it is, add --exact." if getattr(error, "exact", False) else ""
            raise _Failure(f"{error}{as_it_is}") from None
        if type(error).__name__ == "TikTokDeskError":
            kind = _CouldNotTell if getattr(error, "code", USAGE) == COULD_NOT_TELL else _Failure
            raise kind(str(error)) from None
        raise


def _sentence(text: str) -> str:
    return text if text.endswith(("?", ".")) else f"{text}."


class _Failure(click.ClickException):
    exit_code = USAGE


class _CouldNotTell(_Failure):
    exit_code = COULD_NOT_TELL


def clear(command: Callable[P, T]) -> Callable[P, T]:
    """Decorate a command so that known trouble is said clearly."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        with said_clearly():
            return command(*args, **kwargs)

    return wrapped


def print_json(content: Any) -> None:
    """Print one JSON object in readable form, in UTF-8 whatever the terminal's encoding is."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
