"""
What a question, a fix and giving up cost, in minutes of a person's day. The only place for these numbers.

They are judgements, not measurements. What matters is their order: something known is cheaper than
something to look up, which is cheaper than asking somebody else; a wrong fix costs trust beside its minutes.
"""

from __future__ import annotations

from regrant.knowledge import Finding, Fix

EFFORT = {"known": 3.0, "look": 5.0, "try": 7.0, "ask": 25.0, "wait": 240.0}
SOMEBODY_ELSE = 2.0
"""Extra for a question that another person has to answer."""
UNKNOWN_RATE = {"always": 0.9, "usually": 0.7, "often": 0.5, "sometimes": 0.25, "rarely": 0.08, "never": 0.02}
"""How often a person asked cannot tell."""
WAITING = 0.03
"""One minute of waiting counts as this many minutes of work."""
RISK = {"none": 0.0, "some": 10.0, "high": 40.0}
INSULT = 12.0
"""Doing a fix that was not the right one, beyond its minutes."""
PATIENCE = 0.03
"""Every question already asked makes the next one dearer by this share: people tire."""
DISCOURAGED = 0.15
"""Every "I don't know" makes the next question dearer by this share on top: the next may go the same way."""
WORTH_A_TRY = 0.15
"""A fix less likely than this to help is not proposed; guessing is not diagnosing."""
FIX_WORKS = 0.95
"""A fix removes its own cause this often; the rest is steps not done as meant."""
BY_CHANCE = 0.02
"""A fix seems to help this often although the cause was another one, which then went away by itself."""
ESCALATE = 600.0
"""Handing the case to TikTok support: writing it up, and days of waiting."""
NAMING = 200.0
"""Ending with the wrong cause named, even if its fix happens to be the same."""
RIGHT_NAME, NEIGHBOUR = 0.72, 0.2
"""How often the problem that people pick is what it really is, and how often one it hands over to or from is."""


def of_asking(finding: Finding) -> float:
    """Return the cost of asking one finding, in minutes."""
    return EFFORT[finding.effort] + (SOMEBODY_ELSE if finding.who != "you" else 0.0)


def of_fix(fix: Fix) -> float:
    """Return the cost of doing one fix, in minutes."""
    return fix.minutes + WAITING * 60 * fix.wait_hours + RISK[fix.risk] + INSULT
