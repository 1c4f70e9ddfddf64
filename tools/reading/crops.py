"""Crops: one row cut out of a picture as a recogniser likes it: dark on light, alone, and with room around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Pixels
from .pieces import Pieces, Row
from .recogniser import HEIGHT_PX, MAX_WIDTH_PX
from .surfaces import Surfaces, most

ROOM = 0.22
"""Room above and below a row, per px of its height."""
LEAST_ROOM_PX = 2


@dataclass(frozen=True, eq=False)
class Crop:
    """A row as it is recognised, and where it lies in the picture."""

    pixels: Pixels
    left: int
    """Of the crop in the picture; it may lie outside, where there was too little room."""
    top: int
    row: Row
    ink: NDArray[np.bool_]
    """Which px of the row's box have ink."""


def scaled_px(row: Row) -> float:
    """How wide a row will be once it is scaled for the recogniser."""
    room = _room(row)
    return (row.right - row.left + 2 * room) * HEIGHT_PX / (row.bottom - row.top + 2 * room)


def longest_px(row: Row) -> float:
    """How long a row so high may be: what is longer would be pressed together."""
    return MAX_WIDTH_PX * (row.bottom - row.top + 2 * _room(row)) / HEIGHT_PX


def _room(row: Row) -> int:
    return max(LEAST_ROOM_PX, round(ROOM * (row.bottom - row.top)))


def cut(rgb: Pixels, surfaces: Surfaces, pieces: Pieces, row: Row) -> Crop:
    room = _room(row)
    height, width = rgb.shape[:2]
    top, bottom = max(row.top - room, 0), min(row.bottom + room, height)
    left, right = max(row.left - room, 0), min(row.right + room, width)
    shown = rgb[top:bottom, left:right]
    labels = pieces.labels[top:bottom, left:right]
    is_own = np.zeros(len(pieces.area), np.bool_)
    is_own[list(row.pieces)] = True
    own = is_own[labels]
    under = surfaces.labels[top:bottom, left:right]
    local = under == row.surface
    paper = shown[local] if local.any() else surfaces.colours[row.surface][None]
    levels = np.median(paper[:: max(1, len(paper) // 256)], axis=0)
    inside = np.zeros(own.shape, np.bool_)
    inside[row.top - top : row.bottom - top, row.left - left : row.right - left] = True
    # What is no part of this row, but inside its box, may still be: the flat middle of a big letter, what joins two pieces.
    foreign = (labels > 0) & ~own | (surfaces.rules[top:bottom, left:right] > 0) | ((under > 0) & ~local & ~inside)
    foreign |= ~inside & ~cv2.dilate(own.view(np.uint8), np.ones((3, 3), np.uint8)).view(np.bool_)
    plain: Any = (*np.rint(levels).tolist(), 0)
    away = most(cv2.absdiff(shown, plain))
    away[foreign] = 0
    strongest = max(float(np.percentile(away[own], 95)) if own.any() else 255.0, 24.0)
    grey = 255 - np.minimum(away * (255 / strongest), 255)
    pad = ((room - (row.top - top), room - (bottom - row.bottom)), (room - (row.left - left), room - (right - row.right)))
    grey = np.pad(grey.astype(np.uint8), np.array(pad), constant_values=255)
    ink = own[row.top - top : row.bottom - top, row.left - left : row.right - left]
    return Crop(np.repeat(grey[:, :, None], 3, axis=2), row.left - room, row.top - room, row, ink)
