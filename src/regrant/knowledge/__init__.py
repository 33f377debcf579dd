"""What is known about access problems in TikTok Business Center, as data. Imports nothing of ours."""

from regrant.knowledge.errors import KnowledgeError, Mistake, nearest, nearest_hint
from regrant.knowledge.loader import load
from regrant.knowledge.model import Cause, Finding, Fix, Knowledge, Problem, Source

__all__ = [
    "Cause",
    "Finding",
    "Fix",
    "Knowledge",
    "KnowledgeError",
    "Mistake",
    "Problem",
    "Source",
    "load",
    "nearest",
    "nearest_hint",
]
