"""Strokes: what is written inside a place, apart from its ground, its border and a marked part's other ground."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Pixels
from .typefaces import Coverage

FAINT = 26
"""Levels by which ink differs at least from its ground."""

MARKED = 0.04
"""The share of a place that a second ground, such as a selection's, covers at least."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Run:
    """Ink that hangs together: left, top, right, bottom in px of the crop."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True, eq=False)
class Strokes:
    cover: Coverage
    """How much each px is written on; 0 on borders and all that is no writing."""
    contrast: float
    """Levels between the ground and the ink."""
    is_grey: bool
    """Paler than writing usually is: perhaps a placeholder."""

    def runs(self) -> list[Run]:
        """Connected pieces, left to right."""
        count, _, stats, _ = cv2.connectedComponentsWithStats((self.cover > 0.25).astype(np.uint8), connectivity=8)
        boxes = [Run(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:count]]
        return sorted(boxes, key=lambda run: run.left)

    def without(self, *gone: Run) -> Strokes:
        cover = self.cover.copy()
        for run in gone:
            cover[max(run.top - 1, 0) : run.bottom + 1, max(run.left - 1, 0) : run.right + 1] = 0
        return Strokes(cover, self.contrast, self.is_grey)


def strokes(crop: Pixels) -> Strokes | None:
    """None where nothing is written."""
    height, width = crop.shape[:2]
    if height < 3 or width < 3:
        return None
    ground = _grounds(crop)
    away = crop.astype(np.float32) - ground
    far = np.abs(away).max(axis=2)
    mask = _writing((far > FAINT).astype(np.uint8))
    if not mask.any():
        return None
    peak = float(np.percentile(far[mask], 97))
    strong = mask & (far >= 0.8 * peak)
    cover = np.zeros((height, width), np.float32)
    near = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    for part, ink in _inks(ground, away, strong):
        along = (away @ ink) / max(float(ink @ ink), 1.0)
        cover[part] = np.clip(along, 0, 1)[part]
    cover[~near] = 0
    return Strokes(cover, peak, peak < 150)


def _grounds(crop: Pixels) -> NDArray[np.float32]:
    """For each px the colour it is written on: the commonest one, or that of a marked part."""
    height, width = crop.shape[:2]
    coarse = (crop >> 3).astype(np.int32)
    code = (coarse[..., 0] << 10) | (coarse[..., 1] << 5) | coarse[..., 2]
    counts = np.bincount(code.ravel(), minlength=1 << 15)
    first = int(counts.argmax())
    ground = np.empty((height, width, 3), np.float32)
    ground[:] = crop[code == first].mean(axis=0)
    counts[first] = 0
    second = int(counts.argmax())
    if counts[second] < MARKED * height * width:
        return ground
    ys, xs = np.nonzero(code == second)
    left, right = int(xs.min()), int(xs.max()) + 1
    top, bottom = int(ys.min()), int(ys.max()) + 1
    filled = counts[second] / ((right - left) * (bottom - top))
    # A mark is a full rectangle around letters; a border has its inside empty.
    if filled > 0.5 and bottom - top >= 6 and right - left >= 4:
        ground[top:bottom, left:right] = crop[ys, xs].mean(axis=0)
    return ground


def _inks(ground: NDArray[np.float32], away: NDArray[np.float32], strong: Mask) -> list[tuple[Mask, NDArray[np.float32]]]:
    """Where each ground is, and how the ink on it differs from it."""
    marked = (ground != ground[0, 0]).any(axis=2)
    found: list[tuple[Mask, NDArray[np.float32]]] = []
    for part in (~marked, marked):
        here = strong & part
        if here.any():
            found.append((part, np.median(away[here], axis=0)))
    return found


def _writing(mask: NDArray[np.uint8]) -> Mask:
    """Without what belongs to the place itself: its border, its ring, its line below."""
    height, width = mask.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = np.ones(count, bool)
    kept[0] = False
    for n in range(1, count):
        x, y, w, h, _ = (int(value) for value in stats[n])
        at_edge = x <= 2 or y <= 1 or x + w >= width - 2 or y + h >= height - 1
        is_rule = w >= 0.7 * width and width > 3 * height and (h <= 4 or at_edge)
        is_side = at_edge and h >= 0.85 * height and (w <= 4 or w >= 0.7 * width)
        is_rest = y + h <= 3 or y >= height - 3 or x + w <= 2 or x >= width - 2
        if is_rule or is_side or (at_edge and is_rest):
            kept[n] = False
    return kept[np.asarray(labels, np.int64)]
