"""The command `regrant`: its sub-commands are loaded only when they are called, so that help is instant."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from pathlib import Path

import click

# Our matrices are small: a second thread costs more than it brings, most of all on a busy machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS = {
    "diagnose": ("regrant.cli.diagnose", "diagnose", "Find out why access broke, and what to do."),
    "why": ("regrant.cli.access", "why", "Explain whether somebody can do something."),
    "who-can": ("regrant.cli.access", "who_can", "List who can do something with an asset."),
    "what-can": ("regrant.cli.access", "what_can", "List everything that somebody can do."),
    "compare": ("regrant.cli.access", "compare", "List where two people differ."),
    "connect": ("regrant.cli.tiktok", "connect", "Connect to TikTok with an access token."),
    "doctor": ("regrant.cli.tiktok", "doctor", "Say whom the token acts as, and what it can read."),
    "disconnect": ("regrant.cli.tiktok", "disconnect", "Forget the token on this computer."),
    "sandbox": ("regrant.cli.sandbox", "sandbox", "Serve a TikTok API of this machine, to try it all."),
    "guide": ("regrant.cli.guide", "guide", "Read a problem as a page: causes, signs, steps."),
    "web": ("regrant.cli.web", "web", "Open Regrant in the browser."),
    "site": ("regrant.cli.web", "site", "Write the guides as static web pages."),
    "cases": ("regrant.cli.cases", "cases", "List, show, resume, export or delete your cases."),
    "users": ("regrant.cli.users", "users", "Say who may sign in to the web app."),
    "knowledge": ("regrant.cli.knowledge", "knowledge", "List, show or check what Regrant knows."),
    "evaluate": ("regrant.cli.evaluate", "evaluate", "Score complaints whose problem is known."),
}


class Lazy(click.Group):
    """A group that imports a sub-command when it is called, and knows its help line before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in reading order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one sub-command."""
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)

        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command for one that does not exist."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(COMMANDS)}."
            ctx.fail(f'There is no command "{args[0]}". {hint}')

        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help lines without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


@click.group(
    cls=Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)
@click.version_option(package_name="regrant")
@click.pass_context
def main(ctx: click.Context) -> None:
    """
    Find out why access to something in TikTok Business Center broke, and get it back.

    Type `regrant diagnose` and say what broke in your own words. Nothing leaves this computer.
    """
    _open_streams()
    if ctx.invoked_subcommand is None:
        ctx.invoke(import_module("regrant.cli.diagnose").diagnose)


def _open_streams() -> None:
    """Make streams that were closed, or that cannot say every letter, harmless."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 (open to the end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
