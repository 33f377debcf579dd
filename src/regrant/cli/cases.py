"""`regrant cases`: what was kept, and going on with it."""

from __future__ import annotations

import sys

import click
import msgspec
from rich.text import Text

from regrant.cases import Desk, open_store
from regrant.cases.views import in_words
from regrant.cli import show
from regrant.cli.trouble import clear, print_json


@click.group()
def cases() -> None:
    """List, show, resume, export or delete your cases (they are kept on this computer only)."""


@cases.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@clear
def list_(as_json: bool) -> None:
    """List cases, newest first."""
    found = open_store().all()
    if as_json:
        print_json({"cases": [msgspec.to_builtins(case) for case in found]})
        return
    console = show.console()
    if not found:
        console.print("No cases yet. Begin one with: regrant diagnose")
    for case in found:
        words = " ".join(case.words.split())[:42] or "(picked from the list)"
        line = f"{case.id}  {case.created[:16].replace('T', ' ')}  {case.ending:<12} {words}"
        console.print(Text(line), no_wrap=True, overflow="ellipsis")


@cases.command("show")
@click.argument("id_", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@clear
def show_(id_: str, as_json: bool) -> None:
    """Show a case: words, evidence and diagnosis."""
    desk = Desk(store=open_store())
    assert desk.store is not None
    case = desk.store.get(id_)
    sitting = desk.resume(case)
    found = sitting.diagnosis
    if as_json:
        print_json({"case": msgspec.to_builtins(case), "diagnosis": msgspec.to_builtins(found)})
        return
    console = show.console()
    console.print(Text(f"Case {case.id}, begun {case.created}, {case.ending}", "bold"))
    if case.words:
        console.print(Text(case.words))
    for item in sitting.evidence:
        origin = f" [{item.origin}]" if item.origin != "told" else ""
        console.print(Text(f"  - {in_words(item.finding, item.value, desk.knowledge)}{origin}"))
        if item.checked and item.proof:
            console.print(show.Indented(Text(f"{item.proof}, {item.at}", "dim"), 4))
    console.print()
    console.print(show.report(found), crop=False)


@cases.command()
@click.argument("id_", metavar="ID")
@clear
def resume(id_: str) -> None:
    """Go on with a case where it was left."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("Going on with a case needs a terminal; use: regrant cases show ID")
    from regrant.cli.talk import lead

    desk = Desk(store=open_store())
    assert desk.store is not None
    case, console = desk.store.get(id_), show.console()
    console.print(Text(f"Case {case.id}: {case.words or '(picked from the list)'}"))
    sitting = desk.resume(case)
    for item in sitting.evidence:
        console.print(show.Indented(Text(f"- {in_words(item.finding, item.value, desk.knowledge)}", "dim"), 2))
    lead(sitting, console)


@cases.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@clear
def export(ids: tuple[str, ...]) -> None:
    """Print cases as one JSON object, all of them if no ID is given."""
    store = open_store()
    found = [store.get(case_id) for case_id in ids] if ids else store.all()
    print_json({"schema_version": "1", "cases": [msgspec.to_builtins(case) for case in found]})


@cases.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@clear
def delete(ids: tuple[str, ...], yes: bool) -> None:
    """Delete cases for good."""
    store = open_store()
    found = [store.get(case_id) for case_id in ids]
    if not yes:
        click.confirm(f"Delete {', '.join(case.id for case in found)} for good?", abort=True)
    for case in found:
        store.delete(case.id)
        click.echo(f"Deleted {case.id}.")
