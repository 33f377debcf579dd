"""What the web app can be told."""

from __future__ import annotations

from msgspec import Struct

from regrant.web.openid import Provider

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LARGEST_BODY = 64 * 1024
"""Bytes of a request; a complaint of the greatest length that is read fits twice."""


class Settings(Struct, frozen=True, kw_only=True):
    """
    Where to listen and what to offer.

    `hosts` are further names under which browsers may call; an unknown name in the Host header is refused, so that a
    foreign page cannot reach the app by pointing its own name here. `secure` is for use behind HTTPS.
    `login` lets in only who has signed in, with a password or at the provider `openid`.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    database_url: str | None = None
    secure: bool = False
    login: bool = False
    openid: Provider | None = None
    demo: bool = True
