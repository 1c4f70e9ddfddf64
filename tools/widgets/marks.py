"""Marks: what is drawn inside a small box: its ground, its ink, how round it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..geometry import Box
from .picture import Picture

ROUND = 0.6
"""From this roundness on a mark is a circle."""
DRAWN = 14
"""A pixel that differs so much from the ground is drawn."""

Mask = NDArray[np.bool_]


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


def extents(drawn: Mask) -> NDArray[np.int64]:
    """How high what is drawn stands in each column."""
    some = drawn.any(axis=0)
    first = drawn.argmax(axis=0)
    last = drawn.shape[0] - drawn[::-1].argmax(axis=0)
    return np.where(some, last - first, 0).astype(np.int64)
