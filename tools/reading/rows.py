"""Rows: pieces of ink on one surface that stand side by side, as the letters of a line do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Pixels
from .surfaces import TALLEST_PX, Labels, Mask, Surfaces

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LEAST_HIGH_PX = 4
"""What is lower than this is no letter: a dot, a dash, an accent. It joins a row of letters but begins none."""

BUCKET_PX = 4
GAP = 1.15
"""Letters and words stand no further apart than this many times the height of the taller of two neighbours …"""
LEAST_GAP_PX = 5

HOLLOW_LEVELS = 10
"""Px that differ from their surface by no more than this are not ink."""

SOFT_PX = 12

DOT_PX = 5
LEAST_DOT_PX = 3
PATTERN = 24
LEAST_STEP_PX = 6
"""A background pattern has at least so many equal dots, this far apart."""

BRACKET_PX = 12

THIN = 0.2

TORN = 0.25
"""A piece of which so much lies at another surface is no letter on one, but the edge between two."""

CORNER_PX = 7

RING_GAP = 0.42
"""An outline further from its neighbour than this many times its height is a checkbox or a radio."""

FLAT_PX = 4
CUT_PX = 14
UNDERLINE_PX = 16
"""Strokes this low and long, this close to the next in the same rows, underline something;"""
DASHES = 12
STANDING = 5
DASH_GAP_PX = 8
"""so many short ones in a row, or one above the other, are a border."""

LEAST_DASHES = 3
STACK = 6
STACK_GAP, STACKS_GAP = 0.16, 0.08
LEAST_STACK_PX = 16
FLAT_HALF = 0.75
MOST_STACKS = 2000

OVERSIZE = 2.3
LEAST_LETTERS = 4
AS_HIGH = 0.75
"""Small pieces that together are about as high as a large one are parts of characters, as it is."""

CRUMBS = 3
ACCENT = 0.45
"""How far above its letters an accent may reach, per px of their height."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """Connected pieces of ink, each with its box; the first is no piece."""

    labels: Labels
    left: Ints
    top: Ints
    right: Ints
    bottom: Ints
    area: Ints
    surface: Ints
    """The surface each stands on."""
    torn: Bools
    """Whether it lies between two surfaces, as a rounded corner does."""

    @property
    def wide(self) -> Ints:
        return self.right - self.left

    @property
    def high(self) -> Ints:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Row:
    """One line of text, as far as geometry can tell."""

    pieces: tuple[int, ...]
    """The pieces of ink in it, from left to right."""
    left: int
    top: int
    right: int
    bottom: int
    surface: int


def find_pieces(rgb: Pixels, surfaces: Surfaces) -> Pieces:
    _, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(surfaces.ink, 8, cv2.CV_32S, cv2.CCL_SPAGHETTI)
    left, top, wide, high, area = (column.astype(np.int64) for column in np.ascontiguousarray(stats.T))
    right, bottom = left + wide, top + high
    surface = _under(surfaces.labels, left, top, right, bottom)
    return _hollow(
        rgb, surfaces, Pieces(cast(Labels, labels), left, top, right, bottom, area, surface, np.zeros(len(area), np.bool_))
    )


def _hollow(rgb: Pixels, surfaces: Surfaces, pieces: Pieces) -> Pieces:
    """Without the px inside letters that look as their surface does, as those inside an o."""
    inked = np.flatnonzero(surfaces.ink.ravel())
    owner = pieces.labels.ravel()[inked].astype(np.int64)
    paper = surfaces.colours[pieces.surface[owner]]
    torn = _torn(surfaces, inked, owner, pieces.surface, pieces.wide * pieces.high)
    away = np.abs(rgb.reshape(-1, 3)[inked].astype(np.int16) - paper).max(axis=1)
    hollow = away <= HOLLOW_LEVELS
    labels = pieces.labels.copy()
    labels.ravel()[inked[hollow]] = 0
    area = pieces.area - np.bincount(owner[hollow], minlength=len(pieces.area))
    return replace(pieces, labels=labels, area=area, torn=torn)


def _torn(surfaces: Surfaces, inked: Ints, owner: Ints, surface: Ints, size: Ints) -> Bools:
    """Which pieces touch another surface than their own with a good part of their edge."""
    flat, width = surfaces.labels.ravel(), surfaces.labels.shape[1]
    home, away = np.zeros(len(surface)), np.zeros(len(surface))
    for step in (-1, 1, -width, width):
        beside = flat[np.clip(inked + step, 0, len(flat) - 1)]
        own = surface[owner]
        # The inside of a big o is a small surface that looks as the one around it.
        alike = np.abs(surfaces.colours[beside] - surfaces.colours[own]).max(axis=1) <= HOLLOW_LEVELS
        inner = alike & (surfaces.areas[beside] < size[owner])
        at_home = (beside == own) | inner
        home += np.bincount(owner[at_home], minlength=len(surface))
        away += np.bincount(owner[(beside > 0) & ~at_home], minlength=len(surface))
    return away > TORN * (home + away)


def _under(surfaces: Labels, left: Ints, top: Ints, right: Ints, bottom: Ints) -> Ints:
    """The surface that most of eight places just outside each box lie on."""
    height, width = surfaces.shape
    xs, ys = (left + right) // 2, (top + bottom) // 2
    places = [(xs, top - 1), (xs, bottom), (left - 1, ys), (right, ys)]
    places += [(left - 1, top - 1), (right, top - 1), (left - 1, bottom), (right, bottom)]
    seen = np.stack([surfaces[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)] for x, y in places]).astype(np.int64)
    seen[seen == 0] = -1
    votes = (seen[:, None, :] == seen[None, :, :]).sum(axis=1)
    votes[seen < 0] = 0
    best = np.take_along_axis(seen, votes.argmax(axis=0)[None, :], axis=0)[0]
    return np.maximum(best, 0)


def find_rows(pieces: Pieces, rules: Mask) -> list[Row]:
    """Rows of what may be letters, each with the dots, dashes and accents that belong to it."""
    usable = _usable(pieces, rules)
    letters = _letters(pieces, usable)
    letters |= _masked(pieces, usable & ~letters)
    belongs = _linked(pieces, letters)
    rows = [
        kept for row in _collected(letters, belongs) for part in _by_size(pieces, row) if (kept := _without_boxes(pieces, part))
    ]
    rows = _stacked(pieces, rows)
    return _with_small(pieces, rows + _of_dashes(pieces, usable & ~letters), usable)


def _letters(pieces: Pieces, usable: Bools) -> Bools:
    high, wide = pieces.high, pieces.wide
    fill = pieces.area / np.maximum(high * wide, 1)
    frame = (wide > TALLEST_PX) & (fill < 0.12) & (high > 20)
    return usable & (high >= LEAST_HIGH_PX) & (high <= TALLEST_PX) & ~_blobs(pieces) & ~frame


def _usable(pieces: Pieces, rules: Mask) -> Bools:
    """Pieces that stand on a surface, and are no part of a border."""
    usable = (pieces.surface > 0) & (pieces.area > 0) & ~pieces.torn & ~_of_borders(pieces, rules) & ~_of_patterns(pieces)
    usable &= ~_of_strokes(pieces, rules)
    usable[_containers(pieces)] = False
    usable[0] = False
    return usable


def _blobs(pieces: Pieces) -> Bools:
    """Solid squares and discs: bullets, full stops of big type, pictures; no letters."""
    high, wide = pieces.high, pieces.wide
    fill = pieces.area / np.maximum(high * wide, 1)
    # The soft edges of small type leave hardly a hole in it.
    solid = np.where(np.minimum(high, wide) >= SOFT_PX, fill > 0.9, fill > 0.98)
    return solid & (high >= 6) & (wide >= 6) & (high < 1.6 * wide) & (wide < 2.5 * high)


def _containers(pieces: Pieces) -> Ints:
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


def _of_borders(pieces: Pieces, rules: Mask) -> Bools:
    """What is left of borders once their long strokes are gone: corners, and sides that reach from one stroke to another."""
    grown = cast(Mask, cv2.dilate(rules, np.ones((3, 3), np.uint8)))
    near = np.flatnonzero((grown.ravel() > 0) & (pieces.labels.ravel() > 0))
    owner, y = pieces.labels.ravel()[near], near // rules.shape[1]
    first, last = np.full(len(pieces.left), rules.shape[0]), np.full(len(pieces.left), -1)
    np.minimum.at(first, owner, y)
    np.maximum.at(last, owner, y)
    slim = (np.minimum(pieces.wide, pieces.high) <= CORNER_PX) | (pieces.area < 0.3 * pieces.wide * pieces.high)
    ends = (first <= pieces.top + 1) & (last >= pieces.bottom - 2) & slim
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


def _of_strokes(pieces: Pieces, rules: Mask) -> Bools:
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
    for chain in _chains(rows, begins, ends, CUT_PX):
        longest = int((ends - begins)[chain].max())
        if longest >= UNDERLINE_PX:
            found[owner[chain][owner[chain] >= 0]] = True
        elif len(chain) >= DASHES and (owner[chain] >= 0).all():
            dashes.append(owner[chain])
    tall = np.flatnonzero(solid & (pieces.wide <= FLAT_PX) & (pieces.high <= 3 * FLAT_PX) & (pieces.area > 0))
    upright = _chains(pieces.left[tall] * 8 + pieces.wide[tall], pieces.top[tall], pieces.bottom[tall], DASH_GAP_PX)
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


def _chains(rows: Ints, begins: Ints, ends: Ints, gap_px: int) -> list[Ints]:
    """Which of some strokes follow one another in one row."""
    order = np.lexsort((begins, rows))
    if len(order) < 2:
        return []
    a, b = order[:-1], order[1:]
    apart = (rows[a] != rows[b]) | (begins[b] - ends[a] > gap_px)
    return [chain for chain in np.split(order, np.flatnonzero(apart) + 1) if len(chain) > 1]


def _of_patterns(pieces: Pieces) -> Bools:
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


def _by_size(pieces: Pieces, members: list[int]) -> list[list[int]]:
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


def _without_boxes(pieces: Pieces, members: list[int]) -> list[int]:
    """A row without checkboxes and radios: outlines that stand apart, or are taller than the letters."""
    rings = _rings(pieces, members)
    if not rings:
        return members
    letters = [n for n in members if n not in rings]
    if not letters:
        return members if len(members) > 1 else []
    tallest = max(int(pieces.high[n]) for n in letters)
    kept: list[int] = []
    for n in members:
        if n in rings:
            gaps = [
                max(int(pieces.left[m] - pieces.right[n]), int(pieces.left[n] - pieces.right[m])) for m in members if m != n
            ]
            if pieces.high[n] > 1.5 * tallest + 1 or min(gaps) > RING_GAP * pieces.high[n]:
                continue
        kept.append(n)
    return kept


def _masked(pieces: Pieces, small: Bools) -> Bools:
    """Three or more equal dots side by side, as a password is shown."""
    found = np.zeros(len(small), np.bool_)
    round_ones = small & (pieces.high >= LEAST_DOT_PX) & (np.abs(pieces.high - pieces.wide) <= 1) & (pieces.high <= 4 * DOT_PX)
    dots = np.flatnonzero(round_ones)
    order = dots[np.lexsort((pieces.left[dots], pieces.top[dots]))]
    a, b = order[:-1], order[1:]
    step = pieces.left[b] - pieces.left[a]
    next_to = (pieces.top[a] == pieces.top[b]) & (pieces.high[a] == pieces.high[b])
    next_to &= (step > pieces.wide[a]) & (step <= 3 * pieces.wide[a]) & (pieces.surface[a] == pieces.surface[b])
    for n in np.flatnonzero(next_to[:-1] & next_to[1:] & (np.abs(step[:-1] - step[1:]) <= 1)).tolist():
        found[order[n : n + 3]] = True
    return found


def _linked(pieces: Pieces, letters: Bools) -> list[int]:
    """For each piece the first of those it hangs together with."""
    chosen = np.flatnonzero(letters)
    first, last = pieces.top[chosen] // BUCKET_PX, (pieces.bottom[chosen] - 1) // BUCKET_PX
    counts = last - first + 1
    owner = np.repeat(chosen, counts)
    bucket = np.repeat(first, counts) + (np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts))
    order = np.lexsort((pieces.left[owner], bucket))
    owner, bucket = owner[order], bucket[order]
    pairs: list[NDArray[np.int64]] = []
    for step in (1, 2):
        a, b = owner[:-step], owner[step:]
        near = (bucket[:-step] == bucket[step:]) & (a != b)
        a, b = a[near], b[near]
        pairs.append(np.stack([a, b])[:, _side_by_side(pieces, a, b)])
    parent = list(range(len(letters)))

    def top_of(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in np.concatenate(pairs, axis=1).T.tolist():
        parent[top_of(a)] = top_of(b)
    return [top_of(n) for n in range(len(parent))]


def _side_by_side(pieces: Pieces, a: Ints, b: Ints) -> Bools:
    high_a, high_b = pieces.high[a], pieces.high[b]
    shared = np.minimum(pieces.bottom[a], pieces.bottom[b]) - np.maximum(pieces.top[a], pieces.top[b])
    lower, taller = np.minimum(high_a, high_b), np.maximum(high_a, high_b)
    gap = np.maximum(pieces.left[a], pieces.left[b]) - np.minimum(pieces.right[a], pieces.right[b])
    return (
        (pieces.surface[a] == pieces.surface[b])
        & (shared >= 0.5 * lower)
        & (taller <= 3.5 * lower)
        & (gap <= np.where(lower >= LEAST_HIGH_PX, np.maximum(GAP * taller, LEAST_GAP_PX), 2 * taller))
    )


def _of_dashes(pieces: Pieces, small: Bools) -> list[list[int]]:
    """Dashes in a row with what stands between them, as where a time is to be entered."""
    flat = np.flatnonzero(small & (pieces.wide >= 2 * pieces.high) & (pieces.wide <= UNDERLINE_PX))
    found: list[list[int]] = []
    for chain in _chains(pieces.top[flat] * 8 + pieces.high[flat], pieces.left[flat], pieces.right[flat], CUT_PX):
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


def _stacked(pieces: Pieces, rows: list[list[int]]) -> list[list[int]]:
    """Rows of one character that were two: its upper and its lower half."""
    few = [n for n, row in enumerate(rows) if len(row) <= STACK]
    if not 1 < len(few) <= MOST_STACKS:
        return rows
    boxes = [_row(pieces, rows[n]) for n in few]
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


def _collected(letters: Bools, belongs: list[int]) -> list[list[int]]:
    rows: dict[int, list[int]] = {}
    for n in np.flatnonzero(letters).tolist():
        rows.setdefault(belongs[n], []).append(n)
    return list(rows.values())


def _with_small(pieces: Pieces, rows: list[list[int]], usable: Bools) -> list[Row]:
    """Rows with their accents, dots and dashes: those of a few small pieces dissolve into the row they stand at."""
    if not rows:
        return []
    left = np.array([pieces.left[row].min() for row in rows])
    top = np.array([pieces.top[row].min() for row in rows])
    right = np.array([pieces.right[row].max() for row in rows])
    bottom = np.array([pieces.bottom[row].max() for row in rows])
    surface = np.array([pieces.surface[row[0]] for row in rows])
    high = bottom - top
    small = ((pieces.high < LEAST_HIGH_PX) | _blobs(pieces)) & usable
    loose = [[n] for n in np.flatnonzero(small).tolist()]
    crumbs = {n for n, row in enumerate(rows) if len(row) <= CRUMBS}
    gone: set[int] = set()
    for n, crumb in [*((n, rows[n]) for n in crumbs), *((-1, members) for members in loose)]:
        x, y = pieces.left[crumb].min(), pieces.top[crumb].min()
        end, foot = pieces.right[crumb].max(), pieces.bottom[crumb].max()
        gap = np.maximum(np.maximum(left - end, x - right), 0)
        above, below = top - y, foot - bottom
        fits = (above <= ACCENT * high) & (below <= 0.3 * high) & (gap <= 0.6 * high) & (foot - y <= 0.55 * high)
        fits &= (surface == pieces.surface[crumb[0]]) & (end - x <= 1.5 * high)
        if n >= 0:
            fits &= gap < 0.45 * high
        if fits.any():
            away = gap + np.maximum(above, 0) + np.maximum(below, 0)
            rows[int(np.where(fits, away, 1 << 30).argmin())] += crumb
            if n >= 0:
                gone.add(n)
    return [_row(pieces, row) for n, row in enumerate(rows) if n not in gone]


def _row(pieces: Pieces, members: list[int]) -> Row:
    ordered = tuple(sorted(members, key=lambda n: int(pieces.left[n])))
    return Row(
        ordered,
        int(pieces.left[list(ordered)].min()),
        int(pieces.top[list(ordered)].min()),
        int(pieces.right[list(ordered)].max()),
        int(pieces.bottom[list(ordered)].max()),
        int(pieces.surface[ordered[0]]),
    )
