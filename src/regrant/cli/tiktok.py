"""`regrant connect`, `doctor` and `disconnect`: the token, what it can do, and its end."""

from __future__ import annotations

import sys

import click
import msgspec

from regrant.cases import tiktok_desk
from regrant.cases.tiktok_desk import Doctor
from regrant.cli.trouble import clear, print_json

WIDE_SKEW = 60.0
"""Seconds by which this computer's clock may differ from TikTok's before it is worth a word."""


@click.command()
@click.option("--oauth", is_flag=True, help="Sign in at TikTok with the browser instead of pasting a token.")
@click.option("--app-id", metavar="ID", help="Your developer app, for --oauth.")
@click.option(
    "--port", default=0, type=click.IntRange(0, 65535), help="Port of the app's redirect address, for --oauth."
)
@click.option("--url", metavar="ADDRESS", help="Another address of the API, such as that of: regrant sandbox")
@click.option("--portal", metavar="ADDRESS", help="Another address of the sign-in page, for --oauth.")
@clear
def connect(oauth: bool, app_id: str | None, port: int, url: str | None, portal: str | None) -> None:
    """
    Connect to TikTok with an access token.

    The token is asked for without showing it, or read from standard input if that is no terminal. It is tried, and
    then kept in the system's keyring, or else in a file that only you can read. It goes to TikTok and nowhere else.
    """
    if oauth:
        if app_id is None:
            raise click.UsageError("--oauth needs --app-id, the number of your developer app.")
        place, found = tiktok_desk.sign_in(
            app_id, _secret("The app's secret"), show=_open_page, url=url, portal=portal, port=port
        )
    else:
        place, found = tiktok_desk.connect(_secret("Access token"), url=url)
    kept = "the system's keyring" if place == "keyring" else "a file that only you can read"
    click.echo(f"Connected. The token is kept in {kept}.\n")
    _print(found)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@clear
def doctor(as_json: bool) -> None:
    """
    Say whom the token acts as, and which checks can run.

    Exit codes: 0 connected, 2 not connected, 3 TikTok did not answer or did not take the token.
    """
    found = tiktok_desk.doctor()
    if as_json:
        print_json(msgspec.to_builtins(found))
    else:
        _print(found)


@click.command()
@clear
def disconnect() -> None:
    """Forget the token on this computer."""
    if tiktok_desk.disconnect():
        click.echo("Forgotten. To end the token itself, revoke the app in TikTok's settings.")
    else:
        click.echo("There was no token.")


def _secret(what: str) -> str:
    if sys.stdin is not None and sys.stdin.isatty():
        text: str = click.prompt(what, hide_input=True, err=True)
        return text

    return sys.stdin.readline()


def _open_page(address: str) -> None:
    click.echo(f"Open this page and sign in:\n  {address}", err=True)
    click.launch(address)


def _print(found: Doctor) -> None:
    click.echo(f"Acts as: {found.login or 'not known'}")
    click.echo(f"Address: {found.address}")
    click.echo("Business Centers:" if found.centers else "Business Centers: none")
    for center in found.centers:
        click.echo(f"  {center.id}  {center.name or ''}  (role {center.role or 'not known'}, {center.status or ''})")
    if found.permissions is not None:
        click.echo("Permissions granted:")
        for permission in found.permissions:
            click.echo(f"  {permission}")
    if found.abilities:
        click.echo("Checks:")
    for ability in found.abilities:
        click.echo(
            f"  {'[ok]' if ability.works else '[no]'} {ability.what}{f': {ability.reason}' if ability.reason else ''}"
        )
    for note in found.notes:
        click.echo(note)
    if found.clock_skew is None or abs(found.clock_skew) <= WIDE_SKEW:
        return
    if found.at_home:
        click.echo("A sandbox's world stands still at its own time; times are counted by that.")
    else:
        click.echo(f"This computer's clock is {_span(found.clock_skew)} TikTok's; times are counted by TikTok's.")


def _span(seconds: float) -> str:
    size, unit = next((n, u) for n, u in ((86_400, "days"), (3600, "hours"), (60, "minutes")) if abs(seconds) >= n)

    return f"{abs(seconds) / size:.0f} {unit} {'ahead of' if seconds > 0 else 'behind'}"
