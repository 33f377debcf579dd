"""httpx without the program for the command line that it brings along: importing that takes as long as httpx itself."""

from __future__ import annotations

from regrant.loading import without

with without("httpx._main"):
    import httpx

__all__ = ["httpx"]
