"""What the web app can be told."""

from __future__ import annotations

from msgspec import Struct

from regrant.web.openid import Provider

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_WORDS = 20_000
"""Characters of a complaint."""
LARGEST_BODY = 192 * 1024
"""Bytes of a request; a form sends a Chinese letter as nine, and the longest complaint fits."""


class Settings(Struct, frozen=True, kw_only=True):
    """
    Where to listen and what to offer.

    `hosts` are further names under which browsers may call; an unknown name in the Host header is refused, so that a
    foreign page cannot reach the app by pointing its own name here. `secure` is for use behind HTTPS.
    `login` lets in only who has signed in, with a password or at the provider `openid`. `proxies` are the addresses (or
    networks) of servers before this one: what they say of whom they pass on is believed, of nobody else.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    database_url: str | None = None
    secure: bool = False
    login: bool = False
    proxies: tuple[str, ...] = ()
    openid: Provider | None = None
    demo: bool = True
