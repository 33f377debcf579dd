"""`regrant knowledge`: what is known, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from regrant.cases import Desk, library
from regrant.cli import show
from regrant.cli.trouble import clear, print_json


@click.group()
def knowledge() -> None:
    """List, show or check what Regrant knows."""


@knowledge.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
@clear
def list_(as_json: bool) -> None:
    """List problems, causes, findings, fixes, sources and messages."""
    content = library.catalogue(Desk().knowledge)
    if as_json:
        print_json(content)
        return
    console = show.console()
    for kind, entries in content.items():
        console.print(Text(f"{kind} ({len(entries)})", "bold"))
        for entry in entries:
            text = entry.get("title") or entry.get("ask") or entry.get("means") or ""
            console.print(Text.assemble((f"  {entry['id']}  ", "cyan"), text))


@knowledge.command("show")
@click.argument("id_", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print it as one JSON object.")
@clear
def show_(id_: str, as_json: bool) -> None:
    """Show one entry."""
    kind, content = library.entry(Desk().knowledge, id_)
    if as_json:
        print_json({"kind": kind, **content})
        return
    console = show.console()
    console.print(Text.assemble((f"{kind}: ", "dim"), (id_, "bold")))
    for name, value in content.items():
        if name != "id" and value not in (None, "", (), [], {}):
            _field(console, name, value, 0)


def _field(console: Any, name: str, value: Any, depth: int) -> None:
    indent = "  " * depth
    if isinstance(value, dict):
        console.print(Text(f"{indent}{name}:", "cyan"))
        for inner, content in value.items():
            _field(console, inner, content, depth + 1)
    elif isinstance(value, list | tuple):
        console.print(Text(f"{indent}{name}:", "cyan"))
        for number, content in enumerate(value, 1):
            _field(console, str(number), content, depth + 1)
    else:
        console.print(Text.assemble((f"{indent}{name}: ", "cyan"), str(value)))


@knowledge.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@clear
def check(folder: Path | None) -> None:
    """Prove that the knowledge is whole (that of FOLDER, or our own); exit code 1 if it is not."""
    if folder is not None and not folder.is_dir():
        raise click.BadParameter(f'"{folder}" is not a folder.', param_hint="FOLDER")
    wrong = library.check(folder)
    for mistake in wrong:
        click.echo(str(mistake), err=True)
    if wrong:
        click.echo(f"{len(wrong)} mistakes.", err=True)
        raise SystemExit(1)
    click.echo("The knowledge is whole.")


@knowledge.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@clear
def schema(folder: Path | None) -> None:
    """Print the JSON Schemas of the knowledge files, or write one file each into FOLDER."""
    schemas = library.schemas()
    if folder is None:
        print_json(schemas)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for kind, content in schemas.items():
        (folder / f"{kind}.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
