"""How right the tool is, measured on complaints whose problem is known."""

from regrant.evaluation.complaints import CaseFileError, Scores, evaluate, read_cases

__all__ = ["CaseFileError", "Scores", "evaluate", "read_cases"]
