"""
The knowledge files as one `Knowledge`, with the place of every entry.

Reading YAML takes about a second, so what was read is kept in the user's cache folder under a name
that changes with every byte of the files; where that folder cannot be written, it is simply read anew.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import msgspec

from regrant.knowledge import model
from regrant.knowledge.errors import KnowledgeError, Mistake, nearest_hint
from regrant.knowledge.model import Knowledge
from regrant.loading import ALONE

if TYPE_CHECKING:
    from regrant.knowledge.reading import Document

DATA = Path(__file__).parent / "data"
KINDS: dict[str, tuple[type[msgspec.Struct], str]] = {
    "problems": (model.ProblemFile, "problem"),
    "causes": (model.CauseFile, "causes"),
    "findings": (model.FindingFile, "findings"),
    "fixes": (model.FixFile, "fixes"),
    "sources": (model.SourceFile, "sources"),
    "labels": (model.LabelFile, "labels"),
    "messages": (model.MessageFile, "messages"),
    "hints": (model.HintFile, "hints"),
}
_AT = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<path>[^`]*)`)?$", re.DOTALL)
_FIELD = re.compile(r"unknown field `(?P<name>[^`]+)`")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]+)`")
_CHOICE = re.compile(r"Invalid enum value '(?P<value>.*)'", re.DOTALL)
_GOT = re.compile(r"got `(?P<type>\w+)`")
_PART = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_TYPES = {"null": type(None), "bool": bool, "int": int, "str": str, "array": list, "object": dict}


@dataclass(slots=True)
class Places:
    """Where every entry stands: file and line by kind, id and path inside the entry."""

    entries: dict[tuple[str, str], tuple[Document, tuple[str | int, ...]]] = field(default_factory=dict)

    def at(self, kind: str, entry: str, *path: str | int) -> tuple[str, int]:
        """Return file and line of *path* inside an entry, or of the nearest thing around it."""
        document, prefix = self.entries[kind, entry]

        return document.name, document.line((*prefix, *path))

    def mistake(self, kind: str, entry: str, path: tuple[str | int, ...], what: str, mend: str) -> Mistake:
        """Return a `Mistake` at that place."""
        file, line = self.at(kind, entry, *path)

        return Mistake(file, line, what, mend)


def load(folder: Path | None = None) -> Knowledge:
    """
    Load the knowledge in *folder* (our own by default, or `REGRANT_KNOWLEDGE`).

    Raises:
        KnowledgeError: naming file, line and mend of every mistake.

    """
    folder = folder or Path(os.environ.get("REGRANT_KNOWLEDGE") or DATA)
    kept = _cache_file(folder)
    with suppress(OSError, UnicodeDecodeError, msgspec.MsgspecError), ALONE:
        return msgspec.msgpack.decode(kept.read_bytes(), type=Knowledge)
    knowledge, _ = load_with_places(folder)
    _keep(kept, knowledge)

    return knowledge


def load_with_places(folder: Path) -> tuple[Knowledge, Places]:
    """Read the files themselves. Raises KnowledgeError as `load` does."""
    from regrant.knowledge import references

    reading = _Reading()
    for kind, file in _files(folder):
        reading.take(kind, file)
    if not any(reading.found.values()) and not reading.mistakes:
        mend = "Give a folder that holds problems/, causes/, findings/, fixes/ and sources/."
        reading.mistakes.append(Mistake(str(folder), 1, "There is no knowledge here.", mend))
    if reading.mistakes:
        raise KnowledgeError(reading.mistakes)
    knowledge = Knowledge(**reading.found, hints=tuple(reading.hints))
    if wrong := references.mistakes(knowledge, reading.places):
        raise KnowledgeError(wrong)

    return knowledge, reading.places


class _Reading:
    """The files read so far."""

    def __init__(self) -> None:
        self.places = Places()
        self.mistakes: list[Mistake] = []
        self.found: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS if kind != "hints"}
        self.hints: list[model.Hint] = []

    def take(self, kind: str, file: Path) -> None:
        """Take every entry of one file, or note why it cannot be taken."""
        from regrant.knowledge.reading import read

        shape, key = KINDS[kind]
        try:
            document = read(file, f"{kind}/{file.name}")
            content: Any = msgspec.convert(document.data, shape, strict=True)
        except KnowledgeError as error:
            self.mistakes.extend(error.mistakes)
            return
        except msgspec.ValidationError as error:
            self.mistakes.append(_shape_mistake(document, str(error)))
            return
        value = getattr(content, key)
        for index, entry in enumerate([value] if kind == "problems" else value):
            path = (key,) if kind == "problems" else (key, index)
            layered = msgspec.structs.replace(entry, layer=content.layer) if kind == "causes" else entry
            self._keep(kind, layered, document, path)

    def _keep(self, kind: str, entry: Any, document: Document, path: tuple[str | int, ...]) -> None:
        if kind == "hints":
            self.places.entries[kind, str(len(self.hints))] = document, path
            self.hints.append(entry)
            return
        key = "text" if kind == "labels" else "id"
        name = getattr(entry, key)
        if name in self.found[kind]:
            file, line = self.places.at(kind, name, key)
            what = f'"{name}" is already used at {file}:{line}.'
            mend = "Give it another id, or merge the two."
            self.mistakes.append(Mistake(document.name, document.line((*path, key)), what, mend))
            return
        self.found[kind][name] = entry
        self.places.entries[kind, name] = document, path


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for kind in KINDS:
        for file in sorted((folder / kind).glob("*.yaml")):
            yield kind, file


def _shape_mistake(document: Document, error: str) -> Mistake:
    match = _AT.match(error)
    what = match["what"] if match else error
    parts = _PART.findall(match["path"] or "" if match else "")
    path = _wrong_place(
        document.data, [name or (int(number) if number.isdigit() else ...) for name, number in parts], what
    )
    mend = "Compare it with another entry, or with the schema (regrant knowledge schema)."
    if unknown := _FIELD.search(what):
        path = (*path, unknown["name"])
        what = f'There is no field "{unknown["name"]}" here'
        hint = nearest_hint(unknown["name"], _field_names())
        mend = f"{hint[0].upper()}{hint[1:]} If not, remove it." if hint else "Remove it."
    elif missing := _MISSING.search(what):
        what = f'The field "{missing["name"]}" is missing'
        mend = f'Add "{missing["name"]}: ..." as in the other entries.'
    elif choice := _CHOICE.search(what):
        words = _choices([part for part in path if isinstance(part, str)][-1:])
        what = f'"{choice["value"]}" cannot stand here'
        hint = nearest_hint(choice["value"], words)
        mend = hint[0].upper() + hint[1:] if hint else f"Use one of: {', '.join(words)}."

    return Mistake(document.name, document.line(path), f"{what}.", mend)


def _wrong_place(data: Any, parts: list[Any], what: str) -> tuple[str | int, ...]:
    """Return the path of the value that is wrong; `...` among the parts may stand for any key."""
    choice, got = _CHOICE.search(what), _GOT.search(what)
    if ... not in parts:
        return tuple(parts)
    for path, value in _concrete(data, parts):
        if (choice and value == choice["value"]) or (got and type(value) is _TYPES.get(got["type"])):
            return path

    return tuple(parts[: parts.index(...)])


def _concrete(data: Any, parts: list[Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if not parts:
        yield (), data
        return
    keys = parts[:1] if parts[0] is not ... else list(data) if isinstance(data, dict) else []
    for key in keys:
        for path, value in _concrete(data[key], parts[1:]):
            yield (key, *path), value


def _shapes() -> list[type[model.Shape]]:
    return [shape for shape in vars(model).values() if isinstance(shape, type) and issubclass(shape, model.Shape)]


def _field_names() -> set[str]:
    return {name for shape in _shapes() for name in shape.__struct_fields__}


def _choices(name: list[str]) -> tuple[str, ...]:
    """Return what a field of this name may hold; whatever is not a field holds a word of likelihood."""
    for shape in _shapes():
        for field_ in msgspec.structs.fields(shape):
            if [field_.name] == name and get_origin(field_.type) is Literal:
                return get_args(field_.type)

    return get_args(model.Word)


def _cache_file(folder: Path) -> Path:
    from platformdirs import user_cache_path

    digest = hashlib.blake2b(digest_size=12)
    for kind, file in _files(folder):
        digest.update(f"{kind}/{file.name}\0".encode())
        with suppress(OSError):
            digest.update(file.read_bytes())
    digest.update(Path(model.__file__).read_bytes())

    return user_cache_path("regrant", appauthor=False) / f"knowledge-{digest.hexdigest()}.msgpack"


def _keep(file: Path, knowledge: Knowledge) -> None:
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch = file.with_suffix(f".{os.getpid()}.tmp")
        scratch.write_bytes(msgspec.msgpack.encode(knowledge))
        scratch.replace(file)
        for old in file.parent.glob("knowledge-*.msgpack"):
            if old != file:
                old.unlink()
