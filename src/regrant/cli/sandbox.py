"""`regrant sandbox`: a TikTok Business API on this machine, to try everything without TikTok."""

from __future__ import annotations

import click

from regrant.cli.trouble import clear


@click.command()
@click.option(
    "--world", default="healthy", metavar="FILE|NAME", help="A world file, or the name of one that comes along."
)
@click.option("--port", default=8765, show_default=True, type=click.IntRange(1, 65535), help="Port on 127.0.0.1.")
@click.option("--list", "listing", is_flag=True, help="List the worlds that come along, and stop.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a world file, and stop.")
@clear
def sandbox(world: str, port: int, listing: bool, schema: bool) -> None:
    """
    Serve a TikTok Business API for this machine alone.

    Connect to it from another window with the address and the token that it prints: regrant connect --url ADDRESS
    """
    from regrant.sandbox.__main__ import main

    given = ["--world", world, "--port", str(port), *(["--list"] if listing else []), *(["--schema"] if schema else [])]
    main.main(given, prog_name="regrant sandbox", standalone_mode=False)
