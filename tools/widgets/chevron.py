"""Chevron: whether a field ends in an arrow, as what is chosen from does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..geometry import Box
from ..reading.text import Word
from .picture import Picture

TAPERS = ((0.5, 0.8), (0.75, 0.68))
"""So far down an arrow is at most so wide, in parts of its height and width."""


def has_chevron(picture: Picture, inside: Box, words: Sequence[Word]) -> bool:
    """Whether a field ends in an arrow that points down, or in one up and one down."""
    unit = picture.unit
    if any(word.text in "▾▼⌄˅∨🔽" and word.box.x > inside.center.x for word in words):
        return True
    reach = min(44 * unit, inside.w * 0.45)
    text_end = max((word.box.right for word in words if word.box.x < inside.right - reach), default=inside.x)
    spot = Box(max(text_end + 2, inside.right - reach), inside.y + 2, 0, inside.h - 4)
    spot = Box(spot.x, spot.y, inside.right - 2 - spot.x, spot.h)
    if spot.w < 6 * unit or spot.h < 6:
        return False
    left, top, right, bottom = spot.pixels(picture.size)
    crop = picture.rgb[top:bottom, left:right].astype(np.int16)
    ground = np.median(crop.reshape(-1, 3), axis=0)
    ink = np.abs(crop - ground).max(axis=2) > 40
    columns = np.flatnonzero(ink.any(axis=0))
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(columns):
        return False
    w, h = int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1
    if not (5 * unit <= w <= 18 * unit and 3 * unit <= h <= 18 * unit):
        return False
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    # Beside figures two arrows count them up and down.
    chosen = any(char.isalpha() for word in words for char in word.text)
    return _points_down(ink) or (chosen and _points_both_ways(ink))


def _spans(ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    return [(int(row.argmax()), len(row) - int(row[::-1].argmax())) for row in ink if row.any()]


def _points_down(ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> bool:
    spans = _spans(ink)
    w, h = ink.shape[1], ink.shape[0]
    if len(spans) < h or h > w * 1.05:
        return False
    (first, last), (low_first, low_last) = spans[min(1, h - 1)], spans[-1]
    # A round thing ends in a point too, but is wide for longer.
    tapers = all(spans[round((h - 1) * at)][1] - spans[round((h - 1) * at)][0] <= most * w for at, most in TAPERS)
    narrow = low_last - low_first <= max(3, 0.55 * w) and abs((low_first + low_last) / 2 - w / 2) <= max(1.5, 0.15 * w)
    return tapers and narrow and last - first >= 0.65 * w


def _points_both_ways(ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> bool:
    h, w = ink.shape
    if h < w or h < 8:
        return False
    lower, upper = ink[h // 2 :], ink[: h // 2][::-1]
    return _points_down(_trimmed(lower)) and _points_down(_trimmed(upper))


def _trimmed(ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else ink
