"""
The shapes of a world: one JSON file that holds everything the sandbox answers from.

Every shape is immutable; a write makes a new world. Names and enum values are TikTok's own. Values that
TikTok could extend one day (a status, a role) are plain strings, so that a world may hold unknown ones.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

AssetType = Literal["ADVERTISER", "CATALOG", "TIKTOK_SHOP", "PIXEL", "LEAD", "TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT"]
Relation = Literal["BOUND", "PENDING", "REJECTED", "UNBOUND"]
Level = Literal["BASIC", "ADVANCED", "PREMIUM", "ULTIMATE"]
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


class Shape(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Base of every shape: immutable, and a misspelt field is an error."""


class Login(Shape, frozen=True, kw_only=True):
    """A person's TikTok for Business login. `core_user_id` only where it differs from `user_id`."""

    user_id: str
    email: str
    name: str = ""
    core_user_id: str | None = None
    create_time: int = 1_600_000_000


class App(Shape, frozen=True, kw_only=True):
    """A developer app: its secret, its level of rate limits, and the permissions people tick for it."""

    app_id: str
    secret: str = "sandbox-secret"  # noqa: S105
    level: Level = "BASIC"
    permissions: tuple[int | str, ...] = ("all",)


class Token(Shape, frozen=True, kw_only=True):
    """
    An access token: whom it acts as and what it may call.

    `permissions` are scope numbers (a parent implies its children) or the word "all". `advertiser_ids`
    are the ad accounts ticked at consent; null means every one.
    """

    token: str
    user_id: str
    app_id: str = "sandbox-app"
    permissions: tuple[int | str, ...] = ("all",)
    advertiser_ids: tuple[str, ...] | None = None
    state: Literal["valid", "revoked", "expired"] = "valid"


class Member(Shape, frozen=True, kw_only=True):
    """A row of a Business Center's member list; a PENDING one has no `user_id`."""

    email: str
    user_id: str | None = None
    name: str = ""
    role: str = "STANDARD"
    finance_role: str | None = None
    relation_status: Relation = "BOUND"


class Held(Shape, frozen=True, kw_only=True):
    """An asset as one Business Center holds it, or asked for it."""

    asset_type: AssetType
    asset_id: str
    asset_name: str = ""
    relation_type: str = "OWNER_BC"
    relation_status: Relation = "BOUND"
    owner_bc_name: str | None = None
    is_business_verified: bool = False
    handle: str = ""
    region: str = ""


class Grant(Shape, frozen=True, kw_only=True):
    """What one person may do with one asset: by `user_id`, or by `email` while the invitation is open."""

    asset_type: AssetType
    asset_id: str
    roles: tuple[str, ...]
    user_id: str | None = None
    email: str | None = None


class GroupMember(Shape, frozen=True, kw_only=True):
    """A person in an asset group, with the ad account role that the group gives."""

    user_id: str
    role: str = "ADMIN"


class Group(Shape, frozen=True, kw_only=True):
    """An asset group: ad accounts on one side, members on the other."""

    group_id: str
    name: str
    asset_ids: tuple[str, ...] = ()
    members: tuple[GroupMember, ...] = ()


class Partner(Shape, frozen=True, kw_only=True):
    """A Business Center that this one works with."""

    bc_id: str
    bc_name: str


class Link(Shape, frozen=True, kw_only=True):
    """A TikTok account (or managed business account) linked to an ad account."""

    asset_id: str
    advertiser_id: str


class LogLine(Shape, frozen=True, kw_only=True):
    """One line of a Business Center's activity log; `time` is UTC."""

    time: str
    activity_type: Literal["USER", "ACCOUNT", "ASSET", "BUSINESS"]
    text: str
    operator_id: str | None = None


class Verification(Shape, frozen=True, kw_only=True):
    """What TikTok says of the business papers of a Business Center or an ad account."""

    verification_status: str = "NOT_SUBMITTED"
    rejection_reason: str | None = None
    qualification_id: str | None = None
    audit_time: str | None = None


class BusinessCenter(Shape, frozen=True, kw_only=True):
    """A Business Center with its people, assets, grants, groups, partners, links and log."""

    bc_id: str
    name: str = "Business Center"
    company: str = ""
    currency: str = "USD"
    registered_area: str = "US"
    timezone: str = "Etc/UTC"
    status: str = "ENABLE"
    type: str = "DIRECT"
    verification: Verification = Verification()
    balance: float = 0.0
    members: tuple[Member, ...] = ()
    assets: tuple[Held, ...] = ()
    grants: tuple[Grant, ...] = ()
    groups: tuple[Group, ...] = ()
    partners: tuple[Partner, ...] = ()
    links: tuple[Link, ...] = ()
    log: tuple[LogLine, ...] = ()


class Share(Shape, frozen=True, kw_only=True):
    """An asset that one Business Center shares with another; a PENDING one waits for the receiver's yes."""

    from_bc_id: str
    to_bc_id: str
    asset_type: AssetType
    asset_id: str
    role: str = "ANALYST"
    approval: Literal["APPROVED", "PENDING"] = "APPROVED"


class Identity(Shape, frozen=True, kw_only=True):
    """How a TikTok account may be used in ads."""

    identity_id: str
    identity_type: str = "BC_AUTH_TT"
    display_name: str = ""
    username: str = ""
    available_status: str = "AVAILABLE"
    can_pull_video: bool = True
    can_push_video: bool = True
    can_use_live_ads: bool = True
    can_manage_message: bool = True
    ads_only_mode: bool = False
    is_gpppa: bool = False


class TikTokAccount(Shape, frozen=True, kw_only=True):
    """A TikTok account; as an asset it is known by `tt_account_id`, in ads by its identity."""

    tt_account_id: str
    handle: str
    identity: Identity | None = None


class AdAccount(Shape, frozen=True, kw_only=True):
    """An ad account. `people` have access to it outside of any Business Center (user id -> role)."""

    advertiser_id: str
    name: str
    status: str = "STATUS_ENABLE"
    rejection_reason: str | None = None
    owner_bc_id: str | None = None
    company: str = ""
    country: str = "US"
    currency: str = "USD"
    timezone: str = "Etc/UTC"
    role: str = "ROLE_ADVERTISER"
    advertiser_account_type: str = "AUCTION"
    balance: float = 0.0
    create_time: int = 1_600_000_000
    people: dict[str, str] = {}
    identities: tuple[Identity, ...] = ()
    verification: Verification | None = None


class SparkCode(Shape, frozen=True, kw_only=True):
    """A Spark Ads authorization code: the post behind it, its window, the ad accounts where it was applied."""

    auth_code: str
    item_id: str
    auth_start_time: str
    auth_end_time: str
    item_type: str = "VIDEO"
    text: str = ""
    post_status: str = "HESITATE_RECOMMEND"
    ad_auth_status: str = "AUTHORIZED"
    tiktok_name: str = "creator"
    identity_id: str = ""
    applied_to: tuple[str, ...] = ()


class Exclusive(Shape, frozen=True, kw_only=True):
    """Which ad account holds the exclusive GMV Max authorization of a shop."""

    advertiser_id: str
    authorization_status: str = "EFFECTIVE"


class Shop(Shape, frozen=True, kw_only=True):
    """
    A TikTok Shop; `authorized_bc_id` is the Business Center that may advertise for it.

    An ad account lists the shops that its Business Center holds, and those that name it in `listed_for`.
    """

    store_id: str
    store_name: str
    store_code: str = ""
    store_status: str = "ACTIVE"
    catalog_id: str | None = None
    authorized_bc_id: str | None = None
    authorized_bc_name: str = ""
    is_gmv_max_available: bool = True
    is_owner_bc: bool = True
    exclusive: Exclusive | None = None
    targeting_region_codes: tuple[str, ...] = ("US",)
    identity_unavailable_reason: str | None = None
    listed_for: tuple[str, ...] = ()


class Pixel(Shape, frozen=True, kw_only=True):
    """A pixel with the ad accounts it is linked to; `refused` makes its links unreadable (code 40002)."""

    pixel_id: str
    pixel_code: str
    pixel_name: str
    owner_bc_id: str | None = None
    linked: tuple[str, ...] = ()
    refused: bool = False


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


class Limits(Shape, frozen=True, kw_only=True):
    """Rate limits: TikTok's numbers for the level of the app, times `scale`; a scale of 0 turns them off."""

    scale: float = 10.0


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
    values: dict[str, str | None] = {}
    form: Literal["absent", "list", "null"] = "absent"


class Question(Shape, frozen=True, kw_only=True):
    """What somebody asks in this world: in `words`, or as who, action and asset, or both."""

    who: str | None = None
    action: str | None = None
    asset: str | None = None
    words: str | None = None
    lang: str | None = None


class World(Shape, frozen=True, kw_only=True):
    """Everything the sandbox knows. `now` is the clock of this world, UTC."""

    name: str
    now: str
    about: str = ""
    question: Question | None = None
    expected_cause: str | None = None
    reference: str | None = None
    logins: tuple[Login, ...]
    tokens: tuple[Token, ...]
    apps: tuple[App, ...] = (App(app_id="sandbox-app"),)
    business_centers: tuple[BusinessCenter, ...] = ()
    shares: tuple[Share, ...] = ()
    ad_accounts: tuple[AdAccount, ...] = ()
    tiktok_accounts: tuple[TikTokAccount, ...] = ()
    spark_codes: tuple[SparkCode, ...] = ()
    shops: tuple[Shop, ...] = ()
    pixels: tuple[Pixel, ...] = ()
    settings: Settings = Settings()
    limits: Limits = Limits()
    faults: tuple[Fault, ...] = ()
