"""Signing in and out, with a password or at an OpenID provider."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_network
from typing import TYPE_CHECKING, Annotated, Any

from litestar import Response
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromQuery
from msgspec import Struct

from regrant.web.admission import COOKIE
from regrant.web.openid import OpenIdError
from regrant.web.visit import Here, Visit, action, page, see

if TYPE_CHECKING:
    from regrant.cases.accounts import Account

_BACK = "sign-in/openid/back"


class SignInPage(Struct, frozen=True, kw_only=True):
    """The form for signing in: who tried, what was wrong, where to go afterwards, and the provider, if there is one."""

    name: str = ""
    wrong: str = ""
    next: str = "/"
    openid: str = ""
    passwords: bool = True


class Credentials(Struct):
    """Name and password."""

    name: str = ""
    password: str = ""
    next: str = "/"


Form = Annotated[Credentials, Body(media_type=RequestEncodingType.URL_ENCODED)]


@page("/sign-in")
def form(visit: Here, next: FromQuery[str] = "/") -> Response[Any]:  # noqa: A002 (the name in the address)
    """Ask for name and password; who has signed in is sent on."""
    if visit.account or not visit.office.settings.login:
        return see(_inside(next))

    return _ask(visit, next_=next)


@action("/sign-in/password")
def sign_in(visit: Here, data: Form) -> Response[Any]:
    """Let in whoever has the right password."""
    from regrant.cases.accounts import TooManyTriesError

    try:
        account = visit.office.accounts.check(data.name, data.password, _sender(visit))
    except TooManyTriesError as error:
        return _ask(visit, name=data.name, wrong=str(error), next_=data.next, status=429)
    if account is None:
        wrong = "Name and password do not belong together. Check both; whoever runs Regrant can set another password."
        return _ask(visit, name=data.name, wrong=wrong, next_=data.next, status=401)

    return _let_in(visit, account, data.next)


@action("/sign-out")
def sign_out(visit: Here) -> Response[Any]:
    """End this login."""
    visit.office.accounts.sign_out(visit.request.cookies.get(COOKIE, ""))
    gone = see("/sign-in")
    gone.delete_cookie(COOKIE)

    return gone


@page("/sign-in/openid")
def leave(visit: Here) -> Response[Any]:
    """Send the browser to the OpenID provider."""
    openid = visit.office.openid
    if openid is None:
        return see("/sign-in")
    try:
        return see(openid.leave(visit.visitor, _back(visit)))
    except OpenIdError as error:
        return _ask(visit, wrong=str(error), status=502)


@page("/sign-in/openid/back")
def arrive(visit: Here) -> Response[Any]:
    """Let in whom the provider vouches for."""
    openid = visit.office.openid
    if openid is None:
        return see("/sign-in")
    try:
        person = openid.arrive(visit.visitor, _back(visit), dict(visit.request.query_params.items()))
    except OpenIdError as error:
        return _ask(visit, wrong=str(error), status=401)

    return _let_in(visit, visit.office.accounts.from_openid(person.issuer, person.subject, person.name), "/")


def _let_in(visit: Visit, account: Account, next_: str) -> Response[Any]:
    """Begin a login; what was begun in this browser before goes along."""
    visit.store.hand_to(account.owner)
    sent = see(_inside(next_))
    secure = visit.office.settings.secure
    secret = visit.office.accounts.sign_in(account)
    sent.set_cookie(Cookie(key=COOKIE, value=secret, path="/", httponly=True, samesite="lax", secure=secure))

    return sent


def _ask(visit: Visit, *, name: str = "", wrong: str = "", next_: str = "/", status: int = 200) -> Response[Any]:
    at = visit.office.settings.openid
    shown = SignInPage(
        name=name[:100],
        wrong=wrong,
        next=_inside(next_),
        openid=at.issuer if at else "",
        passwords=bool(at is None or any(account.openid is None for account in visit.office.accounts.all())),
    )

    return visit.show("signin.html", shown, status=status)


def _sender(visit: Visit) -> str:
    """Return where a request comes from; of a long address the half that a household shares (IPv6, /64)."""
    host = visit.request.client.host if visit.request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv4Address):
        return host

    return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False))


def _inside(address: str) -> str:
    """Return an address of this app; anything that leads elsewhere becomes the first page."""
    inside = address.startswith("/") and not address.startswith("//") and address.isascii() and address.isprintable()

    return address if inside and "\\" not in address else "/"


def _back(visit: Visit) -> str:
    base = str(visit.request.base_url)

    return (base.replace("http://", "https://", 1) if visit.office.settings.secure else base) + _BACK


HANDLERS: list[Any] = [*form, *sign_in, *sign_out, *leave, *arrive]
