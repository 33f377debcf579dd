"""The operations of TikTok's API for Business that may be called, read from `endpoints.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from regrant.loading import once, read_yaml

FILE = Path(__file__).with_name("endpoints.yaml")
DOCS = "https://business-api.tiktok.com/portal/docs?id="

Effect = Literal["reads", "writes", "session"]
Kind = Literal["id", "text", "int", "bool", "date", "email", "object", "id[]", "text[]", "email[]"]


class Shape(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of the table's shapes: immutable, and a misspelt field is an error."""


class Permission(Shape, frozen=True, kw_only=True):
    """What a developer app is granted. `id` is the number in a token's `scope` list, None where it is not published."""

    id: int | None
    path: str


class Parameter(Shape, frozen=True, kw_only=True):
    """One parameter: its type and limits. `also` holds values that work or were seen but are not documented."""

    type: Kind
    required: bool = False
    values: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    max: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    fields: dict[str, Parameter] = {}
    secret: bool = False


class Paging(Shape, frozen=True, kw_only=True):
    """How many rows a page holds: what TikTok gives when not asked, and the most that it allows."""

    default: int
    max: int


class Operation(Shape, frozen=True, kw_only=True):
    """One operation. `writes` may only leave the client with an unlock; `session` belongs to signing in."""

    path: str
    method: Literal["GET", "POST"]
    effect: Effect
    about: str
    id: str = ""
    permission: str | None = None
    admin_only: bool = False
    finance: bool = False
    token: bool = True
    result: str | None = None
    paging: Paging | None = None
    cursor: bool = False
    one_of: tuple[str, ...] = ()
    doc: str | None = None
    send: dict[str, Parameter] = {}

    @property
    def url_of_doc(self) -> str | None:
        """Address of TikTok's own page about this operation, None if its number is not known."""
        return DOCS + self.doc if self.doc else None


class Table(Shape, frozen=True, kw_only=True):
    """All operations by id, all permissions by short name, and the paths kept out on purpose with the reason."""

    permissions: dict[str, Permission]
    operations: dict[str, Operation]
    never: dict[str, str]

    def permission_of(self, operation: Operation) -> Permission | None:
        """Return the permission an operation needs, or None if it needs none."""
        return self.permissions[operation.permission] if operation.permission else None


class UnknownOperationError(LookupError):
    """An operation that is not in the table, and so cannot be called."""


@once
def table() -> Table:
    """
    Load the table; a mistake in it is an error of ours and names the place.

    Raises:
        ValueError: the file does not fit its shape.

    """
    content = read_yaml(FILE)
    read = msgspec.convert(content, Table)
    named = {key: msgspec.structs.replace(value, id=key) for key, value in read.operations.items()}
    for key, operation in named.items():
        if operation.permission and operation.permission not in read.permissions:
            raise ValueError(
                f'{FILE.name}: "{key}" needs the permission "{operation.permission}", which is not listed.'
            )

    return msgspec.structs.replace(read, operations=named)


def operation(name: str) -> Operation:
    """
    Return the operation *name*.

    Raises:
        UnknownOperationError: there is none; the message names the nearest.

    """
    known = table().operations
    if name in known:
        return known[name]
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    hint = f'did you mean "{near[0]}"?' if near else "see endpoints.yaml for those that may be called."
    raise UnknownOperationError(f'"{name}" is not an operation that may be called; {hint}')
