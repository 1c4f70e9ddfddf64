"""Snapping: a finder's rough box becomes the outline that is really drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..geometry import Box
from ..reading.text import Word
from .candidate import Candidate
from .lettering import line_box
from .picture import Picture

CLOSE = 0.62
"""An outline that overlaps a candidate by this much (of 1) is the candidate's."""
MARKS = ("checkbox", "radio", "switch", "slider")


class Snapping:
    """The outlines and blobs of one picture, to be asked for the nearest."""

    def __init__(self, picture: Picture) -> None:
        self._outlines = _rows([shape.outer for shape in picture.outlines])
        self._blobs = _rows(picture.blobs)

    def snap(self, candidate: Candidate, words: Sequence[Word]) -> Box:
        """Its outline; of a link its words; the candidate's own box where nothing clear is drawn."""
        box = candidate.box
        if candidate.kind == "link":
            inside = [word for word in words if box.grow(2).contains(word.box.center)]
            around = line_box(inside) if inside else box
            return around if around.overlap(box) > 0.4 else box
        if candidate.kind in MARKS:
            return _nearest(box, self._blobs) or _nearest(box, self._outlines) or box
        return _nearest(box, self._outlines) or box


def _rows(boxes: Sequence[Box]) -> NDArray[np.float64]:
    return np.array([(box.x, box.y, box.right, box.bottom) for box in boxes], np.float64).reshape(-1, 4)


def _nearest(box: Box, others: NDArray[np.float64]) -> Box | None:
    if not len(others):
        return None
    x0, y0, x1, y1 = others.T
    w = np.minimum(x1, box.right) - np.maximum(x0, box.x)
    h = np.minimum(y1, box.bottom) - np.maximum(y0, box.y)
    shared = np.maximum(w, 0) * np.maximum(h, 0)
    overlap = shared / ((x1 - x0) * (y1 - y0) + box.area - shared)
    best = int(overlap.argmax())
    if overlap[best] < CLOSE:
        return None
    left, top, right, bottom = (float(side) for side in others[best])
    return Box(left, top, right - left, bottom - top)
