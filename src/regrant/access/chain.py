"""
The access chain: one list of links, each a Narwhals expression over the path table.

A link is true, false or null (unknown) for every path; `blocked` tells whether a null comes from a table that
could not be read, otherwise the answer depends on something TikTok does not say. The same list runs on Polars
for one question and on DuckDB for many Business Centers. Marks are small numbers, so that the best path is a max.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

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


Chosen = tuple[str, ...] | None
"""Ids of the cells that are asked about; None stands for all. Fewer cells make smaller expressions."""


def choose(chosen: Chosen) -> dict[str, Cell]:
    """Return the cells that are asked about, by their ids."""
    every = {cell_id(kind, action): cell for kind, action, cell in matrix().cells(internal=True)}

    return every if chosen is None else {name: every[name] for name in chosen}


def is_one_of(cells: Iterable[str], chosen: Chosen) -> nw.Expr:
    """Return whether the path is about one of *cells*, as a constant where it is about all or none of them."""
    found, every = set(cells), choose(chosen).keys()

    return nw.lit(found >= every) if not found or found >= every else nw.col("cell").is_in(sorted(found))


def _is(column: str, *values: str) -> nw.Expr:
    """Return a comparison that is false, not null, where the column is null."""
    return nw.col(column).is_in(list(values)).fill_null(value=False)


def _three(yes: nw.Expr, no: nw.Expr) -> nw.Expr:
    """Return true where *yes*, else false where *no*, else null."""
    return nw.when(yes).then(nw.lit(True)).otherwise(nw.when(no).then(nw.lit(False)).otherwise(_MISSING))


def _reached(code: str) -> nw.Expr:
    """Return the three values of a mark that another part of the snapshot gave."""
    return _three(nw.col(code) == YES, nw.col(code) == NO)


def _allows(roles: str, chosen: Chosen) -> nw.Expr:
    """Return whether the roles in a text column allow the cell: the permission matrix as one expression."""
    cells, text = choose(chosen), nw.col(roles)

    def any_of(field: str) -> nw.Expr:
        named = sorted({role for cell in cells.values() for role in getattr(cell, field) if role != ANY_ROLE})
        if not named:
            return nw.lit(False)
        return nw.any_horizontal(
            *(
                text.str.contains(f"|{role}|", literal=True)
                & is_one_of((key for key, cell in cells.items() if role in getattr(cell, field)), chosen)
                for role in named
            ),
            ignore_nulls=True,
        )

    free = is_one_of((key for key, cell in cells.items() if ANY_ROLE in cell.roles), chosen)
    allowed = _three(free | any_of("roles"), ~(any_of("unclear") | _strange(text)))

    return nw.when(_never(chosen)).then(nw.lit(False)).otherwise(allowed)


def _strange(text: nw.Expr) -> nw.Expr:
    """Return whether no role stands there, or one that the matrix does not know: what it allows is anybody's guess."""
    return ~text.str.contains(rf"^(\|({'|'.join(sorted(matrix().known_roles()))}))+\|$")


def allowances(chosen: Chosen) -> dict[str, nw.Expr]:
    """Return the columns that hold what the permission matrix says of the roles of a path; links read them."""
    return {"role_allows": _allows("role_text", chosen), "share_allows": _allows("share_role_text", chosen)}


def _granted(holds: nw.Expr, chosen: Chosen) -> nw.Expr:
    """Return *holds* where something is assigned, else null: a role that is not there is neither enough nor too low."""
    return nw.when(nw.col("granted") | _never(chosen)).then(holds).otherwise(_MISSING)


def _never(chosen: Chosen) -> nw.Expr:
    return is_one_of((key for key, cell in choose(chosen).items() if cell.never), chosen)


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
    level = nw.when(nw.col("has_share")).then(nw.col("share_allows")).otherwise(_three(~unknown, nw.lit(False)))

    return nw.when(from_partner).then(level).otherwise(nw.lit(True))


def _other(code: str, *unread: str) -> tuple[nw.Expr, nw.Expr]:
    """Return a link that rests on other assets: none found is "no" only if none can have been missed."""
    missed = nw.any_horizontal(*(nw.col(flag) for flag in unread), ignore_nulls=True)
    holds = _three(nw.col(code) == YES, (nw.col(code) == NO) & ~missed)

    return holds, (nw.col(code) == UNREADABLE) | missed


@cache
def links(chosen: Chosen = None) -> tuple[Link, ...]:
    """Return the links in the order of the chain, as they are for the *chosen* cells."""
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
        Link("role_enough", _granted(col("role_allows"), chosen), col("u_grants") & ~col("granted")),
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
