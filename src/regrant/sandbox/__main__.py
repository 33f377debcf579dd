"""`python -m regrant.sandbox`: serve a world on loopback."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click
import msgspec

from regrant.sandbox.server import run
from regrant.sandbox.shapes import World
from regrant.sandbox.table import BASE
from regrant.sandbox.world import WorldError, load_world, packaged_world, world_names, world_schema

TAKEN = 2


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88})
@click.option(
    "--world", "name", default="healthy", metavar="FILE", help="A world file, or the name of one that comes along."
)
@click.option("--port", default=8765, show_default=True, type=click.IntRange(1, 65535), help="Port on 127.0.0.1.")
@click.option("--list", "listing", is_flag=True, help="List the worlds that come along, and stop.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a world file, and stop.")
@click.option("--tied", is_flag=True, help="End when standard input is closed, and so with the program that holds it.")
def main(name: str, port: int, listing: bool, schema: bool, tied: bool) -> None:
    """Serve a TikTok Business API for this machine alone, with the world of one JSON file behind it."""
    if schema:
        click.echo(msgspec.json.format(msgspec.json.encode(world_schema()), indent=2).decode())
        return
    if listing:
        for one in world_names():
            click.echo(f"{one:32} {packaged_world(one).about}")
        return
    try:
        world = packaged_world(name) if name in world_names() else load_world(name)
    except WorldError as error:
        click.echo(f"The world has mistakes.\n{error}", err=True)
        raise SystemExit(TAKEN) from None
    _start(world, port, sys.stdin.buffer if tied else None)


def _start(world: World, port: int, tie: BinaryIO | None) -> None:
    click.echo(f"{world.name}: {world.about}\nServing http://127.0.0.1:{port}{BASE}/ (Ctrl-C stops)")
    for token in world.tokens:
        login = next(one for one in world.logins if one.user_id == token.user_id)
        click.echo(f"  Access-Token: {token.token}  ({login.email})")
    sys.stdout.flush()
    try:
        run(world, port, tie)
    except OSError as error:
        click.echo(f"Port {port} cannot be used ({error.strerror}). Choose another with --port.", err=True)
        raise SystemExit(TAKEN) from None


if __name__ == "__main__":
    main()
