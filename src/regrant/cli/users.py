"""`regrant users`: who may sign in to the web app."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from regrant.cases import open_store
from regrant.cli.trouble import clear

if TYPE_CHECKING:
    from regrant.cases.accounts import Accounts


@click.group()
def users() -> None:
    """Say who may sign in to the web app; needed before it listens beyond this computer."""


@users.command()
@click.argument("name")
@clear
def add(name: str) -> None:
    """Make an account; its password is asked for without showing it, or read from standard input."""
    made = _accounts().add(name, _password())
    click.echo(f"{made.name} may sign in now.")


@users.command("list")
@clear
def list_() -> None:
    """List the accounts."""
    found = _accounts().all()
    for account in found:
        where = f"at {account.openid}" if account.openid else "with a password"
        click.echo(f"{account.name}  since {account.created[:10]}, signs in {where}")
    if not found:
        click.echo("No accounts yet. Make one with: regrant users add NAME")


@users.command()
@click.argument("name")
@clear
def passwd(name: str) -> None:
    """Give an account another password, and sign it out everywhere."""
    accounts = _accounts()
    accounts.named(name)
    accounts.set_password(name, _password())
    click.echo(f"{name} has another password, and is signed out everywhere.")


@users.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@clear
def remove(name: str, yes: bool) -> None:
    """Remove an account with all its cases, for good."""
    accounts = _accounts()
    accounts.named(name)
    if not yes:
        click.confirm(f"Remove {name} and all cases of this account for good?", abort=True)
    count = accounts.remove(name)
    click.echo(f"Removed {name} and {count} case{'' if count == 1 else 's'}.")


def _accounts() -> Accounts:
    from regrant.cases.accounts import Accounts

    return Accounts(open_store().database)


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt="The same again"))

    return sys.stdin.readline().rstrip("\r\n")
