"""Members: which pieces a row keeps, gives up or gains: accents, dots, halves of characters, boxes and icons beside it."""

from __future__ import annotations

import numpy as np

from .pieces import Bools, Pieces, Row, row_of
from .strokes import CUT_PX, DASHES, LEAST_HIGH_PX, UNDERLINE_PX, are_blobs, chains
from .surfaces import TALLEST_PX

RING_GAP = 0.42
"""An outline further from its neighbour than this many times its height is a checkbox or a radio."""

LEAST_RADIO_PX = 11
BEYOND, APART = 0.2, 0.15
"""What reaches so far beyond the letters, above and below, and stands so far from them, per px of its height, is none."""

BAR, LEAST_BAR_PX = 6, 18
"""A stroke this many times as high as wide divides something."""
CARET_PX, BEYOND_CARET = 2, 0.3

LEAST_DASHES = 3
STACK = 6
STACK_GAP, STACKS_GAP = 0.16, 0.08
LEAST_STACK_PX = 12
FLAT_HALF = 0.75
MOST_STACKS = 2000
OVERSIZE = 2.3
LEAST_LETTERS = 4
AS_HIGH = 0.75
"""Small pieces that together are about as high as a large one are parts of characters, as it is."""

LEAST_SLANTING = 4
SLANT, STRAIGHT = 0.1, 0.9
"""Px down per px along, of rows at least so many letters long, and how well they go with it."""

CRUMBS = 3
ACCENT = 0.45
"""How far above a row an accent beside its highest letter may reach, per px of the row's height;"""
ON_TOP = 0.3
"""and so far apart may it stand above low letters."""


def slants(pieces: Pieces, members: list[int]) -> bool:
    """Whether a row goes up or down: it would be misread."""
    if len(members) < LEAST_SLANTING:
        return False
    x, top, bottom = (side[members].astype(np.float64) for side in (pieces.left, pieces.top, pieces.bottom))
    if np.ptp(x) < LEAST_SLANTING * np.median(bottom - top) or np.ptp(top) < SLANT * np.ptp(x):
        return False
    slopes = [float(np.polyfit(x, side, 1)[0]) for side in (top, bottom)]
    if max(slopes) >= -SLANT and min(slopes) <= SLANT:
        return False
    return abs(float(np.corrcoef(x, top + bottom)[0, 1])) > STRAIGHT


def by_size(pieces: Pieces, members: list[int]) -> list[list[int]]:
    """A row without what is far larger than its letters: a tick, a switch or an icon beside them is a row of its own."""
    if len(members) < LEAST_LETTERS:
        return [members]
    usual = float(np.median(pieces.high[members]))
    large = [n for n in members if pieces.high[n] > OVERSIZE * usual and pieces.wide[n] >= 0.6 * pieces.high[n]]
    letters = [n for n in members if n not in large]
    if not large or len(large) > len(members) // 4 or _height(pieces, letters) >= AS_HIGH * _height(pieces, large):
        return [members]
    return [letters, *([n] for n in large)]


def _height(pieces: Pieces, members: list[int]) -> int:
    return int(pieces.bottom[members].max() - pieces.top[members].min())


def without_boxes(pieces: Pieces, members: list[int]) -> list[int]:
    """A row without checkboxes, radios and dividers: outlines that stand apart, what is taller than the letters."""
    members = _without_ends(pieces, members)
    rings = _rings(pieces, members)
    if not rings:
        return members
    letters = [n for n in members if n not in rings]
    if not letters:
        return members if len(members) > 1 else []
    tallest = int(pieces.high[letters].max())
    return [n for n in members if n not in rings or not _stands_apart(pieces, n, members, tallest)]


def _stands_apart(pieces: Pieces, ring: int, members: list[int], tallest: int) -> bool:
    others = [n for n in members if n != ring]
    gaps = np.maximum(pieces.left[others] - pieces.right[ring], pieces.left[ring] - pieces.right[others])
    return bool(pieces.high[ring] > 1.5 * tallest + 1 or gaps.min() > RING_GAP * pieces.high[ring])


def _without_ends(pieces: Pieces, members: list[int]) -> list[int]:
    """Without a radio, a caret or a divider before its letters, or behind them: it reaches further up and further down."""
    kept = sorted(members, key=lambda n: int(pieces.left[n]))
    if len(kept) == 1 and _is_bar(pieces, kept[0]):
        return []
    for at in (0, -1):
        if len(kept) < 2:
            break
        end, rest = kept[at], kept[1:] if at == 0 else kept[:-1]
        high = int(pieces.high[end])
        gap = max(int(pieces.left[rest].min() - pieces.right[end]), int(pieces.left[end] - pieces.right[rest].max()))
        over = (int(pieces.top[rest].min() - pieces.top[end]), int(pieces.bottom[end] - np.median(pieces.bottom[rest])))
        is_caret = pieces.wide[end] <= CARET_PX and high >= BAR * CARET_PX and sum(over) >= BEYOND_CARET * high
        is_round = high >= LEAST_RADIO_PX and abs(high - int(pieces.wide[end])) <= 1
        stands_out = (is_round or _is_bar(pieces, end)) and gap >= APART * high and sum(over) >= max(BEYOND * high, 3)
        if min(over) > 0 and (is_caret or stands_out):
            kept = rest
    return kept


def _is_bar(pieces: Pieces, n: int) -> bool:
    return bool(pieces.high[n] >= max(BAR * pieces.wide[n], LEAST_BAR_PX))


def _rings(pieces: Pieces, members: list[int]) -> list[int]:
    """Which pieces are square or round outlines, as checkboxes are, and some letters."""
    found: list[int] = []
    for n in members:
        high, wide = int(pieces.high[n]), int(pieces.wide[n])
        if high < 9 or abs(high - wide) > 2 or pieces.area[n] > 0.6 * high * wide:
            continue
        own = pieces.labels[pieces.top[n] : pieces.bottom[n], pieces.left[n] : pieces.right[n]] == n
        inset = max(2, round(high * 0.3))
        sides = (own[0, inset:-inset], own[-1, inset:-inset], own[inset:-inset, 0], own[inset:-inset, -1])
        if all(bool(side.mean() > 0.9) for side in sides):
            found.append(n)
    return found


def of_dashes(pieces: Pieces, small: Bools) -> list[list[int]]:
    """Dashes in a row with what stands between them, as where a time is to be entered."""
    flat = np.flatnonzero(small & (pieces.wide >= 2 * pieces.high) & (pieces.wide <= UNDERLINE_PX))
    found: list[list[int]] = []
    for chain in chains(pieces.top[flat] * 8 + pieces.high[flat], pieces.left[flat], pieces.right[flat], CUT_PX):
        dashes = flat[chain]
        if not LEAST_DASHES <= len(dashes) < DASHES or len(set(pieces.surface[dashes].tolist())) > 1:
            continue
        middle = (pieces.top[dashes[0]] + pieces.bottom[dashes[0]]) / 2
        near = small & (pieces.left >= pieces.left[dashes].min()) & (pieces.right <= pieces.right[dashes].max())
        near &= np.abs((pieces.top + pieces.bottom) / 2 - middle) <= pieces.wide[dashes].max()
        row = np.flatnonzero(near & (pieces.surface == pieces.surface[dashes[0]]))
        if len(row) > len(dashes):
            found.append(row.tolist())
    return found


def stacked(pieces: Pieces, rows: list[list[int]]) -> list[list[int]]:
    """Rows of one character that were two: its upper and its lower half."""
    few = [n for n, row in enumerate(rows) if len(row) <= STACK]
    if not 1 < len(few) <= MOST_STACKS:
        return rows
    boxes = [row_of(pieces, rows[n]) for n in few]
    left, top, right, bottom, surface = np.array([(b.left, b.top, b.right, b.bottom, b.surface) for b in boxes]).T
    # Letters one below the other are as high as wide, halves of characters are not.
    flat = (bottom - top <= FLAT_HALF * np.array([pieces.wide[rows[n]].max() for n in few])) & (bottom - top > LEAST_HIGH_PX)
    joined: dict[int, int] = {}
    for upper, n in enumerate(few):
        wide, high = np.maximum(right, right[upper]) - np.minimum(left, left[upper]), bottom - top[upper]
        shared = np.minimum(right, right[upper]) - np.maximum(left, left[upper])
        gap = top - bottom[upper]
        square = wide <= 1.25 * high
        fits = (surface == surface[upper]) & (gap >= 0) & (gap <= np.where(square, STACK_GAP, STACKS_GAP) * high)
        fits &= (high >= LEAST_STACK_PX) & (high <= 1.25 * wide) & (wide <= 4 * high) & (high <= TALLEST_PX)
        fits &= (flat | flat[upper]) & (shared >= 0.6 * np.minimum(right - left, right[upper] - left[upper]))
        for lower in np.flatnonzero(fits).tolist():
            if few[lower] != n and few[lower] not in joined and n not in joined:
                joined[few[lower]] = n
    for m, n in joined.items():
        rows[n] += rows[m]
    return [row for m, row in enumerate(rows) if m not in joined]


def with_small(pieces: Pieces, rows: list[list[int]], usable: Bools) -> list[Row]:
    """Rows with their accents, dots and dashes: those of a few small pieces dissolve into the row they stand at."""
    if not rows:
        return []
    left = np.array([pieces.left[row].min() for row in rows])
    top = np.array([pieces.top[row].min() for row in rows])
    right = np.array([pieces.right[row].max() for row in rows])
    bottom = np.array([pieces.bottom[row].max() for row in rows])
    surface = np.array([pieces.surface[row[0]] for row in rows])
    high = bottom - top
    small = ((pieces.high < LEAST_HIGH_PX) | are_blobs(pieces)) & usable
    loose = [[n] for n in np.flatnonzero(small).tolist()]
    crumbs = {n for n, row in enumerate(rows) if len(row) <= CRUMBS}
    gone: set[int] = set()
    for n, crumb in [*((n, rows[n]) for n in crumbs), *((-1, members) for members in loose)]:
        x, y = pieces.left[crumb].min(), pieces.top[crumb].min()
        end, foot = pieces.right[crumb].max(), pieces.bottom[crumb].max()
        gap = np.maximum(np.maximum(left - end, x - right), 0)
        above, below = top - y, foot - bottom
        on_top = (top - foot <= ON_TOP * high) & (np.minimum(right, end) > np.maximum(left, x))
        fits = ((above <= ACCENT * high) | on_top) & (below <= 0.3 * high) & (gap <= 0.6 * high) & (foot - y <= 0.55 * high)
        fits &= (surface == pieces.surface[crumb[0]]) & (end - x <= 1.5 * high)
        if n >= 0:
            fits &= gap < 0.45 * high
        if fits.any():
            away = gap + np.maximum(above, 0) + np.maximum(below, 0)
            rows[int(np.where(fits, away, 1 << 30).argmin())] += crumb
            if n >= 0:
                gone.add(n)
    return [row_of(pieces, row) for n, row in enumerate(rows) if n not in gone]
