"""Masked: what a password field shows: one dot for each character."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median
from typing import Literal

import cv2
import numpy as np

from ..frame import Frame
from ..geometry import Box
from .surfaces import find_surfaces

LARGEST = 0.6
"""A dot is at most so high, per px of its place."""

FIRST_STEP = 8
"""Two dots are at most so far apart, per px of their width."""


def dots(frame: Frame, box: Box) -> list[Box]:
    """The marks of a masked value, left to right: equal, in one row, evenly apart."""
    left, top, right, bottom = box.grow(6).pixels(frame.size)
    if right - left < 6 or bottom - top < 6:
        return []
    ink = find_surfaces(frame.rgb[top:bottom, left:right]).ink
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pieces = [Box(left + int(x), top + int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:count]]
    marks = [
        piece
        for piece in pieces
        if box.contains(piece.center) and piece.h <= LARGEST * box.h and abs(piece.w - piece.h) <= max(1.0, 0.25 * piece.h)
    ]
    rows = [_row_from(marks, first) for first in marks]
    return max(rows, key=len) if rows else []


def _row_from(marks: Sequence[Box], first: Box) -> list[Box]:
    """As many as stand beside this one, and go on in even steps."""
    near = sorted(
        (
            mark
            for mark in marks
            if abs(mark.center.y - first.center.y) <= 1 and abs(mark.w - first.w) <= 1 and abs(mark.h - first.h) <= 1
            and mark.x >= first.x
        ),
        key=lambda mark: mark.x,
    )  # fmt: skip
    row = near[:1]
    for mark in near[1:]:
        step = mark.center.x - row[-1].center.x
        usual = median([b.center.x - a.center.x for a, b in itertools.pairwise(row)]) if len(row) > 1 else FIRST_STEP * first.w
        if (abs(step - usual) > max(1.5, 0.12 * usual)) if len(row) > 1 else step > usual:
            break
        row.append(mark)
    return row


def shows_dots(marks: Sequence[Box], box: Box, expected: str) -> Literal["yes", "no", "unsure"]:
    """Dots prove a length only."""
    if not marks:
        return "unsure"
    if len(marks) == len(expected):
        return "yes"
    step = float(np.mean([b.x - a.x for a, b in itertools.pairwise(marks)])) if len(marks) > 1 else marks[0].w
    is_cut = marks[0].x - box.x < 3 or marks[-1].right + 1.2 * step > box.right
    return "unsure" if is_cut and len(marks) < len(expected) else "no"
