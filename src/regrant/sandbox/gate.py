"""Who is let in: token, permission, and access to the Business Center or ad account that a call is about."""

from __future__ import annotations

from typing import Any

from regrant.sandbox import refusal
from regrant.sandbox.ask import Ask
from regrant.sandbox.shapes import App, Token
from regrant.sandbox.table import Endpoint, code_messages, scope_held
from regrant.sandbox.view import View


def token_of(view: View, text: str | None) -> Token:
    """
    Return the token of a header.

    Raise 40104 without one, 40105 for an unknown or revoked one, 40102 for an expired one, and what the world says
    for one of a banned login.
    """
    if not text:
        raise refusal.token_missing()
    token = view.tokens.get(text)
    if token is None or token.state == "revoked":
        raise refusal.token_wrong()
    if token.state == "expired":
        raise refusal.token_expired()
    if view.logins[token.user_id].banned:
        code = view.world.settings.banned_code
        raise refusal.Refusal(code, code_messages()[code])

    return token


def check_scope(endpoint: Endpoint, token: Token | None, path: str) -> None:
    """Raise 40001 with path and method in the message when the token lacks the permission."""
    if token and not scope_held(endpoint.scope, token.permissions):
        raise refusal.scope_missing(path, endpoint.method)


def app_of(view: View, args: dict[str, Any]) -> App:
    """Return the app that a call with `app_id` and `secret` proves to be, or raise 40101."""
    for app in view.world.apps:
        if (app.app_id, app.secret) == (args.get("app_id"), args.get("secret")):
            return app

    raise refusal.Refusal(40101, "The secret and the app id do not match, or the auth_code is invalid.")


def check_object(ask: Ask, endpoint: Endpoint) -> None:
    """Raise 40001 when the caller has no access to the object of the call."""
    if endpoint.who in ("member", "admin", "finance"):
        _center(ask, endpoint)
    elif endpoint.who == "advertiser":
        check_advertiser(ask, ask.args["advertiser_id"])
    elif endpoint.who in ("app", "app_login"):
        app_of(ask.view, ask.args)


def check_member(ask: Ask, bc_id: str) -> None:
    """Raise 40001 when the caller has not joined the Business Center, or there is none."""
    if bc_id not in ask.view.centers or not ask.view.member(bc_id, ask.user_id):
        raise refusal.not_your_bc(bc_id)


def check_admin(ask: Ask, bc_id: str) -> None:
    """Raise when the caller is no Admin of the Business Center."""
    if not ask.view.is_admin(bc_id, ask.user_id):
        raise refusal.admins_only(bc_id, ask.settings.admin_only_code)


def check_advertiser(ask: Ask, advertiser_id: str) -> None:
    """Raise 40001 when the ad account does not exist, or the caller or the token's consent does not reach it."""
    if advertiser_id not in ask.view.accounts:
        raise refusal.advertiser_gone(advertiser_id)
    ticked = ask.token.advertiser_ids if ask.token else None
    outside = ticked is not None and advertiser_id not in ticked
    if outside or ask.view.advertiser_role(ask.user_id, advertiser_id) is None:
        raise refusal.not_your_advertiser(advertiser_id)


def _center(ask: Ask, endpoint: Endpoint) -> None:
    bc_id = ask.args["bc_id"]
    check_member(ask, bc_id)
    if endpoint.who == "admin":
        check_admin(ask, bc_id)
    member = ask.view.member(bc_id, ask.user_id)
    if endpoint.who == "finance" and not (member and member.finance_role):
        raise refusal.finance_only(bc_id)
    if endpoint.method == "POST" and ask.center.status == "PUNISH":
        raise refusal.punished("business center")
