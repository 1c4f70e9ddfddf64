"""Lettering: how large a text is set, worked out from the box of its ink and the letters in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ..geometry import Box
from ..reading.text import Word

CAP, LOWER, ACCENT, DESCENT, HAN = 0.73, 0.55, 0.17, 0.21, 0.92
"""Heights of letters in em: of capitals and figures, of small letters, of accents on capitals, below the line, of CJK."""
ABOVE, BELOW = 0.93, 0.24
"""How far a line of text reaches over and under its base line, in em."""
FLAT = "acegmnopqrsuvwxyz"
HANGING = "gjpqy,;()[]{}|@/Q§$"
DASHES = "-–—_=~.·:…*'\"’‘“”«»‹›•"


def is_han(text: str) -> bool:
    """Whether a text is written without spaces, in signs that are all as wide as they are high."""
    return any("\u2e80" <= char < "\ua000" for char in text)


def _reach(text: str) -> tuple[float, float]:
    """How far the ink of a text reaches over and under its base line, in em."""
    over, under = 0.0, 0.0
    for char in text:
        if char >= "\u2e80":
            over, under = max(over, 0.81), max(under, HAN - 0.81)
            continue
        if char in DASHES:
            continue
        plain = unicodedata.normalize("NFD", char)
        top = LOWER if plain[0] in FLAT else CAP
        if len(plain) > 1:
            top = CAP if top == LOWER else CAP + ACCENT
        over = max(over, top)
        under = max(under, DESCENT if plain[0] in HANGING or char in "çşţąęįų" else 0.0)
    return (over, under) if over else (LOWER, 0.0)


def em_of(words: Sequence[Word]) -> float:
    """The size of the type, in px."""
    box = Box.union(word.box for word in words)
    over, under = _reach("".join(word.text for word in words))
    return box.h / (over + under)


def line_box(words: Sequence[Word]) -> Box:
    """The whole line that words stand in, with the room that type keeps over and under its letters."""
    box = Box.union(word.box for word in words)
    over, under = _reach("".join(word.text for word in words))
    em = box.h / (over + under)
    base = box.bottom - under * em
    return Box(box.x, base - ABOVE * em, box.w, (ABOVE + BELOW) * em)
