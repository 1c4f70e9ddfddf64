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

HIGH, WIDE = 0.6, 0.5
"""An outline is a candidate's if they share this much of their heights and of their widths: where a wide thing ends is
hard to tell from its middle."""
AS_HIGH, IN_IT = 0.75, 0.9
"""What is seen of a thing as wide as a page may be its middle only: as high as its outline, and in it."""
CLOSE = 0.62
"""Buttons and tabs stand beside each other: they share this much of both."""
WHOLE = 0.75
"""What slides has a thumb in it, on each side of which lies less of it than that."""
CLOSE_PX = 7
"""How far the middle of a small mark may be from where it was thought to be."""
LEAST_PX, MOST_PX = 9, 32
"""The sides of a checkbox or radio."""
LINED_PX = 7
"""How far the line under a field may be from the lower edge of a candidate."""

Rows = NDArray[np.float64]


class Snapping:
    """The outlines, lines and small things of one picture, to be asked for the nearest."""

    def __init__(self, picture: Picture) -> None:
        self._unit = picture.unit
        self._outlines = _rows([shape.outer for shape in picture.outlines])
        self._blobs = _rows(picture.blobs)
        self._rules = _rows([rule for rule in picture.rules if rule.w >= 40 * picture.unit])

    def snap(self, candidate: Candidate, words: Sequence[Word]) -> Box | None:
        """Its outline, of a link its words; None where nothing clear is drawn."""
        box = candidate.box
        match candidate.kind:
            case "link":
                return _around_words(box, words)
            case "checkbox" | "radio":
                return self._mark(box)
            case "switch" | "slider":
                return _alike(box, self._blobs, WHOLE) or _alike(box, self._outlines, WHOLE)
            case "field" | "select" | "text area":
                return _alike(box, self._outlines) or _along(box, self._outlines) or self._lined(box, WIDE)
            case _:
                return _alike(box, self._outlines, CLOSE, CLOSE)

    def _mark(self, box: Box) -> Box | None:
        """The small square or round thing in the middle of a candidate."""
        near = np.concatenate([self._blobs, self._outlines])
        w, h = near[:, 2] - near[:, 0], near[:, 3] - near[:, 1]
        least, most = LEAST_PX * self._unit, MOST_PX * self._unit
        near = near[(w >= least) & (w <= most) & (h >= least) & (h <= most) & (w < 1.35 * h) & (h < 1.35 * w)]
        if not len(near):
            return None
        off = np.hypot((near[:, 0] + near[:, 2]) / 2 - box.center.x, (near[:, 1] + near[:, 3]) / 2 - box.center.y)
        # Of a ring and the dot in it the ring is meant.
        off = off - 0.2 * np.minimum(near[:, 2] - near[:, 0], 1.5 * min(box.w, box.h))
        best = int(off.argmin())
        found = _box(near[best])
        middle = max(abs(found.center.x - box.center.x), abs(found.center.y - box.center.y))
        return found if middle <= CLOSE_PX * self._unit else None

    def lined(self, box: Box) -> Box | None:
        """With the ends of the line under it, however far they are."""
        return self._lined(box, 0.0)

    def _lined(self, box: Box, least_wide: float) -> Box | None:
        """With the ends of the line that is drawn under a field, where it has no other outline."""
        rules = self._rules
        if not len(rules):
            return None
        near = (np.abs(rules[:, 3] - box.bottom) <= LINED_PX * self._unit) & (_shared(box.x, box.right, rules, 0) > least_wide)
        if not near.any():
            return None
        rule = _box(rules[near][int(_shared(box.x, box.right, rules[near], 0).argmax())])
        return Box(rule.x, box.y, rule.w, rule.bottom - box.y)


def _around_words(box: Box, words: Sequence[Word]) -> Box | None:
    inside = [word for word in words if box.grow(2).contains(word.box.center)]
    around = line_box(inside) if inside else None
    return around if around is not None and around.overlap(box) > 0.4 else None


def _rows(boxes: Sequence[Box]) -> Rows:
    return np.array([(box.x, box.y, box.right, box.bottom) for box in boxes], np.float64).reshape(-1, 4)


def _box(row: Rows) -> Box:
    left, top, right, bottom = (float(side) for side in row)
    return Box(left, top, right - left, bottom - top)


def _along(box: Box, others: Rows) -> Box | None:
    """The narrowest of those that are as high, and go on to both sides."""
    inside = np.minimum(others[:, 2], box.right) - np.maximum(others[:, 0], box.x)
    fits = others[(inside >= IN_IT * box.w) & (_shared(box.y, box.bottom, others, 1) >= AS_HIGH)]
    return _box(fits[int((fits[:, 2] - fits[:, 0]).argmin())]) if len(fits) else None


def _shared(start: float, end: float, others: Rows, axis: int) -> Rows:
    """Intersection over union along one axis."""
    first, last = others[:, axis], others[:, axis + 2]
    both = np.maximum(np.minimum(last, end) - np.maximum(first, start), 0.0)
    return np.asarray(both / np.maximum((last - first) + (end - start) - both, 1e-6), np.float64)


def _alike(box: Box, others: Rows, least_wide: float = WIDE, least_high: float = HIGH) -> Box | None:
    if not len(others):
        return None
    wide, high = _shared(box.x, box.right, others, 0), _shared(box.y, box.bottom, others, 1)
    like = np.where((wide >= least_wide) & (high >= least_high), wide * high, 0.0)
    best = int(like.argmax())
    return _box(others[best]) if like[best] > 0 else None
