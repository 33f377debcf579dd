"""A Business Center: its people, what it holds, who may use it, and what happened."""

from __future__ import annotations

from typing import Literal

from regrant.sandbox.shapes.base import AssetType, Relation, Shape


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
