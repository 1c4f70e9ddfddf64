"""Marks: candidates that are small drawn things: checkboxes, radios, switches, sliders, icons."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..geometry import Box
from ..reading.text import Line
from .candidate import Candidate
from .picture import Picture

LEAST_PX, MOST_PX = 10, 27
"""The sides of a checkbox or radio."""
ROUND = 0.6
"""From this roundness on a mark is a circle."""
DRAWN = 14
"""A pixel that differs so much from the ground is drawn."""

Mask = NDArray[np.bool_]


def marks(picture: Picture, lines: Sequence[Line]) -> list[Candidate]:
    words = [word.box for line in lines for word in line.words if len(word.text) > 1 or word.text.isalnum()]
    free = [blob for blob in picture.blobs if all(_is_apart(picture, blob, word) for word in words)]
    return [found for blob in free if (found := _mark(picture, blob))]


def _is_apart(picture: Picture, blob: Box, word: Box) -> bool:
    """Whether a blob is no letter of a word; reading may have taken a mark for the word's first letter."""
    if word.intersect(blob) is None:
        return True
    if abs(blob.x - word.x) > 3 or blob.h < 0.8 * word.h or blob.w > 1.3 * blob.h:
        return False
    if blob.w > 0.8 * word.w:
        return True
    gap = Box(blob.right + 1, blob.y, 0.2 * blob.h, blob.h)
    left, top, right, bottom = gap.pixels(picture.size)
    crop = picture.rgb[top:bottom, left:right]
    return crop.size > 0 and int(np.ptp(crop.reshape(-1, 3), axis=0).max()) <= DRAWN


def _mark(picture: Picture, box: Box) -> Candidate | None:
    unit = picture.unit
    if box.h < LEAST_PX * unit * 0.9 or box.h > 40 * unit:
        return None
    shape = box.w / box.h
    if 0.85 <= shape <= 1.18 and box.h <= MOST_PX * unit:
        drawn = drawn_in(picture, box)
        round_ = roundness(drawn)
        if _is_closed(drawn, round_ > ROUND):
            return Candidate("radio" if round_ > ROUND else "checkbox", box, 0.6)
    if 1.4 <= shape <= 2.7 and box.w <= 80 * unit and _is_switch(drawn_in(picture, box)):
        return Candidate("switch", box, 0.6)
    if shape > 3.5 and _is_slider(drawn_in(picture, box)):
        return Candidate("slider", box, 0.6)
    return None


def drawn_in(picture: Picture, box: Box) -> Mask:
    """Which pixels of a box differ from the ground at its corners."""
    left, top, right, bottom = box.pixels(picture.size)
    crop = picture.rgb[top:bottom, left:right].astype(np.int16)
    return np.abs(crop - np.array(ground(picture, box), np.int16)).max(axis=2) > DRAWN


def ground(picture: Picture, box: Box) -> tuple[int, int, int]:
    """The colour of what a box lies on, at its corners."""
    left, top, right, bottom = box.grow(2).pixels(picture.size)
    rgb = picture.rgb
    corners = np.array([rgb[top, left], rgb[top, right - 1], rgb[bottom - 1, left], rgb[bottom - 1, right - 1]])
    r, g, b = np.median(corners, axis=0)
    return int(r), int(g), int(b)


def roundness(drawn: Mask) -> float:
    """0 where the corners are drawn, about 1 where they are as empty as a circle's."""
    side = min(drawn.shape)
    if side < 6:
        return 0.5
    corners = (drawn, drawn[::-1], drawn[:, ::-1], drawn[::-1, ::-1])
    # On the diagonal a circle begins 0.146 of its width in from the corner; a square at it.
    depth = [_first(np.diagonal(corner)[: side // 2]) for corner in corners]
    return float(np.median(depth)) / (0.146 * side)


def _first(drawn: Mask) -> int:
    return int(drawn.argmax()) if drawn.any() else len(drawn)


def _is_closed(drawn: Mask, round_: bool) -> bool:
    """Whether there is a line all around: what tells a box or ring from a sign of the same size."""
    h, w = drawn.shape
    if min(h, w) < 6:
        return False
    angle = np.asarray([turn * 2 * math.pi / 48 for turn in range(48)], np.float64)
    down, across = np.asarray(np.sin(angle), np.float64), np.asarray(np.cos(angle), np.float64)
    square = np.asarray(1 / np.maximum(np.abs(across), np.abs(down)), np.float64)
    cy, cx = (h - 1) / 2, (w - 1) / 2
    around = np.zeros(48, np.bool_)
    for inset in (0.5, 1.0, 1.5, 2.0, 2.5):
        ry, rx = cy - inset + 0.5, cx - inset + 0.5
        stretch = 1.0 if round_ else square
        y = np.asarray((cy + ry * down * stretch).round().clip(0, h - 1), np.int64)
        x = np.asarray((cx + rx * across * stretch).round().clip(0, w - 1), np.int64)
        around |= drawn[y, x]
    return bool(around.mean() > 0.93)


def _is_switch(drawn: Mask) -> bool:
    """A closed pill, or a thin one with a round thumb over one end."""
    h, w = drawn.shape
    high = extents(drawn)
    if high.min(initial=h) == 0:
        return False
    middle = float(np.median(high[w // 3 : -w // 3]))
    ends = float(high[0] + high[-1]) / 2
    tall = high >= 0.9 * h
    pill = middle >= 0.9 * h and ends <= 0.85 * h
    thumb = middle < 0.8 * h and (tall[: w // 2].any() != tall[w // 2 :].any())
    return pill or thumb


def _is_slider(drawn: Mask) -> bool:
    """A thin track, and one thumb that is much higher."""
    h = drawn.shape[0]
    high = extents(drawn)
    tall = high >= 0.8 * h
    thin = high <= 0.65 * h
    runs = np.count_nonzero(np.diff(np.concatenate([[False], tall]).astype(np.int8)) == 1)
    return bool(runs == 1 and 2 <= tall.sum() <= 1.5 * h and thin.mean() > 0.6 and (high > 0).mean() > 0.97)


def extents(drawn: Mask) -> NDArray[np.int64]:
    """How high what is drawn stands in each column."""
    some = drawn.any(axis=0)
    first = drawn.argmax(axis=0)
    last = drawn.shape[0] - drawn[::-1].argmax(axis=0)
    return np.where(some, last - first, 0).astype(np.int64)


def icons(picture: Picture, lines: Sequence[Line], taken: Sequence[Box]) -> list[Candidate]:
    """Signs without words that stand alone; what lies inside other controls belongs to them."""
    unit = picture.unit
    words = [word.box for line in lines for word in line.words if len(word.text) > 1 or word.text.isalnum()]
    signs = [b for b in picture.blobs if 9 * unit <= max(b.w, b.h) <= 48 * unit and b.w < 3 * b.h and b.h < 5 * b.w]
    free = [b for b in signs if not any(w.intersect(b) for w in words) and not any(t.contains(b.center) for t in taken)]
    return [Candidate("icon button", b.grow(4 * unit) if b.h < 24 * unit else b, 0.35) for b in free]
