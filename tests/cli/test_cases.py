"""`regrant cases`: list, show, resume, export, delete."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from regrant.cases import Desk, open_store
from regrant.cases.store import Case
from regrant.diagnosis import Evidence
from tests.cli.conftest import Here, too_wide
from tests.running import regrant

pytestmark = pytest.mark.usefixtures("tiny")
Said = Callable[..., str]


@pytest.fixture
def kept() -> list[Case]:
    """Keep two cases and return them, newest first."""
    desk = Desk(store=open_store())
    answer = Evidence(finding="link_says", value="expired")
    desk.begin("the first 招待 link is broken", problem="invite_not_working", evidence=[answer])
    desk.begin(problem="spark_code").say("spark_error", "deleted")

    return list(open_store().all())


def test_none(said: Said) -> None:
    """Without any case it says how to begin one."""
    assert said("cases", "list") == "No cases yet. Begin one with: regrant diagnose\n"
    assert json.loads(said("cases", "list", "--json")) == {"cases": []}
    assert json.loads(said("cases", "export")) == {"schema_version": "1", "cases": []}


def test_list(kept: list[Case], said: Said) -> None:
    """Every case stands on one line with id, time, ending and words."""
    lines = said("cases", "list").splitlines()

    assert len(lines) == 2
    assert {line.split()[0] for line in lines} == {case.id for case in kept}
    assert any(line.endswith("the first 招待 link is broken") and " open " in line for line in lines)
    assert any(line.endswith("(picked from the list)") for line in lines)


def test_list_fits(said: Said) -> None:
    """Words of many lines and wide letters are cut so that each case stays on one line."""
    Desk(store=open_store()).begin("招待メールが届きません。\n" * 50 + "x" * 500)
    out = said("cases", "list")

    assert out.count("\n") == 1
    assert too_wide(out) == []


def test_show(kept: list[Case], said: Said) -> None:
    """A case is shown with words, evidence and its diagnosis as of now."""
    case = next(case for case in kept if case.words)
    out = said("cases", "show", case.id)

    assert out.startswith(f"Case {case.id}, begun {case.created}, open\n")
    assert "the first 招待 link is broken" in out
    assert "  - What happens when the person opens the link? It says that the link has" in out
    assert "What to do: Delete the old invitation" in out


def test_show_as_json(kept: list[Case], said: Said) -> None:
    """As JSON a case comes with its evidence and its diagnosis."""
    case = next(case for case in kept if case.words)
    content = json.loads(said("cases", "show", case.id[:5], "--json"))

    assert content["case"]["id"] == case.id
    assert content["diagnosis"]["causes"][0]["id"] == "invite_expired"


def test_show_after_the_knowledge_changed(kept: list[Case], said: Said) -> None:
    """A case whose evidence has no name in the knowledge any more is still shown, with a remark."""
    with open_store().database.begin() as connection:
        connection.execute(text("UPDATE evidence SET value = 'renamed_since' WHERE finding = 'link_says'"))
    case = next(case for case in kept if case.words)
    out = " ".join(said("cases", "show", case.id).split())

    assert "left out: link_says=renamed_since" in out


@pytest.mark.parametrize("command", ["show", "resume", "export", "delete"])
def test_unknown_id(command: str, kept: list[Case], here: Here) -> None:
    """An id that fits no case ends with code 2 and the way to the list."""
    ended = here("cases", command, "zzzz")

    assert (ended.code, ended.out) == (2, "")
    assert "Traceback" not in ended.err
    assert "regrant cases" in ended.err


def test_resume_needs_a_terminal(kept: list[Case], here: Here) -> None:
    """In a pipe nobody can answer, so resuming is refused with what to use instead."""
    ended = here("cases", "resume", kept[0].id)

    assert ended.code == 2
    assert "needs a terminal; use: regrant cases show" in ended.err


def test_export_all(kept: list[Case], said: Said) -> None:
    """All cases are exported as one object with all their evidence."""
    content = json.loads(said("cases", "export"))

    assert content["schema_version"] == "1"
    assert [case["id"] for case in content["cases"]] == [case.id for case in kept]
    assert {e["finding"] for case in content["cases"] for e in case["evidence"]} >= {"link_says", "spark_error"}


def test_export_some(kept: list[Case], said: Said) -> None:
    """Only the cases asked for are exported, in the order asked for."""
    wanted = [kept[1].id, kept[0].id]
    content = json.loads(said("cases", "export", *wanted))

    assert [case["id"] for case in content["cases"]] == wanted
    assert len(json.loads(said("cases", "export", kept[0].id[:6]))["cases"]) == 1


def test_delete_asks(kept: list[Case], here: Here) -> None:
    """Deleting asks first, and without a yes nothing is deleted."""
    for typed in (b"n\n", b""):
        ended = here("cases", "delete", kept[0].id, typed=typed)

        assert ended.code == 1
        assert f"Delete {kept[0].id} for good?" in ended.out
        assert len(open_store().all()) == 2


def test_delete(kept: list[Case]) -> None:
    """With a yes, or --yes, a case is gone and the others stay."""
    assert "Deleted" in regrant("cases", "delete", kept[0].id, typed=b"y\n").out
    assert [case.id for case in open_store().all()] == [kept[1].id]

    assert regrant("cases", "delete", "--yes", kept[1].id[:6]).out == f"Deleted {kept[1].id}.\n"
    assert open_store().all() == ()


def test_delete_all_or_none(kept: list[Case], here: Here) -> None:
    """If one of several ids is wrong, none of them is deleted."""
    ended = here("cases", "delete", "--yes", kept[0].id, "zzzz")

    assert ended.code == 2
    assert len(open_store().all()) == 2


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("sqlite:////dev/null/cases.sqlite3", "The case cannot be kept in sqlite:////dev/null/cases.sqlite3"),
        ("nonsense", "is not one of a database I can open"),
    ],
)
def test_database_that_cannot_be_used(address: str, reason: str, monkeypatch: pytest.MonkeyPatch, here: Here) -> None:
    """A database that cannot be opened is said with the reason and the setting that mends it."""
    monkeypatch.setenv("REGRANT_DATABASE_URL", address)
    ended = here("cases", "list")

    assert (ended.code, ended.out) == (2, "")
    assert reason in ended.err
    assert "REGRANT_DATABASE_URL" in ended.err
    assert "Traceback" not in ended.err


def test_newer_database(kept: list[Case], tmp_path: Path, here: Here) -> None:
    """A database of a newer version is refused in one sentence that says what to do."""
    with open_store().database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    ended = here("cases", "list")

    assert (ended.code, ended.out) == (2, "")
    assert f"{tmp_path / 'cases.sqlite3'} was made by a newer Regrant" in ended.err
    assert "Traceback" not in ended.err


def test_diagnosing_needs_no_database(monkeypatch: pytest.MonkeyPatch, here: Here) -> None:
    """What keeps nothing works where nothing can be kept."""
    monkeypatch.setenv("REGRANT_DATABASE_URL", "sqlite:////dev/null/cases.sqlite3")
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")

    assert here("diagnose", "--json", "--problem", "spark_code").code == 3
