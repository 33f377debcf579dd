"""
Regrant finds out why access to something in TikTok Business Center broke, and gets it back.

    >>> import regrant
    >>> found = regrant.diagnose("client resent the invite twice, link says expired")
    >>> found.problems[0].id
    'invite_not_working'

`diagnose` is the whole public Python interface, together with the types it takes and gives, which are
`Evidence`, `Origin`, `Diagnosis` and the errors `KnowledgeError` and `UnknownIdError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regrant.diagnosis import Diagnosis, Evidence, Origin, UnknownIdError
    from regrant.knowledge import KnowledgeError

__version__ = "0.1.0"
__all__ = ["Diagnosis", "Evidence", "KnowledgeError", "Origin", "UnknownIdError", "__version__", "diagnose"]


def diagnose(
    text: str = "",
    evidence: Mapping[str, str] | Iterable[Evidence] = (),
    *,
    problem: str | None = None,
    language: str | None = None,
) -> Diagnosis:
    """
    Diagnose a case from words and answers; nothing is kept and nothing leaves the machine.

    Args:
        text: what broke, in the person's own words and language; may be empty.
        evidence: what is known, as ``{finding: value}`` (told by a person) or as `Evidence` objects, oldest first.
            A fix that was tried is given by its id with ``helped``, ``partly`` (something else still fails),
            ``did_not_help`` or ``could_not``.
        problem: one of the eleven problems or ``out_of_scope``, if the person picked it.
        language: ISO 639-1 code of the text, if known.

    Returns:
        A `Diagnosis`: ``.verdict``, ``.problems``, ``.causes``, ``.next``, ``.plan``, ``.evidence``, ``.sources`` ...

    Raises:
        UnknownIdError: a problem, finding, fix or value that does not exist; it names the nearest right one.
        KnowledgeError: the knowledge files are broken (with `REGRANT_KNOWLEDGE` set to files of your own).

    """
    from regrant.cases import diagnose_text

    return diagnose_text(text, evidence, problem=problem, language=language)


def __getattr__(name: str) -> Any:
    """Load the public types when they are first asked for, so that importing the package costs nothing."""
    if name in {"Diagnosis", "Evidence", "Origin", "UnknownIdError"}:
        from regrant import diagnosis

        return getattr(diagnosis, name)
    if name == "KnowledgeError":
        from regrant.knowledge import KnowledgeError

        return KnowledgeError
    raise AttributeError(f"module 'regrant' has no attribute {name!r}")
