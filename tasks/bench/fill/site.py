"""Site: where people register, on loopback, HTTP/1.1 with kept connections; what goes wrong there is drawn for each POST."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Literal
from urllib.parse import parse_qs, parse_qsl, urlsplit

from .faults import Faults, no_faults
from .fields import NOT_OFFERED, form_of
from .pages import entries_page, form_page, look_of, trouble_page, welcome_page
from .stored import Stored

NOT_TAKEN = "blocked.example"
"""Addresses there are refused."""
REFUSAL = f"We do not take addresses of {NOT_TAKEN}"
MOST_BYTES = 100_000
IDLE_S = 60

Moment = Literal["arrived", "stored"]
Watch = Callable[[Moment], None]


@dataclass(frozen=True, slots=True)
class Answer:
    status: HTTPStatus
    html: str = ""
    location: str = ""


class FillSite:
    """`with FillSite(folder, seed) as site:` serves at `site.url`; what it took is in that folder."""

    def __init__(self, folder: Path, seed: int, *, faults: Faults | None = None, answer_s: float = 0.0) -> None:
        """Each answer takes `answer_s` longer than it has to."""
        folder.mkdir(parents=True, exist_ok=True)
        self.form, self.look = form_of(seed), look_of(seed)
        self.faults, self.answer_s = faults or no_faults(), answer_s
        self.stored = Stored(folder / "site.sqlite")
        self.watch: Watch = lambda _: None
        """Told, in between, when a POST has arrived and when it was stored; its answer waits for this."""
        self.many = 12
        """So many stand in the list at most."""
        self.says: Callable[[str], str] = str
        """How addresses are written there, such as in small letters."""
        self.requests = self.posts = 0
        self._under_way: set[int] = set()
        self._lock = threading.Lock()
        self._server = _Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> FillSite:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()
        self.stored.close()

    def unanswered_since(self, posts: int) -> int:
        """How many that came after so many POSTs are not answered yet."""
        with self._lock:
            return sum(1 for number in self._under_way if number > posts)

    @contextmanager
    def taking(self, *, is_post: bool) -> Generator[None]:
        """From when it has arrived in full until its answer has left."""
        with self._lock:
            self.requests += 1
            self.posts += is_post
            number = self.posts
            if is_post:
                self._under_way.add(number)
        try:
            yield
        finally:
            with self._lock:
                self._under_way.discard(number if is_post else 0)

    def get(self, path: str, query: Mapping[str, list[str]]) -> Answer:
        self._take_time()
        match path.strip("/").split("/"):
            case ["form"]:
                return Answer(HTTPStatus.OK, form_page(self.form, self.look, {}, {}))
            case ["entries"]:
                found = self.stored.find("".join(query.get("q", [])), self.many)
                return Answer(HTTPStatus.OK, entries_page(self.look, self._said(found), self._said(self.stored.latest())))
            case ["away"]:
                return Answer(HTTPStatus.OK, trouble_page(self.look, "Welcome back", "Please log in to go on."))
            case ["welcome", number] if number.isdecimal() and (entry := self.stored.get(int(number))) is not None:
                return Answer(HTTPStatus.OK, welcome_page(self.look, int(number), str(entry["name"])))
            case _:
                return Answer(HTTPStatus.NOT_FOUND, trouble_page(self.look, "Not found", "There is nothing here."))

    def post(self, values: Mapping[str, str]) -> Answer | None:
        """None: no answer at all."""
        self.watch("arrived")
        fault = self.faults.draw()
        self._take_time()
        if fault == "refused":
            page = trouble_page(self.look, "Something went wrong", "Please try again later.")
            return Answer(HTTPStatus.INTERNAL_SERVER_ERROR, page)
        if said := _wrong(values):
            return Answer(HTTPStatus.UNPROCESSABLE_ENTITY, form_page(self.form, self.look, values, said))
        if fault == "late, then stored":
            time.sleep(self.faults.late_s)
        number = self.stored.add(values)
        self.watch("stored")
        if fault == "stored, then late":
            time.sleep(self.faults.late_s)
        return None if fault == "dropped" else Answer(HTTPStatus.SEE_OTHER, location=f"/welcome/{number}")

    def _said(self, entries: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
        return [{**entry, "email": self.says(str(entry["email"]))} for entry in entries]

    def _take_time(self) -> None:
        if self.answer_s:
            time.sleep(self.answer_s)


def _wrong(values: Mapping[str, str]) -> dict[str, str]:
    said = {name: "This is needed" for name in ("name", "email") if not values.get(name, "").strip()}
    if values.get("email", "").casefold().endswith(f"@{NOT_TAKEN}"):
        said["email"] = REFUSAL
    if values.get("ticket") == NOT_OFFERED:
        said["ticket"] = "There is no such ticket"
    return said


class _Server(ThreadingHTTPServer):
    # Joined by server_close, so that no answer is under way when the database is closed.
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, site: FillSite) -> None:
        self.site = site
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Ends the connections that are kept; what is being answered is answered."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RD)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked may be killed at any moment."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_S
    # Head and body leave in one packet, at once.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        with self.server.site.taking(is_post=False):
            self._send(self.server.site.get(asked.path, parse_qs(asked.query)))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        if not 0 < length <= MOST_BYTES:
            self.close_connection = True
            return
        body = self.rfile.read(length)
        if len(body) < length:
            raise ConnectionResetError("what was sent was cut short")
        values = dict(parse_qsl(body.decode(), keep_blank_values=True))
        with self.server.site.taking(is_post=True):
            answer = self.server.site.post(values)
            if answer is None:
                self.close_connection = True
                return
            self._send(answer)

    def _send(self, answer: Answer) -> None:
        body = answer.html.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if answer.location:
            self.send_header("Location", answer.location)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
        """Nobody reads it."""
