"""YAML to plain data, remembering the line of everything."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from regrant.knowledge.errors import KnowledgeError, Mistake

Path_ = tuple[str | int, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?\d+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DEEPEST = 20
"""No file is nested deeper than this; one that is holds an anchor which contains itself."""


@dataclass(slots=True)
class Document:
    """One file: its plain data and the line of every path in it."""

    name: str
    data: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)

    def line(self, path: Path_) -> int:
        """Return the line of *path*, or of its nearest parent that is there."""
        while path and path not in self.lines:
            path = path[:-1]

        return self.lines.get(path, 1)


def read(file: Path, name: str) -> Document:
    """
    Read one YAML file.

    Words such as yes and no stay words; only numbers, true, false and null are converted.

    Raises:
        KnowledgeError: not readable, not UTF-8, not YAML, or a key given twice.

    """
    document = Document(name)
    try:
        node = yaml.compose(_text(file, name), Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "the text is not YAML"
        mend = "Check indentation, colons and quotes on this line and the one before."
        raise KnowledgeError([Mistake(name, mark.line + 1 if mark else 1, f"Not YAML: {problem}.", mend)]) from error
    if node is not None:
        document.data = _plain(node, (), document)

    return document


def _text(file: Path, name: str) -> str:
    content, line = b"", 1
    try:
        content = file.read_bytes()
        text = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, UnicodeDecodeError):
            line += content.count(b"\n", 0, error.start)
        mend = "Save it as a UTF-8 text file that you may read."
        raise KnowledgeError([Mistake(name, line, f"The file cannot be read: {error}.", mend)]) from error
    if found := _UNSEEN.search(text):
        line += text.count("\n", 0, found.start())
        what = f"There is a sign that cannot be seen ({found[0]!a})."
        raise KnowledgeError([Mistake(name, line, what, "Delete it, or type the line anew.")])

    return text


def _plain(node: yaml.Node, path: Path_, document: Document) -> Any:
    line = node.start_mark.line + 1
    if len(path) > DEEPEST:
        mend = "Write it flat, as in the other files, and without anchors (&)."
        raise KnowledgeError([Mistake(document.name, line, "This is nested too deeply.", mend)])
    document.lines[path] = line
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, index), document) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document)
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: Path_, document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in found:
            mend = "Keep one of the two."
            raise KnowledgeError([Mistake(document.name, line, f'"{key}" is given twice.', mend)])
        found[key] = _plain(value_node, (*path, key), document)
        document.lines[(*path, key)] = line

    return found


def _scalar(node: yaml.ScalarNode) -> Any:
    text = str(node.value)
    if node.style in ('"', "'", "|", ">"):
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"

    return int(text) if _INTEGER.fullmatch(text) else text
