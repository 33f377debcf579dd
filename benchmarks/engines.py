"""
The same problem as a Bayesian network in pyAgrum and pgmpy: posterior and next step, side by side with ours.

The network: one node for the cause of a chosen problem, with our prior, and one node per finding under it, with our
likelihoods and the mistakes of told answers. Posteriors must agree with ours to 1e-9. Neither library plans a
troubleshooting by cost, so the *next step* is the least they would need: the same look-ahead with each posterior by the
library's own exact inference, to find where the likeliest cause gets surest. Compared are one answer ahead over every
open finding, and two along the five best, which is what our planner does by default (and in minutes to fixed).
"""

from __future__ import annotations

import statistics
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np

from benchmarks.measure import Row, alone, spread, table, times
from regrant.diagnosis.belief import believe
from regrant.diagnosis.evidence import MISTAKEN, PROBLEM, Evidence, Origin
from regrant.diagnosis.model import Array, Model, model_of, with_mistakes
from regrant.diagnosis.search import BEAM, DEPTH
from regrant.diagnosis.step import choose, worth_asking
from regrant.knowledge import load

SAME = 1e-9


@dataclass(slots=True)
class Family:
    """One problem with its causes: what all three engines are given."""

    model: Model
    problem: str
    rows: Array
    prior: Array
    findings: dict[str, Array]

    def belief(self, over: Array) -> Array:
        """Return a belief over all our hypotheses from one over the causes of this family."""
        belief = np.zeros(len(self.model.hypotheses))
        belief[self.rows] = over

        return belief


def family(problem: str) -> Family:
    """Return a problem's causes, prior, and the likelihoods of every finding that any of its causes speaks of."""
    model = model_of(load())
    rows = np.array([index for index, (name, _) in enumerate(model.hypotheses) if name == problem])
    told = MISTAKEN[Origin.TOLD]
    spoken = [name for name in model.finding_ids if name != PROBLEM and model.spoken[name][rows].any()]
    findings = {name: with_mistakes(model.table[rows][:, model.columns[name]], told) for name in spoken}

    return Family(model, problem, rows, model.prior[rows] / model.prior[rows].sum(), findings)


class Engine(Protocol):
    """What every engine must offer; evidence is the place of the value by finding."""

    def posterior(self, evidence: Mapping[str, int]) -> Array:
        """Return the probability of every cause of the family."""


class Ours:
    """Our own belief, as every diagnosis uses it."""

    def __init__(self, chosen: Family) -> None:
        """Keep the family; belief starts from its prior alone."""
        self._family, self._model = chosen, chosen.model

    def posterior(self, evidence: Mapping[str, int]) -> Array:
        """Return the probability of every cause of the family."""
        belief = believe(self._model, None, self._told(evidence))[self._family.rows]
        found: Array = belief / belief.sum()

        return found

    def one_ahead(self, evidence: Mapping[str, int]) -> object:
        """Return what one answer ahead would tell most, over every open finding."""
        return worth_asking(self._model, self._family.belief(self.posterior(evidence)), self._facts(evidence), 1)

    def step(self, evidence: Mapping[str, int]) -> object:
        """Return our next step as every diagnosis takes it."""
        return choose(self._model, self._family.belief(self.posterior(evidence)), self._facts(evidence))

    def _facts(self, evidence: Mapping[str, int]) -> dict[str, str]:
        return {item.finding: item.value for item in self._told(evidence).values()} | {PROBLEM: self._family.problem}

    def _told(self, evidence: Mapping[str, int]) -> dict[str, Evidence]:
        return {name: Evidence(finding=name, value=self._model.values(name)[place]) for name, place in evidence.items()}


class PyAgrum:
    """pyAgrum with LazyPropagation, its default and fastest exact inference."""

    def __init__(self, chosen: Family) -> None:
        """Build the network; evidence is changed in place afterwards, as the library advises."""
        gum: Any = import_module("pyagrum")

        net = gum.BayesNet()
        net.add(gum.LabelizedVariable("cause", "cause", len(chosen.prior)))
        net.cpt("cause").fillWith(chosen.prior.tolist())
        for name, block in chosen.findings.items():
            net.add(gum.LabelizedVariable(name, name, block.shape[1]))
            net.addArc("cause", name)
            net.cpt(name)[:] = block
        self._net = net
        self._inference = gum.LazyPropagation(net)
        self._inference.setTargets({"cause"})

    def posterior(self, evidence: Mapping[str, int]) -> Array:
        """Return the probability of every cause of the family."""
        self._inference.setEvidence(dict(evidence))
        self._inference.makeInference()

        return np.asarray(self._inference.posterior("cause").toarray())


class Pgmpy:
    """pgmpy with VariableElimination, its exact inference."""

    def __init__(self, chosen: Family) -> None:
        """Build the network."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            discrete: Any = import_module("pgmpy.factors.discrete")
            inference: Any = import_module("pgmpy.inference")
            net = import_module("pgmpy.models").DiscreteBayesianNetwork([("cause", name) for name in chosen.findings])
            tables = [discrete.TabularCPD("cause", len(chosen.prior), [[value] for value in chosen.prior])]
            tables += [
                discrete.TabularCPD(name, block.shape[1], block.T.tolist(), ["cause"], [len(chosen.prior)])
                for name, block in chosen.findings.items()
            ]
            net.add_cpds(*tables)
            self._inference = inference.VariableElimination(net)

    def posterior(self, evidence: Mapping[str, int]) -> Array:
        """Return the probability of every cause of the family."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = self._inference.query(["cause"], evidence=dict(evidence), show_progress=False)

        return np.asarray(found.values)


def look_ahead(engine: Engine, chosen: Family, evidence: Mapping[str, int], depth: int = 1) -> tuple[float, str]:
    """
    Return (chance of then being wrong, finding) of what a library would ask next, every posterior by its own inference.

    Beyond one answer ahead only the best five findings are followed, as in our own planner.
    """
    prior = engine.posterior(evidence)
    found = []
    for name, block in chosen.findings.items():
        if name not in evidence:
            posteriors = [engine.posterior({**evidence, name: place}) for place in range(block.shape[1])]
            found.append((float(prior @ block @ [1 - posterior.max() for posterior in posteriors]), name))
    found.sort()
    if depth <= 1 or not found:
        return found[0] if found else (1 - float(prior.max()), "")
    deeper = []
    for _, name in found[:BEAM]:
        block = chosen.findings[name]
        after = [look_ahead(engine, chosen, {**evidence, name: place}, depth - 1)[0] for place in range(block.shape[1])]
        deeper.append((float(prior @ block @ after), name))

    return min(deeper)


PEERS: dict[str, tuple[str, Callable[[Family], Engine]]] = {"pyagrum": ("pyAgrum", PyAgrum), "pgmpy": ("pgmpy", Pgmpy)}


def installed() -> list[str]:
    """Return the peers that are here (`make bench` installs them)."""
    return [name for name in PEERS if find_spec(name) is not None]


def evidence_for(chosen: Family, count: int) -> dict[str, int]:
    """Return the likeliest answer to the first findings."""
    likeliest = {name: int(np.argmax(chosen.prior @ block)) for name, block in chosen.findings.items()}

    return dict(list(likeliest.items())[:count])


def compare(problem: str, runs: int) -> list[Row]:
    """Return the rows of one problem: engine, building, posterior, next step and how much faster ours is."""
    chosen = family(problem)
    evidence = evidence_for(chosen, 2)
    ours = Ours(chosen)
    expected = ours.posterior(evidence)
    mine = [times(lambda work=work: work(evidence), max(runs, 9)) for work in (ours.one_ahead, ours.step)]  # type: ignore[misc]
    one, two = (statistics.median(found) for found in mine)
    rows: list[Row] = [("ours", "-", spread(times(lambda: ours.posterior(evidence), runs)), *_beside(mine, one, two))]
    for name in installed():
        title, build = PEERS[name]
        engine = build(chosen)
        gap = float(np.abs(engine.posterior(evidence) - expected).max())
        if gap > SAME:
            raise AssertionError(f"{title} disagrees with us on {problem} by {gap:.2g}.")
        built = times(partial(build, chosen), 3, warm=False)
        posterior = times(partial(engine.posterior, evidence), runs)
        steps = [times(partial(look_ahead, engine, chosen, evidence, depth), 3, warm=False) for depth in (1, DEPTH)]
        rows.append((title, spread(built), spread(posterior), *_beside(steps, one, two)))

    return rows


def _beside(seconds: list[list[float]], one: float, two: float) -> Row:
    """Return times of one and of two answers ahead, each with how many times ours it is."""
    pairs = zip(seconds, (one, two), strict=True)

    return tuple(text for found, ours in pairs for text in (spread(found), f"{statistics.median(found) / ours:,.0f}"))


def tables(quick: bool = False) -> list[str]:
    """Return the tables of this part."""
    problems = [name for name in load().problems if name != "out_of_scope"]
    found = []
    for problem in problems[:1] if quick else problems:
        chosen = family(problem)
        size = f"{len(chosen.prior)} causes, {len(chosen.findings)} findings"
        head = ("engine", "building", "one posterior", "one answer ahead", "x ours", "next step (two ahead)", "x ours")
        found.append(table(f"Engines: {problem} ({size})", head, compare(problem, 3 if quick else 9)))

    return [*found, *([] if quick else [_starts()])]


def ratios() -> dict[str, float]:
    """Return what `make bench-quick` guards: how many times faster our next step is than pyAgrum's."""
    chosen = family(next(iter(load().problems)))
    evidence, ours, theirs = evidence_for(chosen, 2), Ours(chosen), PyAgrum(chosen)
    mine = statistics.median(times(lambda: ours.step(evidence), 15))

    return {
        "step_over_pyagrum": statistics.median(
            times(partial(look_ahead, theirs, chosen, evidence, DEPTH), 3, warm=False)
        )
        / mine
    }


def _starts() -> str:
    """Return what importing, building and one posterior take in a process of its own, and what is on disk."""
    from benchmarks.speed import sizes

    rows: list[Row] = []
    for name, title in (("ours", "ours"), *((name, PEERS[name][0]) for name in installed())):
        runs = [alone("benchmarks.engine_start", name) for _ in range(5)]
        package = "regrant" if name == "ours" else name
        disk = sum(sizes(package).values())
        most = statistics.median(run["memory"] for run in runs)
        rows.append((title, spread([run["seconds"] for run in runs]), f"{most:.0f} MB", f"{disk:.0f} MB"))
    head = ("engine", "import, build and first posterior", "most memory", "on disk with all it needs")

    return table("Engines: cold start", head, rows)
