"""`regrant why`, `who-can`, `what-can` and `compare`: who can do what, read from TikTok, with the whole chain."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from regrant.cases import tiktok_desk
from regrant.cases.tiktok_desk import Found
from regrant.cli.trouble import clear, print_json

Command = Callable[..., Any]


def _options(command: Command) -> Command:
    """Give a command the options that all four have."""
    command = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)

    return click.option("--bc", "bc_id", metavar="ID", help="The Business Center; needed if the login has several.")(
        command
    )


_exact = click.option("--exact", is_flag=True, help="Take WHO as written, though others on the list are much alike.")


@click.command()
@click.argument("who")
@click.argument("action")
@click.argument("asset", required=False)
@_exact
@_options
@clear
def why(who: str, action: str, asset: str | None, exact: bool, bc_id: str | None, as_json: bool) -> None:
    """
    Explain whether WHO can do ACTION on ASSET.

    WHO is an e-mail address or user id, or "me"; ASSET an id or a name (left out: the Business Center itself). Exit
    codes: 0 can, 1 cannot, 2 wrong usage, 3 could not tell.
    """
    _print(tiktok_desk.why(who, action, asset, bc_id=bc_id, exact=exact, say=say), as_json)


@click.command("who-can")
@click.argument("action")
@click.argument("asset", required=False)
@_options
@clear
def who_can(action: str, asset: str | None, bc_id: str | None, as_json: bool) -> None:
    """
    List who can do ACTION on ASSET.

    Exit codes: 0 somebody can, 1 nobody can, 2 wrong usage, 3 could not tell.
    """
    _print(tiktok_desk.who_can(action, asset, bc_id=bc_id, say=say), as_json)


@click.command("what-can")
@click.argument("who")
@_exact
@_options
@clear
def what_can(who: str, exact: bool, bc_id: str | None, as_json: bool) -> None:
    """
    List everything WHO can do.

    Exit codes: 0 something, 1 nothing, 2 wrong usage, 3 could not tell.
    """
    _print(tiktok_desk.what_can(who, bc_id=bc_id, exact=exact, say=say), as_json)


@click.command()
@click.argument("who")
@click.argument("other")
@_exact
@_options
@clear
def compare(who: str, other: str, exact: bool, bc_id: str | None, as_json: bool) -> None:
    """
    List where WHO and OTHER differ.

    Exit codes: 0 they can do the same, 1 they differ, 2 wrong usage, 3 could not tell.
    """
    _print(tiktok_desk.compare(who, other, bc_id=bc_id, exact=exact, say=say), as_json)


def say(line: str) -> None:
    """Show progress on standard error; on a terminal each line takes the place of the one before."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{line}", err=True, nl=line.startswith("Read in"))
    elif not line.startswith("Reading "):
        click.echo(line, err=True)


def _print(found: Found, as_json: bool) -> None:
    if as_json:
        print_json(found.content)
    else:
        for line in found.lines:
            click.echo(line)
    raise SystemExit(found.code)
