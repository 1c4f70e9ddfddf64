"""Changes: where two pictures of one size differ, in a few boxes; fast where they do not."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from ..frame import Pixels
from ..geometry import Box
from .surfaces import Mask

JOIN_PX = 33
"""Changes closer than this are looked at together."""


def changed_boxes(before: Pixels, after: Pixels) -> list[Box]:
    if before is after:
        return []
    delta = cv2.absdiff(before, after)
    flat = delta.reshape(delta.shape[0], -1)
    rows = np.flatnonzero(flat.any(axis=1))
    if rows.size == 0:
        return []
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    changed = cast(Mask, np.greater(np.asarray(delta[top:bottom]).max(axis=2), 0).astype(np.uint8))
    joined = cv2.dilate(changed, np.ones((JOIN_PX, JOIN_PX), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    height, width = bottom - top, int(after.shape[1])
    reach = JOIN_PX // 2
    boxes: list[Box] = []
    for left, high, wide, tall, _ in cast("list[list[int]]", stats[1:].tolist()):
        x, y = min(left + reach, width - 1) if left else 0, min(high + reach, height - 1) if high else 0
        right = left + wide - reach if left + wide < width else width
        foot = high + tall - reach if high + tall < height else height
        boxes.append(Box(x, top + y, max(right - x, 1), max(foot - y, 1)))
    return boxes
