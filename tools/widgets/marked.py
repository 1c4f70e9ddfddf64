"""Marked: which rows of a list stand on another ground than the rest, as chosen entries do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..frame import Frame
from ..geometry import Box

UNLIKE = 24
"""Grounds that differ by less, in any colour of 0..255, are one."""
BESIDE_PX = 4.0


def marked_in(frame: Frame, box: Box, rows: Sequence[Box]) -> list[bool] | None:
    """Of each row whether it is marked; None where all stand on one ground, which may be either."""
    grounds = [_ground(frame, box, row) for row in rows]
    plain = min(grounds, key=_greyness, default=None)
    if plain is None:
        return None
    marked = [int(np.abs(each - plain).max()) >= UNLIKE for each in grounds]
    return marked if any(marked) else None


def _ground(frame: Frame, box: Box, row: Box) -> np.ndarray:
    """The commonest colour in a row."""
    around = Box(row.x - BESIDE_PX, row.y, row.w + 2 * BESIDE_PX, row.h).intersect(box) or row
    left, top, right, bottom = around.pixels(frame.size)
    pixels = frame.rgb[top:bottom, left:right].reshape(-1, 3)
    colours, counts = np.unique(pixels, axis=0, return_counts=True)
    return colours[counts.argmax()].astype(int)


def _greyness(colour: np.ndarray) -> float:
    """Lists are white or nearly black where nothing is marked."""
    light = float(colour.mean())
    return min(light, 255.0 - light)
