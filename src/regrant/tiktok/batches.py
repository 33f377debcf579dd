"""Ad accounts by the hundred, although one that cannot be reached makes TikTok refuse the whole call."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct, field

from regrant.tiktok.client import Client
from regrant.tiktok.errors import ABOUT_ONE_OBJECT, Cause, Trouble
from regrant.tiktok.paging import Row, rows

SIZE = 100
NAME = "advertiser.info"
_ID = re.compile(r"\d{5,}")
_SPLIT = ABOUT_ONE_OBJECT | {Cause.TOO_MANY_IDS}


class Accounts(Struct, kw_only=True):
    """The ad accounts that could be read, and per id the reason for each that could not."""

    rows: list[Row] = field(default_factory=list)
    unread: dict[str, Trouble] = field(default_factory=dict)


async def accounts(client: Client, ids: Iterable[str], *, job: str = "") -> Accounts:
    """
    Read `/advertiser/info/` for all *ids*, setting apart those that poison a batch.

    A refusal that names the id costs one more call; one that does not is found by halving the batch.
    """
    wanted = list(dict.fromkeys(ids))
    found = Accounts()
    waiting = [wanted[start : start + SIZE] for start in range(0, len(wanted), SIZE)]
    while waiting:
        batch = waiting.pop()
        got = await rows(client, NAME, {"advertiser_ids": batch}, job=job)
        if got.trouble is None:
            found.rows += got.rows
            _note_absent(batch, got.rows, found)
        elif len(batch) == 1 or got.trouble.cause not in _SPLIT:
            found.unread |= dict.fromkeys(batch, got.trouble)
        else:
            waiting += _parts(batch, got.trouble, found)

    return found


def _parts(batch: list[str], trouble: Trouble, found: Accounts) -> list[list[str]]:
    named = set(_ID.findall(trouble.message)) & set(batch)
    if named:
        found.unread |= dict.fromkeys(named, trouble)
        rest = [item for item in batch if item not in named]
        return [rest] if rest else []
    middle = len(batch) // 2

    return [batch[middle:], batch[:middle]]


def _note_absent(batch: list[str], got: list[Row], found: Accounts) -> None:
    there = {row.get("advertiser_id") for row in got}
    for item in batch:
        if item not in there:
            message = "the answer leaves it out"
            found.unread[item] = Trouble(cause=Cause.ACCOUNT_GONE, operation=NAME, message=message)
