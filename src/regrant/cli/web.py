"""`regrant web`: the web app; `regrant site`: its guides as static pages."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from pathlib import Path

import click

from regrant.cli.trouble import clear

DEFAULT_PORT = 8000
_BARE = " Passwords travel readable without HTTPS: put a server that speaks it before this one, and say --secure."


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), help=f"Port on 127.0.0.1 (else the first free one from {DEFAULT_PORT} on)."
)
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; others demand a login.")
@click.option("--name", "names", multiple=True, help="A further name by which browsers call it, such as help.example.")
@click.option("--secure", is_flag=True, help="It stands behind HTTPS: cookies are sent over that only.")
@click.option(
    "--behind-proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    callback=lambda _context, _option, given: tuple(_address(one) for one in given),
    help="Address (or network) of the server before this one; it is believed whom it passes on.",
)
@click.option("--login", is_flag=True, help="Demand a login on this computer, too.")
@clear
def web(
    port: int | None,
    no_open: bool,
    host: str,
    names: tuple[str, ...],
    secure: bool,
    proxies: tuple[str, ...],
    login: bool,
) -> None:
    """
    Open Regrant in the browser.

    It listens on this computer only; Ctrl-C ends it. What you say is kept in the same place as by `regrant diagnose`.
    To let others reach it, make accounts (regrant users add), put HTTPS before it, and say --host, --name, --secure
    and --behind-proxy (or all people count as one when wrong passwords are braked).
    """
    import os

    from regrant.web.admission import NotSafeError, guarded
    from regrant.web.serve import PortTakenError, serve
    from regrant.web.settings import Settings

    chosen = DEFAULT_PORT if port is None else port
    wanted = Settings(host=host, port=chosen, hosts=names, secure=secure, login=login, proxies=proxies)
    try:
        settings = guarded(wanted, os.environ)
        if settings.login:
            click.echo("Only who signs in is let in." + ("" if secure else _BARE))
        serve(settings, fixed=port is not None, browse=not no_open, say=click.echo)
    except (PortTakenError, NotSafeError) as error:
        raise click.UsageError(str(error)) from None


def _address(given: str) -> str:
    try:
        return str(ip_network(given)) if "/" in given else str(ip_address(given))
    except ValueError:
        raise click.BadParameter(
            f'"{given}" is no address. Give one such as 10.0.0.5, or a network such as 10.0.0.0/24.'
        ) from None


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--url", help="Where the folder will be reached, such as https://help.example/tiktok; adds a sitemap.")
@clear
def site(folder: Path, url: str | None) -> None:
    """
    Write the guides into FOLDER as static pages, to be hosted anywhere.

    A folder written before is written anew; one that holds anything else is refused.
    """
    from regrant.web.site import ForeignFilesError, write

    if url is not None and not url.startswith(("http://", "https://")):
        raise click.UsageError("--url must begin with https:// or http://; a sitemap names full addresses.")
    try:
        count = write(folder, url)
    except ForeignFilesError as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"Wrote {count} pages into {folder}. Begin at {folder / 'index.html'}")
