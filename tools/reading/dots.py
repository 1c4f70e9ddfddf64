"""Dots: the value of a password field in a row of text: equal dots are counted, not read."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from ..geometry import Box
from .crops import Crop
from .spaces import gaps
from .text import Word

Floats = NDArray[np.float64]

LEAST_DOTS = 3
DOT = "•"
"""What dots are called, however large they are."""

SCORE = 0.9
"""Nothing is read, so nothing says how sure that is."""

LEAST_TOUCHING = 4
FULL = 0.75
"""Dots fill so much of their middle, and of the middle of their row where they touch: a row of o does not."""
DIP = 0.12
"""There is so much less ink between them."""


def masked(crop: Crop) -> Word | None:
    """The dots of a hidden value, if the row is nothing else."""
    row = crop.row
    spans = [(a, b) for a, b in itertools.pairwise([row.left, *(side for gap in gaps(crop) for side in gap), row.right])][::2]
    high = row.bottom - row.top
    if len(spans) == 1 and row.right - row.left >= (LEAST_TOUCHING - 1) * high:
        return _touching(crop)
    usual = sorted(b - a for a, b in spans)[len(spans) // 2]
    dots = [(a, b) for a, b in spans if abs(b - a - usual) <= 1]
    # An icon may stand before them or behind.
    if len(dots) < max(LEAST_DOTS, len(spans) - 1) or (len(dots) < len(spans) and dots not in (spans[1:], spans[:-1])):
        return None
    inked = np.flatnonzero(crop.ink[:, dots[0][0] - row.left : dots[-1][1] - row.left].any(axis=1))
    top, high = row.top + int(inked[0]), int(inked[-1] - inked[0]) + 1
    if max(b - a for a, b in dots) - min(b - a for a, b in dots) > 1 or abs(usual - high) > 1:
        return None
    middles = [_dark(crop, a + (b - a) // 3, top + high // 3, max((b - a) // 3, 1), max(high // 3, 1)) for a, b in dots]
    if min(float(middle.mean()) for middle in middles) < FULL:
        return None
    return Word(DOT * len(dots), Box(dots[0][0], top, dots[-1][1] - dots[0][0], high), SCORE)


def _dark(crop: Crop, left: int, top: int, wide: int, high: int) -> Floats:
    """How dark each px of a place in the picture is, 0..1."""
    x, y = left - crop.left, top - crop.top
    return 1 - crop.pixels[y : y + high, x : x + wide, 0].astype(np.float64) / 255


def _touching(crop: Crop) -> Word | None:
    """Dots that hang together, told apart by how little ink is between them."""
    row = crop.row
    high = row.bottom - row.top
    dark = _dark(crop, row.left, row.top, row.right - row.left, high)
    inked = dark.sum(axis=0)
    least, most = (float(np.percentile(inked[2:-2], share)) for share in (5, 85))
    if dark[high // 3 : high - high // 3].mean() < FULL or least > (1 - DIP) * most:
        return None
    steps = np.diff(np.concatenate([[False], inked > (least + most) / 2, [False]]).astype(np.int8))
    dots = [(row.left + int(a), row.left + int(b)) for a, b in zip(*(np.flatnonzero(steps == n) for n in (1, -1)), strict=True)]
    begins, widths = np.array([a for a, _ in dots]), np.array([b - a for a, b in dots])
    if len(dots) < LEAST_TOUCHING or np.ptp(np.diff(begins)) > 1 or np.ptp(widths) > 2 or np.diff(begins).max() > high + 2:
        return None
    return Word(DOT * len(dots), Box(row.left, row.top, row.right - row.left, high), SCORE)
