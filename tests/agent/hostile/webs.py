"""Webs: a site on loopback that remembers what it was sent, and a stranger who must never hear anything."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@dataclass(frozen=True, slots=True)
class Heard:
    host: str
    """As the Host header says: the site has several names."""
    method: str
    path: str
    head: str
    body: bytes

    @property
    def whole(self) -> bytes:
        return f"{self.method} {self.path}\n{self.head}\n".encode() + self.body


@dataclass
class Answer:
    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])


class Site:
    """Answers what `answers` holds for a path, with the fields `secret` and `name` of what it was sent for ECHO and WHO."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.heard: list[Heard] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                heard = Heard(self.headers.get("Host", ""), self.command, self.path, str(self.headers), body)
                site.heard.append(heard)
                answer = site.answers.get(self.path.partition("?")[0], Answer(b"nothing here", 404))
                self.send_response(answer.status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
                    self.send_header(name, value)
                body = answer.body.replace(b"ECHO", _sent("secret", heard)).replace(b"WHO", _sent("name", heard))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815 (the library's names)

            def __getattr__(self, name: str) -> object:
                if name.startswith("do_"):  # whatever a page calls a method
                    return self.do_GET
                raise AttributeError(name)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                pass  # browsers drop connections whenever they like

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.port = self._server.server_port

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def other(self) -> str:
        """Another host that may be allowed beside it."""
        return f"http://localhost:{self.port}"

    @property
    def sent(self) -> list[Heard]:
        """What may have changed something."""
        return [each for each in self.heard if each.method not in ("GET", "HEAD")]

    def at(self, host: str) -> list[Heard]:
        return [each for each in self.heard if each.host == f"{host}:{self.port}"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _sent(field: str, heard: Heard) -> bytes:
    """The value of a field in what was sent."""
    query = heard.body.decode("latin-1") or heard.path.partition("?")[2]
    return (parse_qs(query).get(field) or [""])[0].encode()


class Stranger:
    """Listens over TCP and UDP on one port; whoever comes is remembered with what they said."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._tcp.getsockname()[1]
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self.port))
        for listen in (self._accept, self._receive):
            threading.Thread(target=listen, daemon=True).start()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._tcp.accept()
            except OSError:
                return
            self.heard.append(b"a connection")
            connection.settimeout(0.2)
            with suppress(OSError):
                self.heard.append(connection.recv(65536))
            connection.close()

    def _receive(self) -> None:
        while True:
            try:
                self.heard.append(self._udp.recv(65536))
            except OSError:
                return

    def close(self) -> None:
        for each in (self._tcp, self._udp):
            each.shutdown(socket.SHUT_RDWR) if each is self._tcp else None
            each.close()
