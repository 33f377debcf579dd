"""Who is let in: everybody on this computer; from elsewhere only who has signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from litestar import Request, Response
from litestar.response import Redirect
from msgspec.structs import replace

from regrant.web import security
from regrant.web.errors import answer
from regrant.web.openid import provider
from regrant.web.settings import LOOPBACK, Settings
from regrant.web.visit import JSON

if TYPE_CHECKING:
    from regrant.cases.accounts import Account, Accounts

COOKIE = "regrant_login"
ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared with, not listened on)
_OPEN = ("/sign-in", "/static/", "/shared/")


class NotSafeError(Exception):
    """The app would be open to people it should not be open to; the message says to whom, and the mend."""


def guarded(settings: Settings, environment: Mapping[str, str]) -> Settings:
    """
    Return the settings with a login demanded where the app can be reached from elsewhere.

    Raises:
        NotSafeError: it could be reached from elsewhere, and nobody could sign in.
        OpenIdError: the provider of the environment is not whole.
        StoreError: the accounts cannot be read.

    """
    at = provider(environment)
    if settings.host in LOOPBACK and not settings.login:
        return settings
    if at is None and not _accounts(settings).all():
        raise NotSafeError(
            f"On {settings.host} others could reach Regrant, and nobody has an account to sign in with. "
            "Make one first: regrant users add NAME (or set REGRANT_OPENID_ISSUER)."
        )
    if settings.host in ANYWHERE and not settings.hosts:
        raise NotSafeError(f"Say by which name browsers will call Regrant on {settings.host}, with --name NAME.")

    return replace(settings, login=True, openid=at)


def _accounts(settings: Settings) -> Accounts:
    from regrant.cases import open_store
    from regrant.cases.accounts import Accounts

    return Accounts(open_store(settings.database_url).database)


async def admit(request: Request[Any, Any, Any]) -> Response[Any] | None:
    """Let a request in, or send it to the page for signing in; what may be asked without an account is let in."""
    office = request.app.state.office
    security.known_name(request, office.names)
    await security.guard(request)
    if not office.settings.login:
        return None
    secret = request.cookies.get(COOKIE, "")
    account: Account | None = await to_thread.run_sync(office.accounts.signed_in, secret) if secret else None
    request.scope["state"]["account"] = account
    path = request.url.path
    if account or path.startswith(_OPEN):
        return None
    if request.method != "GET" or path.startswith("/api") or path.endswith(JSON):
        return answer(request, 401, "Sign in first, at /sign-in.")

    return Redirect("/sign-in" if path == "/" else f"/sign-in?next={path}", status_code=303)
