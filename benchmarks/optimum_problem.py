"""A troubleshooting problem with questions, fixes and handing over: the rules of the game, for every policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
UNKNOWN = "unknown"
DIGITS = 11
"""Beliefs that agree to so many digits are the same."""
NEVER = 1e-13
CHANCE = 0.002
"""From this probability on a cause counts as having a chance."""
NO_QUESTION = 1e12


@dataclass(frozen=True)
class Question:
    """A question: its price, what every cause shows (per value), and how often nobody can answer it."""

    name: str
    price: float
    shows: dict[str, tuple[float, ...]]
    silent: float = 0.0
    speaks: tuple[float, ...] = ()
    """1 for every cause that speaks of it; empty: it makes sense at any time."""
    needs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Questions whose answer, once given, must be one of these; not knowing rules nothing out."""

    @cached_property
    def rows(self) -> Array:
        """Return P(answer | cause), one row per value; the last one is "I don't know"."""
        shows = np.array(list(self.shows.values())) * (1 - self.silent)

        return np.vstack([shows, np.full(shows.shape[1], self.silent)])


@dataclass(frozen=True)
class Remedy:
    """A fix: its price, and how often it removes every cause."""

    name: str
    price: float
    mends: tuple[float, ...]


Move = tuple[str, int]
"""("ask", question), ("fix", fix) or ("escalate", -1)."""
ESCALATE: Move = ("escalate", -1)


@dataclass(frozen=True, eq=False)
class State:
    """Where a case stands. Its weights are P(cause and all that was answered and tried): not scaled to one."""

    weights: Array
    open: frozenset[int]
    tried: frozenset[int] = frozenset()
    asked: int = 0
    unknown: int = 0
    said: tuple[tuple[str, str], ...] = ()

    @cached_property
    def mass(self) -> float:
        """Return the probability of being here."""
        return float(self.weights.sum())


@dataclass(frozen=True, eq=False)
class Trouble:
    """
    A whole decision problem. `named` says which hypotheses are the same cause.

    `naming` is paid once, with the first fix or when handing over, if the likeliest cause is not the right one.
    `on_topic` and `worth` are rules of conduct that bind everybody: a question must concern causes with at least so
    much belief (as much as the likeliest has will do, while at most `few` have a chance), a fix must be at least so
    likely to help, and (`purposeful`, for the optimum) some answer to a question must lead to another step than some
    other answer.
    `patience` and `discouraged` make questions dearer with every answer and every "I don't know".
    """

    chances: tuple[float, ...]
    questions: tuple[Question, ...]
    fixes: tuple[Remedy, ...]
    escalate: float
    named: tuple[int, ...] = ()
    naming: float = 0.0
    patience: float = 0.0
    discouraged: float = 0.0
    on_topic: float = 0.0
    few: int = 0
    worth: float = 0.0
    purposeful: bool = False
    asked: int = 0

    @cached_property
    def start(self) -> State:
        """Return where every case of this trouble begins."""
        return State(np.array(self.chances), frozenset(range(len(self.questions))), asked=self.asked)

    @cached_property
    def mends(self) -> Array:
        """Return fixes x causes: how often which removes which."""
        return np.array([fix.mends for fix in self.fixes])

    @cached_property
    def prices(self) -> Array:
        """Return what the fixes cost."""
        return np.array([fix.price for fix in self.fixes])

    @cached_property
    def same(self) -> Array:
        """Return hypotheses x causes: which hypothesis is which cause."""
        return np.eye(len(self.chances))[list(self.named or range(len(self.chances)))]

    @cached_property
    def rows(self) -> Array:
        """Return the rows of all questions, one block under the other."""
        return np.vstack([question.rows for question in self.questions])

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        """Return where the block of each question starts."""
        return np.cumsum([0, *(len(question.rows) for question in self.questions[:-1])])

    def free(self) -> Trouble:
        """Return the same trouble without rules of conduct."""
        return replace(self, on_topic=0.0, worth=0.0, purposeful=False)

    def tired(self, state: State) -> float:
        """Return how much dearer questions have become."""
        return 1 + self.patience * state.asked + self.discouraged * state.unknown

    def moves(self, state: State) -> Iterator[Move]:
        """Yield everything that the rules allow here."""
        yield ESCALATE
        chance = self.mends @ state.weights / state.mass
        for index in np.flatnonzero(chance >= np.maximum(self.worth, self.prices / self.escalate)):
            if int(index) not in state.tried:
                yield "fix", int(index)
        on_topic = self.on_topic * state.mass
        if np.count_nonzero(state.weights > CHANCE * state.mass) <= self.few:
            on_topic = min(on_topic, float(state.weights.max()) * (1 - 1e-9))
        for number in sorted(self.useful(state)):
            speaks = self.questions[number].speaks
            if not speaks or speaks @ state.weights >= on_topic:
                yield "ask", number

    def useful(self, state: State) -> frozenset[int]:
        """Return the open questions that two causes which are still possible answer differently."""
        if not self.questions:
            return frozenset()
        said, rows = dict(state.said), self.rows[:, state.weights > 0]
        apart = np.maximum.reduceat(np.ptp(rows, axis=1), self.starts) > 1e-9

        return frozenset(
            number
            for number in state.open
            if apart[number]
            and all(said.get(n, UNKNOWN) in (*values, UNKNOWN) for n, values in self.questions[number].needs.items())
        )

    def price(self, state: State, move: Move) -> float:
        """Return what a move costs at once, times the probability of being here."""
        kind, index = move
        if kind == "ask":
            return state.mass * self.questions[index].price * self.tired(state)
        cost = self.escalate if kind == "escalate" else self.fixes[index].price
        misnamed = 0.0 if state.tried else state.mass - float((state.weights @ self.same).max())

        return state.mass * cost + self.naming * misnamed

    def after(self, state: State, move: Move) -> list[State]:
        """Return the states that a move may lead to; those that end the case are left out."""
        kind, index = move
        if kind == "escalate":
            return []
        if kind == "fix":
            left = state.weights * (1 - self.mends[index])
            found = [State(left, state.open, state.tried | {index}, state.asked, state.unknown, state.said)]
        else:
            question = self.questions[index]
            found = [
                State(
                    state.weights * row,
                    state.open - {index},
                    state.tried,
                    state.asked + 1,
                    state.unknown + (value == UNKNOWN),
                    (*state.said, (question.name, value)),
                )
                for value, row in zip([*question.shows, UNKNOWN], question.rows, strict=True)
            ]

        return [child for child in found if child.mass > NEVER]

    def key(self, state: State) -> tuple[bytes, frozenset[int], frozenset[int], int, int]:
        """Return what decides the future: two ways to the same belief and the same choices are one."""
        belief = np.round(state.weights / state.mass, DIGITS)

        return belief.tobytes(), self.useful(state), state.tried, state.asked, state.unknown
