"""A small real HTTP server on loopback that answers as TikTok's API does, well or badly, as a test wishes."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

BASE = "/open_api/v1.3"
TOKEN = "tok-1234567890"
HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class Request(Struct, frozen=True, kw_only=True):
    """What came in: path below the base, parameters as they were sent, header."""

    method: str
    path: str
    sent: dict[str, Any]
    raw_query: dict[str, str]
    token: str | None


class Reply(Struct, frozen=True, kw_only=True):
    """What goes out. `cut` sends only so many bytes of the body and hangs up; `delay` is in seconds."""

    body: bytes
    status: int = 200
    kind: str = "application/json"
    delay: float = 0.0
    cut: int | None = None
    date: str | None = None


Answer = Callable[[Request], Reply]


def ok(data: Any = None, *, code: int = 0, message: str = "OK", request_id: Any = "2026112010000000A1") -> Reply:
    """Make an envelope of TikTok's API."""
    return Reply(body=json.dumps({"code": code, "message": message, "request_id": request_id, "data": data}).encode())


def refuse(code: int, message: str = "refused") -> Reply:
    """Make a refusal: HTTP 200 all the same, and empty data."""
    return ok({}, code=code, message=message)


def paged(rows: list[Any], key: str = "list", *, most: int = 1000) -> Answer:
    """Answer a list page by page, as many rows as were asked for but at most *most*."""

    def answer(request: Request) -> Reply:
        size = min(int(request.sent.get("page_size", 10)), most)
        page = int(request.sent.get("page", 1))
        info = {"page": page, "page_size": size, "total_number": len(rows), "total_page": -(-len(rows) // size)}
        return ok({key: rows[(page - 1) * size : page * size], "page_info": info})

    return answer


class Server:
    """The server and what it saw. `on` sets the answers of a path: one for always, or several, the last one staying."""

    def __init__(self) -> None:
        self.seen: list[Request] = []
        self._answers: dict[str, list[Answer]] = {}
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.url = self.origin + BASE

    def on(self, path: str, *answers: Answer | Reply) -> None:
        """Set what *path* answers, in order."""
        self._answers[path] = [_always(answer) if isinstance(answer, Reply) else answer for answer in answers]

    def answer(self, request: Request) -> Reply:
        """Find the answer to a request."""
        with self._lock:
            self.seen.append(request)
            left = self._answers.get(request.path)
            if left is None:
                return Reply(body=b"404 page not found", status=404, kind="text/plain")
            found = left.pop(0) if len(left) > 1 else left[0]

        return found(request)

    def paths(self) -> list[str]:
        """Paths in the order in which they were asked."""
        return [request.path for request in self.seen]

    def run(self) -> None:
        """Serve until closed."""
        self._http.serve_forever(poll_interval=0.01)

    def close(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server in a thread."""
    server = Server()
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()


def _always(reply: Reply) -> Answer:
    return lambda _: reply


def _decoded(text: str) -> Any:
    return json.loads(text) if text[:1] in "[{" or text in ("true", "false") else text


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet, or each answer waits for an acknowledgement

        def do_GET(self) -> None:
            self._serve({})

        def do_POST(self) -> None:
            self._serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _serve(self, body: dict[str, Any]) -> None:
            parts = urlsplit(self.path)
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            sent = body or {key: _decoded(value) for key, value in query.items()}
            path, method = parts.path.removeprefix(BASE), self.command
            token = self.headers["Access-Token"]
            reply = server.answer(Request(method=method, path=path, sent=sent, raw_query=query, token=token))
            time.sleep(reply.delay)
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            self.send_response_only(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            if reply.date:
                self.send_header("Date", reply.date)
            self.end_headers()
            try:
                self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
                self.wfile.flush()
            except OSError:
                self.close_connection = True
            if reply.cut is not None:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    return Handler
