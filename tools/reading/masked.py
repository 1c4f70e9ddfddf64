"""Masked: what a password field shows: one dot for each character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

import cv2
import numpy as np

from ..frame import Frame
from ..geometry import Box
from .plain import CONTRAST, Levels, inks

LARGEST = 0.75
"""A dot is at most so high, per px of its place."""

FAR = 16
"""Two dots are at most so far apart, per px of their width."""

WIDTHS = (0.35, 1.35)
"""Dots are at least and at most so wide, per px of their height, within a px."""
DIP = 0.12
"""Dots that touch are told apart where there is so much less ink between them."""
PADDING = 3
"""A row that fills its place stands at most so far from its end, per px of a dot's height."""

Band = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Dots:
    """The marks of a masked value: equal, in one row, evenly apart."""

    count: int
    may_go_on: bool
    """Whether they fill their place, so that more may be hidden."""


def dots(frame: Frame, box: Box) -> Dots | None:
    left, top, right, bottom = box.pixels(frame.size)
    if right - left < 6 or bottom - top < 6:
        return None
    found = [row for away in inks(frame.rgb[top:bottom, left:right]) for row in _rows(away)]
    return max(found, key=lambda row: row.count, default=None)


def _rows(away: Levels) -> Iterator[Dots]:
    high, wide = away.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats((away > CONTRAST).astype(np.uint8), connectivity=8)
    pieces = [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:]]
    inside = [piece for piece in pieces if min(piece[:2]) > 0 and piece[2] < wide and piece[3] < high]
    bands = {(y, end) for _, y, _, end in inside if end - y <= LARGEST * high}
    for band in bands:
        members = sorted(piece for piece in inside if abs(piece[1] - band[0]) <= 1 and abs(piece[3] - band[1]) <= 1)
        top, bottom = min(piece[1] for piece in members), max(piece[3] for piece in members)
        others = [piece for piece in inside if piece not in members and piece[3] > top and piece[1] < bottom]
        spans = _apart([(piece[0], piece[2]) for piece in members])
        row = _even(spans, bottom - top)
        if len(row) < len(spans):
            row = max(row, _even(_parted(away[top:bottom], spans), bottom - top), key=len)
        if row:
            ends = [0, *(piece[2] for piece in others if piece[2] <= row[0][0] + 1)]
            begins = [wide, *(piece[0] for piece in others if piece[0] >= row[-1][1] - 1 and piece[2] - piece[0] > 2)]
            step = (row[-1][0] - row[0][0]) / (len(row) - 1) if len(row) > 1 else 1.5 * (row[0][1] - row[0][0])
            before, after = row[0][0] - max(ends), min(begins) - row[-1][1]
            fills = before < high + step and after < min(before, PADDING * (bottom - top)) + step
            yield Dots(len(row), fills)


def _apart(spans: Sequence[Band]) -> list[Band]:
    """Pieces that stand over each other as one."""
    found: list[Band] = []
    for left, right in spans:
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        else:
            found.append((left, right))
    return found


def _parted(away: Levels, spans: Sequence[Band]) -> list[Band]:
    """Dots that touch, told apart by less ink between them."""
    inked = np.zeros(away.shape[1])
    for left, right in spans:
        inked[left:right] = away[:, left:right].sum(axis=0)
    inner = inked[spans[0][0] + 1 : spans[-1][1] - 1]
    if not inner.size:
        return []
    least, most = float(np.percentile(inner, 5)), float(np.percentile(inner, 85))
    if least > (1 - DIP) * most:
        return []
    steps = np.diff(np.concatenate([[False], inked > (least + most) / 2, [False]]).astype(np.int8))
    return [(int(a), int(b)) for a, b in zip(np.flatnonzero(steps > 0), np.flatnonzero(steps < 0), strict=True)]


def _even(marks: Sequence[Band], high: int) -> list[Band]:
    """The longest row of marks that are no wider than high and go on in even steps."""
    best: list[Band] = []
    for first in range(len(marks)):
        row = list(marks[first : first + 1])
        for mark in marks[first + 1 :]:
            step = _middle(mark) - _middle(row[-1])
            usual = median(_middle(b) - _middle(a) for a, b in pairwise(row)) if len(row) > 1 else 0.0
            if (abs(step - usual) > max(1.5, 0.12 * usual)) if usual else step > FAR * (mark[1] - mark[0]):
                break
            row.append(mark)
        least, most = WIDTHS[0] * high - 1, WIDTHS[1] * high + 1
        if len(row) > len(best) and all(least <= b - a <= most for a, b in row):
            best = row
    return best


def _middle(mark: Band) -> float:
    return (mark[0] + mark[1]) / 2


def shows_dots(marks: Dots | None, expected: str) -> Literal["yes", "no", "unsure"]:
    """Dots prove a length only; a row that fills its place may go on unseen."""
    if marks is None:
        return "unsure"
    if marks.count == len(expected):
        return "unsure" if marks.may_go_on else "yes"
    return "unsure" if marks.may_go_on and marks.count < len(expected) else "no"


def has_letters(read: str) -> bool:
    """Whether what was read can be no row of dots: they may be read as dots or as o's, never as a mix."""
    return len({char for char in read if char.isalnum()}) > 1
