"""The sandbox as a web application: TikTok's paths, the consent page, and the control paths under `/_sandbox/`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from email.utils import format_datetime
from functools import wraps
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from regrant.sandbox.engine import Engine
from regrant.sandbox.exchange import Reply, Request
from regrant.sandbox.people import STEPS, NobodyToldError, step
from regrant.sandbox.shapes import Fault, World
from regrant.sandbox.world import WorldError, clock, parse_world

HOME = ("127.0.0.1", "::1", "localhost", "testclient", "testserver")
Answering = Callable[[HttpRequest], Awaitable[Response]]
ANY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class Broken(Response):
    """An answer that promises its whole length, sends half of it, and ends."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the start and half of the body, then raise, so that the server drops the connection."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        half = bytes(self.body)[: len(self.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        raise ConnectionAbortedError("this answer was cut on purpose")


def create_app(world: World) -> Starlette:
    """
    Return the application for a world. `app.state.engine` is the `Engine` behind it.

    It refuses every client and every Host header that is not of this machine.
    """
    engine = Engine(world)
    routes = [
        Route("/portal/auth", _consent),
        Route("/_sandbox/faults", _faults, methods=["GET", "POST", "DELETE"]),
        Route("/_sandbox/calls", _calls, methods=["GET", "DELETE"]),
        Route("/_sandbox/world", _world, methods=["GET", "POST"]),
        Route("/_sandbox/people", _people, methods=["POST"]),
        Route("/{path:path}", _tiktok, methods=ANY_METHOD),
    ]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    app.state.engine = engine

    return app


def _engine(request: HttpRequest) -> Engine:
    engine: Engine = request.app.state.engine

    return engine


def _from_home(request: HttpRequest) -> bool:
    near = request.client is None or request.client.host in HOME

    return near and (request.url.hostname or "") in HOME


async def _tiktok(http: HttpRequest) -> Response:
    if not _from_home(http):
        return PlainTextResponse("This server answers its own machine only.", 403)
    engine = _engine(http)
    headers = {name.lower(): value for name, value in http.headers.items()}
    request = Request(http.method, http.url.path, dict(http.query_params), headers, await http.body())
    reply = engine.answer(request)
    if reply.wait:
        await asyncio.sleep(reply.wait)

    return _response(engine, reply)


def _response(engine: Engine, reply: Reply) -> Response:
    kind = Broken if reply.cut else Response
    date = format_datetime(clock(engine.world), usegmt=True)

    return kind(reply.body, reply.status, {**reply.headers, "Date": date}, reply.content_type)


async def _consent(http: HttpRequest) -> Response:
    """Show who may say yes to the app; `as=<user id>` says yes at once, `deny=1` says no."""
    engine, query = _engine(http), http.query_params
    target = urlsplit(query.get("redirect_uri", ""))
    if not _from_home(http) or target.hostname not in HOME or target.scheme != "http":
        return PlainTextResponse("redirect_uri should be an address of this machine.", 400)
    if query.get("app_id") not in {app.app_id for app in engine.world.apps}:
        return PlainTextResponse("There is no app with this app_id.", 400)
    back = query["redirect_uri"] + ("&" if target.query else "?")
    if "deny" in query:
        return RedirectResponse(back + urlencode({"error": "access_denied", "state": query.get("state", "")}), 302)
    who = query.get("as")
    if who in {login.user_id for login in engine.world.logins}:
        code = engine.consents.give(query["app_id"], str(who))
        answer = {"auth_code": code, "code": code, "state": query.get("state", "")}
        return RedirectResponse(back + urlencode(answer), 302)
    rows = "".join(
        f'<li><a href="?{escape(urlencode({**query, "as": login.user_id}))}">{escape(login.email)}</a></li>'
        for login in engine.world.logins
    )

    return HTMLResponse(f"<title>Sandbox</title><h1>Who says yes?</h1><ul>{rows}</ul>")


def _json(content: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(content), status, media_type="application/json")


def _at_home(answer: Answering) -> Answering:
    """Decorate a control path so that it answers this machine alone."""

    @wraps(answer)
    async def guarded(http: HttpRequest) -> Response:
        if not _from_home(http):
            return _json({"error": "This server answers its own machine only."}, 403)

        return await answer(http)

    return guarded


def _refused(text: str) -> Response:
    return _json({"error": text}, 400)


@_at_home
async def _faults(http: HttpRequest) -> Response:
    """GET lists the faults with counts; POST adds one or a list; DELETE disarms all."""
    faults = _engine(http).faults
    if http.method == "DELETE":
        faults.armed.clear()
    if http.method == "POST":
        try:
            found = msgspec.json.decode(await http.body(), type=Fault | list[Fault])
        except msgspec.DecodeError as error:
            return _refused(f"This is not a fault, nor a list of them: {error}")
        faults.add(*(found if isinstance(found, list) else [found]))

    return _json([{"fault": one.fault, "seen": one.seen, "hit": one.hit} for one in faults.armed])


@_at_home
async def _calls(http: HttpRequest) -> Response:
    """GET lists the calls so far, oldest first; DELETE forgets them."""
    calls = _engine(http).calls
    if http.method == "DELETE":
        calls.clear()

    return _json(calls)


@_at_home
async def _world(http: HttpRequest) -> Response:
    """GET shows the world as it is now; POST puts another in its place."""
    engine = _engine(http)
    if http.method == "POST":
        try:
            engine.reset(parse_world(await http.body()))
        except WorldError as error:
            return _refused(str(error))

    return _json(engine.world)


@_at_home
async def _people(http: HttpRequest) -> Response:
    """POST {"do": "accept_invite", "what": "a@b.example", "bc_id": null}: what only a person can do."""
    engine = _engine(http)
    try:
        wish = msgspec.json.decode(await http.body(), type=dict[str, str | None])
        engine.world = step(engine.world, wish["do"] or "", wish["what"] or "", wish.get("bc_id"))
    except (msgspec.DecodeError, KeyError):
        return _refused(f'Send {{"do": one of {", ".join(STEPS)}, "what": an e-mail address or asset id}}.')
    except NobodyToldError as error:
        return _refused(str(error))

    return _json({"done": True})
