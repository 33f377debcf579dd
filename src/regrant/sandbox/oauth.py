"""The way to a token: exchange of the code that the consent page gives, and revoking (contract section 3)."""

from __future__ import annotations

import secrets
from typing import Any

from msgspec.structs import replace

from regrant.sandbox.change import put
from regrant.sandbox.refusal import Refusal, token_wrong
from regrant.sandbox.shapes import App, Token, World
from regrant.sandbox.view import View


class Consents:
    """Codes handed out by the consent page; each works once."""

    def __init__(self) -> None:
        """Start with no code open."""
        self._open: dict[str, tuple[str, str]] = {}

    def give(self, app_id: str, user_id: str) -> str:
        """Return a new code for a person who said yes to an app."""
        code = secrets.token_hex(20)
        self._open[code] = (app_id, user_id)

        return code

    def exchange(self, world: World, app: App, code: str) -> tuple[World, dict[str, Any]]:
        """Turn a code into a token; raise 40110 for a code that is unknown, used or of another app."""
        app_id, user_id = self._open.pop(code, ("", ""))
        if app_id != app.app_id:
            raise Refusal(40110, "The auth_code has been cancelled, used or has expired.")
        token = Token(token=secrets.token_hex(20), user_id=user_id, app_id=app.app_id, permissions=app.permissions)
        world = replace(world, tokens=(*world.tokens, token))
        scope = [one for one in app.permissions if isinstance(one, int)]

        return world, {"access_token": token.token, "scope": scope, "advertiser_ids": reached(world, user_id)}


def reached(world: World, user_id: str) -> list[str]:
    """Return the ad accounts that a person reaches."""
    view = View(world)

    return [one.advertiser_id for one in world.ad_accounts if view.advertiser_role(user_id, one.advertiser_id)]


def revoke(world: World, app: App, text: str) -> tuple[World, dict[str, Any]]:
    """Make a token of the app worthless."""
    token = next((one for one in world.tokens if one.token == text and one.app_id == app.app_id), None)
    if token is None or token.state == "revoked":
        raise token_wrong()
    dead = replace(token, state="revoked")
    tokens = put(world.tokens, dead, lambda old: old.token == text)

    return replace(world, tokens=tokens), {"app_id": app.app_id, "advertiser_ids": reached(world, token.user_id)}
