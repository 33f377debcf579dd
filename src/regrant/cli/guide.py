"""`regrant guide`: a problem as a readable page, made from the same knowledge that the diagnosis uses."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from regrant.cases import Desk, library
from regrant.cases.views import Knowledge
from regrant.cases.wording import FREQUENCY, GRADES
from regrant.cli import show
from regrant.cli.trouble import clear


@click.command()
@click.argument("problem", required=False)
@clear
def guide(problem: str | None) -> None:
    """Read a problem as a page; without PROBLEM, list the problems."""
    knowledge = Desk().knowledge
    console = show.console()
    if problem is None:
        for each in knowledge.problems.values():
            console.print(Text.assemble((each.id, "cyan"), "  ", (each.title, "bold")))
            console.print(show.Indented(Text(each.short)))
        console.print()
        console.print(Text("Read one with: regrant guide PROBLEM", "dim"))
        return
    _page(console, knowledge, problem)


def _page(console: Console, knowledge: Knowledge, wanted: str) -> None:
    problem = library.problem(knowledge, wanted)
    console.print(Text(problem.title, "bold underline"))
    console.print()
    console.print(problem.about)
    if problem.go_to:
        console.print(problem.go_to)
    console.print()
    console.print(Text("Is it really this? Other signs, other problems:", "bold"))
    for over in problem.hands_over:
        answer = knowledge.findings[over.finding].answers[over.value]
        console.print(Text(f'  - "{answer}" -> {knowledge.problems[over.to].title}. {over.because}'))
    for number, (cause, word) in enumerate(library.ranked_causes(knowledge, problem), 1):
        console.print()
        console.print(Text.assemble((f"{number}. {cause.title}", "bold"), (f"  ({FREQUENCY[word]})", "dim")))
        console.print(cause.about)
        console.print(Text("What you see:", "cyan"))
        for finding, answer in library.signs(knowledge, cause):
            console.print(show.Indented(Text(f"- {finding.ask} {answer}"), 2))
        _steps(console, knowledge, cause.id)
        lines = library.sources_of(knowledge, cause.sources)
        graded = ", ".join(dict.fromkeys(line.title for line in lines))
        console.print(Text(f"Source: {GRADES[library.grade_of(cause, knowledge)]} ({graded})", "dim"))
    console.print()
    console.print(Text(f"Diagnose it here: regrant diagnose --problem {problem.id}", "bold"))


def _steps(console: Console, knowledge: Knowledge, wanted: str) -> None:
    cause = knowledge.causes[wanted]
    fix = library.fix_of(knowledge, cause)
    console.print(Text.assemble(("What to do: ", "cyan"), f"{fix.title}. Who: {library.WHO[cause.who]}."))
    for number, step in enumerate(fix.steps, 1):
        console.print(show.Indented(Text(f"{number}. {step.do}"), 2))
        for label, text in (("Where", step.where), ("It worked when", step.confirm), ("If not", step.if_fails)):
            console.print(show.Indented(Text(f"{label}: {text}", "dim"), 5))
    for text in cause.not_help:
        console.print(show.Indented(Text(f"Will not help: {text}", "dim"), 2))
