"""Point, Box, Size, and the one coordinate contract.

Everything handeye says about a place is in *frame px*: the pixels of one picture, as floats; the
pixel (3, 5) covers 3.0 ≤ x < 4.0 and 5.0 ≤ y < 6.0. Two other languages are spoken at the edges:
models say 0..1000 of the width and height, and hands want the *screen px* (in a browser: CSS px)
of whatever they drive. A `View` lies between a frame and its screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Size:
    w: int
    h: int

    def contains(self, point: Point) -> bool:
        return 0 <= point.x < self.w and 0 <= point.y < self.h

    def clamp(self, point: Point) -> Point:
        """The nearest place that is inside: no further than the first and the last pixel."""
        return Point(min(max(point.x, 0.0), self.w - 1.0), min(max(point.y, 0.0), self.h - 1.0))

    def from_thousandths(self, x: float, y: float) -> Point:
        """Where a model's (x, y) of 0..1000 lies; 1000 is the far edge and means the last pixel."""
        return self.clamp(Point(x / 1000 * self.w, y / 1000 * self.h))

    def to_thousandths(self, point: Point) -> tuple[int, int]:
        inside = self.clamp(point)
        return round(inside.x / self.w * 1000), round(inside.y / self.h * 1000)


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def center(self) -> Point:
        return Point(self.x + self.w / 2, self.y + self.h / 2)

    @property
    def area(self) -> float:
        return self.w * self.h

    def contains(self, point: Point) -> bool:
        return self.x <= point.x < self.right and self.y <= point.y < self.bottom

    def grow(self, px: float) -> Box:
        return Box(self.x - px, self.y - px, self.w + 2 * px, self.h + 2 * px)

    def move(self, dx: float, dy: float) -> Box:
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def intersect(self, other: Box) -> Box | None:
        """What both cover, or None when that is nothing."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        w, h = min(self.right, other.right) - x, min(self.bottom, other.bottom) - y
        return Box(x, y, w, h) if w > 0 and h > 0 else None

    def overlap(self, other: Box) -> float:
        """Intersection over union: 1 for the same box, 0 for boxes that do not touch."""
        shared = self.intersect(other)
        return shared.area / (self.area + other.area - shared.area) if shared else 0.0

    def shared(self, other: Box) -> float:
        """What both cover, as a share of the smaller: 1 where one lies in the other."""
        both = self.intersect(other)
        return both.area / min(self.area, other.area) if both else 0.0

    def clip(self, size: Size) -> Box | None:
        return self.intersect(Box(0, 0, size.w, size.h))

    def pixels(self, size: Size) -> tuple[int, int, int, int]:
        """Whole pixels (left, top, right, bottom) that cover this box inside a picture."""
        return (
            min(max(math.floor(self.x), 0), size.w),
            min(max(math.floor(self.y), 0), size.h),
            min(max(math.ceil(self.right), 0), size.w),
            min(max(math.ceil(self.bottom), 0), size.h),
        )

    @staticmethod
    def around(point: Point, radius: float) -> Box:
        return Box(point.x - radius, point.y - radius, 2 * radius, 2 * radius)

    @staticmethod
    def union(boxes: Iterable[Box]) -> Box:
        """The smallest box around all of them; at least one is needed."""
        every = list(boxes)
        x, y = min(b.x for b in every), min(b.y for b in every)
        return Box(x, y, max(b.right for b in every) - x, max(b.bottom for b in every) - y)


@dataclass(frozen=True, slots=True)
class View:
    """How a frame lies over the screen its hands address."""

    scale: float = 1.0
    """Frame px per screen px: 2.0 where a CSS px is drawn with two pixels."""
    x: float = 0.0
    """Screen px of the frame's left edge: not 0 on a second monitor."""
    y: float = 0.0

    def to_screen(self, point: Point) -> Point:
        return Point(point.x / self.scale + self.x, point.y / self.scale + self.y)

    def to_frame(self, point: Point) -> Point:
        return Point((point.x - self.x) * self.scale, (point.y - self.y) * self.scale)

    def box_to_frame(self, box: Box) -> Box:
        corner = self.to_frame(Point(box.x, box.y))
        return Box(corner.x, corner.y, box.w * self.scale, box.h * self.scale)

    def to_pixel(self, point: Point) -> tuple[int, int]:
        """The whole screen pixel that covers a place, for hands that know no fractions."""
        screen = self.to_screen(point)
        return math.floor(screen.x), math.floor(screen.y)

    def from_pixel(self, x: int, y: int) -> Point:
        """The middle of a whole screen pixel, in frame px."""
        return self.to_frame(Point(x + 0.5, y + 0.5))


SAME_AS_SCREEN = View()
