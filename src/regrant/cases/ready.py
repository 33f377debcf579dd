"""What a server loads ahead for those who read from TikTok."""

from __future__ import annotations


def ready() -> None:
    """Load all that reading from TikTok needs, so that the first question waits for none of it."""
    from regrant import checks  # noqa: F401  # enters the checks
    from regrant.access.chain import links
    from regrant.access.permissions import link_words, matrix
    from regrant.tiktok.endpoints import table
    from regrant.tiktok.errors import book
    from regrant.tiktok.targeted import needs

    for load in (links, link_words, matrix, table, book, needs):
        load()
