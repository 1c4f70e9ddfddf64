"""Strokes: pieces that are no letters: what is left of borders, underlines, dashes, patterns, bullets and outlines."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from .pieces import Bools, Ints, Pieces
from .surfaces import Mask

LEAST_HIGH_PX = 4
"""What is lower than this is no letter: a dot, a dash, an accent. It joins a row of letters but begins none."""

SOFT_PX = 12
DOT_PX = 5
PATTERN = 24
LEAST_STEP_PX = 6
"""A background pattern has at least so many equal dots, this far apart."""

BRACKET_PX = 12
THIN = 0.2
CORNER_PX = 7
SIDE_PX = 3
FLAT_PX = 4
CUT_PX = 14
UNDERLINE_PX = 16
"""Strokes this low and long, this close to the next in the same rows, underline something;"""
DASHES = 12
STANDING = 5
DASH_GAP_PX = 8
"""so many short ones in a row, or one above the other, are a border."""


def are_blobs(pieces: Pieces) -> Bools:
    """Solid squares and discs: bullets, full stops of big type, pictures; no letters."""
    high, wide = pieces.high, pieces.wide
    fill = pieces.area / np.maximum(high * wide, 1)
    # The soft edges of small type leave hardly a hole in it.
    solid = np.where(np.minimum(high, wide) >= SOFT_PX, fill > 0.9, fill > 0.98)
    return solid & (high >= 6) & (wide >= 6) & (high < 1.6 * wide) & (wide < 2.5 * high)


def containers(pieces: Pieces) -> Ints:
    """Outlines with other pieces inside them, as those of fields and buttons."""
    high, wide = pieces.high, pieces.wide
    fill = pieces.area / np.maximum(high * wide, 1)
    # Some Chinese characters are outlines with something inside as well, but thicker ones, and square.
    likely = np.flatnonzero((high >= 14) & (wide >= 14) & ((fill < 0.16) | ((fill < 0.4) & (wide >= 1.5 * high))))
    matter = np.flatnonzero(high >= LEAST_HIGH_PX)
    left, top, right, bottom = pieces.left[matter], pieces.top[matter], pieces.right[matter], pieces.bottom[matter]
    found: list[int] = []
    for n in likely.tolist():
        inside = (left > pieces.left[n] + 1) & (right < pieces.right[n] - 1)
        inside &= (top > pieces.top[n] + 1) & (bottom < pieces.bottom[n] - 1)
        if inside.any():
            found.append(n)
    return np.array(found, np.int64)


def of_borders(pieces: Pieces, rules: Mask) -> Bools:
    """What is left of borders once their long strokes are gone: corners, and sides that reach from one stroke to another."""
    grown = cast(Mask, cv2.dilate(rules, np.ones((3, 3), np.uint8)))
    near = np.flatnonzero((grown.ravel() > 0) & (pieces.labels.ravel() > 0))
    owner, y = pieces.labels.ravel()[near], near // rules.shape[1]
    first, last = np.full(len(pieces.left), rules.shape[0]), np.full(len(pieces.left), -1)
    np.minimum.at(first, owner, y)
    np.maximum.at(last, owner, y)
    slim = (np.minimum(pieces.wide, pieces.high) <= CORNER_PX) | (pieces.area < 0.3 * pieces.wide * pieces.high)
    ends = (first <= pieces.top + 1) & (last >= pieces.bottom - 2) & slim
    # A letter beside a rule lies along it with all its height.
    inner = (y >= pieces.top[owner] + pieces.high[owner] / 3) & (y < pieces.bottom[owner] - pieces.high[owner] / 3)
    along = np.bincount(owner[inner], minlength=len(pieces.left)) > 0
    ends &= ~along | (np.minimum(pieces.wide, pieces.high) <= SIDE_PX)
    corner = (last >= 0) & (pieces.high <= CORNER_PX) & (pieces.wide <= CORNER_PX)
    bracket = (
        (last >= 0)
        & (pieces.wide <= BRACKET_PX)
        & (pieces.high >= 2.5 * BRACKET_PX)
        & (pieces.area < 0.3 * pieces.wide * pieces.high)
    )
    # A rounded corner or end: a thin arc that begins where a rule ends.
    arc = (last >= 0) & (np.minimum(pieces.wide, pieces.high) > CORNER_PX) & (pieces.area < THIN * pieces.wide * pieces.high)
    return corner | ends | bracket | arc


def of_strokes(pieces: Pieces, rules: Mask) -> Bools:
    """Underlines that descenders cut, with what is left of them, and dashed or dotted borders."""
    found = np.zeros(len(pieces.left), np.bool_)
    _, _, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(rules, 8, cv2.CV_32S, cv2.CCL_SPAGHETTI)
    left, top, wide, high, _ = (column.astype(np.int64) for column in np.ascontiguousarray(stats[1:].T))
    solid = pieces.area >= 0.7 * pieces.wide * pieces.high
    flat = np.flatnonzero(solid & (pieces.high <= FLAT_PX) & (pieces.area > 0))
    lying = np.flatnonzero(high <= FLAT_PX)
    begins = np.concatenate([pieces.left[flat], left[lying]])
    ends = np.concatenate([pieces.right[flat], (left + wide)[lying]])
    rows = np.concatenate([pieces.top[flat] * 8 + pieces.high[flat], top[lying] * 8 + high[lying]])
    owner = np.concatenate([flat, np.full(len(lying), -1)])
    dashes: list[Ints] = []
    for chain in chains(rows, begins, ends, CUT_PX):
        longest = int((ends - begins)[chain].max())
        if longest >= UNDERLINE_PX:
            found[owner[chain][owner[chain] >= 0]] = True
        elif len(chain) >= DASHES and (owner[chain] >= 0).all():
            dashes.append(owner[chain])
    tall = np.flatnonzero(solid & (pieces.wide <= FLAT_PX) & (pieces.high <= 3 * FLAT_PX) & (pieces.area > 0))
    upright = chains(pieces.left[tall] * 8 + pieces.wide[tall], pieces.top[tall], pieces.bottom[tall], DASH_GAP_PX)
    standing = [tall[chain] for chain in upright if len(chain) >= STANDING]
    thick = {int(np.median(pieces.wide[chain])) for chain in standing}
    for chain in standing:
        found[chain] = True
    for chain in dashes:
        high_px = int(np.median(pieces.high[chain]))
        # Hidden values are rows of dots as well, but no sides of a box.
        if high_px in thick or np.median(pieces.wide[chain]) >= 1.5 * high_px:
            found[chain] = True
    found[0] = False
    return found


def chains(rows: Ints, begins: Ints, ends: Ints, gap_px: int) -> list[Ints]:
    """Which of some strokes follow one another in one row."""
    order = np.lexsort((begins, rows))
    if len(order) < 2:
        return []
    a, b = order[:-1], order[1:]
    apart = (rows[a] != rows[b]) | (begins[b] - ends[a] > gap_px)
    return [chain for chain in np.split(order, np.flatnonzero(apart) + 1) if len(chain) > 1]


def of_patterns(pieces: Pieces) -> Bools:
    """Dots of one size that stand in a grid: a background."""
    found = np.zeros(len(pieces.left), np.bool_)
    tiny = np.flatnonzero((pieces.wide <= DOT_PX) & (pieces.high <= DOT_PX))
    if len(tiny) < PATTERN:
        return found
    _, kinds, counts = np.unique(pieces.wide[tiny] * 100 + pieces.high[tiny], return_inverse=True, return_counts=True)
    for kind in np.flatnonzero(counts >= PATTERN).tolist():
        same = tiny[kinds == kind]
        across, down = _beat(pieces.left[same]), _beat(pieces.top[same])
        regular = across & down
        if int(regular.sum()) >= PATTERN:
            found[same[regular]] = True
    return found


def _beat(places: Ints) -> Bools:
    """Which of these lie on the most common raster of even steps."""
    steps = np.diff(np.unique(places))
    steps = steps[steps >= LEAST_STEP_PX]
    if not steps.size:
        return np.zeros(len(places), np.bool_)
    step = int(np.bincount(steps).argmax())
    return places % step == int(np.bincount(places % step).argmax())
