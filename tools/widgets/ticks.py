"""Ticks: whether a box to tick or a radio button is checked, and how plainly its pixels say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ..geometry import Box
from .marks import Mask, Shades, body_of, pixels_of, rim_of
from .picture import Picture

PLAIN = 30
"""Levels within which pixels are of one colour here: what an edge's softness and a weak gradient stay under."""
FAINT = 14
"""Levels below which nothing is drawn."""
THICK, BORDER, MOST = 0.17, 0.23, 0.29
"""The thickness of a ring, in sides of its box: from the first on a coloured one is filled and has a dot in it, from the second
on also one around what does not look like the ground, from the third on any."""
AGREEING, CLEAN = 0.75, 0.94
"""This share of a ring's pixels is of one colour where the ring has a colour at all; and where no border is left in it."""
COLOURED, FAR = 50, 70
"""What is filled is checked if its fill has so much of a colour and is so far from the ground."""
NEAR, STRONG = 40, 70
"""What looks like the ground, and what is plainly coloured."""
RIM = 0.75
"""So much of the way from the dot to what is around it a soft rim may be."""
AROUND_PX, WITHIN_RING_PX = 3, 1
"""So much of its ground is looked at around a box, and between a box and the ring of the focus."""
LEAST_INK, PLAIN_INK = 0.04, 0.09
"""The shares of what is inside from which something is drawn in it, and from which nobody would doubt it."""

Rgb = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tick:
    state: str
    """checked, unchecked or mixed."""
    is_plain: bool
    """False where another witness should be heard."""


def tick_of(picture: Picture, box: Box, around: int = AROUND_PX) -> Tick:
    """`around`: so much of its ground is around it."""
    crop = pixels_of(picture, box.grow(around))
    if min(crop.shape[:2]) < 2 * AROUND_PX + 4:
        return Tick("unchecked", False)
    ground = np.median(rim_of(crop), axis=0)
    depth = np.asarray(cv2.distanceTransform(_body(crop, around).astype(np.uint8), cv2.DIST_L2, 3), np.float32)
    side = min(box.w, box.h)
    rings = list(_rings(crop, depth, max(2, int(MOST * side + 0.8))))
    colours = _colours(rings, ground, side)
    if _is_ring_gap_dot(colours):
        return Tick("checked", True)
    begins, border = _border(rings, colours)
    # What is left of a soft edge is no ink.
    inside = depth > border + 1.3
    if inside.sum() < 9:
        inside = depth > 0.75 * float(depth.max())
    told = _told_by(crop, inside, ground)
    edge = border if border < len(rings) else begins
    if told.state == "checked" and _is_bar(crop, depth > edge + 1.3, side):
        return Tick("mixed", told.is_plain)
    if told.state == "checked" and not told.is_plain and _is_dot_in_ring(rings, np.median(crop[inside], axis=0)):
        return Tick("checked", True)
    is_thick = border > THICK * side and told.state == "unchecked"
    return Tick(told.state, told.is_plain and not is_thick)


def _body(crop: Shades, around: int) -> Mask:
    """What is drawn of a mark, with all that it encloses; all of its box where its outline has a gap."""
    h, w = crop.shape[:2]
    found = body_of(crop)
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    is_whole = min(len(rows), len(columns)) > 0.6 * (min(h, w) - 2 * around)
    if is_whole and found.sum() > 0.45 * (rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1):
        return found
    box = np.zeros_like(found)
    box[around:-around, around:-around] = True
    return box


def _rings(crop: Shades, depth: NDArray[np.float32], count: int) -> Iterator[Shades]:
    """The pixels of each ring, from the rim inwards."""
    for at in range(1, count + 1):
        ring = crop[(depth > at - 0.6) & (depth <= at + 0.4)]
        if not len(ring):
            return
        yield ring


def _colours(rings: Sequence[Shades], ground: Rgb, side: float) -> list[Rgb | None]:
    """The colour of each ring as far as a border may go on; None where it has no single one."""
    colours: list[Rgb | None] = []
    for at, ring in enumerate(rings):
        usual = np.median(ring, axis=0)
        may_be_dot = _is_coloured(colours) or (at > BORDER * side and np.abs(usual - ground).max() > NEAR)
        ended = at > THICK * side + 0.5 and may_be_dot
        colours.append(usual if _share_of(usual, ring) >= AGREEING and not ended else None)
    return colours


def _is_coloured(colours: Sequence[Rgb | None]) -> bool:
    return any(colour is not None and np.ptp(colour) > STRONG for colour in colours)


def _share_of(colour: Rgb, ring: Shades) -> float:
    return float((np.abs(ring - colour).max(axis=1) <= PLAIN).mean())


def _segments(colours: list[Rgb | None]) -> list[tuple[int, Rgb]]:
    """Where a new colour begins, counted from 0 at the rim."""
    found: list[tuple[int, Rgb]] = []
    for at, colour in enumerate(colours):
        if colour is not None and (not found or np.abs(colour - found[-1][1]).max() > PLAIN):
            found.append((at, colour))
    return found


def _border(rings: Sequence[Shades], colours: list[Rgb | None]) -> tuple[int, int]:
    """How many rings are border, at least and where none of it may be left."""
    found = _segments(colours)
    if not found:
        return 1, len(rings)
    begins, fill = max(found[-1][0], 1), found[-1][1]
    return begins, next((at for at in range(begins, len(rings)) if _share_of(fill, rings[at]) >= CLEAN), len(rings))


def _is_ring_gap_dot(colours: list[Rgb | None]) -> bool:
    """A dot so large that it begins where a border might still go on."""
    found = _segments(colours)
    if len(found) < 3:
        return False
    (_, ring), (_, gap), (_, dot) = found[-3:]
    return bool(np.abs(ring - dot).max() < 60 and np.abs(gap - dot).max() > 60)


def _is_dot_in_ring(rings: Sequence[Shades], dot: Rgb) -> bool:
    """Whether between what is in the middle and a rim that is more like it there is something else all round."""
    off = [float(np.abs(np.median(ring, axis=0) - dot).max()) for ring in rings]
    return len(off) > 2 and max(off[1:]) > FAR and off[0] < RIM * max(off[1:])


def _told_by(crop: Shades, inside: Mask, ground: Rgb) -> Tick:
    usual, ink, most = _ink(crop, inside)
    share = float(ink.sum() / inside.sum())
    if ink.sum() < 2 or share < LEAST_INK:
        coloured = np.ptp(usual) > COLOURED and np.abs(usual - ground).max() > FAR
        return Tick("checked" if coloured else "unchecked", share < LEAST_INK / 2 and not coloured)
    return Tick("checked", share > PLAIN_INK and most > 2 * PLAIN)


def _ink(crop: Shades, inside: Mask) -> tuple[Rgb, Mask, float]:
    """The colour of the ground within, what is drawn on it, and how strongly."""
    usual = np.median(crop[inside], axis=0)
    far = np.abs(crop - usual).max(axis=2)
    most = float(far[inside].max())
    # What is disabled is drawn faintly.
    return usual, (far > max(FAINT, min(PLAIN, 0.4 * most))) & inside, most


def _is_bar(crop: Shades, inside: Mask, side: float) -> bool:
    """A short horizontal stroke in the middle."""
    if inside.sum() < 9:
        return False
    ink = _ink(crop, inside)[1]
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return False
    high, wide = int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1
    off = abs(float(rows.mean()) - float(np.flatnonzero(inside.any(axis=1)).mean()))
    flat = high <= 0.28 * side and wide >= max(0.22 * side, 1.6 * high)
    return bool(flat and off <= 0.1 * side and ink.sum() > 0.6 * high * wide)
