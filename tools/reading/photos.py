"""Photos: lines of text where there is no flat surface, found there, and only there, by the detector in rapidocr's wheel."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Pixels
from ..geometry import Box
from .crops import Crop
from .pieces import Pieces, Row
from .recogniser import model_path, open_session

LEAST_WIDE_PX, LEAST_HIGH_PX = 64, 24
"""No smaller piece of ink is looked at as a photo: icons are not,"""
FILLED = 0.25
"""nor what fills less of its box, as outlines do."""

AROUND_PX = 8
STEP_PX = 32
"""The model wants sides that are so many px, or a multiple."""

LIKELY, SURE = 0.3, 0.6
"""Where the model holds text possible, and how likely it must be in all such a place."""

UNCLIPPED = 1.6
"""The model marks the middle of a line: its height, per px of what is marked, once for each side of what is marked."""

LEAST_LINE_PX = 8
OWN = 0.3
"""A line of which so much is covered by rows found on surfaces is one of them."""


@cache
def _session() -> Any:
    return open_session(model_path("PP-OCRv6_det_small.onnx"))


def find_photos(pieces: Pieces, rows: Iterable[Row]) -> list[Box]:
    """Large pieces of ink that are no letters, each with those that overlap it."""
    likely = (pieces.wide >= LEAST_WIDE_PX) & (pieces.high >= LEAST_HIGH_PX)
    likely &= pieces.area >= FILLED * pieces.wide * pieces.high
    likely[[n for row in rows for n in row.pieces]] = False
    likely[0] = False
    found: list[Box] = []
    for n in np.flatnonzero(likely).tolist():
        box = Box(int(pieces.left[n]), int(pieces.top[n]), int(pieces.wide[n]), int(pieces.high[n]))
        while beside := [other for other in found if other.intersect(box)]:
            found = [other for other in found if other not in beside]
            box = Box.union([box, *beside])
        found.append(box)
    return found


def cut_lines(rgb: Pixels, photos: Sequence[Box], rows: Sequence[Row], most_px: float) -> list[Crop]:
    """The lines in some photos, which are made smaller where together they have more px."""
    if not photos:
        return []
    shrink = min(1.0, math.sqrt(most_px / sum(box.area for box in photos)))
    lines = [line for box in photos for line in _lines(rgb, box, shrink)]
    known = [Box(row.left, row.top, row.right - row.left, row.bottom - row.top) for row in rows]
    return [_cut(rgb, line) for line in lines if not _covered(line, known)]


def _lines(rgb: Pixels, photo: Box, shrink: float) -> list[Box]:
    height, width = rgb.shape[:2]
    left, top = max(int(photo.x) - AROUND_PX, 0), max(int(photo.y) - AROUND_PX, 0)
    part = rgb[top : min(int(photo.bottom) + AROUND_PX, height), left : min(int(photo.right) + AROUND_PX, width)]
    high, wide = (max(round(side * shrink / STEP_PX), 1) * STEP_PX for side in part.shape[:2])
    picture = cv2.resize(part, (wide, high), interpolation=cv2.INTER_AREA if shrink < 1 else cv2.INTER_LINEAR)
    given = picture[None, :, :, ::-1].transpose(0, 3, 1, 2).astype(np.float32) * (2 / 255) - 1
    likely = cast("NDArray[np.float32]", _session().run(None, {"x": given})[0][0, 0])
    across, down = part.shape[1] / wide, part.shape[0] / high
    count, labels, stats, _ = cv2.connectedComponentsWithStats((likely > LIKELY).astype(np.uint8), connectivity=8)
    score = np.bincount(labels.ravel(), weights=likely.ravel(), minlength=count) / np.maximum(stats[:, 4], 1)
    found: list[Box] = []
    for n in range(1, count):
        x, y, w, h = (int(side) for side in stats[n, :4])
        more = UNCLIPPED * w * h / (2 * (w + h))
        box = Box(left + (x - more) * across, top + (y - more) * down, (w + 2 * more) * across, (h + 2 * more) * down)
        inside = box.intersect(Box(0, 0, width, height))
        if score[n] >= SURE and inside and inside.h >= LEAST_LINE_PX and inside.w >= inside.h / 2:
            found.append(inside)
    return found


def _covered(line: Box, known: Iterable[Box]) -> bool:
    return sum(shared.area for box in known if (shared := line.intersect(box))) > OWN * line.area


def _cut(rgb: Pixels, line: Box) -> Crop:
    left, top, right, bottom = round(line.x), round(line.y), round(line.right), round(line.bottom)
    pixels = np.ascontiguousarray(rgb[top:bottom, left:right])
    _, light = cv2.threshold(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    ink = np.asarray(light, np.bool_)
    row = Row((), left, top, right, bottom, 0)
    return Crop(pixels, left, top, row, ink if ink.mean() < 0.5 else ~ink)
