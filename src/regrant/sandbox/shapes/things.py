"""The things themselves, wherever they belong: ad and TikTok accounts, Spark codes, shops, pixels."""

from __future__ import annotations

from msgspec import field

from regrant.sandbox.shapes.base import Shape
from regrant.sandbox.shapes.center import Verification


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
    people: dict[str, str] = field(default_factory=dict)
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
    relation_status: str | None = None
    linked: tuple[str, ...] = ()
    refused: bool = False
