"""
The door to TikTok for all faces: connect, look, ask why, and check before anything is asked.

The rooms behind it are loaded when they are needed, so that whoever is not connected pays nothing for them.
"""

from __future__ import annotations

from regrant.cases.access_desk import Found, compare, what_can, who_can, why
from regrant.cases.connection import CAN, CANNOT, COULD_NOT_TELL, USAGE, Connection, Say, TikTokDeskError
from regrant.cases.reading_desk import check_first, kept_for
from regrant.cases.ready import ready
from regrant.cases.token_desk import Ability, Center, Doctor, connect, connected, disconnect, doctor, sign_in
from regrant.cases.who import UnsureWhoError

__all__ = [
    "CAN",
    "CANNOT",
    "COULD_NOT_TELL",
    "USAGE",
    "Ability",
    "Center",
    "Connection",
    "Doctor",
    "Found",
    "Say",
    "TikTokDeskError",
    "UnsureWhoError",
    "check_first",
    "compare",
    "connect",
    "connected",
    "disconnect",
    "doctor",
    "kept_for",
    "ready",
    "sign_in",
    "what_can",
    "who_can",
    "why",
]
