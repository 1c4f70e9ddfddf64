"""Exchange: one request as watchers are told of it, and the book of those that may have changed something."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from ...tools.computer import HARMLESS
from .request import Asked

Decision = Literal["held", "sent", "refused", "failed"]
"""`failed`: allowed, but nothing was sent, because nobody answered there or the browser gave it up."""

Delivery = Literal["none", "under way", "answered", "unknown"]
"""`unknown`: it was sent, and no complete answer came. It may have been done, and is never sent again."""

BOOK_SIZE = 10_000
KNOWN = frozenset({"GET", "HEAD", "OPTIONS", "CONNECT", "POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Exchange:
    """Told whenever it gets further: when held, before the first byte is sent, and when it is over."""

    number: int
    """The same in all that is told of one request."""
    time_s: float
    """When the browser asked, in Unix time."""
    method: str
    host: str
    port: int
    target: str
    """Path and query as the redactor left them; empty for a tunnel (CONNECT), whose requests nobody can see."""
    decision: Decision
    delivery: Delivery = "none"
    status: int | None = None
    """What the server answered."""
    leads_to: str = ""
    """Where its answer sends the browser next, as the redactor left it."""
    up_bytes: int = 0
    down_bytes: int = 0
    why: str = ""

    @property
    def may_change_something(self) -> bool:
        return self.method not in (*HARMLESS, "CONNECT")


Watch = Callable[[Exchange], None]
Redact = Callable[[str], str]


def without_values(target: str) -> str:
    """`/a?key=secret&b` → `/a?key=…&…`: what stands in a query is often not for the record."""
    path, mark, query = target.partition("?")
    shown = (re.sub(r"=.*", "=…", pair) if "=" in pair else "…" for pair in query.split("&"))
    return path + mark + ("&".join(shown) if query else "")


class Entry:
    """One request on its way: `now` is what was last told of it."""

    def __init__(self, book: Book, first: Exchange) -> None:
        self.now = first
        self._book = book
        self._sent_as = 0

    def held(self) -> None:
        self._tell(replace(self.now, decision="held"))

    def refused(self, why: str) -> None:
        self._tell(replace(self.now, decision="refused", why=why))

    def failed(self, why: str) -> None:
        self._tell(replace(self.now, decision="failed", why=why))

    def sent(self) -> None:
        """Said before the first byte goes."""
        self.now = replace(self.now, decision="sent", delivery="under way")
        if self.now.may_change_something:
            self._sent_as = self._book.keep(self.now)
        self._tell(self.now)

    def over(self, status: int | None, *, why: str = "", leads_to: str = "", up_bytes: int = 0, down_bytes: int = 0) -> None:
        """Answered in full, or, where there is a reason why not, of unknown delivery."""
        delivery: Delivery = "unknown" if why else "answered"
        self.now = replace(
            self.now,
            delivery=delivery,
            status=status,
            why=why,
            leads_to=self._book.redact(leads_to) if leads_to else "",
            up_bytes=up_bytes,
            down_bytes=down_bytes,
        )
        if self._sent_as:
            self._book.sent[self._sent_as] = self.now
        self._tell(self.now)

    def _tell(self, exchange: Exchange) -> None:
        self.now = exchange
        self._book.watch(exchange)


class Book:
    """Tells of every exchange, and keeps the last ones that may have changed something, in the order they were sent."""

    def __init__(self, watch: Watch | None, redact: Redact) -> None:
        self.watch: Watch = watch or (lambda _: None)
        self.sent: dict[int, Exchange] = {}
        self.last = 0
        """The number of the last one in `sent`, which is also how many there ever were."""
        self.redact = redact
        self._numbers = itertools.count(1)

    def begin(self, asked: Asked) -> Entry:
        """Nothing is told yet: it starts out as refused, so that what is never decided counts as that."""
        target = self.redact(asked.path) if asked.path else ""
        method = asked.method if asked.method in KNOWN else self.redact(asked.method)  # a page may call one as it likes
        first = Exchange(next(self._numbers), time.time(), method, asked.host, asked.port, target, "refused")
        return Entry(self, first)

    def keep(self, exchange: Exchange) -> int:
        self.last += 1
        self.sent[self.last] = exchange
        self.sent.pop(self.last - BOOK_SIZE, None)
        return self.last
