"""One request: whose it is, what belongs to this visitor, and how the answer is shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import msgspec
from litestar import Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from msgspec import Struct

from regrant.cases import Desk, Sitting
from regrant.cases.views import Knowledge
from regrant.web import security
from regrant.web.render import render

if TYPE_CHECKING:
    from regrant.cases.accounts import Account
    from regrant.cases.store import Case, Store
    from regrant.web.office import Office

P = ParamSpec("P")
T = TypeVar("T")
JSON = ".json"
HTML = "text/html"


class Visit:
    """
    What a handler works with.

    Every page has a JSON twin at the same address with `.json` behind it (the home page's is `/index.json`).
    """

    def __init__(self, request: Request[Any, Any, Any], office: Office) -> None:
        self.request = request
        self.office = office
        self.visitor = security.visitor_of(request)
        self.csrf = security.csrf_of(self.visitor)
        self.as_json = request.url.path.endswith(JSON)
        self.partial = request.headers.get("HX-Request") == "true"

    @property
    def account(self) -> Account | None:
        """Return who has signed in; nobody where no login is demanded."""
        found: Account | None = self.request.scope["state"].get("account")

        return found

    @property
    def base(self) -> str:
        """Return the app's own address as this visitor's browser has it, without a slash at the end."""
        scheme = "https" if self.office.settings.secure else self.request.url.scheme

        return f"{scheme}://{self.request.url.netloc}"

    @property
    def knowledge(self) -> Knowledge:
        """Return what is known."""
        return self.office.knowledge

    @cached_property
    def store(self) -> Store:
        """Return the store as this visitor may see it."""
        owner = self.account.owner if self.account else security.owner_of(self.visitor)

        return self.office.store.of(owner)

    @cached_property
    def desk(self) -> Desk:
        """Return the desk at which this visitor sits."""
        return Desk(self.knowledge, self.store)

    def case(self, case_id: str) -> tuple[Case, Sitting]:
        """
        Return one of the visitor's cases, by its whole id (with or without `.json`), and the sitting to go on with.

        Raises:
            NoSuchCaseError: there is none, or it is somebody else's, which is the same to this visitor.

        """
        from regrant.cases.store import NoSuchCaseError

        case = self.store.get(bare(case_id))
        if case.id != bare(case_id):
            raise NoSuchCaseError(f'There is no case "{bare(case_id)}".')

        return case, self.desk.resume(case)

    def show(self, template: str, page: Struct, *, status: int = 200) -> Response[Any]:
        """Return a page, or the same content as JSON."""
        if self.as_json:
            return Response(msgspec.to_builtins(page), media_type="application/json", status_code=status)
        twin = "/index.json" if self.request.url.path == "/" else f"{self.request.url.path}{JSON}"
        shown = twin if self.request.method == "GET" else None
        text = render(template, page=page, csrf=self.csrf, twin=shown, account=self.account)

        return Response(text, media_type=HTML, status_code=status)


Here = NamedDependency[Visit]
Part = FromPath[str]
Note = FromQuery[str | None]


def bare(name: str) -> str:
    """Return a part of an address without the `.json` behind it."""
    return name.removesuffix(JSON)


def see(path: str) -> Redirect:
    """Send the browser on after a change, so that reloading does not repeat it."""
    return Redirect(path, status_code=303)


def beside(function: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """
    Run a handler beside the event loop.

    Litestar's own `sync_to_thread` wraps a handler twice if its address has several methods, and then fails.
    """

    @wraps(function)
    async def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        return await sync_to_thread(function, *args, **kwargs)

    return wrapped


def page(*paths: str, secret: bool = True) -> Callable[[Callable[..., Response[Any]]], list[HTTPRouteHandler]]:
    """
    Make a function a page at these addresses; each is a handler of its own, run beside the event loop.

    A page without a *secret* repeats nothing that anybody sent, so that its length tells nothing when it is compressed.
    """

    def made(function: Callable[..., Response[Any]]) -> list[HTTPRouteHandler]:
        return [get(path, include_in_schema=False, opt={"secret": secret})(beside(function)) for path in paths]

    return made


def action(path: str) -> Callable[[Callable[..., Response[Any]]], list[HTTPRouteHandler]]:
    """Make a function what a form is sent to."""

    def made(function: Callable[..., Response[Any]]) -> list[HTTPRouteHandler]:
        return [post(path, status_code=200, include_in_schema=False)(beside(function))]

    return made
