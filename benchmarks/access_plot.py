"""The plot of seconds by rows: our sweep, the SQL that only joins, and engines that decide one question at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

PLOT = Path(__file__).parent / "plots" / "access.svg"
MARKS = "os^vxD"


def draw(found: Mapping[str, Sequence[tuple[int, float]]], file: Path = PLOT) -> None:
    """Draw seconds by rows, both in powers of ten; every point was measured, none is drawn further than that."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams.update({"svg.hashsalt": "regrant", "svg.fonttype": "none", "font.size": 8})
    from matplotlib import pyplot as plt

    figure, axis = plt.subplots(figsize=(6, 3.6))
    for mark, (name, points) in zip(MARKS, found.items(), strict=True):
        rows, seconds = zip(*sorted(points), strict=True) if points else ((), ())
        axis.loglog(rows, seconds, f"{mark}-", label=name, markersize=4, linewidth=0.8)
    axis.set_xlabel("rows: person, asset, action")
    axis.set_ylabel("seconds")
    axis.grid(visible=True, which="major", linewidth=0.3)
    axis.legend(fontsize=7)
    figure.tight_layout()
    file.parent.mkdir(exist_ok=True)
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
