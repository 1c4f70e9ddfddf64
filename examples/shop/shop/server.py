"""The shop's server: loopback only, connections kept, one session to a cookie; `with running() as url:` for tests."""

from __future__ import annotations

import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .asked import Answer, Request
from .routes import answer, asset
from .session import Sessions

COOKIE = "shop"
MOST_BYTES = 64 * 1024
IDLE_S = 60


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int) -> None:
        self.sessions = Sessions()
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Browsers drop connections whenever they like; that is nobody's error. Others are printed."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_S
    # Head and body leave in one packet, at once.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        address = urlsplit(self.path)
        form = self._form()
        if form is None:
            self.close_connection = True
            return self.send_error(413)
        if found := asset(address.path):
            return self._send(found)
        request = Request(
            method=self.command,
            path=address.path,
            query=dict(parse_qsl(address.query)),
            form=form,
            wants_json="json" in self.headers.get("Accept", ""),
        )
        session, cookie = self.server.sessions.of(self._cookie())
        return self._send(answer(request, session), cookie)

    def _form(self) -> dict[str, str] | None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES or "Transfer-Encoding" in self.headers:
            return None
        return dict(parse_qsl(self.rfile.read(int(length)).decode("utf-8", "replace")))

    def _cookie(self) -> str:
        try:
            sent = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return ""
        return sent[COOKIE].value if COOKIE in sent else ""

    def _send(self, answer: Answer, cookie: str = "") -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if cookie:
            self.send_header("Set-Cookie", f"{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
        """Nobody reads it."""


@contextmanager
def running(port: int = 0) -> Generator[str]:
    """The address of a shop that is open for as long as the block runs, on any free port where 0."""
    server = Server(port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
