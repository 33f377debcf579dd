"""What a snapshot has read so far, kept in a file so that an interrupted one goes on where it stopped."""

from __future__ import annotations

import json
import os
from pathlib import Path

from regrant.tiktok.paging import Row

FORM = 1
ONLY_USER = 0o600


class StateError(ValueError):
    """The file belongs to another snapshot or is none; the message says what to do."""


class State:
    """
    The finished parts of one snapshot.

    One line per part is added as soon as it is done, so a crash loses nothing but the part under way; a last line
    that was cut short is left out.

    Args:
        file: where it is kept, None to keep nothing. Only the user may read it, for it names people.
        bc_id: the Business Center.
        url: where it is read from.

    Raises:
        StateError: the file is of another Business Center, another address, or not such a file at all.

    """

    def __init__(self, file: Path | None, *, bc_id: str, url: str) -> None:
        self.file = file
        self.finished: dict[str, dict[str, list[Row]]] = {}
        self._head = {"regrant_snapshot": FORM, "bc_id": bc_id, "url": url}
        if file is None:
            return
        if file.exists():
            self._load(file)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, ONLY_USER))
            self._write(self._head)

    def keep(self, part: str, tables: dict[str, list[Row]]) -> None:
        """Note that *part* is finished with these rows."""
        filled = {name: rows for name, rows in tables.items() if rows}
        self.finished[part] = filled
        if self.file is not None:
            self._write({"part": part, "tables": filled})

    def remove(self) -> None:
        """Delete the file; there is nothing left to go on with."""
        if self.file is not None:
            self.file.unlink(missing_ok=True)

    def _write(self, content: object) -> None:
        assert self.file is not None
        with self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(content, ensure_ascii=False) + "\n")
            out.flush()
            os.fsync(out.fileno())

    def _load(self, file: Path) -> None:
        text = file.read_text("utf-8", errors="replace")
        whole, _, torn = text.rpartition("\n")
        try:
            head, *parts = [json.loads(line) for line in whole.splitlines()]
        except ValueError:
            head, parts = None, []
        if head != self._head:
            raise StateError(
                f"{file} is not the state of this snapshot ({self._head['bc_id']} at {self._head['url']}). "
                "Give another file, or delete this one to begin anew."
            )
        if torn:
            file.write_text(whole + "\n", "utf-8")
        self.finished = {entry["part"]: entry["tables"] for entry in parts}
