"""Picture: a frame prepared for looking at widgets: its flat regions, their outlines, its long lines, its unit of size."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Frame, Pixels
from ..geometry import Box
from ..reading.text import Line
from .lettering import is_han

if TYPE_CHECKING:
    from cv2.typing import MatLike

SAME = 3
"""Neighbours that differ by no more than this in every channel are of one flat region: weak gradients pass, borders do not."""
BORDER_PX = 4
"""The thickest border of a control."""
LARGE_PX2 = 1800
"""A flat region from this size on is ground on which things are drawn."""
USUAL_TEXT_PX = 11
"""The height of a word's ink at scale 1."""
HAN_PART = 0.75
"""The height of letters beside that of Chinese signs of the same size."""

Labels = NDArray[np.int32]
Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Outline:
    """A closed shape of one fill: what is drawn around it counts as its border."""

    outer: Box
    inner: Box
    region: int
    colour: Rgb
    filled: float
    """The share of its inner box that lies within its outline: 1 a rectangle, 0.89 a pill, 0.79 a circle."""
    area: int
    """The flat pixels: without text and pictures inside it."""


@dataclass(frozen=True, slots=True)
class Ink:
    colour: Rgb
    ground: Rgb

    @property
    def contrast(self) -> float:
        """As the web's accessibility rules count it: 1 (none) to 21."""
        a, b = sorted((luminance(self.colour), luminance(self.ground)))
        return (b + 0.05) / (a + 0.05)


def luminance(colour: Rgb) -> float:
    r, g, b = ((c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4) for c in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def far_apart(a: Rgb, b: Rgb) -> int:
    """The strongest difference of two colours in one channel."""
    return max(abs(x - y) for x, y in zip(a, b, strict=True))


class Picture:
    """What all parts that look at one frame share; each part is worked out once, when first asked for."""

    def __init__(self, frame: Frame, lines: Sequence[Line]) -> None:
        self.rgb: Pixels = frame.rgb
        self.size = frame.size
        self.unit = _unit(frame, lines)
        self._inks: dict[Box, Ink] = {}

    @cached_property
    def steps(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """255 where a pixel differs from its right and from its lower neighbour."""
        rgb = self.rgb
        right = np.zeros(rgb.shape[:2], np.uint8)
        below = np.zeros(rgb.shape[:2], np.uint8)
        if rgb.shape[1] > 1:
            right[:, :-1] = _strongest(cv2.absdiff(rgb[:, 1:], rgb[:, :-1]))
        if rgb.shape[0] > 1:
            below[:-1] = _strongest(cv2.absdiff(rgb[1:], rgb[:-1]))
        return right, below

    @cached_property
    def regions(self) -> tuple[Labels, NDArray[np.int32]]:
        """The number of each pixel's flat region (0 on edges), and each region's x, y, w, h, area."""
        right, below = self.steps
        flat = cv2.bitwise_not(cv2.bitwise_or(right, below))
        _, labels, stats, _ = cv2.connectedComponentsWithStats(flat, connectivity=4, ltype=cv2.CV_32S)
        return labels, stats  # type: ignore[return-value]

    @cached_property
    def outlines(self) -> tuple[Outline, ...]:
        """Closed shapes from the size of a radio button to that of a large text area, biggest first."""
        labels, stats = self.regions
        unit = self.unit
        w, h, area = stats[:, 2], stats[:, 3], stats[:, 4]
        small, tall = 5 * unit, 420 * unit
        kept = np.flatnonzero(
            (w >= small) & (h >= small) & (h <= tall) & (w <= self.size.w * 0.98) & (area >= small * small / 2)
        )
        found = [outline for region in kept if region and (outline := self._outline(int(region), labels, stats[region]))]
        return tuple(sorted(found, key=lambda outline: -outline.outer.area))

    def _outline(self, region: int, labels: Labels, stat: NDArray[np.int32]) -> Outline | None:
        x, y, w, h, area = (int(value) for value in stat)
        mine = labels[y : y + h, x : x + w] == region
        filled = min(_filled(mine), _filled(mine.T))
        if filled < 0.70:
            return None
        row = int(np.argmax(mine.sum(axis=1)))
        column = int(np.argmax(mine[row]))
        r, g, b = (int(value) for value in self.rgb[y + row, x + column])
        # A region's last column and row count as edges: they differ from what follows.
        inner = Box(x, y, min(w + 1, self.size.w - x), min(h + 1, self.size.h - y))
        return Outline(self._with_border(inner, labels), inner, region, (r, g, b), filled, area)

    def _with_border(self, inner: Box, labels: Labels) -> Box:
        limit = max(2, round(BORDER_PX * self.unit)) + 1
        x0, y0, x1, y1 = int(inner.x), int(inner.y), int(inner.right), int(inner.bottom)
        xs = np.linspace(x0 + (x1 - x0) * 0.3, x0 + (x1 - x0) * 0.7, 5).astype(int)
        ys = np.linspace(y0 + (y1 - y0) * 0.4, y0 + (y1 - y0) * 0.6, 5).astype(int)
        left = self._thickness(labels[ys, max(0, x0 - limit) : x0][:, ::-1], 1)
        above = self._thickness(labels[max(0, y0 - limit) : y0, xs].T[:, ::-1], 1)
        right = self._thickness(labels[ys, x1 : x1 + limit], 0)
        below = self._thickness(labels[y1 : y1 + limit, xs].T, 0)
        return Box(x0 - left, y0 - above, x1 - x0 + left + right, y1 - y0 + above + below)

    def _thickness(self, outward: Labels, late: int) -> int:
        """How many pixels lie between a shape and what it stands on; none where that is too far away."""
        if outward.size == 0:
            return 0
        for ground in (np.asarray(self.large[outward]), np.asarray(outward > 0)):
            found = np.atleast_1d(ground.any(axis=1))
            if found.sum() * 2 >= len(found):
                return max(0, int(np.median(ground.argmax(axis=1)[found])) - late)
        return 0

    @cached_property
    def large(self) -> NDArray[np.bool_]:
        """Of each region, whether it is ground on which things are drawn."""
        stats = self.regions[1]
        large = stats[:, 4] >= LARGE_PX2 * self.unit**2
        large[0] = False
        return large

    @cached_property
    def blobs(self) -> tuple[Box, ...]:
        """Small things drawn on large flat regions, each with all its parts: letters, marks, icons, small controls."""
        drawn = np.where(self.large[self.regions[0]], 0, 255).astype(np.uint8)
        most = 400 * self.unit
        # The edge before a thing is marked on the pixel before it.
        return tuple(
            Box(x + 1, y + 1, w - 1, h - 1) for x, y, w, h in _pieces(drawn) if 3 <= w <= most and 3 <= h <= 60 * self.unit
        )

    def ink(self, box: Box) -> Ink:
        """The colours of what is written in a box and of what it stands on."""
        if (known := self._inks.get(box)) is None:
            known = self._inks[box] = self._ink(box)
        return known

    def _ink(self, box: Box) -> Ink:
        left, top, right, bottom = box.pixels(self.size)
        crop = self.rgb[top:bottom, left:right].reshape(-1, 3).astype(np.int16)
        if crop.size == 0:
            return Ink((0, 0, 0), (0, 0, 0))
        left, top, right, bottom = box.grow(2).pixels(self.size)
        around = np.concatenate([self.rgb[top, left:right], self.rgb[bottom - 1, left:right]])
        ground = np.median(around, axis=0)
        far = np.abs(crop - ground).sum(axis=1)
        darkest = far >= max(1, int(far.max() * 0.9))
        r, g, b = (int(value) for value in crop[darkest].mean(axis=0))
        return Ink((r, g, b), (int(ground[0]), int(ground[1]), int(ground[2])))

    @cached_property
    def rules(self) -> tuple[Box, ...]:
        """Long thin horizontal lines, as they are drawn under fields and tabs and between rows."""
        below = self.steps[1]
        least = round(12 * self.unit) * 2 + 1
        kernel = np.ones((1, least), np.uint8)
        runs = cv2.morphologyEx(below, cv2.MORPH_OPEN, kernel)
        thick = max(2, round(3 * self.unit))
        # A line's upper and lower edge are one thing; the edge above it lies a pixel higher than it does.
        joined = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((thick // 2 * 2 + 1, 1), np.uint8))
        return tuple(Box(x, y + 1, w, h - 1) for x, y, w, h in _pieces(joined) if 2 <= h <= thick + 1)


def _strongest(delta: MatLike) -> NDArray[np.uint8]:
    """255 where any channel differs by more than `SAME`."""
    return cv2.bitwise_not(cv2.inRange(delta, (0, 0, 0), (SAME, SAME, SAME)))  # type: ignore[return-value]


def _pieces(drawn: MatLike) -> list[tuple[int, int, int, int]]:
    """The boxes of what hangs together: the same as connected components give, many times faster."""
    outlines, parents = cv2.findContours(drawn, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return []
    whole = (outline for outline, (*_, parent) in zip(outlines, parents[0], strict=True) if parent < 0)
    return [(x, y, w, h) for x, y, w, h in map(cv2.boundingRect, whole)]


def _filled(mine: NDArray[np.bool_]) -> float:
    """The share of a region's box that lies between the first and the last pixel of each of its rows."""
    any_row = mine.any(axis=1)
    first = mine.argmax(axis=1)
    last = mine.shape[1] - mine[:, ::-1].argmax(axis=1)
    return float((last - first)[any_row].sum()) / mine.size


def _unit(frame: Frame, lines: Sequence[Line]) -> float:
    """How many pixels a pixel of usual size has here: from the view, else from the height of the text."""
    if frame.view.scale != 1.0:
        return max(1.0, frame.view.scale)
    # Chinese signs fill their line, letters do not.
    heights = [word.box.h * (HAN_PART if is_han(word.text) else 1.0) for line in lines for word in line.words]
    if len(heights) < 4:
        return 1.0
    return min(max(round(statistics.median(heights) / USUAL_TEXT_PX * 2) / 2, 1.0), 3.0)


_pictures: WeakKeyDictionary[Frame, Picture] = WeakKeyDictionary()


def picture_of(frame: Frame, lines: Sequence[Line]) -> Picture:
    """The picture of a frame: a finder and what refines its candidates share one."""
    if (known := _pictures.get(frame)) is None:
        known = _pictures[frame] = Picture(frame, lines)
    return known
