"""The types that faces show; they come from the diagnosis, and faces know only this room."""

from regrant.cases.chain import Chain, Names
from regrant.diagnosis import Evidence, Origin, Prior, UnknownIdError
from regrant.diagnosis.evidence import (
    COULD_NOT,
    DID_NOT_HELP,
    HELPED,
    OTHER,
    OUTCOMES,
    PARTLY,
    PROBLEM,
    WHICH_HOLDS,
    latest,
    validate,
)
from regrant.diagnosis.explain import in_words
from regrant.diagnosis.result import (
    Answer,
    CauseBelief,
    Diagnosis,
    Next,
    Plan,
    PlanStep,
    Point,
    SourceLine,
)
from regrant.knowledge import Knowledge, KnowledgeError
from regrant.knowledge.model import UNKNOWN

__all__ = [
    "COULD_NOT",
    "DID_NOT_HELP",
    "HELPED",
    "OTHER",
    "OUTCOMES",
    "PARTLY",
    "PROBLEM",
    "UNKNOWN",
    "WHICH_HOLDS",
    "Answer",
    "CauseBelief",
    "Chain",
    "Diagnosis",
    "Evidence",
    "Knowledge",
    "KnowledgeError",
    "Names",
    "Next",
    "Origin",
    "Plan",
    "PlanStep",
    "Point",
    "Prior",
    "SourceLine",
    "UnknownIdError",
    "in_words",
    "latest",
    "validate",
]
