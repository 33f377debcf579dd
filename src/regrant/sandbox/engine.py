"""
From a request to an answer: routing, checks in TikTok's order, faults, paging and the envelope. No network here.

The order (contract section 15.2): path and method at the gateway; token; rate limit; permission; parameters; access to
the object; then the operation. Whatever passed the gateway is answered with HTTP 200.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from regrant.sandbox import (  # noqa: F401  (the modules register their handlers)
    reads_accounts,
    reads_assets,
    reads_catalogs,
    reads_creators,
    reads_people,
    reads_shops,
    recorded,
    refusal,
    writes_assets,
    writes_ends,
    writes_groups,
    writes_people,
    writes_sharing,
)
from regrant.sandbox.ask import READINGS, WRITINGS, Ask, Rows, paged
from regrant.sandbox.change import ticked
from regrant.sandbox.exchange import Call, Reply, Request
from regrant.sandbox.faults import Armed, Faults, bent, gateway_page
from regrant.sandbox.gate import app_of, check_object, check_scope, token_of
from regrant.sandbox.limiter import Limiter
from regrant.sandbox.oauth import Consents, revoke
from regrant.sandbox.params import check, from_query, settled
from regrant.sandbox.shapes import App, Token, World
from regrant.sandbox.table import BASE, Endpoint, code_messages, endpoints
from regrant.sandbox.view import View
from regrant.sandbox.world import clock

NO_PAGE = "404 page not found"


class Engine:
    """A running world: answers requests, and moves on with every write."""

    def __init__(self, world: World) -> None:
        """Start with a world."""
        self.calls: list[Call] = []
        self.consents = Consents()
        self._count = 0
        self.reset(world)

    def reset(self, world: World) -> None:
        """Put another world in place, with its own faults and limits."""
        self.faults = Faults(world.faults)
        self._limiter = Limiter(world.limits)
        self._settled: dict[str, dict[str, Any]] = {}
        self._sent: set[tuple[str, bytes, str]] = set()
        self.world = world

    @property
    def world(self) -> World:
        """The world as it is now."""
        return self._world

    @world.setter
    def world(self, world: World) -> None:
        self._world = world
        self._view = View(world)

    def answer(self, request: Request) -> Reply:
        """Return the answer to a request; never raises for anything a client can send."""
        path = request.path.removeprefix(BASE)
        endpoint = endpoints().get(path)
        if not request.path.startswith(BASE) or endpoint is None:
            return self._gateway(request, 404, NO_PAGE, "text/plain")
        if request.method != endpoint.method:
            return self._gateway(request, 405, "405 method not allowed", "text/plain")
        struck = self.faults.strike(path)
        wait = sum(one.fault.seconds for one in struck if one.fault.kind == "slow")
        gateway = next((one.fault for one in struck if one.fault.kind == "http"), None)
        if gateway:
            if gateway.acts:
                self._processed(request, path, endpoint, struck)
            return self._gateway(request, gateway.status, gateway_page(gateway), "text/html", wait)

        return self._api(request, path, endpoint, struck, wait)

    def _gateway(self, request: Request, status: int, text: str, kind: str, wait: float = 0.0) -> Reply:
        self.calls.append(Call(request.method, request.path, dict(request.query), None, None))

        return Reply(status, text.encode(), kind, wait=wait)

    def _api(self, request: Request, path: str, endpoint: Endpoint, struck: list[Armed], wait: float) -> Reply:
        false_code = next((one.fault for one in struck if one.fault.kind == "code"), None)
        data: dict[str, Any] = {}
        code, message = 0, "OK"
        if false_code is None or false_code.acts:
            code, message, data = self._processed(request, path, endpoint, struck)
        if false_code:
            code, data = false_code.code, {}
            message = false_code.message or code_messages().get(code, "Error.")
        for one in struck:
            data = bent(data, one.fault)
        envelope: dict[str, Any] = {"code": code, "message": message, "request_id": self._request_id()}
        form = self.world.settings.error_data if code else "empty"
        if form != "absent":
            envelope["data"] = None if form == "null" else data
        self._note(request, path, endpoint, envelope)
        headers = {"X-TT-LOGID": envelope["request_id"], "x-tt-trace-id": f"00-{envelope['request_id'][-16:]}-01"}
        cut = any(one.fault.kind == "cut" for one in struck)

        return Reply(200, msgspec.json.encode(envelope), headers=headers, wait=wait, cut=cut)

    def _note(self, request: Request, path: str, endpoint: Endpoint, envelope: dict[str, Any]) -> None:
        given: dict[str, Any] = dict(request.query)
        if endpoint.method == "POST":
            body = _json(request.body)
            given |= body if isinstance(body, dict) else {}
        for name in ("secret", "access_token"):
            if name in given:
                given[name] = "***"
        self.calls.append(Call(request.method, path, given, envelope["code"], envelope["request_id"]))

    def _request_id(self) -> str:
        self._count += 1
        stamp = clock(self.world).strftime("%Y%m%d%H%M%S")
        tail = hashlib.sha256(f"{self.world.name}{self._count}".encode()).hexdigest()[:14].upper()

        return f"{stamp}{self._count:06d}{tail}"

    def _processed(
        self, request: Request, path: str, endpoint: Endpoint, struck: list[Armed]
    ) -> tuple[int, str, dict[str, Any]]:
        try:
            return 0, "OK", self._done(request, path, endpoint, struck)
        except refusal.Refusal as error:
            return error.code, error.message, {}

    def _done(self, request: Request, path: str, endpoint: Endpoint, struck: list[Armed]) -> dict[str, Any]:
        token = None
        if endpoint.who != "app":
            token = token_of(self._view, request.headers.get("access-token"))
            self._limiter.check(token.app_id, self._app(token).level)
        if endpoint.absent:
            raise refusal.not_implemented(path)
        check_scope(endpoint, token, path)
        args = check(self._given(request, endpoint), self._kinds(path, endpoint), endpoint.page)
        ask = Ask(self._seen(struck), self._view.logins[token.user_id] if token else None, token, args)
        _check_poison(args, struck)
        check_object(ask, endpoint)
        if path.startswith("/oauth2/") and endpoint.who == "app":
            return self._oauth(path, args)
        if path in WRITINGS:
            return self._write(request, path, ask, struck)
        found = READINGS[path](ask)

        return paged(found, args) if isinstance(found, Rows) else found

    def _app(self, token: Token) -> App:
        return next(app for app in self.world.apps if app.app_id == token.app_id)

    def _kinds(self, path: str, endpoint: Endpoint) -> dict[str, Any]:
        if path not in self._settled:
            self._settled[path] = settled(endpoint.params, lenient=self.world.settings.types_of_sdk_alone)

        return self._settled[path]

    def _given(self, request: Request, endpoint: Endpoint) -> dict[str, Any]:
        if endpoint.method == "GET":
            kinds = endpoint.params
            return from_query(request.query, kinds)
        body = _json(request.body or b"{}")
        if not isinstance(body, dict):
            raise refusal.Refusal(40002, "The request body should be a JSON object.")

        return body

    def _seen(self, struck: list[Armed]) -> View:
        for one in struck:
            old = one.shown() if one.fault.kind == "lag" else None
            if old is not None:
                return View(old)

        return self._view

    def _write(self, request: Request, path: str, ask: Ask, struck: list[Armed]) -> dict[str, Any]:
        kinds = {one.fault.kind for one in struck}
        sent = (path, request.body, request.headers.get("access-token", ""))
        if "duplicate" in kinds and sent in self._sent:
            raise refusal.Refusal(40050, code_messages()[40050])
        self._sent.add(sent)
        made = WRITINGS[path](ask if ask.view is self._view else Ask(self._view, ask.me, ask.token, ask.args))
        after, data = made if isinstance(made, tuple) else (made, {})
        if "ignore" not in kinds and after != self.world:
            self.faults.wrote(self.world)
            self.world = ticked(after)

        return data

    def _oauth(self, path: str, args: dict[str, Any]) -> dict[str, Any]:
        app = app_of(self._view, args)
        if path == "/oauth2/access_token/":
            self.world, data = self.consents.exchange(self.world, app, args["auth_code"])
        else:
            self.world, data = revoke(self.world, app, args["access_token"])

        return data


def _check_poison(args: dict[str, Any], struck: list[Armed]) -> None:
    given = {one for value in args.values() for one in (value if isinstance(value, list) else [value]) if _plain(one)}
    for one in struck:
        bad = [poison for poison in one.fault.ids if poison in given] if one.fault.kind == "poison" else []
        if bad:
            raise refusal.not_your_advertiser(bad[0])


def _plain(value: Any) -> bool:
    return isinstance(value, (str, int))


def _json(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError:
        return None
