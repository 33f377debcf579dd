"""How a server behaves: variants where the contract is unsure, rate limits, and trouble on demand."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from regrant.sandbox.shapes.base import Shape

FaultKind = Literal[
    "code",
    "http",
    "slow",
    "cut",
    "lag",
    "ignore",
    "duplicate",
    "poison",
    "replace",
    "ids_as_numbers",
    "zero_page_info",
    "ext_user_role",
]


class Settings(Shape, frozen=True, kw_only=True):
    """
    Variants where the contract is unsure (its section 17); the value left out is the one assumed.

    See the README of the sandbox for each.
    """

    partner_add: Literal["always_pending", "first_pending", "instant"] = "always_pending"
    partner_assets_in_admin_list: bool = True
    pending_have_user_id: bool = False
    member_page_most: int = 50
    changelog_admin_only: bool = False
    verification_admin_only: bool = False
    identity_needs_bc: bool = False
    group_style: Literal["member_id", "user_id"] = "member_id"
    unassign_beats_group: bool = False
    last_admin: Literal["refuse", "allow"] = "refuse"
    admin_reaches_all_ad_accounts: bool = False
    spark_times: Literal["plain", "iso"] = "plain"
    error_data: Literal["empty", "null", "absent"] = "empty"
    admin_only_code: int = 40001
    banned_code: int = 40105
    types_of_sdk_alone: bool = True
    partner_add_takes_catalogs: bool = False


class Limits(Shape, frozen=True, kw_only=True):
    """
    Rate limits: TikTok's numbers for the level of the app, times `scale`; a scale of 0 turns them off.

    `per_day`, where given, is the number of the day as it is.
    """

    scale: float = 10.0
    per_day: int | None = None


class Fault(Shape, frozen=True, kw_only=True):
    """
    Trouble on demand; see the README for each kind.

    `on` is a path such as `/bc/member/get/` or a pattern such as `/bc/*`. The first `skip` matching calls
    pass, then `times` calls are hit (null: all that follow). `acts`: a write takes effect although its
    answer says otherwise.
    """

    kind: FaultKind
    on: str = "*"
    skip: int = 0
    times: int | None = None
    acts: bool = False
    code: int = 50000
    message: str | None = None
    status: int = 502
    body: str | None = None
    seconds: float = 0.0
    reads: int = 0
    ids: tuple[str, ...] = ()
    values: dict[str, str | None] = field(default_factory=dict)
    form: Literal["absent", "list", "null"] = "absent"
