"""Places: where a bug of one kind could be, told by pages while the suite looked at them; pages of one make share theirs."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from .makes import EVERYWHERE, is_everywhere, makes_of
from .suite import Ran

LATE_S = 0.5
"""What a page tells while its test ends still is of that test."""
THING_MOST = 80


class Found(BaseModel):
    """One place as the script tells it."""

    model_config = ConfigDict(frozen=True)
    kind: str
    path: str
    tag: str
    text: str
    words: tuple[str, ...]
    near: tuple[str, ...]
    more: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    kind: str
    page: str
    """A pattern of paths: digits as #, and * for the part in which pages of one make differ."""
    path: str
    """A CSS selector, or a method and a path for what lies between page and server."""
    tag: str = ""
    text: str = ""
    """What was read there, digits as #."""
    thing: str = ""
    """What people would call it."""
    words: tuple[str, ...] = ()
    """What is read on it and beside it."""
    more: tuple[tuple[str, Any], ...] = ()
    tests: tuple[str, ...] = ()
    """Who saw it first, then who was on its page."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.kind, self.page, self.path, self.text


@dataclass(slots=True)
class Heard:
    """What pages tell, with the time and the page."""

    visits: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    found: list[tuple[float, str, Found]] = field(default_factory=list[tuple[float, str, Found]])
    builds: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, kind: str, said: dict[str, Any]) -> None:
        page = said["page"]
        with self._lock:
            if kind == "visit":
                self.visits.append((time.time(), page))
                self.builds[page] = self.builds.get(page, frozenset()) | frozenset(said["build"])
            elif kind == "places":
                self.found += [(time.time(), page, Found.model_validate(each)) for each in said["places"]]


def places_on_pages(heard: Heard, ran: Ran) -> list[Place]:
    makes = makes_of(heard.builds)
    on_page: dict[str, dict[str, None]] = {}
    for at_s, page in heard.visits:
        on_page.setdefault(makes[page], {}).update(dict.fromkeys(tests_at(ran, at_s)))
    first: dict[tuple[str, str, str, str], Found] = {}
    saw: dict[tuple[str, str, str, str], dict[str, None]] = {}
    for (at_s, page, found), pattern in zip(heard.found, _patterns(heard, makes), strict=True):
        key = found.kind, pattern, found.path, found.text
        first.setdefault(key, found)
        saw.setdefault(key, {}).update(dict.fromkeys(tests_at(ran, at_s)))
        on_page.setdefault(makes[page], {}).update(dict.fromkeys(tests_at(ran, at_s)))
    return [_place(key, found, {**saw[key], **on_page.get(key[1], {})}) for key, found in first.items()]


def _patterns(heard: Heard, makes: Mapping[str, str]) -> Iterable[str]:
    """The pattern of pages of each place that was found."""
    seen_on: dict[tuple[str, str, str], set[str]] = {}
    for _, page, found in heard.found:
        seen_on.setdefault((found.kind, found.path, found.text), set()).add(makes[page])
    count = len(set(makes.values()))
    for _, page, found in heard.found:
        patterns = seen_on[found.kind, found.path, found.text]
        yield EVERYWHERE if is_everywhere(patterns, count) else makes[page]


def _place(key: tuple[str, str, str, str], found: Found, tests: Iterable[str]) -> Place:
    kind, page, path, text = key
    told = (*found.words, *found.near)
    thing = next(iter(told), path)[:THING_MOST]
    return Place(kind, page, path, found.tag, text, thing, told, tuple(found.more.items()), tuple(tests))


def tests_at(ran: Ran, at_s: float) -> list[str]:
    return [test for test, (began_s, ended_s) in ran.spans.items() if began_s <= at_s <= ended_s + LATE_S]
