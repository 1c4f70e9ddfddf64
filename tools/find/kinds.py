"""Kinds: what people call the things on a screen, and which widgets they may mean by it."""

from __future__ import annotations

import re

from .synonyms import lines_of

WORDS = {kind: tuple(words.split(", ")) for kind, _, words in (line.partition(": ") for line in lines_of("kinds.txt")) if kind}
"""Every word for a kind; a phrase that ends in one (or begins with it) names that kind."""

FITS: dict[str, dict[str, float]] = {
    "field": {
        "field": 1.0, "number field": 1.0, "date": 1.0, "time": 1.0, "color": 0.95, "file": 0.95, "text area": 0.98,
        "select": 0.86, "slider": 0.75,
    },
    "text area": {"text area": 1.0, "field": 0.93},
    "button": {
        "button": 1.0, "icon button": 0.98, "link": 0.9, "menu item": 0.86, "tab": 0.84, "clickable": 0.95, "file": 0.9,
        "select": 0.78, "text": 0.74,
    },
    "icon": {"icon button": 1.0, "button": 0.93, "link": 0.86, "clickable": 0.9},
    "link": {
        "link": 1.0, "button": 0.9, "icon button": 0.84, "menu item": 0.9, "tab": 0.86, "clickable": 0.9, "text": 0.85,
    },
    "checkbox": {"checkbox": 1.0, "menu checkbox": 0.98, "switch": 0.92, "radio": 0.84},
    "radio": {"radio": 1.0, "menu radio": 0.98, "option": 0.9, "checkbox": 0.84},
    "switch": {"switch": 1.0, "checkbox": 0.92},
    "select": {"select": 1.0, "list": 0.97, "field": 0.86, "button": 0.82},
    "slider": {"slider": 1.0, "field": 0.76},
    "tab": {"tab": 1.0, "link": 0.88, "button": 0.86, "radio": 0.76, "text": 0.82},
    "menu item": {
        "menu item": 1.0, "menu checkbox": 0.98, "menu radio": 0.98, "tree item": 0.9, "option": 0.9, "link": 0.88,
        "button": 0.88, "tab": 0.86, "select": 0.8, "text": 0.85,
    },
    "option": {
        "option": 1.0, "radio": 0.98, "checkbox": 0.95, "menu item": 0.95, "menu radio": 0.95, "tab": 0.84, "button": 0.84,
        "text": 0.9,
    },
    "text": {"text": 1.0},
}  # fmt: skip
"""Of what is asked for, how well each kind of widget fits: people call a link a button, and eyes mistake one for another."""

_KIND_OF = {word: kind for kind, words in WORDS.items() for word in words}
_LONGEST_FIRST = sorted(_KIND_OF, key=len, reverse=True)
_ANY = "|".join(map(re.escape, _LONGEST_FIRST))
_CALLED = r"(?:labell?ed|named|called|titled|with (?:the )?(?:label|name|text)|for|that says|saying|reading)"
_AT_END = re.compile(rf"^(?P<rest>.*?)(?:\s+|(?<=[\"”’'»」\x00]))(?P<kind>{_ANY})$", re.I | re.S)
_AT_START = re.compile(rf"^(?P<kind>{_ANY})(?:\s+{_CALLED})?(?P<rest>\s+.*)$", re.I | re.S)


def kind_named(word: str) -> str:
    """The kind that a word stands for; the word itself where it stands for none."""
    folded = " ".join(word.casefold().split())
    return _KIND_OF.get(folded, _KIND_OF.get(folded.removesuffix("s"), folded))


def is_kind(word: str) -> bool:
    return kind_named(word) in WORDS


def fit(wanted: str, kind: str) -> float:
    """How well a widget of this kind fits what was asked for; 1 where no kind was asked for."""
    if not wanted or wanted == kind:
        return 1.0
    return FITS.get(wanted, {}).get(kind, 0.0)


def split_kind(phrase: str) -> tuple[str, str]:
    """A phrase without its word for a kind, and the kind: "Save button" and "button Save" are ("Save", "button")."""
    said = phrase.strip()
    if is_kind(said):
        return "", kind_named(said)
    if found := _AT_END.match(said):
        return found["rest"].strip(), kind_named(found["kind"])
    if found := _AT_START.match(said):
        return found["rest"].strip(), kind_named(found["kind"])
    return said, ""
