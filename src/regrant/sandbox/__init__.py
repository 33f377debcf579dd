"""
A TikTok Business API on loopback: worlds, faults, and the people on the other side.

It is the other side of the wire, and so shares no code with the rest of Regrant. See the README next to this file.
"""

from __future__ import annotations

from regrant.sandbox.app import create_app
from regrant.sandbox.server import Running, serve
from regrant.sandbox.shapes import Fault, World
from regrant.sandbox.world import WorldError, load_world, packaged_world, parse_world, world_names, world_schema

__all__ = [
    "Fault",
    "Running",
    "World",
    "WorldError",
    "create_app",
    "load_world",
    "packaged_world",
    "parse_world",
    "serve",
    "world_names",
    "world_schema",
]
