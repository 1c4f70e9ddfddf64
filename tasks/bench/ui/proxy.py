"""Proxy: stands on loopback before the app, puts the bench's script into each page, and hears what that reports."""

from __future__ import annotations

import base64
import http.client
import json
import select
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Protocol
from urllib.parse import urlsplit

from .page import OURS, SCRIPT, is_document, script_for, with_script, without_policy

ANSWER_S = 60.0
_OF_THE_LINE = frozenset(
    {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "content-length"}
)
_BODILESS = (204, 304)

Hear = Callable[[str, dict[str, Any]], None]
"""What kind of report, and what it says."""


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    target: str
    """Path and query."""
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    def header(self, name: str) -> str:
        return _header(self.headers, name)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return _header(self.headers, name)


Send = Callable[[Request], Answer]


class Posts(Protocol):
    """Decides what becomes of a request; `send` asks the app."""

    def answer(self, request: Request, send: Send) -> Answer: ...


class Untouched:
    def answer(self, request: Request, send: Send) -> Answer:
        return send(request)


def _nobody(_kind: str, _said: dict[str, Any]) -> None:
    """Nobody listens."""


class Proxy:
    """`with Proxy(app_url, {"survey": True}, hear=…) as proxy:` and tests go to `proxy.url`."""

    def __init__(self, app: str, wanted: Mapping[str, object], *, hear: Hear = _nobody, posts: Posts | None = None) -> None:
        parts = urlsplit(app)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 80
        self.script = script_for(wanted).encode()
        self.hear, self.posts = hear, posts or Untouched()
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.proxy = self
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def send(self, request: Request) -> Answer:
        """Asks the app, and takes its answer whole."""
        line = http.client.HTTPConnection(self.host, self.port, timeout=ANSWER_S)
        try:
            line.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
            for name, value in request.headers:
                if name.lower() not in _OF_THE_LINE | {"accept-encoding"}:
                    line.putheader(name, value)
            line.putheader("Accept-Encoding", "identity")
            if request.body or request.method in ("POST", "PUT", "PATCH"):
                line.putheader("Content-Length", str(len(request.body)))
            line.endheaders(request.body)
            found = line.getresponse()
            headers = tuple((name, value) for name, value in found.getheaders() if name.lower() not in _OF_THE_LINE)
            return Answer(found.status, found.reason, headers, found.read())
        except (OSError, http.client.HTTPException) as error:
            said = f"the app did not answer: {error}\n".encode()
            return Answer(502, "Bad Gateway", (("Content-Type", "text/plain"),), said)
        finally:
            line.close()

    def answered(self, request: Request) -> Answer:
        answer = self.posts.answer(request, self.send)
        headers = [(name, self._ours(value) if name.lower() == "location" else value) for name, value in answer.headers]
        if is_document(answer.header("content-type"), request.header("sec-fetch-dest"), answer.body):
            if not answer.header("content-encoding"):
                answer = replace(answer, body=with_script(answer.body))
            headers = without_policy(headers)
        return replace(answer, headers=tuple(headers))

    def _ours(self, location: str) -> str:
        parts = urlsplit(location)
        if parts.netloc and (parts.hostname in (self.host, "localhost")) and parts.port == self.port:
            return self.url + location.partition(parts.netloc)[2]
        return location


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    proxy: Proxy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser may hang up at any time; whatever else goes wrong shows as an answer that never came."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def _serve(self) -> None:
        proxy = self.server.proxy
        if self.path.startswith(OURS):
            self._answer(_own(self.path, proxy))
        elif self.headers.get("Upgrade") or self.headers.get("Accept", "").startswith("text/event-stream"):
            self._relay(proxy)
        else:
            length = int(self.headers.get("Content-Length") or 0)
            request = Request(self.command, self.path, tuple(self.headers.items()), self.rfile.read(length) if length else b"")
            self._answer(proxy.answered(request))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve  # noqa: N815

    def _answer(self, answer: Answer) -> None:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status not in _BODILESS:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status not in _BODILESS:
            self.wfile.write(answer.body)

    def _relay(self, proxy: Proxy) -> None:
        """A web socket, or a stream of events: bytes both ways until either end hangs up."""
        self.close_connection = True
        with socket.create_connection((proxy.host, proxy.port), timeout=ANSWER_S) as app:
            head = f"{self.requestline}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
            app.sendall(head.encode("latin-1") + b"\r\n")
            ends = {app: self.connection, self.connection: app}
            while True:
                for end in select.select(list(ends), [], [])[0]:
                    if not (said := end.recv(65536)):
                        return
                    ends[end].sendall(said)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nobody wants to read it."""


def _own(target: str, proxy: Proxy) -> Answer:
    if target == SCRIPT:
        kind = (("Content-Type", "text/javascript; charset=utf-8"), ("Cache-Control", "no-store"))
        return Answer(200, "OK", kind, proxy.script)
    path, _, said = target.partition("?")
    proxy.hear(path.removeprefix(OURS), json.loads(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))))
    return Answer(204, "No Content", (("Cache-Control", "no-store"),), b"")


def _header(headers: tuple[tuple[str, str], ...], wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")
