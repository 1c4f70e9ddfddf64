"""Detector: a small network of our own that marks from afar where widgets may be; it knows shapes, no words and no pages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Frame, Pixels
from ..geometry import Box
from .candidate import SAME_THING, Candidate
from .networks import network
from .overlaps import overlaps
from .widget import KINDS

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

GRID_PX = 4
SIDES_OF = 32
"""The network halves a picture five times, so its sides must be multiples of this."""
MOST_PX = 2560 * 1600
"""A larger picture is looked at smaller."""
ALIKE = 0.7
"""Boxes that overlap at least this much say the same place, each a little otherwise."""
HELD = 0.75
"""Of two of one kind, the less sure is nothing if this much of the smaller lies in the other."""
SURE = 0.15
"""Less is not worth a closer look."""


@dataclass(frozen=True, eq=False)
class Marked:
    """A picture with what the network says of it."""

    scores: Floats
    """Kinds x rows x columns, on a grid of `GRID_PX`: how sure it is that a thing of this kind is there."""
    scale: float
    """Page px per frame px."""
    candidates: tuple[Candidate, ...]
    """The surest first, one for each place."""

    def of(self, box: Box) -> Floats:
        """For each kind the mean and the highest score in the inner part of a place."""
        x1, y1, x2, y2 = (side * self.scale / GRID_PX for side in (box.x, box.y, box.right, box.bottom))
        rows, columns = _inner(y1, y2, self.scores.shape[1]), _inner(x1, x2, self.scores.shape[2])
        inner = self.scores[:, rows, columns].reshape(len(KINDS), -1)
        return np.concatenate([inner.mean(axis=1), inner.max(axis=1)])


def _inner(start: float, end: float, most: int) -> slice:
    first = min(max(round(start + 0.2 * (end - start)), 0), most - 1)
    return slice(first, max(min(round(end - 0.2 * (end - start)), most), first + 1))


def mark(frame: Frame) -> Marked:
    """What looks like a widget from afar."""
    scale = _shrunk(frame)
    picture = _padded(_resized(frame.rgb, scale))
    said = cast("list[Floats]", network("detector").run(["scores", "sides"], {"picture": picture[None]}))
    scores, sides = (part[0] for part in said)
    best = scores.max(axis=0)
    rows, columns = np.nonzero((best >= SURE) & (best == cv2.dilate(best, np.ones((3, 3), np.uint8))))
    peaks = _Peaks(scores[:, rows, columns].argmax(axis=0), best[rows, columns], _boxes(sides, rows, columns))
    return Marked(scores, scale, tuple(peaks.candidate(alike, scale) for alike in peaks.places()))


@dataclass(frozen=True, slots=True)
class _Peaks:
    """What the network says at its peaks; of one thing usually several times."""

    kinds: Ints
    scores: Floats
    boxes: Floats
    """Left, top, right, bottom of each, in page px."""

    def places(self) -> Iterator[Ints]:
        """The surest of each place, each followed by what says the same; nothing holds another of its own kind."""
        left = np.argsort(-self.scores, kind="stable")
        while left.size:
            alike, shared = overlaps(self.boxes[left[0]], self.boxes[left])
            held = (self.kinds[left] == self.kinds[left[0]]) & (shared >= HELD)
            here = (alike >= SAME_THING) | held
            here[0] = True
            yield left[(alike >= ALIKE) & (self.kinds[left] == self.kinds[left[0]])]
            left = left[~here]

    def candidate(self, alike: Ints, scale: float) -> Candidate:
        """The first, in the mean of the boxes that all of them say."""
        weights = self.scores[alike] / self.scores[alike].sum()
        x1, y1, x2, y2 = (float(side) / scale for side in weights @ self.boxes[alike])
        first = int(alike[0])
        return Candidate(KINDS[int(self.kinds[first])], Box(x1, y1, x2 - x1, y2 - y1), float(self.scores[first]))


def _boxes(sides: Floats, rows: Ints, columns: Ints) -> Floats:
    left, top, right, bottom = sides[:, rows, columns]
    x, y = (columns + 0.5) * GRID_PX, (rows + 0.5) * GRID_PX
    return np.stack((x - left, y - top, x + right, y + bottom), axis=1).astype(np.float32)


def _shrunk(frame: Frame) -> float:
    """Page px per frame px: the network knows widgets as large as pages mean them."""
    scale = 1.0 / max(frame.view.scale, 0.1)
    area = frame.size.w * frame.size.h * scale * scale
    return scale * min(1.0, math.sqrt(MOST_PX / max(area, 1.0)))


def _resized(rgb: Pixels, scale: float) -> Pixels:
    if scale == 1.0:
        return rgb
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    size = max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale))
    return np.asarray(cv2.resize(rgb, size, interpolation=how), np.uint8)


def _padded(rgb: Pixels) -> Pixels:
    down, across = (-side % SIDES_OF for side in rgb.shape[:2])
    return np.asarray(cv2.copyMakeBorder(rgb, 0, down, 0, across, cv2.BORDER_REPLICATE), np.uint8)
