"""Switches: at which end of its track a switch has its thumb, and how plainly its pixels say so."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ..geometry import Box
from .marks import Mask, Shades, body_of, extents, pixels_of
from .picture import Picture

HIGH = 24
"""Switches are looked at in this height."""
WIDTHS = (30, 108)
THUMBS = (0.42, 0.5, 0.58, 0.66, 0.74, 0.82, 0.9, 1.0)
"""The widths of thumbs that are tried, in heights of the whole."""
INSETS = (0.0, 1.5, 3.0, 4.5)
LEAST_SQUARE = 0.6
"""A shorter upright line would lie along anything."""
ARC = 0.8
"""So far up and down, in radians, an arc says which way it bends and is not yet lost in the rim."""
CLEAR = 0.8
"""The end at which a thumb would explain this much better than at the other what is seen has it."""
LEAST_PX = 5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Switch:
    is_on: bool
    is_plain: bool
    """False where another witness should be heard."""


def switch_of(picture: Picture, box: Box) -> Switch:
    """On where the thumb is at the right end."""
    crop, body = _cut_out(picture, box)
    if min(body.shape) < LEAST_PX:
        return Switch(False, False)
    if (high := _high_end(body)) is not None:
        return Switch(high, True)
    width = min(max(round(HIGH * body.shape[1] / body.shape[0]), WIDTHS[0]), WIDTHS[1])
    small = _resized(crop, width)
    edge = _edges(small)
    left, right = _outlined(edge), _outlined(edge[:, ::-1])
    if min(left, right) <= CLEAR * max(left, right):
        return Switch(right > left, True)
    whole = _resized(body, width)
    left, right = _unexplained(small, whole), _unexplained(small[:, ::-1], whole[:, ::-1])
    return Switch(right < left, min(left, right) <= CLEAR * max(left, right))


def _cut_out(picture: Picture, box: Box) -> tuple[Shades, Mask]:
    """A switch with a thumb that is higher than its track, and what of that is switch."""
    wide = Box(box.x - 0.1 * box.w, box.y - 0.45 * box.h, 1.2 * box.w, 1.9 * box.h)
    crop = pixels_of(picture, wide)
    body = body_of(crop)
    rows, columns = np.flatnonzero(body.any(axis=1)), np.flatnonzero(body.any(axis=0))
    # A thumb that has the colour of what the switch lies on seems not to belong to it.
    if len(columns) < 0.8 * box.w or len(rows) < 0.6 * box.h:
        crop = pixels_of(picture, box)
        return crop, np.ones(crop.shape[:2], np.bool_)
    part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return crop[part], body[part]


def _resized(crop: Shades | Mask, width: int) -> Floats:
    return np.asarray(cv2.resize(crop.astype(np.float64), (width, HIGH), interpolation=cv2.INTER_AREA), np.float64)


def _high_end(body: Mask) -> bool | None:
    """Whether the thumb is at the right end, where it is higher than its track; None where it is not."""
    h, w = body.shape
    off = round(0.3 * h)
    low = np.flatnonzero(extents(body)[off : w - off] < 0.8 * h) + off
    if len(low) < 0.15 * w:
        return None
    return bool(low.mean() < (w - 1) / 2)


def _edges(small: Floats) -> Floats:
    """How much the colour changes across each pixel, from left to right or from top to bottom."""
    across = np.abs(cv2.Sobel(small, cv2.CV_64F, 1, 0)).max(axis=2)
    down = np.abs(cv2.Sobel(small, cv2.CV_64F, 0, 1)).max(axis=2)
    return np.asarray(np.hypot(across, down), np.float64)


def _outlined(edge: Floats) -> float:
    """How well the best thumb at the left end has an outline where it ends towards the middle."""
    ys, xs = _ends(edge.shape[1])
    # A thumb's outline is there along all of it.
    return float(np.quantile(edge[ys, xs], 0.25, axis=1).max())


@functools.cache
def _ends(width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the inner ends of thumbs at the left would be, y and x, one thumb a row: arcs and upright lines."""
    at = np.linspace(-1, 1, 13)
    ys: list[Floats] = []
    xs: list[Floats] = []
    for half in (share * HIGH / 2 for share in THUMBS):
        for inset in (each for each in INSETS if each <= HIGH / 2 - half + 1.5):
            ys.append(HIGH / 2 + half * np.sin(at * ARC))
            xs.append(inset + half + half * np.cos(at * ARC))
            if half >= LEAST_SQUARE * HIGH / 2:
                ys.append(HIGH / 2 + 0.8 * half * at)
                xs.append(np.full(len(at), inset + 2 * half))
    rows, columns = np.array(ys).astype(np.int64), np.array(xs).astype(np.int64)
    return rows.clip(0, HIGH - 1), columns.clip(0, width - 1)


@functools.cache
def _thumbs(width: int) -> Floats:
    """Discs and squares that stand at the left end, flattened, one a row."""
    ys, xs = np.mgrid[0:HIGH, 0:width] + 0.5
    off_y = np.abs(ys - HIGH / 2)
    shapes: list[Mask] = []
    for half in (share * HIGH / 2 for share in THUMBS):
        for inset in (each for each in INSETS if each <= HIGH / 2 - half + 1.5):
            off_x = np.abs(xs - (inset + half))
            shapes += [np.hypot(off_x, off_y) <= half, (off_x <= half) & (off_y <= half)]
    return np.array(shapes, np.float64).reshape(len(shapes), -1)


def _unexplained(small: Floats, whole: Floats) -> float:
    """What is left of the differences in colour where thumb and rest have one each, with the best thumb at the left."""
    weight, colours = whole.reshape(-1), small.reshape(-1, 3)
    sums = np.column_stack([weight, colours * weight[:, None]])
    of_thumb = _thumbs(small.shape[1]) @ sums
    rest = sums.sum(axis=0) - of_thumb
    explained = sum((part[:, 1:] ** 2).sum(axis=1) / np.maximum(part[:, 0], 1e-6) for part in (of_thumb, rest))
    return float((weight @ (colours**2).sum(axis=1) - explained).min())
