"""`regrant diagnose`: a conversation on a terminal, one answer in a pipe, one object with --json."""

from __future__ import annotations

import select
import sys
from collections.abc import Callable

import click
import msgspec

from regrant.cases import Desk, Sitting, open_store
from regrant.cases.views import Diagnosis, Evidence
from regrant.cli.trouble import clear, print_json

EXIT = {"decided": 0, "likely": 0, "cannot_tell": 3, "out_of_scope": 4}
SILENT_SECONDS = 0.5
"""After so long a pipe without a word is taken to have none."""


@click.command()
@click.argument("text", required=False, nargs=-1)
@click.option("--problem", metavar="ID", help="The problem, if you know it (see: regrant guide).")
@click.option(
    "--answer", "answers", metavar="FINDING=VALUE", multiple=True, help="Something known already; repeatable."
)
@click.option("--language", metavar="CODE", help="Language of the text, such as en or vi (else taken as it is).")
@click.option("--as", "who", metavar="WHO", help="Check TikTok first for this person (address or id, or me).")
@click.option(
    "--about",
    "assets",
    metavar="ASSET",
    multiple=True,
    help="With --as: the account or asset, by id or name; of several, the first that fails is taken.",
)
@click.option("--action", metavar="ACTION", help="With --as: what does not work (see: regrant why).")
@click.option("--bc", "bc_id", metavar="ID", help="With --as: the Business Center, if the login has several.")
@click.option("--exact", is_flag=True, help="With --as: take WHO as written, though others on the list are much alike.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and ask nothing; keeps nothing.")
@click.option("--no-keep", is_flag=True, help="Do not keep this case in the local database.")
@clear
def diagnose(
    text: tuple[str, ...],
    problem: str | None,
    answers: tuple[str, ...],
    language: str | None,
    who: str | None,
    assets: tuple[str, ...],
    action: str | None,
    bc_id: str | None,
    exact: bool,
    as_json: bool,
    no_keep: bool,
) -> None:
    """
    Find out why access broke, and what to do.

    TEXT says what broke, in any language; it is read from standard input if it is "-", or if nothing is said and there
    are words in a pipe. On a terminal the rest is asked, one question at a time. With --as, what can be read from
    TikTok is read before anything is asked. Exit codes: 0 decided or likely, 2 wrong usage, 3 an answer is needed or it
    cannot be told, 4 not an access problem.
    """
    if not text and problem is None and not answers and _words_wait():
        text = ("-",)
    words = _words(text)
    evidence = [_evidence(answer) for answer in answers]
    first = _first(who, assets, action, bc_id, exact)
    if not as_json and _conversation_possible(text):
        from regrant.cli.talk import talk

        store = None if no_keep else open_store()
        found = talk(Desk(store=store), words, problem, evidence, language, first)
        raise SystemExit(EXIT[found.verdict])
    sitting = Desk().begin(words, problem=problem, evidence=evidence, language=language)
    if first is not None:
        first(sitting)
    found = sitting.diagnosis
    if as_json:
        print_json(msgspec.to_builtins(found))
    else:
        _print(sitting, found)
    raise SystemExit(EXIT[found.verdict])


def _first(
    who: str | None, assets: tuple[str, ...], action: str | None, bc_id: str | None, exact: bool
) -> Callable[..., None] | None:
    """Return what checks TikTok before anything is asked, or None if that is not wanted."""
    if who is None:
        if assets or action or bc_id or exact:
            raise click.UsageError(
                "--about, --action, --bc and --exact belong to --as WHO: say whose access is to be checked."
            )
        return None

    from regrant.cases import tiktok_desk
    from regrant.cli.access import say

    connection = tiktok_desk.kept_for(action)

    def check(sitting: Sitting, who: str = who, exact: bool = exact) -> None:
        tiktok_desk.check_first(
            sitting, who=who, asset=next(iter(assets), None), also=assets[1:], action=action, bc_id=bc_id, exact=exact,
            connection=connection, say=say,
        )  # fmt: skip

    return check


def _conversation_possible(text: tuple[str, ...]) -> bool:
    return text != ("-",) and sys.stdin.isatty() and sys.stdout.isatty()


def _words_wait() -> bool:
    """Tell whether somebody put words into standard input; never waits for a pipe that stays silent."""
    try:
        if sys.stdin is None or sys.stdin.isatty():
            return False
        return bool(select.select([sys.stdin], [], [], SILENT_SECONDS)[0])
    except (OSError, ValueError):  # closed, or a kind of input that cannot be waited for
        return False


def _words(text: tuple[str, ...]) -> str:
    if text == ("-",):
        return sys.stdin.buffer.read().decode("utf-8", "replace")

    return " ".join(text).encode("utf-8", "replace").decode("utf-8")


def _evidence(answer: str) -> Evidence:
    finding, equals, value = answer.partition("=")
    if not (finding and equals and value):
        raise click.BadParameter(f'"{answer}" is not of the form FINDING=VALUE.', param_hint="--answer")

    return Evidence(finding=finding.strip(), value=value.strip())


def _print(sitting: Sitting, found: Diagnosis) -> None:
    from regrant.cli import show  # not needed for JSON, and slow to import

    console = show.console()
    if facts := show.checked(found, sitting.knowledge):
        console.print(facts, crop=False)
    console.print(show.report(found), crop=False)
    if found.verdict == "out_of_scope" and found.next.kind == "fix":
        console.print()
        console.print("If it is about access after all: --answer topic=access")
    if found.next.kind in ("question", "check"):
        console.print()
        console.print("Next question:")
        console.print(show.question(found.next))
        for answer in found.next.answers:
            console.print(f"  --answer {found.next.id}={answer.id}", style="cyan")
            console.print(f"      {answer.text}", markup=False)
    if found.next.kind == "escalate" and found.verdict != "out_of_scope":
        from regrant.cli.talk import escalation

        console.print()
        console.print(escalation(sitting, found))
