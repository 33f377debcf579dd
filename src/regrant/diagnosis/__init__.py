"""Belief, next step and plan: pure functions over the knowledge."""

from regrant.diagnosis.diagnose import diagnose
from regrant.diagnosis.evidence import Evidence, Origin, Prior, UnknownIdError
from regrant.diagnosis.result import Diagnosis, Next, Plan

__all__ = ["Diagnosis", "Evidence", "Next", "Origin", "Plan", "Prior", "UnknownIdError", "diagnose"]
