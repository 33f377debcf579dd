"""What keeps visitors apart and foreign pages out: headers, the visitor's cookie, and the guard of every change."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Container
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.exceptions import HTTPException, PermissionDeniedException
from litestar.types import Message, Scope

COOKIE = "regrant_visitor"
COOKIE_DAYS = 400
FIELD = "csrf"
HEADER = "X-CSRF"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_PORT = re.compile(r":\d*$")
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


def link_of(visitor: str, case_id: str, number: str) -> str:
    """
    Return the secret of the link to a shared copy; *number* makes every copy's another.

    It follows from the cookie, too: the browser that made the copy can show the link again, and the database cannot.
    """
    return hmac.new(visitor.encode(), f"link {case_id} {number}".encode(), hashlib.sha256).hexdigest()[:40]


class OtherVisitError(PermissionDeniedException):
    """The form was opened in another visit, or cookies are switched off."""


class UnknownNameError(HTTPException):
    """The request came under a name that this app does not know."""

    status_code = 421


def known_name(request: Request[Any, Any, Any], names: Container[str]) -> None:
    """
    Refuse what comes under an unknown name: a foreign page may have pointed its own name here (DNS rebinding).

    The port says nothing about that. What is the same for everybody needs no name.

    Raises:
        UnknownNameError: naming it.

    """
    name = _PORT.sub("", request.headers.get("Host", "")).lower()
    if name not in names and not request.url.path.startswith("/static/"):
        raise UnknownNameError(f'Regrant is not known here under the name "{name[:100]}".')


async def guard(request: Request[Any, Any, Any]) -> None:
    """
    Let only our own pages change anything.

    Raises:
        PermissionDeniedException: the request comes from a foreign page.
        OtherVisitError: its form has not the visitor's token.

    """
    visitor = visitor_of(request)
    if request.method in _SAFE:
        return
    if _foreign(request):
        raise PermissionDeniedException("The request was sent by a page of another site.")
    if _is_json(request) or request.method != "POST":
        return  # a foreign page cannot send this without asking the server first, which never allows it
    form = await request.form()
    request.scope["state"]["form"] = form
    sent = request.headers.get(HEADER) or str(form.get(FIELD, ""))
    if not hmac.compare_digest(sent.encode(), csrf_of(visitor).encode()):
        raise OtherVisitError("The form was opened in another visit: the cookie of this browser is another one now.")


def sent_from_here(request: Request[Any, Any, Any]) -> list[tuple[str, str]]:
    """Return what a form of our own sent, without its token; nothing if that is not sure, or if it is a password."""
    form = request.scope["state"].get("form")
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin" or request.headers.get("Origin")
    if not form or not ours or _foreign(request) or "password" in form:
        return []

    return [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name != FIELD]


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
