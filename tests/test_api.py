"""The public Python interface: what the documents promise, and nothing that costs time before it is needed."""

from __future__ import annotations

import doctest
import subprocess
import sys
import typing
from pathlib import Path

import msgspec
import pytest

import regrant
from regrant import Evidence, KnowledgeError, Origin, UnknownIdError
from regrant.cases import open_store
from tests.home import home

__all__ = ["home"]


def test_docstring() -> None:
    """The example at the top of the package runs and gives what it says."""
    result = doctest.testmod(regrant)

    assert result.attempted >= 3
    assert result.failed == 0


def test_promised_fields() -> None:
    """A diagnosis has the promised parts, typed."""
    found = regrant.diagnose("client resent the invite twice, link says expired")

    assert isinstance(found, regrant.Diagnosis)
    assert found.verdict in ("decided", "likely", "cannot_tell", "out_of_scope")
    assert 0 <= found.problems[0].probability <= 1
    assert found.causes[0].title
    assert found.next.kind in ("question", "check", "fix", "escalate")
    assert found.plan == (found.fix.steps if found.fix else ())
    assert found.sources
    assert all(hasattr(found.causes[0], name) for name in ("for_", "against", "unconfirmed", "sources", "who"))


def test_chances_add_up() -> None:
    """The problems are all there, likeliest first, and their chances sum to one."""
    problems = regrant.diagnose("spark code refused").problems
    chances = [problem.probability for problem in problems]

    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1, abs=0.01)
    assert len({problem.id for problem in problems}) == 12


def test_evidence_in_any_form() -> None:
    """Evidence as a mapping, as objects or as a generator gives the same diagnosis."""
    items = [Evidence(finding="spark_error", value="expired")]
    found = [
        regrant.diagnose("code", {"spark_error": "expired"}),
        regrant.diagnose("code", items),
        regrant.diagnose("code", (item for item in items)),
    ]
    causes = [[(cause.id, cause.probability) for cause in each.causes] for each in found]

    assert causes[0] == causes[1] == causes[2]


def test_origin_counts() -> None:
    """What was read from TikTok weighs more than what somebody remembers."""
    told, verified = (
        regrant.diagnose("", [Evidence(finding="spark_error", value="expired", origin=origin)], problem="spark_code")
        for origin in (Origin.TOLD, Origin.VERIFIED)
    )

    assert verified.causes[0].probability > told.causes[0].probability


def test_same_again() -> None:
    """The same words and evidence give the same diagnosis."""
    first, second = (
        regrant.diagnose("invite expired", {"topic": "access"}, problem="invite_not_working") for _ in "12"
    )

    assert [first.verdict, first.problems, first.causes, first.next] == [
        second.verdict,
        second.problems,
        second.causes,
        second.next,
    ]


def test_without_anything() -> None:
    """Without words and evidence it asks which problem it is."""
    found = regrant.diagnose()

    assert (found.verdict, found.next.kind, found.next.id) == ("cannot_tell", "question", "problem")


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        ({"problem": "spark_cod"}, "spark_code"),
        ({"evidence": {"spark_eror": "expired"}}, "spark_error"),
        ({"evidence": {"spark_error": "expird"}}, "expired"),
    ],
)
def test_unknown_ids(arguments: dict[str, typing.Any], near: str) -> None:
    """An id that does not exist raises the documented error, which names the nearest one and is a ValueError."""
    with pytest.raises(UnknownIdError, match=f'did you mean "{near}"') as caught:
        regrant.diagnose("", **arguments)

    assert isinstance(caught.value, ValueError)


def test_broken_knowledge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Broken knowledge raises the documented error, which lists file, line, what and mend."""
    (tmp_path / "problems").mkdir()
    (tmp_path / "problems" / "one.yaml").write_text("problem:\n  id: [\n")
    monkeypatch.setenv("REGRANT_KNOWLEDGE", str(tmp_path))

    with pytest.raises(KnowledgeError) as caught:
        regrant.diagnose("words")
    (mistake,) = caught.value.mistakes
    assert mistake.file == "problems/one.yaml"
    assert mistake.line in (2, 3)
    assert mistake.mend


def test_nothing_is_kept(tmp_path: Path) -> None:
    """Nothing is written but the cache of the knowledge, and no case is kept."""
    regrant.diagnose("invite expired")

    assert not (tmp_path / "data").exists()
    assert not (tmp_path / "cases.sqlite3").exists()
    assert open_store().all() == ()


def test_result_cannot_be_changed() -> None:
    """A diagnosis is a value: nobody can change it behind somebody else's back."""
    with pytest.raises(AttributeError):
        regrant.diagnose("").verdict = "decided"  # type: ignore[misc]


def test_json_and_back() -> None:
    """A diagnosis becomes JSON and comes back the same."""
    found = regrant.diagnose("spark code expired, error 4025")

    assert msgspec.json.decode(msgspec.json.encode(found), type=regrant.Diagnosis) == found
    assert b'"for":' in msgspec.json.encode(found)


def test_public_names() -> None:
    """Every public name can be had from the package, and any other is refused as Python does."""
    for name in regrant.__all__:
        assert getattr(regrant, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        regrant.nonsense  # noqa: B018 (asking for it is the point)


def test_annotations_hold() -> None:
    """The annotations of `diagnose` can be resolved with the public types, as editors and validators do."""
    public = {name: getattr(regrant, name) for name in regrant.__all__}
    hints = typing.get_type_hints(regrant.diagnose, localns=public)

    assert hints["return"] is regrant.Diagnosis


def test_import_costs_nothing() -> None:
    """Importing the package loads none of its parts and no library."""
    code = "import sys, regrant; sys.exit(str({'numpy', 'msgspec', 'regrant.cases'} & set(sys.modules) or '') or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
