"""`regrant knowledge`: lists, entries, the proof, the schemas; and what is said of broken files."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from regrant.knowledge import Knowledge
from tests.cli.conftest import Here, too_wide
from tests.home import TINY
from tests.running import regrant

Said = Callable[..., str]
Broken = Callable[[str, str, str], Path]


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Broken:
    """Return a function that makes a copy of the tiny knowledge with one text replaced, and lets Regrant use it."""

    def make(file: str, old: str, new: str) -> Path:
        folder = Path(shutil.copytree(TINY, tmp_path / "broken"))
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setenv("REGRANT_KNOWLEDGE", str(folder))

        return folder

    return make


def test_list(tiny: Path, said: Said) -> None:
    """The list names every entry of every kind with its title, question or meaning."""
    out = said("knowledge", "list")

    assert "problems (3)\n" in out
    assert "  invite_expired  The invitation link has expired\n" in out
    assert "  link_says  What happens when the person opens the link?\n" in out
    assert "  code_4025  The code has expired.\n" in out


def test_list_fits(said: Said) -> None:
    """The list of the real knowledge fits into 80 columns."""
    assert too_wide(said("knowledge", "list")) == []


def test_list_as_json(knowledge: Knowledge, said: Said) -> None:
    """As JSON the list is one object with a list per kind, each entry with its id."""
    content = json.loads(said("knowledge", "list", "--json"))

    for kind in ("problems", "causes", "findings", "fixes", "sources"):
        assert [entry["id"] for entry in content[kind]] == list(getattr(knowledge, kind))


def test_show(tiny: Path, said: Said) -> None:
    """An entry is shown with its kind and every field that says something."""
    out = said("knowledge", "show", "send_again")

    assert out.startswith("fixes: send_again\n")
    assert "title: Delete the old invitation and send a new one\n" in out
    assert "    if_fails: Look for the mail in the spam folder.\n" in out


def test_show_as_json(tiny: Path, said: Said) -> None:
    """As JSON an entry is one object with its kind."""
    content = json.loads(said("knowledge", "show", "invite_expired", "--json"))

    assert (content["kind"], content["id"], content["fix"]) == ("causes", "invite_expired", "send_again")


def test_show_everything(knowledge: Knowledge, said: Said) -> None:
    """Every entry of the real knowledge that is a problem or a message can be shown in 80 columns."""
    for name in [*knowledge.problems, *list(knowledge.messages)[:20]]:
        assert too_wide(said("knowledge", "show", name)) == []


def test_unknown_entry(tiny: Path, here: Here) -> None:
    """An id that does not exist is refused with the nearest one."""
    ended = here("knowledge", "show", "invite_expird")

    assert (ended.code, ended.out) == (2, "")
    assert 'did you mean "invite_expired"?' in ended.err


def test_check(tiny: Path, here: Here) -> None:
    """A whole folder passes the check with exit code 0."""
    ended = here("knowledge", "check", str(tiny))

    assert (ended.code, ended.out, ended.err) == (0, "The knowledge is whole.\n", "")


def test_check_finds(broken: Broken, here: Here) -> None:
    """The check names file, line and mend of every mistake and their number, and ends with code 1."""
    folder = broken("causes/causes.yaml", "sources: [help_page]", "sources: []")
    ended = here("knowledge", "check", str(folder))

    assert (ended.code, ended.out) == (1, "")
    assert 'causes/causes.yaml:13: "invite_expired" has no source.\n    Mend: ' in ended.err
    assert ended.err.endswith("1 mistakes.\n")


@pytest.mark.parametrize("name", ["nosuchfolder", "problems/invite.yaml"])
def test_check_of_no_folder(name: str, here: Here) -> None:
    """A path that is no folder is wrong usage."""
    ended = here("knowledge", "check", str(TINY / name))

    assert ended.code == 2
    assert "is not a folder" in ended.err


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "mend"),
    [
        ("causes/causes.yaml", "fix: send_again", "fix: send_agian", 7, 'Did you mean "send_again"?'),
        ("causes/causes.yaml", "expired: always", "expird: always", 9, 'Did you mean "expired"?'),
        ("causes/causes.yaml", "not_help:", "not_helps:", 11, '"not_help"'),
        ("causes/causes.yaml", "who: bc_admin", "who: admin", 6, '"it_admin"'),
        ("findings/findings.yaml", "    effort: look", "   effort: look", 6, "Check indentation"),
        ("problems/invite.yaml", "frequency: often", "frequency: oftn", 6, '"often"'),
        ("fixes/fixes.yaml", "minutes: 8", "minutes: soon", 4, "Mend: "),
        ("messages/messages.yaml", "auth_code_expired", "auth(code", 6, "Put a backslash"),
        ("sources/sources.yaml", "id: field", "id: help_page", 8, "Give it another id"),
    ],
)
def test_broken_files(file: str, old: str, new: str, line: int, mend: str, broken: Broken, here: Here) -> None:
    """Whatever is done with broken knowledge ends in file, line and mend, with exit code 2."""
    broken(file, old, new)
    ended = here("diagnose", "--json")

    assert (ended.code, ended.out) == (2, "")
    assert f"{file}:{line}: " in ended.err
    assert mend in ended.err


@pytest.mark.parametrize("command", [("diagnose",), ("guide",), ("knowledge", "list"), ("cases", "show", "x")])
def test_broken_in_a_process(command: tuple[str, ...], broken: Broken) -> None:
    """Every command says it on the error stream, prints nothing else, and shows no traceback."""
    broken("causes/causes.yaml", "fix: send_again", "fix: nothing_like_it")
    ended = regrant(*command)

    assert (ended.code, ended.out) == (2, "")
    assert "The knowledge files have mistakes.\ncauses/causes.yaml:7: " in ended.err
    assert "Mend: " in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"problem: [", b"", b"- just\n- a list\n", b"problem: {id: 1}\n"])
def test_not_a_knowledge_file(content: bytes, broken: Broken, here: Here) -> None:
    """A file that is binary, cut off, empty or of another form is named with the way to mend it."""
    folder = broken("problems/spark.yaml", "spark_code", "spark_code")
    (folder / "problems/spark.yaml").write_bytes(content)
    ended = here("guide")

    assert ended.code == 2
    assert re.search(r"problems/spark\.yaml:[12]: ", ended.err)
    assert "Mend: " in ended.err


def test_no_knowledge_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, here: Here) -> None:
    """A setting that leads to an empty or missing folder is said as such."""
    monkeypatch.setenv("REGRANT_KNOWLEDGE", str(tmp_path / "nowhere"))
    ended = here("diagnose", "--json")

    assert ended.code == 2
    assert "There is no knowledge here." in ended.err


def test_schemas(said: Said) -> None:
    """The schemas are printed as one object, one schema for each kind of file."""
    content = json.loads(said("knowledge", "schema"))

    assert set(content) == {"problems", "causes", "findings", "fixes", "sources", "labels", "messages", "hints"}
    assert all(schema["$schema"].startswith("https://json-schema.org/") for schema in content.values())


def test_schemas_into_a_folder(said: Said, tmp_path: Path) -> None:
    """Given a folder, each schema is written into a file of its own there, and the folder is made."""
    said("knowledge", "schema", str(tmp_path / "new" / "schema"))
    written = json.loads((tmp_path / "new/schema/causes.json").read_text(encoding="utf-8"))

    assert written == json.loads(said("knowledge", "schema"))["causes"]
    assert len(list((tmp_path / "new/schema").iterdir())) == 8


def test_schemas_nowhere(here: Here) -> None:
    """A folder that cannot be made is said in one sentence."""
    ended = here("knowledge", "schema", "/dev/null/schema")

    assert ended.code == 2
    assert "It could not be written" in ended.err
    assert "Traceback" not in ended.err
