"""Surfaces: the flat areas of a picture that text stands on, and the ink on them, with rules and borders told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Pixels
from .seams import joined

Labels = NDArray[np.int32]
Mask = NDArray[np.uint8]
Ints = NDArray[np.int64]

ALIKE_LEVELS = 3
"""Neighbours that differ by no more than this are of one surface: a gentle gradient is, a letter's soft edge is not."""

GRADIENT_LEVELS, GRADIENT_PX = 14, 8
"""A step no higher, and so wide at least, is one of a gradient that goes down: letters have none that is so low and wide."""

NOISE, SAMPLED = 0.9, 8
"""Of every eighth row."""

LEAST_PX = 150
"""A surface has at least so many px."""

CORE_PX = 5
CORES = 8
"""A surface has room for so many squares of this side, a border has not;"""

FILLED = 0.2
LEAST_HIGH_PX = 8
"""or it fills so much of the box around it, as a narrow cell full of letters does."""

STEM_PX = 24
"""A solid bar up to this wide may be a stroke of a big letter."""

SOLID = 0.72
"""What fills so much of its box is no big letter, but a button with rounded corners."""

THICK_PX = 9
"""What has nowhere room for a square of this side holds text only as the narrow cell around it,"""
CONVEX = 0.92
"""which fills so much of its convex hull,"""
CLOSED = 0.68
"""or reaches along so much of the box around it."""

OUTSIDE_PX = 3
LIKE_OUTSIDE = 0.38
"""So much of what lies between the strokes of a big letter looks as the outside does,"""
STROKE = 0.45
"""and no stroke is thicker than this, per px of the letter's height."""

TALLEST_PX = 110
"""No letter is taller than this."""

RULE_PX = 48
"""A thin straight stroke of at least this length is a rule or a border."""

RULE_THICK_PX = 6


@dataclass(frozen=True, eq=False)
class Surfaces:
    labels: Labels
    """Per px: the surface it belongs to, 0 for none."""
    ink: Mask
    """255 where something stands on a surface, without rules."""
    colours: NDArray[np.int16]
    """The mean colour of each surface."""
    areas: Ints
    """How many px each has."""
    rules: Mask
    """255 on long thin straight strokes: borders, underlines, the rules of a table."""


def find_surfaces(rgb: Pixels) -> Surfaces:
    across, down = _steps(rgb)
    level = _is_level(down)
    labels, area = _alike(across <= ALIKE_LEVELS, level)
    boxes = _boxes(labels, len(area))
    edges = np.zeros(rgb.shape[:2], np.uint8)
    edges[:, :-1] = across > ALIKE_LEVELS
    edges[:-1] |= (~level).view(np.uint8)
    core = cv2.erode(1 - edges, np.ones((CORE_PX, CORE_PX), np.uint8))
    thicker = cv2.erode(core, np.ones((THICK_PX - CORE_PX + 1, THICK_PX - CORE_PX + 1), np.uint8))
    depths = np.bincount((labels * 3 + core + thicker).ravel(), minlength=3 * len(area)).reshape(-1, 3)
    cores, thick = depths[:, 1] + depths[:, 2], depths[:, 2] > 0
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    roomy = (area >= FILLED * wide * high) & (np.minimum(wide, high) >= LEAST_HIGH_PX)
    is_surface = (cores >= CORES) | roomy
    is_surface[0] = False
    for n in np.flatnonzero(is_surface & (high <= TALLEST_PX) & (~thick | (wide <= TALLEST_PX))).tolist():
        box = cast("tuple[int, int, int, int]", tuple(boxes[n].tolist()))
        thin = not thick[n] and _is_open(labels, n, box)
        is_surface[n] = not thin and (wide[n] > TALLEST_PX or not _is_stroke(rgb, labels, n, box))
    numbers = np.zeros(len(area), np.int32)
    numbers[is_surface] = np.arange(1, int(is_surface.sum()) + 1)
    surfaces = numbers[labels]
    areas = np.concatenate([[0], area[is_surface]])
    colours = _colours(rgb, surfaces, int(numbers.max()))
    sides = np.concatenate([np.zeros((1, 4), np.int64), boxes[is_surface]])
    if (same := joined(surfaces, sides, colours)) is not None:
        surfaces = same[surfaces]
        areas = np.bincount(same, weights=areas, minlength=len(areas)).astype(np.int64)
    ink = np.where(surfaces == 0, np.uint8(255), np.uint8(0))
    rules = _rules(ink, across, down)
    return Surfaces(
        surfaces,
        cast(Mask, ink & ~rules),
        colours,
        areas,
        rules,
    )


def is_noise(rgb: Pixels) -> bool:
    """Whether hardly two neighbours are alike: nothing can stand on that."""
    lines = rgb[::SAMPLED]
    return bool((most(cv2.absdiff(lines[:, 1:], lines[:, :-1])) > ALIKE_LEVELS).mean() > NOISE)


def _steps(rgb: Pixels) -> tuple[Pixels, Pixels]:
    """By how much each px differs from its right, and from its lower neighbour, in the channel where it does most."""
    return most(cv2.absdiff(rgb[:, 1:], rgb[:, :-1])), most(cv2.absdiff(rgb[1:], rgb[:-1]))


def _is_level(down: Pixels) -> NDArray[np.bool_]:
    """Where a px and the one below it are alike, or as far apart as many beside them, as in a steep gradient."""
    steps = np.where((down > ALIKE_LEVELS) & (down <= GRADIENT_LEVELS), np.uint8(255), np.uint8(0))
    return (down <= ALIKE_LEVELS) | (_opened(steps, GRADIENT_PX, 1) > 0)


def most(delta: cv2.typing.MatLike) -> Pixels:
    """The channel that differs most, of each px."""
    red, green, blue = cv2.split(delta)
    return cast(Pixels, cv2.max(cv2.max(red, green), blue))


def _alike(across: NDArray[np.bool_], down: NDArray[np.bool_]) -> tuple[Labels, Ints]:
    """Which px hang together, in areas of at least `LEAST_PX` (0 is the rest), and how many px each area has.

    Px stand on the even places of a grid, and between two that are alike lies a bridge.
    """
    height, width = down.shape[0] + 1, across.shape[1] + 1
    grid = np.zeros((2 * height - 1, 2 * width - 1), np.uint8)
    grid[::2, ::2] = 1
    grid[::2, 1::2] = across
    grid[1::2, ::2] = down
    # With statistics it would take many times the memory where no two px are alike.
    _, found = cv2.connectedComponentsWithAlgorithm(grid, 4, cv2.CV_32S, cv2.CCL_SPAGHETTI)
    labels = np.ascontiguousarray(cast(Labels, found)[::2, ::2])
    sizes = np.bincount(labels.ravel())
    is_large = sizes >= LEAST_PX
    numbers = np.zeros(len(sizes), np.int32)
    numbers[is_large] = np.arange(1, int(is_large.sum()) + 1)
    return numbers[labels], np.concatenate([[0], sizes[is_large]])


def _boxes(labels: Labels, count: int) -> Ints:
    """Left, top, right and bottom of each area."""
    height, width = labels.shape
    begins = np.ones((height, width), np.bool_)
    np.not_equal(labels[:, 1:], labels[:, :-1], out=begins[:, 1:])
    starts = np.flatnonzero(begins)
    owner, y, left = labels.ravel()[starts], starts // width, starts % width
    right = np.append(starts[1:], height * width) - y * width
    boxes = np.tile(np.array([width, height, 0, 0]), (count, 1))
    np.minimum.at(boxes[:, 0], owner, left)
    np.minimum.at(boxes[:, 1], owner, y)
    np.maximum.at(boxes[:, 2], owner, right)
    np.maximum.at(boxes[:, 3], owner, y + 1)
    return boxes


def _colours(rgb: Pixels, surfaces: Labels, count: int) -> NDArray[np.int16]:
    some, sample = surfaces[::2, ::2].ravel(), rgb[::2, ::2].reshape(-1, 3)
    sizes = np.maximum(np.bincount(some, minlength=count + 1), 1)
    sums = [np.bincount(some, weights=sample[:, channel], minlength=count + 1) for channel in range(3)]
    return np.rint(np.stack(sums, axis=1) / sizes[:, None]).astype(np.int16)


def _is_open(labels: Labels, n: int, box: tuple[int, int, int, int]) -> bool:
    """Whether the outline of a flat area goes in and out, as most letters' do: those of cells, pills and discs do not."""
    left, top, right, bottom = box
    own = (labels[top:bottom, left:right] == n).astype(np.uint8)
    edge = sum(int(side.sum()) for side in (own[0], own[-1], own[:, 0], own[:, -1]))
    if own.mean() >= SOLID or edge > CLOSED * 2 * sum(own.shape):
        return False
    outlines = cast("list[Ints]", cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0])
    outline = max(outlines, key=cv2.contourArea)
    return cv2.contourArea(outline) < CONVEX * cv2.contourArea(cv2.convexHull(outline))


def _is_stroke(rgb: Pixels, labels: Labels, n: int, box: tuple[int, int, int, int]) -> bool:
    """Whether a small flat area is the inside of a big letter: what lies between its strokes looks as it does outside."""
    left, top, right, bottom = box
    others = labels[top:bottom, left:right] != n
    count = int(others.sum())
    if count <= (1 - SOLID) * others.size:
        return count <= 0.01 * others.size and min(right - left, bottom - top) <= STEM_PX
    outside = rgb[(top + bottom) // 2, left - OUTSIDE_PX] if left >= OUTSIDE_PX else rgb[max(top - OUTSIDE_PX, 0), left]
    away = np.abs(rgb[top:bottom, left:right].astype(np.int16) - outside).max(axis=2)
    if int(((away <= 4 * ALIKE_LEVELS) & others).sum()) < LIKE_OUTSIDE * count:
        return False
    own = np.pad(~others, 1).astype(np.uint8)
    return 2 * float(np.asarray(cv2.distanceTransform(own, cv2.DIST_C, 3)).max()) <= STROKE * (bottom - top)


def _rules(ink: Mask, across: Pixels, down: Pixels) -> Mask:
    even = np.zeros_like(ink)
    even[:, :-1] = ink[:, :-1] & ink[:, 1:] & np.where(across <= 4 * ALIKE_LEVELS, np.uint8(255), np.uint8(0))
    lying = _opened(even, RULE_PX, 1)
    lying[:, 1:] |= lying[:, :-1]
    even[:] = 0
    even[:-1] = ink[:-1] & ink[1:] & np.where(down <= 4 * ALIKE_LEVELS, np.uint8(255), np.uint8(0))
    standing = _opened(even, 1, RULE_PX)
    standing[1:] |= standing[:-1]
    thick_lying = _opened(lying, 1, RULE_THICK_PX + 1)
    thick_standing = _opened(standing, RULE_THICK_PX + 1, 1)
    return (lying & ~thick_lying) | (standing & ~thick_standing)


def _opened(mask: Mask, wide: int, high: int) -> Mask:
    """What has room for a bar of this size."""
    return cast(Mask, cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8)))
