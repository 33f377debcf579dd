"""How well complaints are understood: those we were given, our own variety, and unseen training examples."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from benchmarks import shared, variety
from benchmarks.readers import Said, layers, listen
from regrant.diagnosis.diagnose import SCOPE
from regrant.evaluation.complaints import read_cases
from regrant.intake import LANGUAGES
from regrant.intake.meaning import MODEL, Array, softmax
from regrant.knowledge import load

QUICK = 60
"""Complaints of each kind in a quick run."""
AIMS = ("", "≥ 90 %", "≥ 97 %", "≥ 85 %", "≤ 2 %", "< 0.05")
Rows = list[tuple[str, ...]]


def tables(quick: bool = False) -> list[str]:
    """Return all tables of this room; a quick run looks at fewer complaints and leaves cross-validation out."""
    knowledge = load()
    every = layers(knowledge)
    own = variety.complaints()
    file = shared.file(shared.CASES)
    cases = read_cases(file) if file else []
    if quick:
        own, cases = own[:: len(own) // QUICK], cases[:QUICK]
    heard = listen(own, every["all"], knowledge)
    given = listen(cases, every["all"], knowledge)
    halves = {name: [said for said in heard if variety.half(said.complaint) == name] for name in ("judge", "tune")}
    groups = {f"given ({shared.CASES})": given, **{f"our variety, {name} half": said for name, said in halves.items()}}
    groups = {name: said for name, said in groups.items() if said}
    found = [
        _table("Complaints", _HEAD, [("aim on unseen ones", *AIMS), *(_row(*group) for group in groups.items())]),
        _shares("Given complaints, right first", given),
        _shares("Our variety, right first", heard, variety.registers()),
        _precision(heard, listen(own, every["pieces and vectors"], knowledge) if "pieces and vectors" in every else []),
        _confusions(given + heard),
    ]
    if not quick:
        rows = [_row(name, listen([*cases, *own], reader, knowledge)) for name, reader in every.items()]
        found += [_table("What each layer adds (given and variety)", _HEAD, rows), *_validated()]

    return found


_HEAD = (
    "complaints",
    "how many",
    "first",
    "first three",
    "out of scope told",
    "wrongly turned away",
    "calibration error",
)


def _row(name: str, said: list[Said]) -> tuple[str, ...]:
    scope = [one.outside for one in said if one.complaint.problem == SCOPE]
    inside = [one.outside for one in said if SCOPE not in one.complaint.right]
    first, three = [one.first for one in said], [one.three for one in said]

    return (
        name,
        str(len(said)),
        f"{np.mean(first):.1%}",
        f"{np.mean(three):.1%}",
        f"{sum(scope)} of {len(scope)} ({np.mean(scope):.0%})" if scope else "-",
        f"{sum(inside)} of {len(inside)} ({np.mean(inside):.1%})" if inside else "-",
        f"{_error(np.array([one.chance[one.order[0]] for one in said]), np.array(first)):.3f}",
    )


def _error(sure: Array, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error: the mean distance between how sure it was and how often it was right."""
    part = np.minimum((sure * bins).astype(int), bins - 1)

    return float(
        sum((part == b).mean() * abs(right[part == b].mean() - sure[part == b].mean()) for b in np.unique(part))
    )


def _shares(title: str, said: list[Said], registers: dict[str, str] | None = None) -> str:
    rows = [
        ("by language", _counted(said, lambda one: one.complaint.language)),
        ("by problem", _counted(said, lambda one: one.complaint.problem)),
    ]
    if registers:
        rows.append(("by way of writing", _counted(said, lambda one: registers[one.complaint.id])))

    return _table(title, ("", "right first of how many"), rows)


def _counted(said: Iterable[Said], key: Callable[[Said], str]) -> str:
    groups: dict[str, list[bool]] = defaultdict(list)
    for one in said:
        groups[key(one)].append(one.first)

    return ", ".join(f"{name} {sum(hits)}/{len(hits)}" for name, hits in sorted(groups.items()))


def _precision(heard: list[Said], without: list[Said]) -> str:
    """Say whether evidence read from words is right, and whether it helps to find the problem."""
    judged = variety.judged()
    found = [(one, (one.complaint.id, item.finding, item.value)) for one in heard for item in one.evidence]
    known = {
        half: [judged[key] for one, key in found if key in judged and variety.half(one.complaint) == half]
        for half in ("judge", "tune")
    }
    spoke = [(one, other) for one, other in zip(heard, without, strict=False) if one.evidence]
    rows: Rows = [
        ("complaints with evidence in their words", f"{sum(bool(one.evidence) for one in heard)} of {len(heard)}"),
        ("pieces of evidence", str(len(found))),
        ("judged one by one", str(sum(map(len, known.values())))),
        *((f"right of these, {half} half", f"{sum(hits)} of {len(hits)}") for half, hits in known.items()),
        ("right problem first only with it", str(sum(one.first and not other.first for one, other in spoke))),
        ("right problem first only without it", str(sum(other.first and not one.first for one, other in spoke))),
    ]

    return _table("Evidence read from words (our variety)", ("figure", "value"), rows)


def _confusions(said: list[Said]) -> str:
    taken = Counter((one.complaint.problem, one.order[0]) for one in said if not one.first)
    rows = [
        (right, wrong, str(count), _DONE.get((right, wrong), "")) for (right, wrong), count in taken.most_common(12)
    ]

    return _table("Confusions", ("it was", "taken for", "times", "what was done"), rows)


_DONE = {
    ("cant_access_account", "assets_missing"): "examples in every language that say who else sees it",
    ("permissions_not_working", SCOPE): "examples of greyed-out budgets and of invoices nobody shows an Admin",
    ("cant_access_account", "permissions_not_working"): "examples of newcomers who are inside and see nothing",
    ("spark_code", "cant_access_account"): "examples of posts that are missing among those to choose from",
    ("cant_add_user", SCOPE): "examples in Turkish, Hindi, Arabic, Chinese and Korean",
    ("verification", SCOPE): "examples in Hindi",
    (SCOPE, "spark_code"): "examples of login codes that do not come",
    (SCOPE, "shop_access"): "examples of buyers, of orders and of products taken down, which need no access",
    (SCOPE, "banned_suspended_restricted"): "examples of stolen private profiles",
    ("banned_suspended_restricted", SCOPE): "slang for a lost ad account",
    ("assets_missing", "removed_from_bc"): "examples of things that are gone for everybody",
}


def _validated() -> list[str]:
    from training.train import Examples
    from training.validation import FOLDS, unseen

    data = Examples()
    found = unseen(data.vectors, data.pieces, data.classes, data.owner)
    with np.load(MODEL) as kept:
        sharp = {"both": float(kept["sharpness"]), "pieces": float(kept["piece_sharpness"]), "vectors": 1.0}
    spoken = np.array([row[2] for row in data.rows])
    rows, languages = [], []
    for name, logs in found.items():
        chances = np.array([softmax(row) for row in (logs + data.shift) * sharp[name]])
        order = np.argsort(-chances, axis=1)
        right, three = order[:, 0] == data.target, (order[:, :3] == data.target[:, None]).any(axis=1)
        rows.append((name, f"{right.mean():.1%}", f"{three.mean():.1%}", f"{_error(chances.max(axis=1), right):.3f}"))
        languages.append((name, *(f"{right[spoken == language].mean():.0%}" for language in LANGUAGES)))
    title = f"Unseen training examples ({len(data.rows)}, {FOLDS} folds, no text beside its translation)"

    return [
        _table(title, ("reader", "first", "first three", "calibration error"), rows),
        _table("The same by language, first", ("reader", *LANGUAGES), languages),
    ]


def _table(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"## {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]

    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import sys

    print("\n".join(tables("--quick" in sys.argv)))
