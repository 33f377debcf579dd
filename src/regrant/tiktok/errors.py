"""What a refused or failed call means: code and message become one of a few causes, and the message decides."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from regrant.loading import once, read_yaml
from regrant.tiktok.endpoints import Operation, table

FILE = Path(__file__).with_name("troubles.yaml")


class Cause(StrEnum):
    """Every reason for which a call gives no answer. The sentences stand in `troubles.yaml`."""

    SCOPE_MISSING = "scope_missing"
    NO_ROLE_ON_ACCOUNT = "no_role_on_account"
    NO_RIGHT_ON_ASSET = "no_right_on_asset"
    NOT_ADMIN = "not_admin"
    NO_FINANCE_ROLE = "no_finance_role"
    NO_PERMISSION = "no_permission"
    ACCOUNT_GONE = "account_gone"
    OBJECT_GONE = "object_gone"
    WRONG_ASSET_KIND = "wrong_asset_kind"
    BAD_REQUEST = "bad_request"
    TOO_MANY_IDS = "too_many_ids"
    TOKEN_MISSING = "token_missing"  # noqa: S105
    TOKEN_DEAD = "token_dead"  # noqa: S105
    WRONG_LOGIN = "wrong_login"
    WRONG_APP = "wrong_app"
    APP_REFUSED = "app_refused"
    CODE_USED = "code_used"
    FEATURE_CLOSED = "feature_closed"
    BARRED_COUNTRY = "barred_country"
    PUNISHED = "punished"
    BUSY_SECOND = "busy_second"
    BUSY_MINUTE = "busy_minute"
    BUSY_ACCOUNT = "busy_account"
    BLOCKED = "blocked"
    DUPLICATE = "duplicate"
    NOTHING_TO_DO = "nothing_to_do"
    CONFLICT = "conflict"
    NOT_READY = "not_ready"
    TIKTOK_FAULT = "tiktok_fault"
    MAINTENANCE = "maintenance"
    NOT_OFFERED = "not_offered"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    CUT_OFF = "cut_off"
    GATEWAY = "gateway"
    BAD_ANSWER = "bad_answer"
    REFUSED = "refused"


BUSY = frozenset({Cause.BUSY_SECOND, Cause.BUSY_MINUTE, Cause.BUSY_ACCOUNT})
"""TikTok did nothing and wants us to wait: even a write may be sent again."""
ABOUT_ONE_OBJECT = frozenset(
    {
        Cause.NO_ROLE_ON_ACCOUNT,
        Cause.NO_RIGHT_ON_ASSET,
        Cause.NO_PERMISSION,
        Cause.ACCOUNT_GONE,
        Cause.OBJECT_GONE,
        Cause.PUNISHED,
        Cause.BAD_REQUEST,
    }
)
"""The refusal speaks of one of the things asked for: the same call may succeed for others."""
LASTING = (
    frozenset(Cause)
    - BUSY
    - {
        Cause.TIKTOK_FAULT,
        Cause.MAINTENANCE,
        Cause.NOT_READY,
        Cause.UNREACHABLE,
        Cause.TIMED_OUT,
        Cause.CUT_OFF,
        Cause.GATEWAY,
        Cause.BLOCKED,
        Cause.TOKEN_DEAD,
        Cause.TOKEN_MISSING,
        Cause.WRONG_LOGIN,
        Cause.WRONG_APP,
        Cause.BARRED_COUNTRY,
    }
)
"""Asking again later, or after connecting anew, would bring the same."""


class Meaning(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a cause is, what mends it, whether to ask again, and how much else is hopeless once it was met."""

    says: str
    mend: str
    retry: Literal["never", "soon", "minutes"] = "never"
    stops: Literal["one", "operation", "everything"] = "one"


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A pattern of a message (any case), for these codes or for all."""

    match: str
    cause: Cause
    codes: tuple[int, ...] = ()


class Range(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Codes from first to last, both included."""

    range: tuple[int, int]
    cause: Cause


class Book(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole of `troubles.yaml`."""

    causes: dict[Cause, Meaning]
    messages: tuple[Rule, ...]
    codes: dict[int, Cause]
    ranges: tuple[Range, ...]


class Trouble(Struct, frozen=True, kw_only=True):
    """
    Why one call gave no answer.

    `permission` is the path of the missing permission, where that is the reason. `may_have_happened` is true for a
    write whose outcome is not known: read back before doing anything else.
    """

    cause: Cause
    operation: str
    message: str
    code: int | None = None
    http_status: int | None = None
    request_id: str | None = None
    permission: str | None = None
    may_have_happened: bool = False

    @property
    def meaning(self) -> Meaning:
        """What the cause means in general."""
        return book().causes[self.cause]

    @property
    def reason(self) -> str:
        """One clause for a table or a chain; a missing permission reads "not checked: permission X not granted"."""
        if self.cause is Cause.SCOPE_MISSING:
            return f"not checked: permission {self.permission or self.operation} not granted"

        return f"not read: {self.meaning.says}"

    def __str__(self) -> str:
        number = (
            f"code {self.code}" if self.code is not None else f"HTTP {self.http_status}" if self.http_status else ""
        )
        request = f"request id {self.request_id}" if self.request_id else ""
        proof = ", ".join(part for part in (number, f'"{self.message}"' if self.message else "", request) if part)
        needs = f" ({self.permission})" if self.permission else ""
        unsure = " It may have happened all the same: read it back first." if self.may_have_happened else ""
        said = self.meaning.says[0].upper() + self.meaning.says[1:]

        return f"{said}{needs}.{unsure} {self.meaning.mend} [{self.operation}{f': {proof}' if proof else ''}]"


class TikTokError(Exception):
    """A call gave no answer; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(str(trouble))


@once
def book() -> Book:
    """Load `troubles.yaml`."""
    return msgspec.convert(read_yaml(FILE), Book, strict=False)


@once
def _rules() -> tuple[tuple[re.Pattern[str], Rule], ...]:
    return tuple((re.compile(rule.match, re.IGNORECASE | re.DOTALL), rule) for rule in book().messages)


def cause_of(code: int, message: str, operation: Operation | None = None) -> Cause:
    """
    Classify a refusal: first by message, then by code.

    A refusal without a reason on a call about money is put down to the finance role, as TikTok's own page on
    balances says that every such call needs one.
    """
    found = next(
        (
            rule.cause
            for pattern, rule in _rules()
            if (not rule.codes or code in rule.codes) and pattern.search(message)
        ),
        None,
    )
    if found is None:
        found = book().codes.get(code)
    if found is None:
        found = next((item.cause for item in book().ranges if item.range[0] <= code <= item.range[1]), Cause.REFUSED)
    if found is Cause.NO_PERMISSION and operation is not None and operation.finance:
        return Cause.NO_FINANCE_ROLE

    return found


def trouble_of(
    operation: Operation, code: int, message: str, request_id: str | None, http_status: int = 200
) -> Trouble:
    """Return what a refused call means."""
    cause = cause_of(code, message, operation)
    permission = table().permission_of(operation) if cause is Cause.SCOPE_MISSING else None
    unsure = operation.effect == "writes" and cause in (Cause.TIKTOK_FAULT, Cause.DUPLICATE)

    return Trouble(
        cause=cause,
        operation=operation.id,
        message=message,
        code=code,
        http_status=http_status,
        request_id=request_id,
        permission=permission.path if permission else None,
        may_have_happened=unsure,
    )
