"""The decision problems that policies are compared on: one per problem, and two openings that span several."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import inf

import numpy as np
from msgspec.structs import replace

from benchmarks.optimum_problem import Question, Remedy, Trouble
from regrant.diagnosis import costs, search, stopping
from regrant.diagnosis.evidence import PROBLEM
from regrant.diagnosis.model import Array, Model
from regrant.knowledge import Knowledge

LITTLE = 1e-5
"""A finding that tells less than so many bits in a minute is left out."""
SCOPE = "out_of_scope"
OPENINGS: dict[str, dict[str, float]] = {
    "cannot get in": {"cant_access_account": 0.4, "invite_not_working": 0.3, "removed_from_bc": 0.3},
    "cannot use it": {"permissions_not_working": 0.4, "assets_missing": 0.35, "shop_access": 0.25},
}


@dataclass(frozen=True)
class Family:
    """One decision problem, as the engine sees it (`model`) and as everybody else does (`trouble`)."""

    name: str
    model: Model
    trouble: Trouble
    said: Mapping[str, str]


def families(
    knowledge: Knowledge,
    *,
    perfect: bool,
    causes: int = 99,
    ways: float = inf,
    spanning: int = 99,
    only: Collection[str] = (),
    seed: int | None = None,
) -> Iterator[Family]:
    """Yield every family, reduced to its likeliest causes and most telling findings, or to some drawn with a seed."""
    openings = {problem: {problem: 1.0} for problem in knowledge.problems if problem != SCOPE} | OPENINGS
    for name, problems in openings.items():
        if not only or name in only:
            most = min(causes, spanning) if len(problems) > 1 else causes
            yield family(name, knowledge, problems, perfect=perfect, causes=most, ways=ways, seed=seed)


def family(
    name: str,
    knowledge: Knowledge,
    problems: Mapping[str, float],
    *,
    perfect: bool,
    causes: int,
    ways: float,
    seed: int | None = None,
) -> Family:
    """Return one decision problem."""
    known = replace(knowledge, problems={p: replace(knowledge.problems[p], hands_over=()) for p in problems})
    prior = _prior(Model(known), problems)
    dice = None if seed is None else np.random.default_rng(seed)
    kept = set((np.argsort(-prior, kind="stable") if dice is None else dice.permutation(len(prior)))[:causes].tolist())
    ids = [h for i, h in enumerate(Model(known).hypotheses) if i in kept]
    known = replace(
        known,
        problems={
            p: replace(known.problems[p], causes={c: w for c, w in known.problems[p].causes.items() if (p, c) in ids})
            for p in problems
            if any(problem == p for problem, _ in ids)
        },
    )
    model = Model(known)
    model.prior = _prior(model, problems)
    said = {PROBLEM: name} if len(problems) == 1 else {}
    names = _telling(model, ways, set(said), dice)
    known = replace(known, findings={f: known.findings[f] for f in known.findings if f in names})
    prior, model = model.prior, Model(known)
    model.prior = prior
    if perfect:
        _harden(model)

    return Family(name, model, _trouble(model, said), said)


def _prior(model: Model, problems: Mapping[str, float]) -> Array:
    within = np.bincount(model.problem_of, model.prior, len(model.problem_ids))
    opening = np.array([problems[p] for p in model.problem_ids])
    prior = model.prior / within[model.problem_of] * opening[model.problem_of]

    return np.asarray(prior / prior.sum())


def _telling(model: Model, ways: float, said: Collection[str], dice: np.random.Generator | None = None) -> list[str]:
    """
    Return the findings that tell most, bits for minutes, as long as they can be answered in at most so many ways.

    With dice they come in an order by chance.
    """

    def worth(name: str) -> float:
        joint = model.prior[:, None] * model.told[:, model.columns[name]]
        apart = joint.sum(axis=0) * model.prior[:, None]
        bits = float((joint * np.log2(np.maximum(joint, 1e-300) / apart)).sum())
        return (1 - model.silent[name]) * bits / model.ask_cost[name]

    findings = model.knowledge.findings
    order = sorted(findings, key=lambda f: (-worth(f), f))
    if dice is not None:
        order = [order[place] for place in dice.permutation(len(order))]
    kept: list[str] = []
    for name in order:
        if worth(name) < LITTLE or (ways < inf and not set(findings[name].needs) <= {*kept, *said}):
            continue
        ways /= len(findings[name].answers) + 2
        if ways < 1:
            break
        kept.append(name)

    return kept


def _harden(model: Model) -> None:
    """Let every cause show what it most usually shows, evenly where it shows several alike, and nobody be unsure."""
    for columns in model.columns.values():
        block = model.told[:, columns]
        top = block >= block.max(axis=1, keepdims=True) - 1e-9
        model.told[:, columns] = model.table[:, columns] = top / top.sum(axis=1, keepdims=True)
    model.silent = dict.fromkeys(model.silent, 0.0)


def _trouble(model: Model, said: Mapping[str, str]) -> Trouble:
    return Trouble(
        chances=tuple(model.prior.tolist()),
        named=tuple(model.cause_of.tolist()),
        questions=tuple(_question(model, name) for name in model.finding_ids if name not in said),
        fixes=tuple(
            Remedy(fix, float(model.fix_cost[i]), tuple(model.solves[:, i].tolist()))
            for i, fix in enumerate(model.fix_ids)
            if model.solves[:, i].any()
        ),
        escalate=costs.ESCALATE,
        naming=costs.NAMING,
        patience=costs.PATIENCE,
        discouraged=costs.DISCOURAGED,
        on_topic=search.ON_TOPIC,
        few=stopping.FEW,
        worth=costs.WORTH_A_TRY,
        purposeful=True,
        asked=len(said),
    )


def _question(model: Model, name: str) -> Question:
    block = model.told[:, model.columns[name]]
    finding = model.knowledge.findings.get(name)
    anytime = finding is None or finding.anytime

    return Question(
        name=name,
        price=model.ask_cost[name],
        shows={v: tuple(block[:, i].tolist()) for i, v in enumerate(model.values(name))},
        silent=model.silent[name],
        speaks=() if anytime else tuple(model.spoken[name].tolist()),
        needs=dict(finding.needs) if finding else {},
    )
