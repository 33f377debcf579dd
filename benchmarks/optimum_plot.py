"""The plot of the cost to fixed beside the optimum, per family and policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

PLOT = Path(__file__).parent / "plots" / "optimum.svg"
MARKS = {"ours": "o", "two steps": "s", "greedy gain": "^", "fixed questions": "v", "random": "x"}
WITHIN = 1.02


class Measured(Protocol):
    """What is drawn of one family."""

    @property
    def name(self) -> str:
        """Return the family's name."""

    @property
    def optimum(self) -> float:
        """Return the least cost."""

    @property
    def costs(self) -> Mapping[str, float]:
        """Return the cost of every policy."""


def draw(found: Mapping[str, Sequence[Measured]], file: Path = PLOT) -> None:
    """Draw cost relative to the optimum, one panel per table; the dotted line is 2 % above it."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams.update({"svg.hashsalt": "regrant", "svg.fonttype": "none", "font.size": 8})
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, len(found), figsize=(9, 3.6), sharey=True)
    for axis, (title, rows) in zip(np.atleast_1d(axes), found.items(), strict=True):
        for name, mark in MARKS.items():
            ratios = [row.costs[name] / row.optimum for row in rows]
            axis.plot(ratios, range(len(rows)), mark, label=name, markersize=4, alpha=0.8)
        axis.axvline(WITHIN, linestyle=":", color="grey", linewidth=0.8)
        axis.set_yticks(range(len(rows)), [row.name.replace("_", " ") for row in rows])
        axis.set_xlabel("expected cost to fixed / optimum")
        axis.set_title(title, fontsize=9)
    np.atleast_1d(axes)[0].invert_yaxis()  # shared
    np.atleast_1d(axes)[-1].legend(fontsize=7)
    figure.tight_layout()
    file.parent.mkdir(exist_ok=True)
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
