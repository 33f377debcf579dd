"""The runner of the benchmarks: what it measures, when it writes, and when it refuses."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import __main__ as runner
from benchmarks import guards
from benchmarks.measure import spread, table, times


def fake(monkeypatch: pytest.MonkeyPatch, **parts: SimpleNamespace) -> None:
    """Put other parts in place of the real ones."""
    monkeypatch.setattr(runner, "PARTS", tuple(parts))
    monkeypatch.setattr(runner, "_part", parts.get)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a folder of its own for the page."""
    (tmp_path / "about.md").write_text("# About\n")
    (tmp_path / "plots").mkdir()
    (tmp_path / "plots" / "calibration_curve.png").write_bytes(b"")
    monkeypatch.setattr(runner, "HERE", tmp_path)

    return tmp_path


def test_whole_run_writes_the_page(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """A whole run writes what it is about, the machine, every table in order and the plots."""
    fake(monkeypatch, a=SimpleNamespace(tables=lambda quick: ["A"]), b=SimpleNamespace(tables=lambda quick: ["B"]))

    assert runner.main([]) == 0
    lines = (here / "README.md").read_text().splitlines()
    assert lines[0] == "# About"
    assert lines.index("A") < lines.index("B") < lines.index("![calibration curve](plots/calibration_curve.png)")
    assert any("cores" in line for line in lines)


@pytest.mark.parametrize("arguments", [["a"], ["--quick"], ["--quick", "a"]])
def test_other_runs_only_print(
    monkeypatch: pytest.MonkeyPatch, here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """A run of some parts and a quick one print and leave the page alone."""
    fake(monkeypatch, a=SimpleNamespace(tables=lambda quick: [f"quick: {quick}"]))

    assert runner.main(arguments) == 0
    assert not (here / "README.md").exists()
    assert f"quick: {'--quick' in arguments}" in capsys.readouterr().out


def test_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt part is named, with the right ones."""
    with pytest.raises(SystemExit) as left:
        runner.main(["sped"])
    assert left.value.code == 2
    assert 'no part "sped"' in capsys.readouterr().err


def test_missing_part_is_said_and_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """A part that does not exist yet does not stop the others, and is not silent."""
    assert runner._part("no_such_part") is None
    assert "not there" in capsys.readouterr().err


def test_broken_guard_fails_the_quick_run(
    monkeypatch: pytest.MonkeyPatch, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A ratio beyond its limit ends the quick run with 1 and a sentence that has the figure and the limit."""
    fake(monkeypatch, a=SimpleNamespace(ratios=lambda: {"step_over_pyagrum": 7.0}, tables=lambda quick: []))

    assert runner.main(["--quick"]) == 1
    assert "only 7 times as fast as pyAgrum's (limit 50)" in capsys.readouterr().err


def test_guards_hold_on_both_sides() -> None:
    """At the limit is fine, beyond it is not, whichever side the limit is on."""
    rules = {"up": {"at_most": 2, "says": "{value} {limit}"}, "down": {"at_least": 3, "says": "{value} {limit}"}}

    assert guards.broken({"up": 2, "down": 3}, rules) == []
    assert guards.broken({"up": 2.5, "down": 2}, rules) == ["2.5 2", "2 3"]


def test_every_guard_is_complete() -> None:
    """Every guard has exactly one limit and a sentence that can be filled in."""
    for name, guard in guards.limits().items():
        assert ("at_most" in guard) != ("at_least" in guard), name
        assert guard["says"].format(value=1.0, limit=2) != guard["says"], name


def test_unguarded_ratio_is_an_error() -> None:
    """A ratio without a guard is a mistake, not a pass."""
    with pytest.raises(KeyError):
        guards.broken({"nobody_guards_this": 1.0})


def test_figures_carry_their_spread() -> None:
    """A figure shows median, fastest and slowest in a unit that fits."""
    assert spread([1.0, 2.0, 4.0]) == "2 s (1 to 4)"
    assert spread([0.001, 0.002, 0.003]) == "2 ms (1 to 3)"
    assert spread([1e-6, 2e-6, 3e-6]) == "2 µs (1 to 3)"
    assert len(times(lambda: None, 3)) == 3
    assert "| a | b |\n|---|---|\n| 1 | 2 |" in table("T", ("a", "b"), [("1", "2")])
