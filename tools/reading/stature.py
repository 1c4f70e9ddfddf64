"""Stature: how high and wide the letters of a row stand beside each other tells apart some that have the same shape."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

import numpy as np

from .crops import Crop
from .recogniser import Reading
from .shapes import LOW, LOW_PER_TALL, TALL

EITHER = frozenset("cosuvwxz")
"""Letters whose capital has the same shape; those with an accent are as high as it is."""

DASHES = "-–—"
DASH_ENDS = (0.56, 1.05)
"""A hyphen is less wide than this, an en dash less than that, per px of a capital's height."""


LOOKS_OF_MARKS = {
    "\u0301": "leaning right",
    "\u030b": "leaning right",
    "\u0300": "leaning left",
    "\u0307": "narrow",
    "\u0302": "wide",
    "\u0303": "wide",
    "\u0308": "wide",
    "\u030c": "wide",
}

FAINT = 0.2
LEANING = 0.3
UPRIGHT = 0.15
"""How much the ink of a mark goes with height from left to right (-1..1): an acute leans, a dot or a caron does not."""

WIDE_MARK, NARROW_MARK = 0.115, 0.065
"""How far the ink of a mark is spread from its middle, per px of its letter's height."""


@dataclass(frozen=True, slots=True)
class Body:
    """Where the largest part of one character stands, in px of its row."""

    left: int
    top: int
    right: int
    bottom: int
    mark: str = ""
    """How what stands apart above it looks: "leaning right", "leaning left", "narrow", "wide"; "" where that is not clear."""
    is_alone: bool = True
    """Whether nothing of its neighbours can be in it."""

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


def seen_in(crop: Crop, reading: Reading) -> list[Body | None]:
    """For each character that is no blank; None where it cannot be told from its neighbours."""
    shift = crop.row.left - crop.left
    columns = [column - shift for char, column in zip(reading.text, reading.columns, strict=True) if not char.isspace()]
    cuts = [0, *(_cut(crop, (a + b) / 2, (b - a) / 2) for a, b in pairwise(columns)), crop.ink.shape[1]]
    return [_body(crop, left, right) for left, right in pairwise(cuts)]


def _cut(crop: Crop, middle: float, reach: float) -> int:
    """The column with the least ink about there."""
    inked = crop.ink.sum(axis=0)
    first, last = max(int(middle - 0.6 * reach), 0), min(int(middle + 0.6 * reach) + 2, len(inked))
    return min(range(first, last), key=lambda at: (int(inked[at]), abs(at - middle)), default=int(middle))


def _body(crop: Crop, left: int, right: int) -> Body | None:
    part = crop.ink[:, left:right]
    rows = part.any(axis=1)
    if not rows.any():
        return None
    ends = np.flatnonzero(np.diff(np.concatenate([[False], rows, [False]]).astype(np.int8)))
    top, bottom = max(zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True), key=lambda run: run[1] - run[0])
    inked = np.flatnonzero(part[top:bottom].any(axis=0))
    mark = _mark(crop, left, right, top, bottom - top)
    is_alone = not any(0 < at < crop.ink.shape[1] and crop.ink[:, at - 1 : at + 1].all(axis=1).any() for at in (left, right))
    return Body(left + int(inked[0]), top, left + int(inked[-1]) + 1, bottom, mark, is_alone)


def _mark(crop: Crop, left: int, right: int, below: int, high: int) -> str:
    """`below` is the row where its letter begins, which is so high."""
    x, y = crop.row.left - crop.left, crop.row.top - crop.top
    dark = 1 - crop.pixels[y : y + below, x + left : x + right, 0].astype(np.float64) / 255
    dark[dark < FAINT] = 0
    if (total := float(dark.sum())) < 1:
        return ""
    rows, columns = np.indices(dark.shape)
    down, across = rows - (rows * dark).sum() / total, columns - (columns * dark).sum() / total
    wide, tall = ((spread**2 * dark).sum() / total + 1 / 12 for spread in (across, down))
    lean = -float((across * down * dark).sum() / total / np.sqrt(wide * tall))
    if abs(lean) > LEANING:
        return "leaning right" if lean > 0 else "leaning left"
    if abs(lean) > UPRIGHT:
        return ""
    return "wide" if np.sqrt(wide) > WIDE_MARK * high else "narrow" if np.sqrt(wide) < NARROW_MARK * high else ""


def _look_of_mark(char: str) -> str:
    return LOOKS_OF_MARKS.get(unicodedata.normalize("NFD", char)[-1], "")


@dataclass(frozen=True)
class Stature:
    text: str
    bodies: Sequence[Body | None]

    def says(self, at: int, other: str) -> int:
        """1 for what the text has there, -1 for the other, 0 where shapes do not tell."""
        own = self.text[at]
        body = self.bodies[at] if at < len(self.bodies) else None
        if body is None or len(self.bodies) != len(self.text):
            return 0
        if own.lower() == other.lower() and own.lower() in EITHER:
            speaks_for_capital = self._is_capital(at, body) if body.is_alone else 0
            return speaks_for_capital if own.isupper() else -speaks_for_capital
        if own in DASHES and other in DASHES:
            return self._of_dashes(body, own, other)
        marks = _look_of_mark(own), _look_of_mark(other)
        if body.mark and all(marks) and marks[0] != marks[1]:
            return 1 if body.mark == marks[0] else -1 if body.mark == marks[1] else 0
        return 0

    def _is_capital(self, at: int, body: Body) -> int:
        high, low = self._heights
        if not high and not low:
            high = max(self._of_capitals(at), default=0)
            low = min(self._of_small(at), default=0)
        if not high and not low:
            return 0
        high_px = high or low / LOW_PER_TALL
        low_px = low or high * LOW_PER_TALL
        if not 1.12 * low_px <= high_px <= 2 * low_px:
            return 0
        place = (body.height - low_px) / (high_px - low_px)
        slack = 1.0 / (high_px - low_px)  # px are whole
        return 1 if place > max(0.6, 1 - slack) else -1 if place < min(0.4, slack) else 0

    @cached_property
    def _heights(self) -> tuple[float, float]:
        """Of letters that stand high or low for sure; 0 where there are none."""
        tall = [body.height for char, body in self._known if char in TALL]
        low = [body.height for char, body in self._known if char in LOW]
        return median(tall) if tall else 0.0, median(low) if low else 0.0

    def _of_capitals(self, but: int) -> Iterator[int]:
        for at, (char, body) in enumerate(zip(self.text, self.bodies, strict=True)):
            if at != but and body and char.isupper() and char.lower() in EITHER:
                yield body.height

    def _of_small(self, but: int) -> Iterator[int]:
        for at, (char, body) in enumerate(zip(self.text, self.bodies, strict=True)):
            if at != but and body and char in EITHER:
                yield body.height

    @property
    def _known(self) -> list[tuple[str, Body]]:
        return [(char, body) for char, body in zip(self.text, self.bodies, strict=True) if body]

    def _of_dashes(self, body: Body, own: str, other: str) -> int:
        high, low = self._heights
        high = high or low / LOW_PER_TALL
        if not high:
            return 0
        wide = body.width / high
        seen = sum(wide >= end for end in DASH_ENDS)
        near = min(abs(wide - end) for end in DASH_ENDS) * high < 1.0
        if near:
            return 0
        # A typewriter's hyphen is as wide as a dash, which few type.
        return 1 if DASHES[seen] == own else -1 if DASHES[seen] == other and own != "-" else 0
