"""The conversation: one question at a time, arrow keys or numbers, with a way back and a way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from questionary import Choice
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from regrant.cases import FIXED, HANDED_OVER, Desk, Sitting
from regrant.cases.views import DID_NOT_HELP, HELPED, OTHER, PARTLY, PROBLEM, UNKNOWN, Diagnosis, Origin, in_words
from regrant.cli import show
from regrant.cli.prompt import STOP, StoppedError, select, written

TOPIC, ABOUT_ACCESS = "topic", "access"
ON = {
    DID_NOT_HELP: "Then it is something else, or a second thing. Let us go on.",
    PARTLY: "Good, one thing is done. Let us find the other.",
}
"""What is said before going on after a fix."""
BACK, SO_FAR, MORE = "<back>", "<so far>", "<more>"
EXACT, WITHOUT = "<exact>", "<without>"


def talk(
    desk: Desk,
    words: str,
    problem: str | None,
    evidence: list[Any],
    language: str | None,
    first: Callable[..., None] | None = None,
) -> Diagnosis:
    """Lead the person from the first words to a fix, and return the last diagnosis; *first* checks before asking."""
    console = show.console()
    console.print(Text("Regrant finds out why access in TikTok Business Center broke, and gets it back.", "bold"))
    private = "Nothing leaves this computer" if first is None else "Only TikTok itself is asked"
    console.print(Text(f"{private}. Esc or Ctrl-C stops; what you answered is kept.", "dim"))
    console.print()
    if not words and problem is None and not evidence:
        try:
            words, problem = _opening(desk)
        except StoppedError:
            console.print(Text("Stopped. Nothing was said yet, so nothing is kept."))
            return Desk(desk.knowledge).begin().diagnosis
    sitting = desk.begin(words, problem=problem, evidence=evidence, language=language)
    if first is not None:
        try:
            check(first, sitting, console)
        except StoppedError:
            _kept(sitting, console)
            return sitting.diagnosis
        if facts := show.checked(sitting.diagnosis, sitting.knowledge, sitting.case_id):
            console.print(facts, crop=False)
    for note in sitting.notes:
        console.print(Text(note, "italic"))
    sitting.notes = ()

    return lead(sitting, console, from_words=True)


def check(first: Callable[..., None], sitting: Sitting, console: Console) -> None:
    """Let *first* check TikTok, and ask who was meant if that is not sure."""
    from regrant.cases.tiktok_desk import UnsureWhoError

    try:
        first(sitting)
    except UnsureWhoError as unsure:
        console.print(Text(str(unsure)))
        choices = [Choice(near, near) for near in unsure.near]
        if unsure.exact:
            choices.append(Choice(f"Nobody of these: {unsure.who} is right as it is", EXACT))
        chosen = select("Who is meant?", [*choices, Choice("Go on by questions, without TikTok", WITHOUT)])
        if chosen == WITHOUT:
            sitting.notes = (*sitting.notes, f"not checked: {unsure}")
        else:
            first(sitting, **({"exact": True} if chosen == EXACT else {"who": chosen}))


def lead(sitting: Sitting, console: Console, *, from_words: bool = False) -> Diagnosis:
    """Ask, show and go on until it is fixed, handed over or stopped; first of all, correct what words gave."""
    try:
        if from_words:
            _correct(sitting, console)
        while True:
            found = sitting.diagnosis
            if found.verdict == "out_of_scope" and found.next.kind == "fix":
                if _really_elsewhere(sitting, found, console):
                    return found
                continue
            if found.next.kind in ("question", "check"):
                _ask(sitting, found, console)
                continue
            if found.next.kind == "escalate":
                return _finish(sitting, found, console)
            if _try_fix(sitting, found, console):
                return sitting.diagnosis
    except StoppedError:
        _kept(sitting, console)
        return sitting.diagnosis


def _opening(desk: Desk) -> tuple[str, str | None]:
    words = written("What broke? Any language. (Enter alone: choose from a list)")
    if words:
        return words, None
    problems = desk.knowledge.problems.values()
    choices = [Choice(f"{problem.title}: {problem.short}", problem.id) for problem in problems]

    return "", select("Which is closest?", choices)


def _correct(sitting: Sitting, console: Console) -> None:
    """Show what was understood from the words, and let the person take wrong readings out."""
    understood = [item for item in sitting.evidence if item.origin is Origin.DERIVED and not item.checked]
    if not understood:
        return
    console.print(Text("From your words I understood:", "bold"))
    for item in understood:
        console.print(Text(f"  - {in_words(item.finding, item.value, sitting.knowledge)}"))
    console.print()
    choices = [Choice("Yes, go on", ""), *(_taken(item, sitting) for item in understood)]
    while wrong := select("Is that right?", choices):
        sitting.take_back(wrong)
        choices = [choice for choice in choices if choice.value != wrong]


def _taken(item: Any, sitting: Sitting) -> Choice:
    return Choice(f"No, drop: {in_words(item.finding, item.value, sitting.knowledge)}", item.finding)


def _ask(sitting: Sitting, found: Diagnosis, console: Console) -> None:
    step = found.next
    console.print(Rule(style="dim"))
    console.print(show.question(step))
    choices = [Choice(answer.text, answer.id) for answer in step.answers]
    choices.append(Choice("What do you think so far?", SO_FAR))
    if sitting.can_go_back:
        choices.append(Choice("Back: take my last answer back", BACK))
    choices.append(Choice("Stop here", STOP))
    chosen = select("Your answer", choices)
    if chosen == SO_FAR:
        console.print(show.candidates(found))
    elif chosen == BACK:
        _take_back(sitting, console)
    elif step.id == PROBLEM and chosen == OTHER:
        sitting.say(PROBLEM, _other_problem(sitting, step))
    else:
        sitting.say(step.id, chosen)


def _other_problem(sitting: Sitting, step: Any) -> str:
    offered = {answer.id for answer in step.answers}
    rest = [problem for problem in sitting.knowledge.problems.values() if problem.id not in offered]
    choices = [Choice(f"{problem.title}: {problem.short}", problem.id) for problem in rest]

    return select("And of these?", [*choices, Choice("None of these either", OTHER)])


def _take_back(sitting: Sitting, console: Console) -> None:
    gone = sitting.take_back()
    if gone:
        console.print(Text(f"Taken back: {in_words(gone.finding, gone.value, sitting.knowledge)}", "italic"))


def _try_fix(sitting: Sitting, found: Diagnosis, console: Console) -> bool:
    """Show a fix and ask how it went; return whether the case is over."""
    console.print(Rule(style="dim"))
    console.print(show.short(found), crop=False)
    console.print()
    choices = [Choice(answer.text, answer.id) for answer in found.next.answers]
    choices.append(Choice("Tell me more: why, what does not help, a message to send, sources", MORE))
    if sitting.can_go_back:
        choices.append(Choice("Back: take my last answer back", BACK))
    choices.append(Choice("Not done yet; stop and keep the case", STOP))
    top = found.causes[0]
    asked = f"{top.title} ({show.percent(top.probability)}). Did it help?"
    while (chosen := select(asked, choices)) == MORE:
        console.print(show.background(found), crop=False)
        console.print()
    if chosen == BACK:
        _take_back(sitting, console)
        return False
    sitting.say(found.next.id, chosen)
    if chosen == HELPED:
        sitting.end(FIXED)
        console.print(Text("Good. The case is closed.", "bold green"))
        return True
    if chosen in ON:
        console.print(Text(ON[chosen], "italic"))

    return False


def _really_elsewhere(sitting: Sitting, found: Diagnosis, console: Console) -> bool:
    """Show where to go, and let the person say that it is about access after all."""
    console.print(Rule(style="dim"))
    console.print(show.short(found), crop=False)
    console.print()
    if any(item.finding == TOPIC and item.value == ABOUT_ACCESS for item in sitting.evidence):
        return True
    choices = [
        Choice("Yes, thank you", ""),
        Choice("No, it is about access to something", ABOUT_ACCESS),
        Choice("Tell me more: why, and the sources", MORE),
    ]
    while (chosen := select("Is that what it is about?", choices)) == MORE:
        console.print(show.background(found), crop=False)
        console.print()
    if not chosen:
        sitting.end(HANDED_OVER)
        return True
    sitting.say(TOPIC, ABOUT_ACCESS)

    return False


def _finish(sitting: Sitting, found: Diagnosis, console: Console) -> Diagnosis:
    console.print(Rule(style="dim"))
    console.print(show.report(found), crop=False)
    if found.next.kind == "escalate":
        console.print()
        console.print(escalation(sitting, found))
        sitting.end(HANDED_OVER)
        if sitting.case_id:
            again = show.command("cases resume", sitting.case_id)
            console.print(Text(f"\nThe case is kept; when you know more: {again}", "dim"))

    return found


def escalation(sitting: Sitting, found: Diagnosis) -> Text:
    """Return what would tell, and what to hand to support."""
    lines = []
    if found.would_tell:
        lines.append("What would tell, if somebody can find it out:")
        lines += [f"  - {sitting.knowledge.findings[name].ask}" for name in found.would_tell]
        lines.append("")
    lines.append(f"{found.next.text}. Copy this:")
    if sitting.words:
        lines.append(f"  In my words: {sitting.words[:500]}")
    known = [item for item in sitting.evidence if item.value != UNKNOWN]
    lines += [f"  - {in_words(item.finding, item.value, sitting.knowledge)}" for item in known]

    return Text("\n".join(lines))


def _kept(sitting: Sitting, console: Console) -> None:
    console.print()
    if sitting.case_id:
        console.print(Text(f"Kept. Go on any time with: {show.command('cases resume', sitting.case_id)}"))
    else:
        console.print(Text("Stopped. This case was not kept."))
