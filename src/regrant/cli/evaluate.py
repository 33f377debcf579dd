"""`regrant evaluate`: how right the tool is on complaints whose problem is known."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from rich.table import Table

from regrant.cli import show
from regrant.cli.trouble import clear, print_json
from regrant.evaluation import Scores, read_cases
from regrant.evaluation import evaluate as score


@click.command()
@click.argument("file", metavar="CASES.jsonl", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@clear
def evaluate(file: Path, as_json: bool) -> None:
    """Score complaints whose problem is known; an alternative problem counts as right."""
    found = score(read_cases(file))
    if as_json:
        print_json({"schema_version": "1", **msgspec.to_builtins(found)})
        return
    _print(found)


def _print(found: Scores) -> None:
    console = show.console()
    console.print(f"{found.complaints} complaints, by their words alone:")
    console.print(f"  right problem first          {found.top1:6.1%}")
    console.print(f"  right among the first three  {found.top3:6.1%}")
    pasted = f"{found.top1_with_error_message:.1%} and {found.top3_with_error_message:.1%}"
    console.print(f"  the same with the error message pasted: {pasted}")
    console.print(f"  out of scope found           {found.out_of_scope_found} of {found.out_of_scope}")
    console.print(f"  wrongly turned away          {found.wrongly_turned_away} of {found.in_scope}")
    decided = f"{found.causes_decided} of {found.causes_labelled}"
    console.print(
        f"  cause decided at once        {decided}, of these right {found.causes_right} (labels matched by meaning)"
    )
    for title, shares in (("problem", found.by_problem), ("language", found.by_language)):
        table = Table(title, "complaints", "first", "first three", box=None, pad_edge=False)
        for name, share in shares.items():
            table.add_row(name, str(share.of), f"{share.top1 / share.of:.0%}", f"{share.top3 / share.of:.0%}")
        console.print()
        console.print(table)
