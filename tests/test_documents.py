"""The documents are true: commands, options, files, settings and the session they show exist as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from regrant.cli.main import main
from tests.home import home
from tests.running import regrant

__all__ = ["home"]
ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("benchmarks/*.md"), *ROOT.glob("training/*.md")])
README = ROOT / "README.md"
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
COMMAND = re.compile(r"(?:^|[`$/ (])regrant ((?:[a-z-]+|[A-Z\[<\"'])[^`\n]*)", re.MULTILINE)


def _commands() -> dict[str, click.Command]:
    """Return every command by its words, such as "cases list"."""
    found: dict[str, click.Command] = {}

    def walk(group: click.Group, words: tuple[str, ...]) -> None:
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command
            found[" ".join((*words, name))] = command
            if isinstance(command, click.Group):
                walk(command, (*words, name))

    walk(main, ())

    return found


def _code(document: Path) -> Iterator[str]:
    for block, inline in CODE.findall(document.read_text(encoding="utf-8")):
        yield block or inline


def _said_commands(document: Path) -> list[str]:
    return [found for code in _code(document) for found in COMMAND.findall(code)]


def _named(said: str) -> tuple[str, ...]:
    """Return the words of a command as a document writes it, up to its first argument or option."""
    words: list[str] = []
    for word in said.split():
        if not re.fullmatch(r"[a-z-]+", word) or len(words) == 2:
            break
        words.append(word)

    return tuple(words)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_exist(document: Path) -> None:
    """Every `regrant ...` that a document names is a command that there is."""
    known = _commands()
    for said in _said_commands(document):
        words = _named(said)
        assert words, said
        assert words[0] in known, said
        group = known[words[0]]
        if isinstance(group, click.Group) and len(words) == 2:
            assert " ".join(words) in known, said


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_options_exist(document: Path) -> None:
    """Every option that a document gives to a command is one that this command takes."""
    known = _commands()
    for said in _said_commands(document):
        words = _named(said)
        command = known.get(" ".join(words)) or known[words[0]]
        taken = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert set(re.findall(r"--[a-z-]+", said)) <= taken, said


def test_readme_names_commands() -> None:
    """The README names every command, groups with all their parts."""
    text = README.read_text(encoding="utf-8")
    for name in _commands():
        assert all(re.search(rf"\b{word}\b", text) for word in name.split()), name


@pytest.mark.parametrize("name", sorted(_commands()))
def test_every_command_has_help(name: str) -> None:
    """Every command says what it does, and so does every option of it."""
    command = _commands()[name]

    assert command.help
    assert len(command.help) >= 10
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_groups_list_their_parts() -> None:
    """Help of the whole and of every group prints without error."""
    for name in ("cases", "knowledge"):
        ended = regrant(name, "--help")

        assert ended.code == 0
        assert "Commands:" in ended.out


def test_exit_codes_are_in_the_readme() -> None:
    """The exit codes that the help of `diagnose` promises are those of the README."""
    text = " ".join(README.read_text(encoding="utf-8").split())

    assert (
        "0 decided or likely, 2 wrong usage, 3 an answer is needed or it cannot be told, 4 not an access problem"
        in text
    )
    assert "0 decided or likely, 2 wrong usage" in " ".join((_commands()["diagnose"].help or "").split())


def test_settings_are_in_the_readme() -> None:
    """Every setting that the code reads from the environment is in the README, and no other."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    read = set(re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", sources)) | set(
        re.findall(r"\"(REGRANT_[A-Z_]+)\"", sources)
    )
    read -= {"DISPLAY", "WAYLAND_DISPLAY"}  # the desktop sets these, not people
    written = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", README.read_text(encoding="utf-8")))

    assert read == written


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    """Every link of a document to a file leads to one that is there."""
    for link in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if "://" not in link:
            assert (document.parent / link).exists(), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_machine_paths(document: Path) -> None:
    """No document names a place on the machine that it was written on."""
    text = document.read_text(encoding="utf-8").replace("/home/me/", "")

    assert re.findall(r"(?<![\w.])(?:/work/|/root/|/tmp/|/home/|/Users/|[A-Z]:\\)[^\s`)]*|\.\./shared\S*", text) == []


@pytest.mark.parametrize("folder", ["src", "training", "benchmarks", "requirements", "."])
def test_no_machine_paths_in_files(folder: str) -> None:
    """Nor does any file of the project name such a place."""
    pattern = "*" if folder == "." else "**/*"
    kinds = {".py", ".yaml", ".toml", ".txt", ".json", ".jsonl", ""}
    for path in (ROOT / folder).glob(pattern):
        if path.is_file() and path.suffix in kinds and not path.name.startswith("."):
            text = path.read_text(encoding="utf-8").replace("/home/me/", "")
            assert not re.search(r"(?<![\w.])(?:/work/(?:main|shared)|/root/|/Users/)|\.\./shared", text), path


def test_make_targets_exist() -> None:
    """Every `make ...` that a document names is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {
        name for document in DOCUMENTS for code in _code(document) for name in re.findall(r"\bmake ([a-z]+)", code)
    }

    assert named
    assert named <= targets


def test_python_example() -> None:
    """The Python example of the README runs, and what its comments say is so."""
    example = next(code for code in _code(README) if code.startswith("import regrant"))
    seen: dict[str, object] = {}
    exec(compile(example, "README.md", "exec"), seen)

    for expression, comment in re.findall(r"^(found\S+)\s+# (.*)$", example, re.MULTILINE):
        value, owner = eval(expression, seen), eval(expression.rpartition(".")[0], seen)
        assert value
        if re.fullmatch(r'"[a-z_]+"', comment):
            assert value == comment.strip('"')
        for attribute in re.findall(r"\.([a-z_]+)", comment):
            assert hasattr(value, attribute) or hasattr(owner, attribute), attribute


def test_session_in_the_readme() -> None:
    """What the README shows of a pasted error message is what the tool prints, but for the figures."""
    block = next(code for code in _code(README) if code.startswith('$ regrant diagnose "'))
    typed, shown = block.split("\n", 1)
    words = re.fullmatch(r'\$ regrant diagnose "(.*)"', typed)
    assert words
    out = _without_figures(regrant("diagnose", words[1]).out)

    for part in shown.split("...\n"):
        assert _without_figures(part) in out


def _without_figures(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))
