"""
The shapes of a world: one JSON file that holds everything the sandbox answers from.

Every shape is immutable; a write makes a new world. Names and enum values are TikTok's own. Values that
TikTok could extend one day (a status, a role) are plain strings, so that a world may hold unknown ones.
"""

from __future__ import annotations

from msgspec import field

from regrant.sandbox.shapes.base import AssetType, Relation, Shape
from regrant.sandbox.shapes.center import (
    BusinessCenter,
    Grant,
    Group,
    GroupMember,
    Held,
    Link,
    LogLine,
    Member,
    Partner,
    Share,
    Verification,
)
from regrant.sandbox.shapes.kept import Record, Task
from regrant.sandbox.shapes.people import App, Level, Login, Question, Token
from regrant.sandbox.shapes.things import AdAccount, Exclusive, Identity, Pixel, Shop, SparkCode, TikTokAccount
from regrant.sandbox.shapes.trouble import Fault, FaultKind, Limits, Settings

__all__ = [
    "AdAccount",
    "App",
    "AssetType",
    "BusinessCenter",
    "Exclusive",
    "Fault",
    "FaultKind",
    "Grant",
    "Group",
    "GroupMember",
    "Held",
    "Identity",
    "Level",
    "Limits",
    "Link",
    "LogLine",
    "Login",
    "Member",
    "Partner",
    "Pixel",
    "Question",
    "Record",
    "Relation",
    "Settings",
    "Shape",
    "Share",
    "Shop",
    "SparkCode",
    "Task",
    "TikTokAccount",
    "Token",
    "Verification",
    "World",
]


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
    apps: tuple[App, ...] = (App(app_id="7000000000000000001"),)
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
    records: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    tasks: tuple[Task, ...] = ()
