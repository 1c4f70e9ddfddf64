"""Tally of reading: read words held against true ones: the same text in the same place; Chinese by the character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...tools.geometry import Box
from ...tools.reading.text import Line
from .yardstick.truth import TrueWord

_PARTS = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")

SHOWN = 8


@dataclass
class Tally:
    true: int = 0
    read: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list[str])
    """Such as: "true" read as "what was read there"."""

    def shortly(self) -> str:
        more = f"; and {len(self.missed) - SHOWN} more" if len(self.missed) > SHOWN else ""
        return "; ".join(self.missed[:SHOWN]) + more


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    box: Box
    wide: bool
    """A Chinese character."""


def count(tally: Tally, words: Iterable[TrueWord], unclear: Sequence[Box], lines: Iterable[Line]) -> None:
    """Each true word may be found once; what is read where nobody can tell counts neither way."""
    true = [part for word in words for part in _parts(word.text, word.box)]
    read = [part for line in lines for word in line.words for part in _parts(word.text, word.box)]
    left = list(range(len(read)))
    for part in true:
        match = next((n for n in left if read[n].text == part.text and _together(read[n], part)), None)
        tally.true += 1
        if match is None:
            beside = " ".join(other.text for other in read if _together(other, part))
            tally.missed.append(f'"{part.text}" read as "{beside}"')
        else:
            left.remove(match)
            tally.found += 1
    extra = [n for n in left if not any(box.grow(2).contains(read[n].box.center) for box in unclear)]
    tally.read += len(read) - len(left) + len(extra)


def _parts(text: str, box: Box) -> list[_Part]:
    """A word, or its Chinese characters, each with its share of the box."""
    parts = _PARTS.findall(text)
    if len(parts) < 2:
        return [_Part(part, box, _is_wide(part)) for part in parts]
    shares = [1.0 if _is_wide(part) else 0.55 * len(part) for part in parts]
    found: list[_Part] = []
    x = box.x
    for part, share in zip(parts, shares, strict=True):
        w = box.w * share / sum(shares)
        found.append(_Part(part, Box(x, box.y, w, box.h), _is_wide(part)))
        x += w
    return found


def _is_wide(part: str) -> bool:
    return len(part) == 1 and part >= "\u2e80"


def _together(a: _Part, b: _Part) -> bool:
    """Characters of one word lie only about where their share of its box is, so they need but be near."""
    near = a.box if not (a.wide and b.wide) else Box(a.box.x - a.box.w, a.box.y, 3 * a.box.w, a.box.h)
    shared = near.intersect(b.box)
    return shared is not None and shared.w >= 0.5 * min(near.w, b.box.w)
