"""The JSON Schemas of the knowledge files, for editors; they come from the shapes that the loader uses."""

from __future__ import annotations

from typing import Any

import msgspec

from regrant.knowledge.loader import KINDS


def schemas() -> dict[str, dict[str, Any]]:
    """Return one JSON Schema (2020-12) for each kind of file, by the name of its folder."""
    return {
        kind: {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(shape)}
        for kind, (shape, _) in KINDS.items()
    }
