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
from typing import TYPE_CHECKING, Any

import msgspec

from regrant.knowledge import model
from regrant.knowledge.errors import KnowledgeError, Mistake, nearest_hint
from regrant.knowledge.model import Knowledge

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
_PART = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")


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
    if kept is not None and kept.is_file():
        with suppress(OSError, msgspec.MsgspecError):
            return msgspec.msgpack.decode(kept.read_bytes(), type=Knowledge)
    knowledge, _ = load_with_places(folder)
    if kept is not None:
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
            self.hints.append(entry)
            self.places.entries[kind, f"{entry.finding}={entry.value}"] = document, path
            return
        name = entry.text if kind == "labels" else entry.id
        if name in self.found[kind]:
            file, line = self.places.at(kind, name)
            what = f'"{name}" is already used at {file}:{line}.'
            mend = "Give it another id, or merge the two."
            self.mistakes.append(Mistake(document.name, document.line(path), what, mend))
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
    path: list[str | int] = []
    for name, number in _PART.findall(match["path"] or "" if match else ""):
        if name:
            path.append(name)
        elif number.isdigit():
            path.append(int(number))
        else:
            break
    mend = "Compare it with another entry, or with the schema (regrant knowledge schema)."
    if unknown := _FIELD.search(what):
        path.append(unknown["name"])
        hint = nearest_hint(unknown["name"], _field_names())
        mend = f"Remove it{', or ' + hint if hint else ''}."

    return Mistake(document.name, document.line(tuple(path)), f"{what}.", mend)


def _field_names() -> set[str]:
    shapes = [shape for shape in vars(model).values() if isinstance(shape, type) and issubclass(shape, model.Shape)]

    return {name for shape in shapes for name in shape.__struct_fields__}


def _cache_file(folder: Path) -> Path | None:
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
