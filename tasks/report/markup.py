"""Markup: HTML in which every text is a stranger's: escaped and without control codes, unless it was made here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from html import escape

VOID = frozenset({"meta", "link", "input", "br", "img"})
KEPT = "\n\t"


class Html(str):
    """What is markup already."""

    __slots__ = ()


def tag(name: str, *inside: str, **attributes: str | float | bool | None) -> Html:
    """`tag("p", "1 < 2", class_="quiet", data_n=3)`; an attribute that is None or False is left out."""
    said = "".join(
        f" {_named(key)}" if value is True else f' {_named(key)}="{escape(clean(str(value)))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in VOID:
        return Html(f"<{name}{said}>")
    return Html(f"<{name}{said}>{joined(inside)}</{name}>")


def joined(parts: Iterable[str]) -> Html:
    return Html("".join(part if isinstance(part, Html) else escape(clean(part)) for part in parts))


def clean(text: str) -> str:
    """Without what turns lines round, moves cursors or cannot be encoded."""
    return "".join(char for char in text if char in KEPT or unicodedata.category(char)[0] != "C")


def _named(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
