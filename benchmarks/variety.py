"""
Complaints of our own in sixteen languages, written before any reader had seen them, and kept apart from all training.

One half (`tune`) may be looked at when something is improved, the other (`judge`) may not: only its figures are read.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from regrant.evaluation.complaints import Complaint, read_cases

FOLDER = Path(__file__).parent / "variety"
JUDGED = FOLDER / "evidence.json"
"""Everything that was read from the words of these complaints as evidence, and whether it does follow from them."""


def complaints() -> list[Complaint]:
    """Return all of them."""
    return [item for file in sorted(FOLDER.glob("*.jsonl")) for item in read_cases(file)]


def half(complaint: Complaint) -> str:
    """Return `tune` or `judge`, by the words alone, so that nobody chooses."""
    return ("tune", "judge")[hashlib.blake2b(complaint.text.encode(), digest_size=1).digest()[0] % 2]


def registers() -> dict[str, str]:
    """Return in which way every complaint is written (title, rambling, angry, code, misnamed, ...), by its id."""
    lines = (line for file in FOLDER.glob("*.jsonl") for line in file.read_text(encoding="utf-8").splitlines())
    rows: list[dict[str, Any]] = [msgspec.json.decode(line) for line in lines]

    return {row["id"]: row["register"] for row in rows}


def judged() -> dict[tuple[str, str, str], bool]:
    """Return whether evidence (complaint, finding, value) follows from the words, as far as it was judged."""
    rows: list[list[Any]] = msgspec.json.decode(JUDGED.read_bytes())

    return {(complaint, finding, value): bool(right) for complaint, finding, value, right in rows}
