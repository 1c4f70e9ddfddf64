"""The demo site's server: loopback only, bodies within limits, connections kept and ended in order."""

from __future__ import annotations

import re
import socket
import sys
import threading
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

from ...tools.errors import BadInput
from .bodies import MOST_BYTES
from .routes import Answer, Request, Routes, refusal, trouble

LOOPBACK = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
MOST_DISCARDED = 64 * 1024 * 1024
"""A browser reads no answer before its body is sent: what is too large is read to here, and forgotten."""
IDLE_S = 60
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class _NotTaken(BadInput):
    """A request that is answered before anybody looks at what it asks for."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class Server(ThreadingHTTPServer):
    # Joined by server_close, so that no answer is under way when the store is closed.
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], routes: Routes) -> None:
        self.routes = routes
        self.requests = self.connections = 0
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, _Handler)

    def came(self) -> None:
        with self._lock:
            self.requests += 1

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self.connections += 1
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Ends the connections that browsers keep; what is being answered is answered."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RD)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Browsers drop connections whenever they like; that is nobody's error. Others are printed."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_S
    # Head and body leave in one packet, at once.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def _serve(self, method: Literal["GET", "POST"]) -> None:
        self.server.came()
        body = b""
        try:
            body = self._body()
            self._check_sender(method)
            answer = self.server.routes.answer(self._request(method, body))
        except _NotTaken as error:
            answer = trouble(error.status, str(error))
        except BadInput as error:
            answer = refusal(error)
        except OSError:
            raise  # the connection is gone: nobody to answer
        except Exception:
            # Without an answer a browser would send the form again by itself.
            self.close_connection = True
            self._send(trouble(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here. Nothing was stored."))
            raise
        self._send(answer)

    def _body(self) -> bytes:
        said = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not (said.isascii() and said.isdecimal() and len(said) < 16):
            self.close_connection = True
            raise _NotTaken(HTTPStatus.LENGTH_REQUIRED, "Say how long the form is.")
        length = int(said)
        if length > MOST_BYTES:
            self._discard(length)
            raise _NotTaken(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A form may have {MOST_BYTES // 1024**2} MB in all.")
        body = self.rfile.read(length)
        if len(body) < length:
            raise ConnectionResetError("the form was cut short")
        return body

    def _discard(self, length: int) -> None:
        if length > MOST_DISCARDED:
            self.close_connection = True
            return
        while length > 0 and (piece := self.rfile.read(min(length, 64 * 1024))):
            length -= len(piece)

    def _check_sender(self, method: str) -> None:
        """Other sites' names may be made to point here, and other sites' pages may post here: neither is served."""
        host, origin = self.headers.get("Host", ""), self.headers.get("Origin")
        if not LOOPBACK.fullmatch(host):
            raise _NotTaken(HTTPStatus.MISDIRECTED_REQUEST, "This site is called 127.0.0.1 or localhost.")
        if method == "POST" and origin is not None and origin.lower() != f"http://{host.lower()}":
            raise _NotTaken(HTTPStatus.FORBIDDEN, "Only forms of this site are taken.")

    def _request(self, method: Literal["GET", "POST"], body: bytes) -> Request:
        address = urlsplit(self.path)
        try:
            query = dict(parse_qsl(address.query, keep_blank_values=True, max_num_fields=20))
        except ValueError as error:
            raise BadInput("the address has too many parts after its question mark; shorten it") from error
        return Request(method, address.path, query, self.headers.get("Content-Type", ""), body)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "max-age=60" if answer.is_kept else "no-store")
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if answer.location:
            self.send_header("Location", answer.location)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
        """Nobody reads it."""
