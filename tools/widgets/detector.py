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
TILE_PX = SIDES_OF
CELLS = TILE_PX // GRID_PX
CONTEXT = 3
"""So many rows of tiles above and below what changed are looked at with it."""
MOST_AGAIN = 0.6
"""Where more of the picture would have to be looked at again, all of it is."""


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
    return Detector().mark(frame)


class Detector:
    """Looks at one frame after the other, and again only at what changed."""

    def __init__(self) -> None:
        self._picture: Pixels | None = None
        self._said: tuple[Floats, Floats] | None = None
        """Scores and sides of the last picture."""

    def mark(self, frame: Frame) -> Marked:
        scale = _shrunk(frame)
        picture = _padded(_resized(frame.rgb, scale))
        scores, sides = self._said = self._look(picture)
        self._picture = picture
        best = scores.max(axis=0)
        rows, columns = np.nonzero((best >= SURE) & (best == cv2.dilate(best, np.ones((3, 3), np.uint8))))
        peaks = _Peaks(scores[:, rows, columns].argmax(axis=0), best[rows, columns], _boxes(sides, rows, columns))
        return Marked(scores, scale, tuple(peaks.candidate(alike, scale) for alike in peaks.places()))

    def _look(self, picture: Pixels) -> tuple[Floats, Floats]:
        changed = self._changed(picture)
        if self._said is None or changed is None:
            return _ask(picture)
        scores, sides = (part.copy() for part in self._said)
        most = picture.shape[0] // TILE_PX
        for top, bottom in changed:
            first, last = max(top - CONTEXT, 0), min(bottom + CONTEXT, most)
            new_scores, new_sides = _ask(picture[first * TILE_PX : last * TILE_PX])
            cells = slice(top * CELLS, bottom * CELLS)
            inner = slice((top - first) * CELLS, (bottom - first) * CELLS)
            scores[:, cells], sides[:, cells] = new_scores[:, inner], new_sides[:, inner]
        return scores, sides

    def _changed(self, picture: Pixels) -> list[tuple[int, int]] | None:
        """The rows of tiles that look otherwise than in the last one, and one around them; None where most of it does.

        A row is looked at from end to end: where a wide field ends is told from its middle."""
        last = self._picture
        if last is None or last.shape != picture.shape:
            return None
        rows = picture.shape[0] // TILE_PX
        differs = cv2.absdiff(last, picture).reshape(rows, -1).any(axis=1)
        wider = cv2.dilate(differs.astype(np.uint8).reshape(-1, 1), np.ones((3, 1), np.uint8)).ravel()
        edges = np.flatnonzero(np.diff(np.concatenate(([0], wider, [0])))).tolist()
        changed = list(zip(edges[::2], edges[1::2], strict=True))
        again = sum(bottom - top + 2 * CONTEXT for top, bottom in changed)
        return changed if again <= MOST_AGAIN * rows else None


def _ask(picture: Pixels) -> tuple[Floats, Floats]:
    scores, sides = cast("list[Floats]", network("detector").run(["scores", "sides"], {"picture": picture[None]}))
    return scores[0], sides[0]


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
