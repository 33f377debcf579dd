"""Trouble as a page or, for programs, as problem details (RFC 9457): what happened, where, and the mend."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from msgspec import Struct, to_builtins

from regrant.cases.library import NoSuchEntryError
from regrant.cases.views import UnknownIdError
from regrant.web.render import render
from regrant.web.settings import LARGEST_BODY
from regrant.web.visit import HTML, JSON

PROBLEM_JSON = "application/problem+json"
MENDS = {
    400: ("That was not understood", "Go back, look at what was entered, and send it again."),
    401: ("Sign in first", "Sign in at /sign-in, then do it again. Programs send the cookie that it gives."),
    403: (
        "This was not allowed",
        "Open the page again in this browser, with cookies switched on, and repeat the last step.",
    ),
    404: ("There is nothing here", "Check the address, or begin at the first page."),
    405: ("This address cannot be used that way", "Begin at the first page."),
    409: ("Something changed meanwhile", "Look at the case as it is now, and send it again if it still holds."),
    413: (
        "That is too long",
        f"Send less than {LARGEST_BODY // 1024} kB: the first lines and the error message are enough.",
    ),
    500: ("Something broke on our side", "What you said before is kept. Go back and try again."),
    503: ("The cases cannot be kept right now", "What you said before is kept. Mend what is named, and try again."),
}
SERVER_SIDE = 500
_log = logging.getLogger("regrant.web")


class Trouble(Struct, frozen=True, kw_only=True, omit_defaults=False):
    """What went wrong, in the form of RFC 9457, with the mend beside it."""

    title: str
    status: int
    detail: str
    instance: str
    mend: str
    type: str = "about:blank"


def answer(request: Request[Any, Any, Any], status: int, detail: str = "") -> Response[Any]:
    """Return trouble as whoever asked can read it."""
    title, mend = MENDS.get(status, (HTTPStatus(status).phrase, MENDS[400 if status < SERVER_SIDE else SERVER_SIDE][1]))
    trouble = Trouble(title=title, status=status, detail=detail, instance=request.url.path, mend=mend)
    path = request.url.path
    if path.startswith("/api/") or path.endswith(JSON) or "application/json" in request.headers.get("Accept", ""):
        return Response(to_builtins(trouble), media_type=PROBLEM_JSON, status_code=status)

    return Response(render("trouble.html", page=trouble, csrf="", twin=None), media_type=HTML, status_code=status)


def _http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    extra = f" {error.extra}" if error.status_code == HTTPStatus.BAD_REQUEST and error.extra else ""

    return answer(request, error.status_code, f"{error.detail}{extra}")


def _not_found(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    return answer(request, 404, str(error))


def _wrong(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    return answer(request, 400, f"{error}.".replace("?.", "?"))


def _unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    name = type(error).__name__  # these come with the database, which is loaded late
    if name == "NoSuchCaseError":
        return answer(request, 404, "There is no such case in this browser's visit.")
    if name == "StaleError":
        return answer(request, 409, "The case has changed since the version that this was sent for.")
    if name == "StoreError":
        return answer(request, 503, str(error))
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)

    return answer(request, 500, f"It was {name}; the details are in the log of the program.")


HANDLERS: Any = {
    HTTPException: _http,
    NoSuchEntryError: _not_found,
    UnknownIdError: _wrong,
    Exception: _unexpected,
}
