"""A web site of our own on loopback, HTTP/1.1 with kept connections, that remembers what it was sent."""

from __future__ import annotations

import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HEAD = "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><style>body{font:16px sans-serif}</style>"


@dataclass
class Answer:
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])
    held_until: threading.Event | None = None
    """The answer is held back until this is set (or ten seconds are over)."""
    hangs_up: bool = False
    """No answer at all: the connection ends once the request was stored."""


class Site:
    def __init__(self, certificate: Path | None = None) -> None:
        """With a certificate (and its key, in one file) it speaks TLS."""
        self.answers: dict[str, Answer] = {}
        self.posted: list[tuple[str, bytes]] = []
        self.heard: list[tuple[str, dict[str, str]]] = []
        """What was asked for by POST and the like, with its headers."""
        self.seen: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.seen.append(self.path)
                answer = site.answers.get(self.path.partition("?")[0], Answer(b"nothing here", status=404))
                if answer.held_until is not None:
                    answer.held_until.wait(10)
                if answer.hangs_up:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in {
                    "Content-Type": answer.kind,
                    "Content-Length": str(len(answer.body)),
                    **answer.headers,
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                site.posted.append((self.path, body))
                site.heard.append((f"{self.command} {self.path}", dict(self.headers.items())))
                self.do_GET()

            do_PUT = do_DELETE = do_PATCH = do_POST  # noqa: N815 (the names are the library's)

            def do_OPTIONS(self) -> None:
                site.heard.append((f"OPTIONS {self.path}", dict(self.headers.items())))
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                pass  # browsers drop connections whenever they like

        self._server = Server(("127.0.0.1", 0), Handler)
        self._scheme = "http"
        if certificate is not None:
            tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            tls.load_cert_chain(certificate)
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
            self._scheme = "https"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        self.port = self._server.server_port

    @property
    def root(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    @property
    def elsewhere(self) -> str:
        """The same site under another name: another origin to a browser."""
        return f"{self._scheme}://localhost:{self.port}"

    def page(self, html: str, path: str = "/") -> str:
        """Serves a page and returns its address."""
        self.answers[path] = Answer((HEAD + html).encode())
        return self.root + path

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
