"""People, developer apps and tokens; what somebody asks."""

from __future__ import annotations

from typing import Literal

from regrant.sandbox.shapes.base import Shape

Level = Literal["BASIC", "ADVANCED", "PREMIUM", "ULTIMATE"]


class Login(Shape, frozen=True, kw_only=True):
    """A person's TikTok for Business login. `core_user_id` only where it differs; a `banned` one is refused."""

    user_id: str
    email: str
    name: str = ""
    core_user_id: str | None = None
    create_time: int = 1_600_000_000
    banned: bool = False


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
    app_id: str = "7000000000000000001"
    permissions: tuple[int | str, ...] = ("all",)
    advertiser_ids: tuple[str, ...] | None = None
    state: Literal["valid", "revoked", "expired"] = "valid"


class Question(Shape, frozen=True, kw_only=True):
    """What somebody asks in this world: in `words`, or as who, action and asset, or both."""

    who: str | None = None
    action: str | None = None
    asset: str | None = None
    words: str | None = None
    lang: str | None = None
