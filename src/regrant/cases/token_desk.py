"""The token's life: connect, sign in, look at what it can do, and disconnect."""

from __future__ import annotations

from msgspec import Struct

from regrant.cases.connection import Connection, Say, clearly, run


class Center(Struct, frozen=True, kw_only=True):
    """A Business Center that the token's login belongs to."""

    id: str
    name: str | None
    role: str | None
    status: str | None


class Ability(Struct, frozen=True, kw_only=True):
    """One thing that can be read, or the reason why not."""

    what: str
    works: bool
    reason: str | None = None


class Doctor(Struct, frozen=True, kw_only=True):
    """Whom the token acts as, what it sees, and which checks can run; the permissions are None if they are not told."""

    connected: str
    address: str
    login: str | None
    centers: tuple[Center, ...]
    permissions: tuple[str, ...] | None
    abilities: tuple[Ability, ...]
    notes: tuple[str, ...] = ()
    clock_skew: float | None = None
    at_home: bool = False


def connect(text: str, *, url: str | None = None) -> tuple[str, Doctor]:
    """
    Try a pasted token and keep it; return where it is kept (keyring or file) and what it can do.

    Raises:
        TikTokDeskError: it is no token, TikTok does not take it, or it cannot be kept.

    """
    return _keep(Connection.to(text, url))


def sign_in(
    app_id: str, secret: str, *, show: Say, url: str | None = None, portal: str | None = None, port: int = 0
) -> tuple[str, Doctor]:
    """Let the person sign in at TikTok with a browser, and keep the token; see `connect`."""
    from regrant.tiktok import oauth

    return _keep(Connection(run(oauth.sign_in(app_id, secret, show=show, url=url, portal_url=portal, port=port))))


def disconnect() -> bool:
    """Forget the token; return whether there was one."""
    from regrant.tiktok.token import Store

    return clearly(lambda: Store().remove())


def connected() -> bool:
    """Tell whether a token is kept on this machine."""
    from regrant.tiktok.token import Store

    return clearly(lambda: Store().load()) is not None


def doctor(connection: Connection | None = None) -> Doctor:
    """
    Say whom the token acts as, and what can be read with it.

    Raises:
        TikTokDeskError: there is no token, or TikTok does not take it.

    """
    return _examined(connection or Connection.kept())


def _keep(new: Connection) -> tuple[str, Doctor]:
    """Try the token first: one that TikTok does not take is not kept."""
    from regrant.tiktok.token import Store

    found = _examined(new)

    return clearly(lambda: Store().save(new.token)), found


def _examined(connection: Connection) -> Doctor:
    from regrant.cases.doctor import examine

    return connection.run(lambda client: examine(client, connection.token))
