"""How a request and an answer look on the wire: JSON inside the query, the envelope, ids that come as numbers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

TIKTOK = "https://business-api.tiktok.com/open_api/v1.3"
URL_VARIABLE = "REGRANT_TIKTOK_URL"
VERSION_PATH = "/open_api/v1.3"
OK, PARTLY = 0, 20001


class AddressError(ValueError):
    """A base address that cannot be used; the message says why and how it should look."""


class TokenFormError(ValueError):
    """A text that cannot be an access token. The message never repeats the text."""


class Envelope(Struct, frozen=True, kw_only=True):
    """The four parts of every answer of TikTok's API. `data` is empty where TikTok sends null or nothing."""

    code: int
    message: str
    request_id: str | None
    data: dict[str, Any]


def base_url(given: str | None = None) -> str:
    """
    Return the address of the API without a slash at the end: *given*, or `REGRANT_TIKTOK_URL`, or TikTok's own.

    Only this machine itself may be spoken to without encryption, because the token travels in a header.

    Raises:
        AddressError: no such address, or one that would send the token in clear.

    """
    text = (given or os.environ.get(URL_VARIABLE) or TIKTOK).strip()
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AddressError(f'"{text}" is not an address; it should look like {TIKTOK}')
    if parts.scheme == "http" and not is_loopback(text):
        raise AddressError(f'"{text}" would send the token unencrypted; use https (http only to this machine itself).')
    path = parts.path.rstrip("/") or VERSION_PATH

    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def token_text(given: str) -> str:
    """
    Return a token as it can stand in a header, without the space around it that pasting brings.

    Raises:
        TokenFormError: it is empty, or holds spaces, line ends or letters that no token has.

    """
    text = given.strip()
    if not text or not all("!" <= letter <= "~" for letter in text):
        raise TokenFormError(
            "This is not an access token: it must be one word of plain letters and digits. Copy it again."
        )

    return text


def is_loopback(url: str) -> bool:
    """Tell whether *url* leads to this machine itself."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def query(params: Mapping[str, Any]) -> dict[str, str]:
    """Turn parameters into a query string's parts: lists, objects and truth values as JSON text; None is left out."""
    return {name: _text(value) for name, value in params.items() if value is not None}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def body(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON body of a POST without what is None."""
    return {name: value for name, value in params.items() if value is not None}


def envelope(content: bytes) -> Envelope | None:
    """Read an answer, or None if it is not one of TikTok's API (a gateway's page, half an answer, another JSON)."""
    try:
        read = json.loads(content)
    except ValueError:
        return None
    if not isinstance(read, dict) or "code" not in read:
        return None
    try:
        code = int(read["code"])
    except (TypeError, ValueError):
        return None
    data = read.get("data")

    return Envelope(
        code=code,
        message=str(read.get("message") or ""),
        request_id=text_or_none(read.get("request_id")),
        data=with_text_ids(data) if isinstance(data, dict) else {"list": with_text_ids(data)} if data else {},
    )


def with_text_ids(value: Any) -> Any:
    """Return the same content with every id as text: numbers under keys such as `bc_id` or `asset_ids` become text."""
    if isinstance(value, dict):
        return {key: _id_text(item) if _names_ids(key) else with_text_ids(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_text_ids(item) for item in value]

    return value


def _names_ids(key: str) -> bool:
    return key in ("id", "ids") or key.endswith(("_id", "_ids"))


def _id_text(value: Any) -> Any:
    if isinstance(value, list):
        return [_id_text(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)

    return with_text_ids(value)


def text_or_none(value: Any) -> str | None:
    """Return text, or None for null and empty text; a number becomes text."""
    return None if value is None or value == "" else str(value)


def id_or_none(value: Any) -> str | None:
    """Return an id as text, or None for null, empty text and zero, which all mean "has none"."""
    text = text_or_none(value)

    return None if text in (None, "0") else text


def now() -> str:
    """Return this moment as ISO text in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def moment(value: Any) -> str | None:
    """
    Return a time of TikTok as ISO text in UTC, or the very text if it has a form not known here.

    Both forms seen are read: `2026-06-23 07:09:07` and `2026-06-23T07:09:07Z`; numbers are seconds since 1970.
    """
    if value in (None, "", 0):
        return None
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    try:
        read = datetime.fromisoformat(str(value).strip())
    except ValueError:
        return str(value)
    read = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)

    return read.isoformat(timespec="seconds").replace("+00:00", "Z")


def skew(date: str | None) -> float | None:
    """Return how many seconds this computer's clock is ahead of the server's `Date` header, None without one."""
    if not date:
        return None
    try:
        server = parsedate_to_datetime(date)
    except ValueError:
        return None

    return (datetime.now(UTC) - server).total_seconds() if server.tzinfo else None
