"""
Least cost to fixed: our policy beside the exact optimum, bounds on the number of questions, and other policies.

`python -m benchmarks optimum` prints the tables and draws `plots/optimum.svg`. Nothing in it is sampled but the random
orders: every cost is exact, by following every answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from statistics import fmean

import numpy as np

from benchmarks import policies
from benchmarks.optimum_exact import Optimum
from benchmarks.optimum_families import Family, families
from benchmarks.optimum_plot import draw
from benchmarks.policies import Expected
from regrant.knowledge import Knowledge, load

SOME_CAUSES, WAYS = 5, 1300
"""With mistakes and don't-knows: so many causes, and findings that can be answered in so many ways together."""
MOST = 20
"""With perfect answers families are reduced to their likeliest causes, twenty at most: that of thirty takes hours."""
SPANNING = 12
"""The openings that span several problems are reduced further."""
FREE = 15
"""The optimum without our rules is sought for problems with at most so many causes."""
SEEDS = 3
QUICK = ("invite_not_working", "spark_code", "removed_from_bc")
HELD_OUT, HELD_OUT_QUICK = 22, 2
ABOUT = """All policies play one game: the same belief, prices, growing impatience and naming of the cause. Rules bind
everybody but the static guides: a question concerns what at least 30 % of the belief speaks of (or, when eight or fewer
causes have a chance, as much as the likeliest has), and a fix is at least 15 % likely to help. One more binds us and
the optimum only, so that others may be below 1: nothing is asked that is followed by one step whatever the answer.
"Without rules" is the optimum bound by none. A static guide asks nothing and tries fix after fix, in the order of the
page or in the best fixed one. *Idle* counts the places in our whole tree of answers where that last rule is broken. The
bounds are for naming every cause; who mends or gives up earlier asks less. Families have their likeliest causes only,
twenty at most (the two that span several problems twelve), without those that people seldom mean by that name.
"""


@dataclass(frozen=True)
class Row:
    """What one family gave: cost and questions of every policy, and the bounds."""

    name: str
    causes: int
    findings: int
    optimum: float
    free: float
    least_questions: float
    entropy: float
    huffman: float
    guide: float
    sorted_guide: float
    costs: Mapping[str, float]
    questions: Mapping[str, float]
    spread: tuple[float, float]
    idle: int


def measure(family: Family, *, free: bool) -> Row:
    """Return exact expected costs and numbers of questions of every policy on one family."""
    trouble = family.trouble
    best, questions = Expected(trouble, Optimum(trouble))()
    ours = Expected(trouble, policies.ours(trouble, family.model))
    orders = [Expected(trouble, policies.script(trouble, seed))() for seed in range(SEEDS)]
    found = {
        "ours": ours(),
        "two steps": Expected(trouble, policies.two_steps(trouble))(),
        "greedy gain": Expected(trouble, policies.greedy(trouble))(),
        "fixed questions": Expected(trouble, policies.script(trouble))(),
        "random": (fmean(cost for cost, _ in orders), fmean(number for _, number in orders)),
    }
    chances = np.array(trouble.chances) @ trouble.same
    ways = max(len(question.shows) for question in trouble.questions)
    loose = trouble.free()

    return Row(
        name=family.name,
        causes=len(trouble.chances),
        findings=len(trouble.questions),
        optimum=best,
        free=Optimum(loose).value(loose.start) if free else inf,
        least_questions=questions,
        entropy=policies.entropy(chances) / float(np.log2(ways)),
        huffman=policies.huffman(chances, ways),
        guide=policies.guide(trouble),
        sorted_guide=policies.guide(trouble, sorted_by_worth=True),
        costs={name: cost for name, (cost, _) in found.items()},
        questions={name: number for name, (_, number) in found.items()},
        spread=(min(cost for cost, _ in orders), max(cost for cost, _ in orders)),
        idle=ours.idle,
    )


def rows(knowledge: Knowledge, *, perfect: bool, quick: bool) -> list[Row]:
    """Return one row per family; quickly: three families only."""
    only = QUICK if quick else ()
    if perfect:
        found = families(knowledge, perfect=True, causes=MOST, only=only, spanning=SPANNING)
        return [measure(family, free=not quick and len(family.trouble.chances) <= FREE) for family in found]
    found = families(knowledge, perfect=False, causes=SOME_CAUSES, ways=WAYS, only=only)

    return [measure(family, free=not quick) for family in found]


def tables(quick: bool) -> list[str]:
    """Return the tables in Markdown, and draw the plot unless it is to be quick."""
    knowledge = load()
    perfect = rows(knowledge, perfect=True, quick=quick)
    noisy = rows(knowledge, perfect=False, quick=quick)
    if not quick:
        draw({"perfect answers": perfect, "mistakes and don't-knows": noisy})
    reduced = f"with mistakes that stay and don't-knows, the {SOME_CAUSES} likeliest causes"

    return [
        "## Least cost to fixed\n\n" + ABOUT,
        _table("Expected cost to fixed, perfect answers: minutes, and multiples of the optimum", perfect, _cost),
        _table("Expected number of questions, perfect answers", perfect, _questions),
        _table(f"Expected cost to fixed, {reduced}", noisy, _cost),
        _table(f"Expected number of questions, {reduced}", noisy, _questions),
        held_out(knowledge, HELD_OUT_QUICK if quick else HELD_OUT),
    ]


def held_out(knowledge: Knowledge, count: int) -> str:
    """Say how near the optimum we are on reductions to causes and findings drawn at random, which tuned nothing."""
    ratios = []
    for seed in range(count):
        for family in families(
            knowledge, perfect=False, causes=SOME_CAUSES, ways=WAYS, only=_drawn(knowledge, seed), seed=seed
        ):
            best = Optimum(family.trouble)
            ours, _ = Expected(family.trouble, policies.ours(family.trouble, family.model))()
            ratios.append(ours / best.value(family.trouble.start))

    return (
        "### Held-out reductions\n\n"
        f"On {len(ratios)} reductions to other causes and findings (drawn at random, seeds 0 to {count - 1}, with"
        f" mistakes and don't-knows) our cost is {fmean(ratios):.3f} times the optimum on average and"
        f" {max(ratios):.3f} times at worst; {np.mean(np.array(ratios) <= 1.02):.0%} are within 2 %.\n"
    )


def _drawn(knowledge: Knowledge, seed: int) -> tuple[str, ...]:
    problems = sorted(problem for problem, found in knowledge.problems.items() if len(found.causes) > SOME_CAUSES)

    return (problems[seed % len(problems)],)


def _cost(row: Row) -> dict[str, str]:
    multiples = {name: f"{cost / row.optimum:.3f}" for name, cost in row.costs.items()}
    low, high = (cost / row.optimum for cost in row.spread)
    multiples["random"] += f" ({low:.2f} to {high:.2f})"

    return {
        "optimum": f"{row.optimum:.1f}",
        **multiples,
        "guide": f"{row.guide / row.optimum:.2f}",
        "sorted guide": f"{row.sorted_guide / row.optimum:.2f}",
        "without rules": "not sought" if row.free == inf else f"{row.free / row.optimum:.3f}",
        "ours against guide": f"{row.costs['ours'] / row.guide - 1:+.0%}",
        "idle": str(row.idle),
    }


def _questions(row: Row) -> dict[str, str]:
    bounds = {"entropy bound": f"{row.entropy:.2f}", "Huffman bound": f"{row.huffman:.2f}"}

    return bounds | {"optimum": f"{row.least_questions:.2f}"} | {n: f"{q:.2f}" for n, q in row.questions.items()}


def _table(title: str, found: list[Row], cells: Callable[[Row], dict[str, str]]) -> str:
    head = ["family", "causes / findings", *cells(found[0])]
    lines = [f"### {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += [
        "| " + " | ".join([row.name, f"{row.causes} / {row.findings}", *cells(row).values()]) + " |" for row in found
    ]

    return "\n".join(lines) + "\n"
