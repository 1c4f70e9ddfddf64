"""Telling words: what a thing is called by what is read on it and beside it, and whether a message names it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import unquote_plus

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_SILENT = frozenset(
    re.findall(
        r"\w+", "a an and are as at be by for from has have in is it its no not of on or so that the this to was with you"
    )
)
"""They stand in any message."""
_CLOCK = re.compile(r"\b\d{1,2}:\d\d(:\d\d)?\b")


def words_of(*said: str) -> frozenset[str]:
    """In small letters, without those that tell nothing; of single letters none, of numbers all."""
    found = (word.lower() for text in said for word in _WORD.findall(text))
    return frozenset(word for word in found if word not in _SILENT and (len(word) > 1 or word.isdigit()))


def names(message: str, thing: Iterable[str]) -> bool:
    return not words_of(message).isdisjoint(words_of(*thing))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in ("script", "style", "template")
        given = dict(attrs)
        if tag == "input" and given.get("type") not in ("hidden", "password"):
            self.said.append(f"{given.get('value') or ''} {'checked' if 'checked' in given else ''}")
        elif tag == "option" and "selected" in given:
            self.said.append("chosen")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in ("script", "style", "template") and self._unread > 0

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.said.append(data)


def text_of(kind: str, body: bytes) -> str:
    """What an answer says for people, without the time of day; of JSON all of it."""
    said = body.decode("utf-8", "replace")
    if "html" in kind:
        reader = _Reader()
        reader.feed(said)
        said = " ".join(reader.said)
    elif "json" not in kind:
        return ""
    return " ".join(_CLOCK.sub("", said).split())


def values_of(kind: str, body: bytes) -> tuple[str, ...]:
    """What a form sends, names and values, without what looks like a token."""
    said = body.decode("utf-8", "replace")
    if "json" in kind:
        try:
            said = " ".join(_leaves(json.loads(said)))
        except ValueError:
            return ()
    elif "urlencoded" in kind:
        said = unquote_plus(said.replace("&", " ").replace("=", " "))
    elif "multipart" in kind:
        said = " ".join(re.findall(r"\r\n\r\n(.{1,80}?)\r\n", said))
    else:
        return ()
    return tuple(word for word in said.split() if len(word) <= 24)


def _leaves(value: object) -> Iterable[str]:
    if isinstance(value, dict):
        for name, each in value.items():  # pyright: ignore[reportUnknownVariableType]
            yield str(name)  # pyright: ignore[reportUnknownArgumentType]
            yield from _leaves(each)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, list):
        for each in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _leaves(each)  # pyright: ignore[reportUnknownArgumentType]
    elif value is not None:
        yield str(value)
