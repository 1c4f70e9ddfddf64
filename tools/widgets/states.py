"""States: what the pixels of a widget say: checked, on, mixed, selected, disabled, masked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..geometry import Box
from .marks import ROUND, drawn_in, extents, ground, roundness
from .picture import Picture, far_apart

PLAIN = 30
"""Levels within which pixels are of one colour here: what an edge's softness and a weak gradient stay under."""

FAINT = 14
"""Levels below which nothing is drawn."""

Mask = NDArray[np.bool_]
Shades = NDArray[np.int16]


def check_state(picture: Picture, box: Box, *, is_round: bool) -> str:
    """checked, unchecked or mixed."""
    is_round = is_round or roundness(drawn_in(picture, box)) > ROUND
    inset = max(2.0 * picture.unit, 0.17 * min(box.w, box.h))
    inside = _pixels(picture, box.grow(-inset))
    if inside.size == 0:
        return "unchecked"
    h, w = inside.shape[:2]
    if is_round:
        ys, xs = np.mgrid[0:h, 0:w]
        disc = ((ys - (h - 1) / 2) / (h / 2)) ** 2 + ((xs - (w - 1) / 2) / (w / 2)) ** 2 <= 1
    else:
        disc = np.ones((h, w), np.bool_)
    usual = np.median(inside[disc], axis=0)
    far = np.abs(inside - usual).max(axis=2)
    # What is disabled is drawn faintly.
    other = (far > max(FAINT, min(PLAIN, 0.4 * float(far[disc].max())))) & disc
    if other.sum() < max(2, 0.04 * disc.sum()):
        r, g, b = (int(value) for value in usual)
        coloured = max(r, g, b) - min(r, g, b) > 70
        return "checked" if coloured and far_apart((r, g, b), ground(picture, box)) > 70 else "unchecked"
    if _is_bar(other):
        return "mixed"
    return "checked"


def _is_bar(other: Mask) -> bool:
    """A short horizontal stroke in the middle."""
    h, w = other.shape
    rows, columns = np.flatnonzero(other.any(axis=1)), np.flatnonzero(other.any(axis=0))
    high, wide = int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1
    middle = abs(float(rows.mean()) - (h - 1) / 2) <= 0.15 * h
    return bool(high <= 0.38 * h and wide >= max(0.4 * w, 1.6 * high) and middle and other.sum() > 0.6 * high * wide)


def switch_state(picture: Picture, box: Box) -> str:
    """checked where the thumb is at the right end."""
    box = _with_thumb(picture, box)
    drawn = drawn_in(picture, box)
    h, w = drawn.shape
    if h < 5 or w < 7:
        return "unchecked"
    high = extents(drawn)
    tall = np.flatnonzero(high >= 0.88 * h)
    if int(np.median(high[w // 3 : -w // 3])) < 0.8 * h and len(tall):
        return "checked" if tall.mean() > (w - 1) / 2 else "unchecked"
    return "checked" if _bends_right(_pixels(picture, box)) else "unchecked"


def _bends_right(pixels: Shades) -> bool:
    """Whether the line between the colours of the two ends curves around a thumb at the right one."""
    h, w = pixels.shape[:2]
    left, right = pixels[h // 2, round(h * 0.5) - 1], pixels[h // 2, w - round(h * 0.5)]
    is_right = np.abs(pixels - right).sum(axis=2) < np.abs(pixels - left).sum(axis=2)
    inside = is_right[:, round(h * 0.3) : w - round(h * 0.3)]
    middle, upper, lower = (_first_of(inside[y]) for y in (h // 2, round(h * 0.24), round(h * 0.76)))
    if abs(upper + lower - 2 * middle) > 1:
        return upper + lower > 2 * middle
    # The thumb is square, the rest is what it leaves.
    at = middle + round(h * 0.3)
    return abs(w - at - h) < abs(at - h)


def _first_of(mask: Mask) -> int:
    return int(mask.argmax()) if mask.any() else len(mask)


def _with_thumb(picture: Picture, track: Box) -> Box:
    """The box of a switch, if only its track was seen, with the thumb that is higher than that."""
    wide = Box(track.x, track.y - 0.6 * track.h, track.w, 2.2 * track.h)
    rows = np.flatnonzero(drawn_in(picture, wide).any(axis=1))
    if not len(rows) or rows[0] == 0 or rows[-1] >= round(wide.h) - 1:
        return track
    high, off = int(rows[-1] - rows[0]) + 1, float(rows[-1] + rows[0]) / 2 - wide.h / 2
    alone = len(rows) == high and high > 1.2 * track.h + 1 and abs(off) < 0.2 * track.h
    return wide if alone else track


def slider_place(picture: Picture, box: Box) -> float | None:
    """Where the thumb stands between the left end (0) and the right end (1)."""
    drawn = drawn_in(picture, box)
    counts = drawn.sum(axis=0)
    tall = np.flatnonzero(counts >= 0.75 * max(1, int(counts.max())))
    thumb = int(tall[-1] - tall[0]) + 1 if len(tall) else 0
    if not thumb or thumb > 0.4 * box.w:
        return None
    return float(min(max((tall.mean() - thumb / 2) / max(1.0, box.w - thumb), 0.0), 1.0))


def is_masked(picture: Picture, box: Box) -> int:
    """How many dots a field holds where all it holds is dots of one size in a row, else 0."""
    inside = _pixels(picture, Box(box.x + 4, box.y + box.h * 0.15, box.w - 8, box.h * 0.7))
    if inside.size == 0:
        return 0
    usual = np.median(inside.reshape(-1, 3), axis=0)
    ink = np.abs(inside - usual).max(axis=2) > 60
    ink = ink[:, : _last_before_gap(ink.any(axis=0), round(40 * picture.unit))]
    rows = np.flatnonzero(ink.any(axis=1))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], ink.any(axis=0).astype(np.int8), [0]])))
    starts, ends = edges[::2], edges[1::2]
    if len(starts) < 3:
        return 0
    widths, steps = ends - starts, np.diff(starts)
    high = int(rows[-1] - rows[0]) + 1
    even = np.ptp(widths) <= max(1, 0.2 * widths.mean()) and np.ptp(steps) <= 2
    round_ = 0.7 <= high / widths.mean() <= 1.3 and high <= 0.55 * box.h
    return len(starts) if even and round_ else 0


def _last_before_gap(columns: Mask, gap: int) -> int:
    """The end of what begins at the left: an icon further right is not part of it."""
    at = np.flatnonzero(columns)
    wide = np.flatnonzero(np.diff(at) > gap)
    return int(at[wide[0]]) + 1 if len(wide) else len(columns)


def _pixels(picture: Picture, box: Box) -> Shades:
    left, top, right, bottom = box.pixels(picture.size)
    return picture.rgb[top:bottom, left:right].astype(np.int16)
