"""
The access chain: one list of links, each a Narwhals expression over the path table.

A link is true, false or null (unknown) for every path; `blocked` tells whether a null comes from a table that
could not be read, otherwise the answer depends on something TikTok does not say. The same list runs on Polars
for one question and on DuckDB for many Business Centers. Marks are small numbers, so that the best path is a max.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import narwhals as nw

from regrant.access.permissions import ANY_ROLE, Cell, link_words, matrix

NO, DEPENDS, UNREADABLE, YES = 0, 1, 2, 3
"""Marks of a link and of a verdict, the better the higher; "could not be read" goes before "depends"."""
NO_LINK = 99
_MISSING = nw.lit(None, dtype=nw.Boolean)
_AD_FINE = ("STATUS_ENABLE", "SHOW_ACCOUNT_STATUS_APPROVED")
_AD_NOT = (
    "STATUS_LIMIT", "STATUS_DISABLE", "STATUS_CONFIRM_FAIL", "STATUS_CONFIRM_FAIL_END", "STATUS_CONFIRM_MODIFY_FAIL",
    "STATUS_PENDING_CONFIRM", "STATUS_PENDING_CONFIRM_MODIFY", "STATUS_PENDING_VERIFIED",
    "STATUS_SELF_SERVICE_UNAUDITED", "STATUS_WAIT_FOR_BPM_AUDIT", "STATUS_WAIT_FOR_PUBLIC_AUTH",
    "STATUS_CONTRACT_PENDING", "SHOW_ACCOUNT_STATUS_NOT_APPROVED", "SHOW_ACCOUNT_STATUS_IN_REVIEW",
    "SHOW_ACCOUNT_STATUS_PUNISHED",
)  # fmt: skip
_IDENTITY_NOT = ("NO_VALID_BIND_ACCOUNT", "SCOPE_UNAVAILABLE", "IS_PRIVATE_ACCOUNT", "NOT_BUSINESS_ACCOUNT")


@dataclass(frozen=True, slots=True)
class Link:
    """One link: true, false or null per path, and whether a null is due to a failed read."""

    id: str
    holds: nw.Expr
    blocked: nw.Expr


def cell_id(asset_type: str, action: str) -> str:
    """Return the id of one cell of the permission matrix, as it stands in the path table."""
    return f"{asset_type}/{action}"


def _cells(chosen: dict[str, Cell]) -> list[str]:
    return sorted(chosen)


def _in(cells: list[str]) -> nw.Expr:
    return nw.col("cell").is_in(cells) if cells else nw.lit(False)


def _is(column: str, *values: str) -> nw.Expr:
    """Return a comparison that is false, not null, where the column is null."""
    return nw.col(column).is_in(list(values)).fill_null(value=False)


def _three(yes: nw.Expr, no: nw.Expr) -> nw.Expr:
    """Return true where *yes*, else false where *no*, else null."""
    return nw.when(yes).then(nw.lit(True)).otherwise(nw.when(no).then(nw.lit(False)).otherwise(_MISSING))


def _reached(code: str) -> nw.Expr:
    """Return the three values of a mark that another part of the snapshot gave."""
    return _three(nw.col(code) == YES, nw.col(code) == NO)


def _allows(roles: str) -> nw.Expr:
    """Return whether the roles in a text column allow the cell: the permission matrix as one expression."""
    cells = {cell_id(kind, action): cell for kind, action, cell in matrix().cells(internal=True)}
    text = nw.col(roles)

    def any_of(field: str) -> nw.Expr:
        named = sorted({role for cell in cells.values() for role in getattr(cell, field) if role != ANY_ROLE})
        return nw.any_horizontal(
            *(
                text.str.contains(f"|{role}|", literal=True)
                & _in(_cells({key: cell for key, cell in cells.items() if role in getattr(cell, field)}))
                for role in named
            ),
            ignore_nulls=True,
        )

    never = _in(_cells({key: cell for key, cell in cells.items() if cell.never}))
    free = _in(_cells({key: cell for key, cell in cells.items() if ANY_ROLE in cell.roles}))
    strange = (text == "|") | _strange(text)

    return nw.when(never).then(nw.lit(False)).otherwise(_three(free | any_of("roles"), ~(any_of("unclear") | strange)))


def _strange(text: nw.Expr) -> nw.Expr:
    """Return whether a role stands there that the matrix does not know; what it allows is anybody's guess."""
    known = "|".join(sorted(matrix().known_roles(), key=len, reverse=True))

    return text.str.replace_all(rf"({known})", "").str.contains("[^|]")


def _granted(holds: nw.Expr) -> nw.Expr:
    """Return *holds* where something is assigned, else null: a role that is not there is neither enough nor too low."""
    return nw.when(nw.col("granted") | _never()).then(holds).otherwise(_MISSING)


def _never() -> nw.Expr:
    return _in([cell_id(kind, action) for kind, action, cell in matrix().cells(internal=True) if cell.never])


def _member() -> nw.Expr:
    """Take a grant as proof of membership: only members can be assigned anything (source api_assign)."""
    listed = ~nw.col("member_status").is_null() & ~_is("member_status", "UNBOUND")

    return _three(listed | _proven(), ~_null("member_status", "u_members"))


def _proven() -> nw.Expr:
    return _null("member_status", "u_members") & nw.col("has_grant")


def _joined() -> nw.Expr:
    return _three(_is("member_status", "BOUND") | _proven(), _is("member_status", "PENDING", "REJECTED"))


def _bc_admin() -> nw.Expr:
    stranger = nw.col("member_status").is_null() & ~nw.col("u_members")

    return _three(_is("bc_role", "ADMIN"), _is("bc_role", "STANDARD") | stranger)


def _finance() -> nw.Expr:
    none = nw.col("finance_role").is_null() & (~nw.col("member_status").is_null() | ~nw.col("u_members"))

    return _three(_is("finance_role", "MANAGER"), none)


def _approved() -> nw.Expr:
    """Take a missing status as fine: TikTok gives one only to some kinds of assets (source api_admin_get)."""
    fine = nw.col("relation_status").is_null() & (nw.col("present") | nw.col("granted"))

    return _three(fine | _is("relation_status", "BOUND"), _is("relation_status", "PENDING", "REJECTED", "UNBOUND"))


def _ceiling() -> nw.Expr:
    """Without a known share the assigned role stands, because nobody can be given more than the share allows."""
    from_partner = nw.col("has_share") | _is("relation_type", "OWNER_PARTNER")
    unknown = ~nw.col("has_share") & nw.col("u_shares")
    level = nw.when(nw.col("has_share")).then(_allows("share_role_text")).otherwise(_three(~unknown, nw.lit(False)))

    return nw.when(from_partner).then(level).otherwise(nw.lit(True))


def _other(code: str, *unread: str) -> tuple[nw.Expr, nw.Expr]:
    """Return a link that rests on other assets: none found is "no" only if none can have been missed."""
    missed = nw.any_horizontal(*(nw.col(flag) for flag in unread), ignore_nulls=True)
    holds = _three(nw.col(code) == YES, (nw.col(code) == NO) & ~missed)

    return holds, (nw.col(code) == UNREADABLE) | missed


@cache
def links() -> tuple[Link, ...]:
    """Return the links in the order of the chain."""
    col = nw.col
    missed = col("u_assets") | col("u_shares")
    found = [
        Link("member", _member(), col("u_members")),
        Link("joined", _joined(), _null("member_status", "u_members")),
        Link("bc_healthy", _bc_healthy(), _null("bc_status", "u_bcs")),
        Link("bc_admin", _bc_admin(), _null("bc_role", "u_members")),
        Link("finance_role", _finance(), _null("finance_role", "u_members")),
        Link("asset_here", _three(col("present") | col("granted"), ~missed), missed),
        Link("approved", _approved(), _null("relation_status", "u_assets")),
        Link("assigned", _three(col("granted"), ~col("u_grants")), col("u_grants")),
        Link("role_enough", _granted(_allows("role_text")), col("u_grants") & ~col("granted")),
        Link("ceiling", _ceiling(), col("u_shares") & ~col("has_share")),
        Link(
            "ad_account_healthy", _ad_healthy(), col("ad_status").is_null() & (col("u_advertisers") | col("u_assets"))
        ),
        Link("ad_account", *_other("best_ad", "u_other_ads")),
        Link("linked", *_other("best_tied_ad", "u_links")),
        Link("tiktok_account", *_other("best_tt", "u_other_tts")),
        Link("identity_usable", _identity(), _null("identity_status", "u_identities")),
        Link("may_publish", _may_publish(), _null("can_push", "u_identities")),
        Link("may_go_live", _may("can_live"), _null("can_live", "u_identities")),
        Link("may_message", _may("can_message"), _null("can_message", "u_identities")),
        Link("store_active", _store_active(), _null("store_status", "u_stores")),
        Link("exclusive", *_exclusive()),
        Link("spark_source", *_other("best_spark", "u_links", "u_spark", "u_other_tts", "u_own_identities")),
        Link("shop_source", *_other("best_shop", "u_own_stores", "u_other_shops")),
    ]
    assert [link.id for link in found] == list(link_words()), "chain and links.yaml name the same links in one order"

    return tuple(found)


def _null(column: str, flag: str) -> nw.Expr:
    return nw.col(column).is_null() & nw.col(flag)


def _flag(column: str) -> nw.Expr:
    return nw.col(column).fill_null(value=False)


def _may(column: str) -> nw.Expr:
    return _three(_flag(column), ~nw.col(column).is_null())


def _may_publish() -> nw.Expr:
    refused = _flag("ads_only") | ~nw.col("can_push").is_null()

    return _three(_flag("can_push") & ~_flag("ads_only"), refused)


def _identity() -> nw.Expr:
    barred = _flag("identity_gpppa")

    return _three(_is("identity_status", "AVAILABLE") & ~barred, _is("identity_status", *_IDENTITY_NOT) | barred)


def _bc_healthy() -> nw.Expr:
    return _three(_is("bc_status", "ENABLE"), _is("bc_status", "PUNISH", "DENY"))


def _ad_healthy() -> nw.Expr:
    return _three(_is("ad_status", *_AD_FINE), _is("ad_status", *_AD_NOT))


def _store_active() -> nw.Expr:
    return _three(_is("store_status", "ACTIVE", "NEW_CREATE"), _is("store_status", "INACTIVE"))


def _exclusive() -> tuple[nw.Expr, nw.Expr]:
    free = nw.col("exclusive_advertiser_id").is_null() & ~nw.col("u_stores")
    held = ~nw.col("exclusive_advertiser_id").is_null()

    return (
        _three(free | (held & (nw.col("best_exclusive") == YES)), held & (nw.col("best_exclusive") == NO)),
        (held & (nw.col("best_exclusive") == UNREADABLE)) | (~held & nw.col("u_stores")),
    )


def mark_column(link: str) -> str:
    """Return the name of the column with the mark of a link."""
    return f"m_{link}"


def marked(paths: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """
    Add a mark per link, then the mark of the whole path and its `rank`.

    A link that the action does not need counts as holding. The rank orders paths: the better mark first, then
    the fewer failing links, then the later the first one that does not hold; its last two digits are that link.
    """
    cells = {cell_id(kind, action): cell for kind, action, cell in matrix().cells(internal=True)}
    marks = {}
    for link in links():
        needed = _in(_cells({key: cell for key, cell in cells.items() if link.id in cell.links}))
        value = (
            nw.when(link.holds).then(nw.lit(YES)).otherwise(
                nw.when(~link.holds).then(nw.lit(NO)).otherwise(
                    nw.when(link.blocked).then(nw.lit(UNREADABLE)).otherwise(nw.lit(DEPENDS))
                )
            )
        )  # fmt: skip
        marks[mark_column(link.id)] = nw.when(needed).then(value).otherwise(nw.lit(YES)).cast(nw.Int64)
    paths = paths.with_columns(**marks)
    columns = list(marks)
    fails = nw.sum_horizontal(*((nw.col(name) == NO).cast(nw.Int64) for name in columns))
    paths = paths.with_columns(
        fails=fails,
        code=nw.when(_any_is(columns, NO)).then(nw.lit(NO)).otherwise(
            nw.when(_any_is(columns, UNREADABLE)).then(nw.lit(UNREADABLE)).otherwise(
                nw.when(_any_is(columns, DEPENDS)).then(nw.lit(DEPENDS)).otherwise(nw.lit(YES))
            )
        ).cast(nw.Int64),
    )  # fmt: skip
    first_no, first_open = (_first(columns, marks) for marks in ((NO,), (DEPENDS, UNREADABLE)))
    paths = paths.with_columns(first=nw.coalesce(first_no, first_open, nw.lit(NO_LINK)).cast(nw.Int64))

    return paths.with_columns(rank=nw.col("code") * 10000 + (NO_LINK - nw.col("fails")) * 100 + nw.col("first"))


def _any_is(columns: list[str], mark: int) -> nw.Expr:
    return nw.any_horizontal(*(nw.col(name) == mark for name in columns), ignore_nulls=True)


def _first(columns: list[str], marks: tuple[int, ...]) -> nw.Expr:
    found = [nw.when(nw.col(name).is_in(list(marks))).then(nw.lit(index)) for index, name in enumerate(columns)]

    return nw.coalesce(*found)
