"""Boxes: the few regions that a person would draw around what differs."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..geometry import Box

Mask = NDArray[np.bool_]

JOIN_PX = 16
"""At scale 1: what is closer than this is one thing to look at."""
MOST = 12
"""Where there are more, what lies further apart is joined as well, until a person can look at all of them."""


def boxes_around(mask: Mask, unit: float) -> tuple[Box, ...]:
    """In reading order; each fits tightly."""
    join_px = max(2, round(JOIN_PX * unit))
    boxes = _joined(mask, join_px)
    while len(boxes) > MOST:
        join_px *= 2
        boxes = _joined(mask, join_px)
    return tuple(sorted(boxes, key=lambda box: (box.y, box.x)))


def _joined(mask: Mask, join_px: int) -> list[Box]:
    left, top, w, h = cv2.boundingRect(mask.view(np.uint8))
    if not w:
        return []
    reach = join_px // 2
    part = cv2.copyMakeBorder(
        mask[top : top + h, left : left + w].astype(np.uint8), reach, reach, reach, reach, cv2.BORDER_CONSTANT
    )
    # A square that grows by its row and then by its column costs its side, not its area.
    grown = cv2.dilate(cv2.dilate(part, np.ones((1, 2 * reach + 1), np.uint8)), np.ones((2 * reach + 1, 1), np.uint8))
    outlines, _ = cv2.findContours(grown, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = [cv2.boundingRect(outline) for outline in outlines]
    return _apart([Box(left + x, top + y, w - 2 * reach, h - 2 * reach) for x, y, w, h in found])


def _apart(boxes: list[Box]) -> list[Box]:
    """Boxes that overlap are drawn as one."""
    apart: list[Box] = []
    for box in boxes:
        while touching := [other for other in apart if other.intersect(box)]:
            apart = [other for other in apart if other not in touching]
            box = Box.union((box, *touching))
        apart.append(box)
    return apart
