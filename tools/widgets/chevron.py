"""Chevron: whether a field ends in an arrow, as what is chosen from does."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ..geometry import Box
from ..reading.text import Word
from .marks import Mask, Shades, pixels_of
from .picture import Picture

TAPERS = ((0.5, 0.88), (0.75, 0.6))
"""So far down an arrow is at most so wide, in parts of its height and width."""


def has_chevron(picture: Picture, inside: Box, words: Sequence[Word]) -> bool:
    """Whether a field ends in an arrow that points down, or in one up and one down."""
    unit = picture.unit
    if any(word.text in "▾▼⌄˅∨🔽" and word.box.x > inside.center.x for word in words):
        return True
    reach = min(44 * unit, inside.w * 0.45)
    text_end = max((word.box.right for word in words if word.box.x < inside.right - reach), default=inside.x)
    start = max(text_end + 2, inside.right - reach)
    spot = Box(start, inside.y, inside.right - start, inside.h)
    if spot.w < 6 * unit or spot.h < 6:
        return False
    crop = pixels_of(picture, spot)
    if not crop.size:
        return False  # it ends beyond the frame
    ink = _last_thing(_ink(crop), unit)
    if ink is None or not (4 * unit <= ink.shape[1] <= 18 * unit and 2.5 * unit <= ink.shape[0] <= 18 * unit):
        return False
    # Beside figures two arrows count them up and down.
    chosen = any(char.isalpha() for word in words for char in word.text)
    return _points_down(ink) or (chosen and _points_both_ways(ink))


def _ink(crop: Shades) -> Mask:
    far = np.abs(crop - np.median(crop.reshape(-1, 3), axis=0)).max(axis=2)
    return np.asarray(far > min(40.0, max(20.0, 0.5 * float(far.max()))), np.bool_)


def _last_thing(ink: Mask, unit: float) -> Mask | None:
    """What is drawn furthest to the right, with what stands over and under it; borders and dividers are no things."""
    h, w = ink.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    things = [
        n
        for n, (x, y, wide, high, area) in enumerate(stats)
        if n and min(x, y, w - x - wide, h - y - high) > 0 and area > 3 and not (wide <= 2 * unit and high > 3 * wide)
    ]
    if not things:
        return None
    last = max(things, key=lambda n: int(stats[n, 0] + stats[n, 2]))
    near = [n for n in things if stats[n, 0] + stats[n, 2] > stats[last, 0] - unit]
    x, y = (int(stats[near, side].min()) for side in (0, 1))
    right, bottom = (int((stats[near, side] + stats[near, side + 2]).max()) for side in (0, 1))
    return np.isin(labels[y:bottom, x:right], near)


def _spans(ink: Mask) -> list[tuple[int, int]]:
    return [(int(row.argmax()), len(row) - int(row[::-1].argmax())) for row in ink if row.any()]


def _wide(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def _points_down(ink: Mask) -> bool:
    spans = _spans(ink)
    h, w = len(ink), len(ink[0])
    if len(spans) < h or h > w * 1.05:
        return False
    (first, last), (low_first, low_last) = spans[min(1, h - 1)], spans[-1]
    # A round thing ends in a point too, but is wide for longer.
    tapers = all(_wide(spans[round((h - 1) * at)]) <= most * w for at, most in TAPERS)
    narrow = low_last - low_first <= max(3, 0.55 * w) and abs((low_first + low_last) / 2 - w / 2) <= max(1.5, 0.15 * w)
    return tapers and narrow and last - first >= 0.65 * w


def _points_both_ways(ink: Mask) -> bool:
    h, w = ink.shape
    if h < w or h < 7:
        return False
    lower, upper = ink[h // 2 :], ink[: h // 2][::-1]
    return _points_down(_trimmed(lower)) and _points_down(_trimmed(upper))


def _trimmed(ink: Mask) -> Mask:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else ink
