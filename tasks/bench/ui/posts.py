"""Posts: bugs between a page and its server: what a person saves is lost, or is stored twice."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from .proxy import Answer, Request, Send
from .telling import text_of, words_of

LOST, TWICE = "save lost", "sent twice"
KINDS = (LOST, TWICE)
CHANGES = ("POST", "PUT", "PATCH", "DELETE")

Planted = Callable[[str], None]
"""Called once the bug can be seen, with what it shows."""


def pattern_of(target: str) -> str:
    """Its path, digits as #, as the script says which page it is on."""
    return re.sub(r"\d+", "#", target.partition("?")[0])


@dataclass(frozen=True, slots=True)
class Passed:
    """One request with its answer, as it went through."""

    at_s: float
    request: Request
    answer: Answer

    @property
    def text(self) -> str:
        return text_of(self.answer.header("content-type"), self.answer.body)


class Watched:
    """Lets everything through, and keeps it."""

    def __init__(self) -> None:
        self.passed: list[Passed] = []

    def answer(self, request: Request, send: Send) -> Answer:
        began_s = time.time()
        answer = send(request)
        kind = answer.header("content-type")
        if request.method in CHANGES or (request.method == "GET" and ("html" in kind or "json" in kind)):
            self.passed.append(Passed(began_s, request, answer))
        return answer


class Lost:
    """What is sent to this place never arrives; the answer is one that the app gave when it did."""

    def __init__(self, method: str, path: str, answers: Mapping[str, Answer], planted: Planted) -> None:
        """`answers`: by path, the last good ones."""
        self.method, self.path, self.planted = method, path, planted
        self.answers = answers

    def answer(self, request: Request, send: Send) -> Answer:
        if (request.method, pattern_of(request.target)) != (self.method, self.path):
            return send(request)
        good = self.answers.get(request.path) or next(iter(self.answers.values()))
        self.planted("")
        # A session of another run would sign people out, and its address is gone.
        kept = [(name, value) for name, value in good.headers if name.lower() != "set-cookie"]
        return replace(
            good, headers=tuple((name, _here(value) if name.lower() == "location" else value) for name, value in kept)
        )


class Twice:
    """What is sent to this place is sent two times, which can be seen where the second makes a difference of its own."""

    def __init__(self, method: str, path: str, planted: Planted) -> None:
        self.method, self.path, self.planted = method, path, planted
        self._once: dict[str, str] = {}
        """By target, what it said after the first."""
        self._lock = threading.Lock()

    def answer(self, request: Request, send: Send) -> Answer:
        if (request.method, pattern_of(request.target)) == (self.method, self.path):
            return self._sent_twice(request, send)
        answer = send(request)
        with self._lock:
            once = self._once.pop(request.target, None) if request.method == "GET" else None
        if once is not None:
            self._compare(once, _text(answer))
        return answer

    def _sent_twice(self, request: Request, send: Send) -> Answer:
        first = send(request)
        if first.status >= 400:
            return first
        shows = urlsplit(first.header("location") or request.header("referer"))
        target = shows.path + (f"?{shows.query}" if shows.query else "")
        seen = send(_asks_for(target, request, first)) if target else None
        second = send(request)
        if second.status >= 400:
            return first
        if seen is not None and seen.status < 400:
            with self._lock:
                self._once[target] = _text(seen)
        if first.header("location") != second.header("location"):
            self.planted(second.header("location"))
        self._compare(_text(first), _text(second))
        return second

    def _compare(self, once: str, twice: str) -> None:
        if once != twice:
            self.planted(" ".join(words_of(twice) - words_of(once)))


def _here(location: str) -> str:
    parts = urlsplit(location)
    return parts._replace(scheme="", netloc="").geturl() if parts.hostname in ("127.0.0.1", "localhost") else location


def _text(answer: Answer) -> str:
    return text_of(answer.header("content-type"), answer.body)


def _asks_for(target: str, after: Request, answer: Answer) -> Request:
    """As the browser would, with the cookies it was just given."""
    given = [value.partition(";")[0] for name, value in answer.headers if name.lower() == "set-cookie"]
    cookies: dict[str, str] = {}
    for cookie in (*after.header("cookie").split(";"), *given):
        name, _, value = cookie.strip().partition("=")
        cookies[name] = value
    kept = tuple((name, value) for name, value in after.headers if name.lower() in ("host", "user-agent", "accept-language"))
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items() if name)
    return Request("GET", target, (*kept, ("Accept", "text/html"), ("Cookie", cookie)))
