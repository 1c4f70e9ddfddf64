"""Pixels: which of two pictures differ by more than rounding, and by more than a small shift of what they show can do.

A shift by a part of a pixel changes a pixel by a part of the step to its neighbours: on flat ground by nothing, at an
edge by much. And it moves ink without adding any. What breaks one of the two is a difference.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Pixels
from .ink import with_other_ink

Mask = NDArray[np.bool_]

SOFT = 0.65
"""Of the steps around it a pixel may be off so much. Letters moved by a third of a pixel stay below, whatever their type;
those moved by a pixel, and each digit that became another one, are above."""
AROUND = np.ones((3, 3), np.uint8)
MARGIN_PX = 2


def differing(a: Pixels, b: Pixels, ignored: Mask, *, levels: int, soft: float = SOFT) -> Mask:
    """Of two pictures of one size; what is ignored never differs."""
    found = np.zeros(a.shape[:2], np.bool_)
    suspects = (_strongest(cv2.absdiff(a, b)) > levels) & ~ignored
    left, top, w, h = cv2.boundingRect(suspects.view(np.uint8))
    if not w:
        return found
    rows = slice(max(0, top - MARGIN_PX), top + h + MARGIN_PX)
    columns = slice(max(0, left - MARGIN_PX), left + w + MARGIN_PX)
    a, b, suspects = a[rows, columns], b[rows, columns], suspects[rows, columns]
    clear = _with_what_it_touches(suspects & (_beyond_steps(a, b, soft) > levels), suspects)
    found[rows, columns] = clear | with_other_ink(a, b, suspects & ~clear)
    return found


def _beyond_steps(a: Pixels, b: Pixels, soft: float) -> Pixels:
    """How far each pixel is from what it was, beyond what the steps to its neighbours explain."""
    most_a, least_a = cv2.dilate(a, AROUND), cv2.erode(a, AROUND)
    most_b, least_b = cv2.dilate(b, AROUND), cv2.erode(b, AROUND)
    # Whichever of the two was shifted: the step may be seen in either.
    up = cv2.max(cv2.subtract(most_a, a), cv2.subtract(b, least_b))
    down = cv2.max(cv2.subtract(a, least_a), cv2.subtract(most_b, b))
    rose = cv2.subtract(cv2.subtract(b, a), cv2.convertScaleAbs(up, alpha=soft))
    fell = cv2.subtract(cv2.subtract(a, b), cv2.convertScaleAbs(down, alpha=soft))
    return _strongest(cv2.max(rose, fell))


def _with_what_it_touches(clear: Mask, suspects: Mask) -> Mask:
    """A letter that differs in one place is another letter: its soft edges differ for the same reason."""
    if not clear.any():
        return clear
    count, labels = cv2.connectedComponents(suspects.view(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    pieces = np.asarray(labels, np.int32)
    touched = np.zeros(count, np.bool_)
    touched[pieces[clear]] = True
    return touched[pieces]


def _strongest(channels: object) -> Pixels:
    red, green, blue = cv2.split(np.asarray(channels, np.uint8))
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)
