"""The guest book's server: HTTP/1.1 on loopback, its guests in memory."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files


@dataclass
class GuestBook:
    """What the server knows, for comparing with what was seen."""

    url: str = ""
    guests: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    times_caught: int = 0

    def lines(self) -> list[str]:
        return [f"{guest['name']}, {guest['city']}{' (news)' if guest['news'] else ''}" for guest in self.guests]


@contextmanager
def serve() -> Generator[GuestBook]:
    book = GuestBook()
    server = _Server(("127.0.0.1", 0), _handler(book))
    book.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield book
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers drop connections whenever they like; that is nobody's error."""


def _handler(book: GuestBook) -> type[BaseHTTPRequestHandler]:
    page = files("handeye.tasks.demo").joinpath("page.html").read_bytes()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path == "/":
                self._answer(page, "text/html; charset=utf-8")
            elif self.path == "/guests":
                self._answer(json.dumps(book.lines()).encode(), "application/json")
            else:
                self._answer(b"not here", "text/plain", status=404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path == "/guests":
                book.guests.append(json.loads(body))
            else:
                book.times_caught += 1
            self._answer(b"", "text/plain", status=201)

        def do_DELETE(self) -> None:
            book.guests.clear()
            self._answer(b"", "text/plain")

        def _answer(self, body: bytes, kind: str, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
            """Nobody reads it."""

    return Handler
