"""Dots: the value of a password field in a row of text: equal dots are counted, not read."""

from __future__ import annotations

import itertools

import numpy as np

from ..geometry import Box
from .answers import Reading
from .crops import Crop
from .spaces import gaps
from .text import Word

LEAST_DOTS = 3
BIG_DOT = 0.8
"""A dot this wide, per px from one to the next, is a black circle, else a bullet."""

LIKE_DOTS = frozenset("oO08")
"""What dots are read as."""

SCORE = 0.9
"""Nothing is read, so nothing says how sure that is."""

LEAST_TOUCHING = 4
FULL = 0.75
"""Dots that touch fill so much of the middle of their row: a row of o does not."""
DIP = 0.12
"""There is so much less ink between them."""


def masked(crop: Crop, reading: Reading) -> Word | None:
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
    if any(character.isalnum() and character not in LIKE_DOTS for character in reading.text):
        return None
    step = (dots[-1][0] - dots[0][0]) / (len(dots) - 1)
    box = Box(dots[0][0], top, dots[-1][1] - dots[0][0], high)
    return Word(("●" if usual >= BIG_DOT * step else "•") * len(dots), box, SCORE)


def _touching(crop: Crop) -> Word | None:
    """Dots that hang together, told apart by how little ink is between them."""
    row = crop.row
    x, y, high = row.left - crop.left, row.top - crop.top, row.bottom - row.top
    dark = 1 - crop.pixels[y : y + high, x : x + row.right - row.left, 0].astype(np.float64) / 255
    inked = dark.sum(axis=0)
    least, most = (float(np.percentile(inked[2:-2], share)) for share in (5, 85))
    if dark[high // 3 : high - high // 3].mean() < FULL or least > (1 - DIP) * most:
        return None
    steps = np.diff(np.concatenate([[False], inked > (least + most) / 2, [False]]).astype(np.int8))
    dots = [(row.left + int(a), row.left + int(b)) for a, b in zip(*(np.flatnonzero(steps == n) for n in (1, -1)), strict=True)]
    begins, widths = np.array([a for a, _ in dots]), np.array([b - a for a, b in dots])
    if len(dots) < LEAST_TOUCHING or np.ptp(np.diff(begins)) > 1 or np.ptp(widths) > 2 or np.diff(begins).max() > high + 2:
        return None
    return Word("●" * len(dots), Box(row.left, row.top, row.right - row.left, high), SCORE)
