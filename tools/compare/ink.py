"""Ink: soft edges that differ although nothing was moved: letters of another colour or weight.

Inside any box a shift adds only what comes in over the box's edges, at most its length times what the edges differ by.
Where more has come or gone, something was not shifted but painted otherwise.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Pixels

Mask = NDArray[np.bool_]
Sums = NDArray[np.float64]
Boxes = NDArray[np.int64]

SHIFT_PX = 0.5
"""No further is anything shifted that is drawn in the same place."""
LETTERS_PX = 3
"""Soft edges closer than this belong to one thing, as the letters of a word do."""
AROUND_PX = 2
"""So far outside of what changed both pictures show the same."""
ONE_WAY = 0.5
"""More of all change than this goes one way where something was painted otherwise; of a shift next to nothing does."""
LEAST_PX = 6
"""Fewer pixels are no letter."""


def with_other_ink(a: Pixels, b: Pixels, soft: Mask) -> Mask:
    """Those soft differences that no shift explains."""
    found = np.zeros(soft.shape, np.bool_)
    if np.count_nonzero(soft) < LEAST_PX:
        return found
    boxes = _things(soft)
    only = soft[:, :, None].astype(np.uint8)
    came = _inside(cv2.integral(cv2.subtract(b, a) * only, sdepth=cv2.CV_64F), boxes)
    went = _inside(cv2.integral(cv2.subtract(a, b) * only, sdepth=cv2.CV_64F), boxes)
    carried = SHIFT_PX * np.maximum(_over_edges(a, boxes), _over_edges(b, boxes))
    painted = (np.abs(came - went) - carried > ONE_WAY * (came + went)).any(axis=1)
    enough = _inside(cv2.integral(soft.astype(np.uint8), sdepth=cv2.CV_64F), boxes) >= LEAST_PX
    for left, top, right, bottom in boxes[painted & enough]:
        found[top:bottom, left:right] = soft[top:bottom, left:right]
    return found


def _things(soft: Mask) -> Boxes:
    """Left, top, right and bottom of what lies together, with the room around it."""
    h, w = soft.shape
    joined = cv2.dilate(soft.astype(np.uint8), np.ones((2 * LETTERS_PX + 1, 2 * LETTERS_PX + 1), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    at = np.array([cv2.boundingRect(outline) for outline in outlines], np.int64)
    cut = LETTERS_PX - AROUND_PX
    ends = np.minimum(at[:, :2] + at[:, 2:] - cut, (w, h))
    return np.hstack((np.maximum(at[:, :2] + cut, 0), ends))


def _inside(sums: object, boxes: Boxes) -> Sums:
    """What each box holds, by the sums of all that lies above and left of each corner."""
    table = np.asarray(sums, np.float64)
    left, top, right, bottom = boxes.T
    return table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]


def _over_edges(picture: Pixels, boxes: Boxes) -> Sums:
    """How much a shift by one pixel would bring in: what opposite edges differ by."""
    table = cv2.integral(picture, sdepth=cv2.CV_64F)
    left, top, right, bottom = boxes.T
    sides = [(left, top, left + 1, bottom), (right - 1, top, right, bottom), (left, top, right, top + 1)]
    sides.append((left, bottom - 1, right, bottom))
    first, last, above, below = (_inside(table, np.stack(side, axis=1)) for side in sides)
    return np.abs(last - first) + np.abs(below - above)
