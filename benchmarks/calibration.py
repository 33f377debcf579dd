"""Calibration: when it says 80 %, is it right 80 % of the time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.troubled import Played

BINS = 10
Said = list[tuple[float, bool]]
"""Stated probabilities of the first cause, and whether it was right."""


def stated(runs: Iterable[Played]) -> Said:
    """Return what was said of the first cause at the first ending, and whether it was right."""
    return [(run.first.causes[0].probability, run.right) for run in runs if run.first.causes]


def bins(said: Said) -> list[tuple[int, float, float]]:
    """Return (number, mean stated, share right) of ten bins of stated probability."""
    rows = []
    for low in np.arange(BINS) / BINS:
        inside = [(p, hit) for p, hit in said if low <= p < low + 1 / BINS or (p == 1 and low + 1 / BINS >= 1)]
        if inside:
            rows.append((len(inside), fmean(p for p, _ in inside), fmean(hit for _, hit in inside)))

    return rows


def calibration_error(said: Said) -> float:
    """Return the expected calibration error: how far the stated is from the found, over ten bins."""
    return sum(number * abs(mean - hit) for number, mean, hit in bins(said)) / max(len(said), 1)


def draw(said: dict[str, Said], file: Path) -> None:
    """Draw stated against found."""
    import matplotlib as mpl  # a benchmark-only library that takes a second to load

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "regrant"
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(4.5, 4.5))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle=":", label="as it should be")
    for title, values in said.items():
        rows = bins(values)
        label = f"{title} (error {calibration_error(values):.3f})"
        axes.plot([mean for _, mean, _ in rows], [hit for *_, hit in rows], marker="o", label=label)
    axes.set(xlabel="probability stated for the first cause", ylabel="share in which it was right")
    axes.legend(loc="upper left", fontsize=8)
    file.parent.mkdir(exist_ok=True)
    figure.savefig(file, metadata={"Date": None}, bbox_inches="tight")
    plt.close(figure)
