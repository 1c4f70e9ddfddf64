"""Rows: pieces of ink on one surface that stand side by side, as the letters of a line do."""

from __future__ import annotations

import numpy as np

from .members import by_size, of_dashes, slants, stacked, with_small, without_boxes
from .pieces import Bools, Ints, Pieces, Row
from .strokes import DOT_PX, LEAST_HIGH_PX, are_blobs, containers, of_borders, of_patterns, of_strokes
from .surfaces import TALLEST_PX, Mask

BUCKET_PX = 4
GAP = 1.15
"""Letters and words stand no further apart than this many times the height of the taller of two neighbours …"""
LEAST_GAP_PX = 5
LEAST_DOT_PX = 3


def find_rows(pieces: Pieces, rules: Mask) -> list[Row]:
    """Rows of what may be letters, each with the dots, dashes and accents that belong to it."""
    usable = _usable(pieces, rules)
    letters = _letters(pieces, usable)
    letters |= _masked(pieces, usable & ~letters)
    belongs = _linked(pieces, letters)
    upright = [row for row in _collected(letters, belongs) if not slants(pieces, row)]
    rows = [kept for row in upright for part in by_size(pieces, row) if (kept := without_boxes(pieces, part))]
    rows = stacked(pieces, rows)
    return with_small(pieces, rows + of_dashes(pieces, usable & ~letters), usable)


def _usable(pieces: Pieces, rules: Mask) -> Bools:
    """Pieces that stand on a surface, and are no part of a border."""
    usable = (pieces.surface > 0) & (pieces.area > 0) & ~pieces.torn & ~of_borders(pieces, rules) & ~of_patterns(pieces)
    usable &= ~of_strokes(pieces, rules)
    usable[containers(pieces)] = False
    usable[0] = False
    return usable


def _letters(pieces: Pieces, usable: Bools) -> Bools:
    high, wide = pieces.high, pieces.wide
    fill = pieces.area / np.maximum(high * wide, 1)
    frame = (wide > TALLEST_PX) & (fill < 0.12) & (high > 20)
    return usable & (high >= LEAST_HIGH_PX) & (high <= TALLEST_PX) & ~are_blobs(pieces) & ~frame


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
    pairs: list[Ints] = []
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


def _collected(letters: Bools, belongs: list[int]) -> list[list[int]]:
    rows: dict[int, list[int]] = {}
    for n in np.flatnonzero(letters).tolist():
        rows.setdefault(belongs[n], []).append(n)
    return list(rows.values())
