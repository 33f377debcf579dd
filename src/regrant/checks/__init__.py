"""Checks: what is read from TikTok becomes evidence, with the call, the time and the request id that prove it."""

from __future__ import annotations

from regrant.checks.model import Checked, Progress
from regrant.checks.run import about, evidence_of, run, tells

__all__ = ["Checked", "Progress", "about", "evidence_of", "run", "tells"]
