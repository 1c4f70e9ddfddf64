"""Look-alikes: characters that people and recognisers take for one another, and what else could stand in a place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

ALIKE = (
    "lI1|i!",
    "ijl",
    "O0oQD",
    "S5s$",
    "B8",
    "Z2z7",
    "G6C",
    "b6",
    "gq9y",
    "UVvu",
    "ft",
    "ecoa",
    "nmhr",
    "hk",
    "xX",
    "/|l",
    "([{",
    ")]}",
    ".,",
    ":;",
    ";,",
    "-–—_~",
    "'’‘`",
    '"“”„',
)
"""Each string a class: any of its characters may be taken for any other."""

GROUPS = (
    ("rn", "m"),
    ("cl", "d"),
    ("vv", "w"),
    ("VV", "W"),
    ("ii", "ü"),
    ("li", "h"),
    ("lo", "b"),
    ("'", "''"),
    ("''", '"'),
    ("...", "…"),
)
"""Several characters that look like one."""

ACCENTED = "áàâäãåąăéèêëęěíìîïóòôöõőúùûüůűýÿćčçńñňśšşźżžłğřťďøı"
STROKED = {"l": "ł", "L": "Ł", "o": "ø", "O": "Ø", "i": "ı", "B": "ß", "s": "ß"}
UNSTROKED = {stroked: plain for plain, stroked in STROKED.items() if stroked != "ß"} | {"ß": "B"}


@cache
def alike(char: str) -> frozenset[str]:
    """What one character may be taken for: its class, its other case, the same with another accent or none."""
    found = {other for group in ALIKE if char in group for other in group}
    found |= {char.swapcase()} if len(char.swapcase()) == 1 else set()
    found |= set(_accented(char))
    return frozenset(found - {char})


def _accented(char: str) -> Iterator[str]:
    if char in STROKED:
        yield STROKED[char]
    if char in UNSTROKED:
        yield UNSTROKED[char]
    if not char.isalpha() or char >= "\u0250":
        return
    bare = unicodedata.normalize("NFD", char)[0]
    yield bare
    for other in ACCENTED:
        cased = other.upper() if bare.isupper() else other
        if len(cased) == 1 and unicodedata.normalize("NFD", cased)[0] == bare:
            yield cased


def exchanges(text: str) -> Iterator[tuple[int, int, str]]:
    """Every exchange (from, to, by what) after which a text looks much the same, ignoring spaces."""
    for at, char in enumerate(text):
        for other in sorted(alike(char)):
            yield at, at + 1, other
    for pair in GROUPS:
        for one, other in (pair, pair[::-1]):
            at = text.find(one)
            while at >= 0:
                yield at, at + len(one), other
                at = text.find(one, at + 1)


def spelled(text: str) -> str:
    """One spelling for what is drawn the same: composed accents, and every kind of blank a plain space."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(" " if unicodedata.category(char) == "Zs" else char for char in composed)
