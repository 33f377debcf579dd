"""What keeps visitors apart and foreign pages out: headers, the visitor's cookie, and the guard of every change."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.exceptions import PermissionDeniedException
from litestar.types import Message, Scope

COOKIE = "regrant_visitor"
COOKIE_DAYS = 400
FIELD = "csrf"
HEADER = "X-CSRF"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_SAFE = ("GET", "HEAD", "OPTIONS")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with that, browsers call the origin of our own forms "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def visitor_of(request: Request[Any, Any, Any]) -> str:
    """Return the secret in the visitor's cookie, a new one if there is none; the same during one request."""
    known: str | None = request.scope["state"].get("visitor")
    if known is None:
        sent = request.cookies.get(COOKIE, "")
        known = sent if _TOKEN.fullmatch(sent) else secrets.token_urlsafe(32)
        request.scope["state"]["visitor"] = known
        request.scope["state"]["new_visitor"] = known != sent

    return known


def owner_of(visitor: str) -> str:
    """Return what the database knows a visitor by: who reads the database cannot make the cookie of it."""
    return "visitor:" + hashlib.sha256(f"owner {visitor}".encode()).hexdigest()[:48]


def csrf_of(visitor: str) -> str:
    """
    Return the token that forms carry.

    It follows from the cookie, which no foreign page can read; so nothing has to be kept, and a form survives the end
    of the process.
    """
    return hashlib.sha256(f"csrf {visitor}".encode()).hexdigest()[:43]


async def guard(request: Request[Any, Any, Any]) -> None:
    """
    Let only our own pages change anything.

    Raises:
        PermissionDeniedException: the request comes from a foreign page, or its form has not the visitor's token.

    """
    visitor = visitor_of(request)
    if request.method in _SAFE:
        return
    if _foreign(request):
        raise PermissionDeniedException("The request was sent by a page of another site.")
    if _is_json(request) or request.method != "POST":
        return  # a foreign page cannot send this without asking the server first, which never allows it
    sent = request.headers.get(HEADER) or str((await request.form()).get(FIELD, ""))
    if not hmac.compare_digest(sent.encode(), csrf_of(visitor).encode()):
        raise PermissionDeniedException(
            "The form does not belong to this browser's visit, or cookies are switched off."
        )


def _foreign(request: Request[Any, Any, Any]) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")

    return origin is not None and urlsplit(origin).netloc != request.headers.get("Host")


def _is_json(request: Request[Any, Any, Any]) -> bool:
    return request.headers.get("Content-Type", "").partition(";")[0].strip() == "application/json"


async def finish(message: Message, scope: Scope) -> None:
    """Add the headers of safety, the caching and, for a new visitor, the cookie to every answer."""
    if message["type"] != "http.response.start":
        return
    headers = {name.lower().encode(): value.encode() for name, value in HEADERS.items()}
    static = scope["path"].startswith("/static/")
    headers[b"cache-control"] = b"public, max-age=86400" if static else b"no-store"
    kept = [(name, value) for name, value in message["headers"] if name.lower() not in headers]
    state: dict[str, Any] = scope.get("state") or {}
    if state.get("new_visitor") and not static:
        secure = "; Secure" if state.get("secure") else ""
        cookie = f"{COOKIE}={state['visitor']}; Path=/; Max-Age={COOKIE_DAYS * 86400}; HttpOnly; SameSite=Lax{secure}"
        kept.append((b"set-cookie", cookie.encode()))
    message["headers"] = [*kept, *headers.items()]
