"""Serves one yardstick page at a time on loopback, with the files of the frameworks it links to."""

from __future__ import annotations

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from types import TracebackType
from urllib.parse import unquote

from .frameworks import HOME


class Server:
    """`with Server() as server:`"""

    def __init__(self) -> None:
        self._pages: dict[str, bytes] = {}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def put(self, name: str, html: str) -> str:
        """The address of a page; the one before it is forgotten."""
        self._pages = {f"/{name}.html": html.encode()}
        return f"http://127.0.0.1:{self._http.server_address[1]}/{name}.html"

    def _answer(self, path: str) -> tuple[bytes, str] | None:
        if path in self._pages:
            return self._pages[path], "text/html; charset=utf-8"
        if path.startswith("/m/"):
            file = (HOME / path[3:]).resolve()
            if file.is_relative_to(HOME.resolve()) and file.is_file():
                return file.read_bytes(), guess_type(file.name)[0] or "application/octet-stream"
        return None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        answer = self._answer

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                found = answer(unquote(self.path.split("?")[0]))
                data, kind = found or (b"", "text/plain")
                self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.send_header("Cache-Control", "max-age=3600" if self.path.startswith("/m/") else "no-store")
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Nobody wants to read it."""

        return Handler
