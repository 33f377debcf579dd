"""Replies that carry no result, and what each means: refusals of the API, gateways, broken connections."""

from __future__ import annotations

import re

from regrant.tiktok.endpoints import Operation
from regrant.tiktok.errors import Cause, Trouble, trouble_of
from regrant.tiktok.http import httpx
from regrant.tiktok.wire import OK, PARTLY, Envelope

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
"""Failures before the first byte of the request left: TikTok cannot have acted."""
TOO_MANY_REQUESTS, SERVER_FAULT, NOT_FOUND, WRONG_METHOD = 429, 500, 404, 405
SHOWN = 120
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL | re.IGNORECASE)


def cause_of_failure(error: Exception) -> Cause:
    """Say what a failed exchange means, from the exception it raised."""
    if isinstance(error, NEVER_SENT):
        return Cause.UNREACHABLE
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return Cause.TIMED_OUT
    if isinstance(error, httpx.RemoteProtocolError | httpx.NetworkError):
        return Cause.CUT_OFF

    return Cause.BAD_ANSWER


def trouble_of_reply(what: Operation, status: int, read: Envelope | None, text: str) -> Trouble:
    """Say what a reply without a result means: the envelope if there is one, else the HTTP status."""
    if read is not None and read.code not in (OK, PARTLY):
        return trouble_of(what, read.code, read.message, read.request_id, status)
    cause = _cause_of_status(status, text)

    return Trouble(
        cause=cause,
        operation=what.id,
        message=_plain(text),
        http_status=status,
        request_id=read.request_id if read else None,
        may_have_happened=what.effect == "writes" and cause not in (Cause.NOT_OFFERED, Cause.BUSY_SECOND),
    )


def _cause_of_status(status: int, text: str) -> Cause:
    if status == TOO_MANY_REQUESTS:
        return Cause.BUSY_SECOND
    if status in (NOT_FOUND, WRONG_METHOD):
        return Cause.NOT_OFFERED
    if status >= SERVER_FAULT or text.lstrip().startswith("<"):
        return Cause.GATEWAY

    return Cause.BAD_ANSWER


def _plain(text: str) -> str:
    return " ".join(_TAG.sub(" ", text).split())[:SHOWN]
