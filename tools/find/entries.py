"""Entries: where each entry of an open list stands, by their order: look-alikes are told by their neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from ..geometry import Box
from ..reading.text import Line
from .likeness import SURE, likeness

READ_SO = 1.05
"""What was read to the letter is a little likelier than what is only like it."""
UNEVEN = 0.2
"""Rows whose heights differ by more, of one, are not all alike."""
MIDDLE = 0.6
"""So much of a row's height has nothing of the next ones in it."""
LEFT_PX, SHARE = 4.0, 0.5
"""Where in its row a click is: beside the border, and far from a scroll bar."""


def lines_in(lines: Sequence[Line], box: Box) -> list[Line]:
    """From top to bottom."""
    inside = [line for line in lines if line.words and box.contains(line.box.center)]
    return sorted(inside, key=lambda line: line.box.y)


def entries_in(lines: Sequence[Line], box: Box, options: Sequence[str]) -> dict[int, Box]:
    """The rows of those in view, by their numbers; where all are of one height also of those that cannot be read."""
    found = _read(lines_in(lines, box), options)
    rows = {at: _row(box, line.box.y, line.box.h) for at, line in found.items()}
    steps = [(lower.box.center.y - upper.box.center.y) / (b - a) for (a, upper), (b, lower) in pairwise(sorted(found.items()))]
    high = median(steps) if steps else 0.0
    if not steps or any(abs(step - high) > UNEVEN * high for step in steps):
        return rows
    every = {at: _by_next(at, found, high, box) for at in range(len(options))}
    return {at: row for at, row in every.items() if box.grow(-high / 3).contains(row.center)}


def _by_next(at: int, found: Mapping[int, Line], high: float, box: Box) -> Box:
    nearest = min(found, key=lambda other: abs(other - at))
    middle = found[nearest].box.center.y + (at - nearest) * high
    return _row(box, middle - MIDDLE * high / 2, MIDDLE * high)


def _row(box: Box, y: float, h: float) -> Box:
    return Box(box.x + LEFT_PX, y, max(SHARE * box.w, 1.0), h)


def _read(seen: Sequence[Line], options: Sequence[str]) -> dict[int, Line]:
    """Which line is which, so that all of them in their order are likeliest."""
    best: list[list[float]] = [[0.0] * (len(options) + 1) for _ in range(len(seen) + 1)]
    for row, line in enumerate(seen, 1):
        for at, option in enumerate(options, 1):
            same = best[row - 1][at - 1] + _alike(option, line.text)
            best[row][at] = max(best[row - 1][at], best[row][at - 1], same)
    found: dict[int, Line] = {}
    row, at = len(seen), len(options)
    while row and at:
        if best[row][at] == best[row - 1][at]:
            row -= 1
        elif best[row][at] == best[row][at - 1]:
            at -= 1
        else:
            row, at = row - 1, at - 1
            found[at] = seen[row]
    return found


def _alike(option: str, read: str) -> float:
    if option == read:
        return READ_SO
    score = likeness(option, read)
    return score if score >= SURE else 0.0
