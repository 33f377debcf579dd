"""A diagnosis on a terminal: short, in plain words, 80 columns, with or without colour."""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path
from shutil import which
from typing import IO, cast

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.text import Text

from regrant.cases.library import WHO
from regrant.cases.views import CauseBelief, Diagnosis, Knowledge, Next, Origin, Plan, SourceLine, in_words
from regrant.cases.wording import GRADES, VERDICTS, while_asking, whole_percent

WIDEST, PIPE = 92, 80
MOST_READ = 5
"""So many readings are shown; the rest would push the answer off the screen."""
_BLANKS = re.compile(r" +$", re.MULTILINE)
STYLES = {"decided": "bold green", "likely": "bold yellow", "cannot_tell": "bold", "out_of_scope": "bold magenta"}


class Indented:
    """A text whose lines all stand a little to the right, without blanks at their ends."""

    def __init__(self, text: Text, by: int = 3) -> None:
        self.text, self.by = text, by

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.text.wrap(console, options.max_width - self.by):
            line.rstrip()
            yield Text(" " * self.by).append_text(line)


class _Trimmed(io.TextIOBase):
    """Standard output without the blanks that wrapping leaves at the ends of lines."""

    def write(self, text: str) -> int:
        return sys.stdout.write(_BLANKS.sub("", text))

    def flush(self) -> None:
        sys.stdout.flush()


def console() -> Console:
    """Return a console of readable width; in a pipe it is plain text of 80 columns (addresses stay in one piece)."""
    if not sys.stdout.isatty():
        return Console(file=cast("IO[str]", _Trimmed()), highlight=False, width=PIPE)
    made = Console(highlight=False)
    made.width = min(made.width, WIDEST)

    return made


def command(*words: str) -> str:
    """Return a command as it can be typed here: with the path if `regrant` itself is not found by the shell."""
    called = Path(sys.argv[0])
    found = which(called.name)
    same = found is not None and Path(found).resolve() == called.resolve()
    name = called.name if same or called.suffix == ".py" else os.path.relpath(called)

    return " ".join([name if name != "__main__.py" else "python -m regrant", *words])


def headline(found: Diagnosis) -> Text:
    """Return one line: the verdict, the cause and how sure that is."""
    words, style = VERDICTS[found.verdict], STYLES[found.verdict]
    if found.verdict == "cannot_tell" or not found.causes:
        return Text(words, style)
    top = found.causes[0]
    sure = top.probability if found.verdict != "out_of_scope" else found.problems[0].probability

    return Text.assemble((f"{words}: ", style), (top.title, "bold"), f"  ({percent(sure)} sure)")


def percent(chance: float) -> str:
    """Return a probability for reading; never 0 or 100, because nothing is that sure."""
    return f"{whole_percent(chance)} %"


def checked(found: Diagnosis, knowledge: Knowledge, case_id: str | None = None) -> RenderableType | None:
    """
    Return what was read from TikTok, what speaks for the likeliest cause first; None if nothing was.

    Where each fact stands at TikTok, its proof, is too long for here: the last line says how to see it.
    """
    read = [item for item in found.evidence if item.checked]
    if not read:
        return None
    telling = {point.finding for point in found.causes[0].for_} if found.causes else set()
    read.sort(key=lambda item: item.finding not in telling)
    lines: list[RenderableType] = [Text("Read from TikTok:", "bold")]
    for item in read[:MOST_READ]:
        sure = "" if item.origin is Origin.VERIFIED else "  (by inference)"
        lines.append(Indented(Text(f"- {in_words(item.finding, item.value, knowledge)}{sure}"), 2))
    more = f"{len(read) - MOST_READ} more, and the" if len(read) > MOST_READ else "The"
    where = command("cases show", case_id) if case_id else "the same command with --json"
    lines.append(Indented(Text(f"{more} proof of each: {where}", "dim"), 2))

    return Group(*lines, Text())


def report(found: Diagnosis) -> RenderableType:
    """Return the whole result: what is wrong, why, who acts, the steps, what does not help, the sources."""
    parts = [*_what(found), *_why(found)]
    if found.fix and _worth_doing(found):
        parts += [steps(found.fix), *_beside(found.fix)]
    if found.verdict != "cannot_tell" and found.sources:
        parts.append(sources(found.sources))

    return Group(*_spaced(parts))


def short(found: Diagnosis) -> RenderableType:
    """Return what a person needs to act, on one screen: what is wrong, who acts, the steps, how good the source is."""
    parts = _what(found)
    if found.fix and _worth_doing(found):
        parts.append(steps(found.fix))
    if found.causes and _worth_doing(found):
        newest = max((line.date for line in found.sources if line.date), default=None)
        dated = f", newest page of {newest}" if newest else ""
        parts.append(Text(f'Source: {GRADES[found.causes[0].grade]}{dated}. More under "Tell me more".', "dim"))

    return Group(*_spaced(parts))


def background(found: Diagnosis) -> RenderableType:
    """Return the rest: why, what does not help, what can be sent, the sources."""
    parts = [*_why(found), *(_beside(found.fix) if found.fix else []), sources(found.sources)]

    return Group(*_spaced(parts))


def _worth_doing(found: Diagnosis) -> bool:
    return found.verdict != "cannot_tell" or found.next.kind == "fix"


def _what(found: Diagnosis) -> list[RenderableType]:
    parts: list[RenderableType] = [headline(found)]
    if found.causes and found.verdict != "cannot_tell":
        parts.append(Text(found.causes[0].about))
    asks = found.next.kind in ("question", "check")
    parts += [Text(note, "italic") for note in (while_asking(found.notes) if asks else found.notes)]
    if found.verdict == "cannot_tell" and found.causes:
        parts.append(candidates(found))
    if found.also:
        titles = {cause.id: cause.title for cause in found.causes}
        names = "; ".join(titles[cause] for cause in found.also)
        parts.append(Text.assemble(("A second thing may be wrong: ", "bold"), names))

    return parts


def _why(found: Diagnosis) -> list[RenderableType]:
    return _reasons(found.causes[0]) if found.causes and found.verdict != "cannot_tell" else []


def candidates(found: Diagnosis, limit: int = 4) -> RenderableType:
    """Return the most probable causes, one line each."""
    lines = [Text.assemble(f"  {percent(c.probability):>5}  ", c.title) for c in found.causes[:limit]]

    return Group(Text("What it may be, so far:", "bold"), *lines)


def _reasons(cause: CauseBelief) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for title, points, style in (("Speaks for it", cause.for_, "green"), ("Speaks against it", cause.against, "red")):
        if points:
            lines.append(Group(Text(f"{title}:", style), *(Text(f"  - {point.text}") for point in points[:5])))
    if cause.unconfirmed:
        lines.append(Group(Text("Not known:", "dim"), *(Text(f"  - {ask}") for ask in cause.unconfirmed[:2])))
    if cause.grade in ("practice", "unconfirmed"):
        lines.append(Text(f"How good the source is: {GRADES[cause.grade]}.", "italic"))

    return lines


def steps(fix: Plan) -> RenderableType:
    """Return the steps of a fix and who has to act."""
    waiting = ", then waiting for others" if fix.wait_hours else ""
    who = Text.assemble("Who has to act: ", (WHO[fix.who], "bold"))
    who.append(f". Some {fix.minutes} minutes of work by our estimate{waiting}.")
    lines: list[RenderableType] = [Text.assemble(("What to do: ", "bold"), (fix.title, "bold")), who]
    if fix.risk == "high":
        lines.append(Text("Careful: this cannot be undone, or takes something from others.", "bold red"))
    for number, step in enumerate(fix.steps, 1):
        lines += [Text(""), Text.assemble((f"{number}. ", "bold"), (step.do, "bold"))]
        details = (("Who", WHO[step.who]), ("Where", step.where), ("It worked when", step.confirm))
        for label, text in (*details, ("If not", step.if_fails)):
            lines.append(Indented(Text.assemble((f"{label}: ", "cyan"), text)))

    return Group(*lines)


def _beside(fix: Plan) -> list[RenderableType]:
    """Return what goes with the steps: what does not help, a message to send, the age of the screen names."""
    parts: list[RenderableType] = []
    if fix.will_not_help:
        parts.append(Group(Text("What will not help:", "bold"), *(Text(f"  - {text}") for text in fix.will_not_help)))
    if fix.message:
        parts.append(message(fix.message, "A message to adapt and send"))
    if fix.labels_seen:
        seen = ", ".join(f"{name} ({month})" for name, month in fix.labels_seen.items())
        parts.append(Text(f"Names on TikTok's screens change; last seen: {seen}.", "dim"))

    return parts


def message(text: str, title: str) -> Panel:
    """Return a text to copy and send."""
    return Panel(Text(text), title=title, title_align="left", border_style="dim")


def sources(lines: tuple[SourceLine, ...]) -> RenderableType:
    """Return the sources with grade and date."""
    parts: list[RenderableType] = [Text("Where this comes from:", "bold")]
    for line in lines:
        dated = f"page of {line.date}" if line.date else "page without a date"
        parts.append(Text(f"  - {line.title} [{GRADES[line.grade]}; {dated}, read {line.read}]"))
        if line.url:
            parts.append(Text(f"    {line.url}", "dim", no_wrap=True, overflow="ignore"))

    return Group(*parts)


def question(step: Next) -> RenderableType:
    """Return a question with its reason, without its answers."""
    parts: list[RenderableType] = [Text(step.text, "bold"), Text(f"Why I ask: {step.why}", "dim")]
    if step.how:
        parts.append(Text(f"Where to look: {step.how}"))
    if step.who != "you":
        parts.append(Text(f"Best answered by {WHO[step.who]}. If that is not you:"))
        parts.append(message(step.message or step.text, "A message to adapt and send"))

    return Group(*parts)


def _spaced(parts: list[RenderableType]) -> list[RenderableType]:
    spaced: list[RenderableType] = []
    for part in parts:
        spaced += [part, Text("")]

    return spaced[:-1]
