"""
Policies that are compared with the optimum, and what each is expected to cost.

All play by the same rules, on the same problem, from the same belief; a policy is a function from a state to a move.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from benchmarks.optimum_problem import ESCALATE, Array, Move, State, Trouble
from regrant.diagnosis.model import Model
from regrant.diagnosis.step import choose

Policy = Callable[[State], Move]
DECIDED = 0.8
"""Greedy, random and scripted questions end once a cause is this likely, or nothing tells any more."""
LITTLE = 0.01
"""A question that tells less than so many bits is not asked by the greedy policy."""


def ours(trouble: Trouble, model: Model) -> Policy:
    """Return our planner as a policy."""
    question = {item.name: number for number, item in enumerate(trouble.questions)}
    fix = {item.name: number for number, item in enumerate(trouble.fixes)}
    given = {"problem": ""} if trouble.asked else {}

    def policy(state: State) -> Move:
        tried = [trouble.fixes[number].name for number in sorted(state.tried)]
        step = choose(model, state.weights / state.mass, given | dict(state.said), tried)
        if step.kind == "escalate":
            return ESCALATE

        return (step.kind, question[step.id] if step.kind == "ask" else fix[step.id])

    return policy


def greedy(trouble: Trouble) -> Policy:
    """Return: ask what tells most, in bits, until a cause is decided; then mend."""

    def policy(state: State) -> Move:
        if decided(trouble, state):
            return mend(trouble, state)
        gains = [(gain(trouble, state, q), -q) for q in questions(trouble, state)]
        best, number = max(gains, default=(0.0, 0))

        return ("ask", -number) if best > LITTLE else mend(trouble, state)

    return policy


def two_steps(trouble: Trouble) -> Policy:
    """Return: the least expected cost if at most two more questions are asked and then mending begins."""

    def policy(state: State) -> Move:
        best, move = stopping(trouble, state), mend(trouble, state)
        for number in questions(trouble, state):
            cost = trouble.price(state, ("ask", number))
            for child in trouble.after(state, ("ask", number)):
                cost += min(
                    [stopping(trouble, child), *(_one_step(trouble, child, q) for q in questions(trouble, child))]
                )
            if cost < best - 1e-9:
                best, move = cost, ("ask", number)

        return move

    return policy


def _one_step(trouble: Trouble, state: State, number: int) -> float:
    after = trouble.after(state, ("ask", number))

    return trouble.price(state, ("ask", number)) + sum(stopping(trouble, child) for child in after)


def script(trouble: Trouble, seed: int | None = None) -> Policy:
    """Return: ask everything in one fixed order (that of the page, or a random one) until a cause is decided."""
    order = list(range(len(trouble.questions)))
    if seed is not None:
        random.Random(seed).shuffle(order)

    def policy(state: State) -> Move:
        if decided(trouble, state):
            return mend(trouble, state)
        may = set(questions(trouble, state))

        return next((("ask", number) for number in order if number in may), mend(trouble, state))

    return policy


def questions(trouble: Trouble, state: State) -> list[int]:
    """Return what may be asked here."""
    return [number for kind, number in trouble.moves(state) if kind == "ask"]


def decided(trouble: Trouble, state: State) -> bool:
    """Return whether one cause stands out."""
    return float((state.weights @ trouble.same).max()) >= DECIDED * state.mass


def mend(trouble: Trouble, state: State) -> Move:
    """Return the allowed fix with the best chance for its price, or handing over."""
    fixes = [number for kind, number in trouble.moves(state) if kind == "fix"]
    chance = trouble.mends @ state.weights / trouble.prices

    return ("fix", max(fixes, key=lambda number: chance[number])) if fixes else ESCALATE


def stopping(trouble: Trouble, state: State) -> float:
    """Return the cost of asking nothing more, times the probability of being here."""
    cost = 0.0
    while state.mass > 0:
        move = mend(trouble, state)
        cost += trouble.price(state, move)
        if move == ESCALATE:
            break
        [state] = trouble.after(state, move) or [State(state.weights * 0, state.open)]

    return cost


def gain(trouble: Trouble, state: State, number: int) -> float:
    """Return how many bits a question is expected to tell about the cause."""
    before = entropy(state.weights @ trouble.same)

    return before - sum(entropy(child.weights @ trouble.same) for child in trouble.after(state, ("ask", number)))


def entropy(weights: Array) -> float:
    """Return the entropy of unscaled weights, in bits, times their sum."""
    alive = weights[weights > 0]

    return float(-(alive * np.log2(alive / alive.sum())).sum())


def guide(trouble: Trouble, *, sorted_by_worth: bool = False) -> float:
    """
    Return the expected cost of a static guide: one fix after the other until one works, then support.

    The fixes come in the order of the page or, sorted, by chance over price: the best fixed order there is. What is
    named is the likeliest cause, whoever reads; that costs as it does everybody. No rule forbids an unlikely fix.
    """
    weights = np.array(trouble.chances)
    fixes = list(trouble.fixes)
    if sorted_by_worth:
        fixes.sort(key=lambda fix: -float(weights @ np.array(fix.mends)) / fix.price)
    cost = trouble.naming * (1 - float((weights @ trouble.same).max()))
    for fix in fixes:
        cost += float(weights.sum()) * fix.price
        weights = weights * (1 - np.array(fix.mends))

    return cost + float(weights.sum()) * trouble.escalate


def huffman(chances: Array, ways: int) -> float:
    """Return the least expected number of questions with so many answers each that name every cause."""
    weights = sorted(float(c) for c in chances if c > 0)
    weights = [0.0] * (-(len(weights) - 1) % (ways - 1)) + weights
    total = 0.0
    while len(weights) > 1:
        merged = sum(weights[:ways])
        total += merged
        weights = sorted([*weights[ways:], merged])

    return total


class Expected:
    """The exact expected cost and number of questions of a policy, by following every answer."""

    def __init__(self, trouble: Trouble, policy: Policy) -> None:
        self.trouble, self.policy = trouble, policy
        self.known: dict[object, tuple[float, float]] = {}
        self.idle = 0
        """Questions none of whose answers changed the next step."""

    def __call__(self, state: State | None = None) -> tuple[float, float]:
        """Return (cost, questions) from here, for one case."""
        state = state or self.trouble.start
        name = self.trouble.key(state)
        if name not in self.known:
            self.known[name] = self._follow(state)

        return self.known[name]

    def _follow(self, state: State) -> tuple[float, float]:
        move = self.policy(state)
        cost, asked = self.trouble.price(state, move) / state.mass, float(move[0] == "ask")
        after = self.trouble.after(state, move)
        if asked and len({self.policy(child) for child in after}) == 1 and self.policy(after[0])[0] != "ask":
            self.idle += 1
        for child in after:
            later, more = self(child)
            share = child.mass / state.mass
            cost, asked = cost + share * later, asked + share * more

        return cost, asked
