"""Trouble as a page or, for programs, as problem details (RFC 9457): what happened, where, and the mend."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from msgspec import Struct, to_builtins

from regrant.cases.library import NoSuchEntryError
from regrant.cases.views import UnknownIdError
from regrant.web import security
from regrant.web.render import render
from regrant.web.settings import LARGEST_BODY
from regrant.web.visit import HTML, JSON

PROBLEM_JSON = "application/problem+json"
_SIZE = f"{LARGEST_BODY // 1024} kB"
MENDS = {
    400: ("That was not understood", "Go back, look at what was entered, and send it again."),
    401: ("Sign in first", "Sign in at /sign-in, then do it again. Programs send the cookie that it gives."),
    403: (
        "This was not allowed",
        "Open the page again in this browser, with cookies switched on, and repeat the last step.",
    ),
    404: ("There is nothing here", "Check the address, or begin at the first page."),
    405: ("This address cannot be used that way", "Go on from the page before it; what you said is kept."),
    409: ("Something changed meanwhile", "Look at the case as it is now, and send it again if it still holds."),
    413: (
        "That is too long",
        f"Go back and send less than {_SIZE}: the first lines and the error message are enough.",
    ),
    421: (
        "Regrant is not known by this name",
        "Use the address that it prints when it starts. If this name should lead here: regrant web --name NAME",
    ),
    500: ("Something broke on our side", "What you said before is kept. Go back and try again."),
    503: ("The cases cannot be kept right now", "What you said before is kept. Mend what is named, and try again."),
}
FOR_PROGRAMS = {
    400: "What this address takes stands in /api/schema/openapi.json.",
    403: "Send it as application/json.",
    404: "The addresses stand in /api/schema/openapi.json; a case is shown only to the cookie that began it.",
    405: "Which methods this address takes stands in /api/schema/openapi.json.",
    413: f"Send less than {_SIZE}.",
}
AGAIN = (
    "Please send that once more",
    "Nothing was changed. Send it from here. If you see this again, let this address keep cookies.",
)
_LITESTARS = {
    404: "Nothing stands at this address.",
    413: f"What was sent is larger than {_SIZE}, so it was not read.",
}
_TYPES = {
    "int": "a whole number", "float": "a number", "str": "text", "array": "a list", "object": "an object",
    "bool": "true or false", "null": "nothing", "UploadFile": "a file",
}  # fmt: skip
_CASE = re.compile(r"/cases/\w+")
SERVER_SIDE = 500
_log = logging.getLogger("regrant.web")


class Trouble(Struct, frozen=True, kw_only=True):
    """What went wrong, in the form of RFC 9457, with the mend beside it."""

    title: str
    status: int
    detail: str
    instance: str
    mend: str
    type: str = "about:blank"


def answer(
    request: Request[Any, Any, Any], status: int, detail: str = "", *, again: Sequence[tuple[str, str]] = ()
) -> Response[Any]:
    """Return trouble as whoever asked can read it; a page offers to send *again* what a form of ours sent."""
    title, mend = MENDS.get(status, (HTTPStatus(status).phrase, MENDS[400 if status < SERVER_SIDE else SERVER_SIDE][1]))
    if again and status < SERVER_SIDE:
        title, mend = AGAIN
    path = request.url.path
    api = path.startswith("/api/")
    mend = FOR_PROGRAMS.get(status, mend) if api else mend
    trouble = Trouble(title=title, status=status, detail=detail, instance=path, mend=mend)
    if api or path.endswith(JSON) or "application/json" in request.headers.get("Accept", ""):
        return Response(to_builtins(trouble), media_type=PROBLEM_JSON, status_code=status)
    case = _CASE.match(path)
    text = render(
        "trouble.html",
        page=trouble,
        again=again,
        case=case.group() if case and status not in (401, 404, 421) else None,
        csrf="" if status in (401, 421) else security.csrf_of(security.visitor_of(request)),
        twin=None,
    )

    return Response(text, media_type=HTML, status_code=status)


def _http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    status = error.status_code
    if isinstance(error, security.OtherVisitError):
        return answer(request, status, error.detail, again=security.sent_from_here(request))
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        return answer(request, status, "; ".join(map(_in_words, error.extra)).capitalize() + ".")
    if status == HTTPStatus.BAD_REQUEST:
        return answer(request, status, f"What was sent could not be read: {error.detail.rstrip('.')}.")

    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return answer(request, status, f"It does not take {request.method}.")

    return answer(request, status, _LITESTARS.get(status, error.detail))


def _in_words(found: Any) -> str:
    """Say what Litestar and msgspec found wrong with a field."""
    said, key = str(found.get("message", "")), str(found.get("key", ""))
    if missing := re.fullmatch(r"Object missing required field `([^`]*)`.*", said):
        return f'the field "{missing[1]}" is missing'
    if unknown := re.fullmatch(r"Object contains unknown field `([^`]*)`.*", said):
        return f'there is no field "{unknown[1]}"'
    plain = re.sub(r"`([^`]*)`", lambda of: " or ".join(_TYPES.get(one, one) for one in of[1].split(" | ")), said)
    plain = re.sub(r"^Expected (.*), got (.*?)( - at .*)?$", r"should be \1, not \2", plain)
    plain = re.sub(r"^Expected ", "should be ", plain)

    return f'the field "{key[:60]}" {plain}'


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
    again = security.sent_from_here(request)
    if name == "StoreError":
        return answer(request, 503, str(error), again=again)
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)

    return answer(request, 500, f"It was {name}; the details are in the log of the program.", again=again)


HANDLERS: Any = {
    HTTPException: _http,
    NoSuchEntryError: _not_found,
    UnknownIdError: _wrong,
    Exception: _unexpected,
}
