"""Grid: tables read by sight: the row of heads, the cells below them, row by row, whatever else stands around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ...tools.find.likeness import SURE
from ...tools.geometry import Box
from ...tools.reading.text import Line
from .labelled import likeness_of
from .page import Page, Value

LEVEL = 0.5
"""Texts whose middles are no further apart than this, per px of their height, stand in one row."""
FULL = 0.5
"""A row has at least so many of the cells that its table has."""
APART = 2.6
"""A gap so many times the usual one ends a table; and a first row is no further from its heads, in lines' heights."""
FIRST_LINES = 5.0
UNDER_PX = 6.0
"""What stands in the middle under a head is as good as aligned with it within so much."""
WIDE, TIGHT = 1.1, 0.35
"""A gap so wide, per px of the letters' height, parts cells; a narrower one does where a column begins behind it."""


@dataclass(frozen=True)
class Grid:
    """The columns that were asked for, and their cells."""

    heads: tuple[Line, ...]
    rows: tuple[tuple[Value | None, ...], ...]

    @property
    def box(self) -> Box:
        cells = [cell.box for row in self.rows for cell in row if cell is not None]
        return Box.union([*(head.box for head in self.heads), *cells])


def grid_of(page: Page, columns: Sequence[Sequence[str]]) -> Grid | None:
    """The table that has all these columns, each under one of its names; None where there is none with a row."""
    heads = _heads(page, columns)
    if heads is None:
        return None
    row_of_heads = _level_with(page, heads)
    rows = _rows(page, row_of_heads)
    cells = [tuple(_cell(row, head, row_of_heads) for head in heads) for row in rows]
    found = tuple(row for row in cells if any(cell is not None for cell in row))
    return Grid(tuple(heads), found) if found else None


def _heads(page: Page, columns: Sequence[Sequence[str]]) -> list[Line] | None:
    """Texts in one row that are called as the columns are; the first such row."""
    named = [[head for line in page.lines for head in _named(line, names)] for names in columns]
    if not all(named):
        return None
    for first in sorted(named[0], key=lambda line: line.box.y):
        row = [first]
        for others in named[1:]:
            level = [line for line in others if _is_level(first.box, line.box) and line not in row]
            if not level:
                break
            row.append(level[0])
        if len(row) == len(columns):
            return row
    return None


def _named(line: Line, names: Sequence[str]) -> list[Line]:
    """The line, or the part of it between wide gaps, that is called so: heads may stand so close that they are one line."""
    parts = [line, *(part for part in _parts(line) if len(part.words) < len(line.words))]
    return [part for part in parts if any(likeness_of(name, part.text) >= SURE for name in names)][:1]


def _parts(line: Line, starts: Sequence[float] = ()) -> list[Line]:
    """A line cut where a gap is wide, and where a word begins as a column does."""
    parts = [[line.words[0]]]
    for word, following in pairwise(line.words):
        gap, high = following.box.x - word.box.right, max(word.box.h, following.box.h)
        if gap > WIDE * high or (gap > TIGHT * high and any(abs(following.box.x - x) < 0.4 * high for x in starts)):
            parts.append([])
        parts[-1].append(following)
    return [Line(tuple(part)) for part in parts]


def _is_level(a: Box, b: Box) -> bool:
    return abs(a.center.y - b.center.y) < LEVEL * max(a.h, b.h)


def _level_with(page: Page, heads: Sequence[Line]) -> list[Line]:
    level = [line for line in page.lines if _is_level(heads[0].box, line.box)]
    cut = [part for line in level for part in _parts(line, [head.box.x for head in heads])]
    others = [part for part in cut if not any(part.box.shared(head.box) > 0.5 for head in heads)]
    return sorted([*others, *heads], key=lambda line: line.box.x)


def _rows(page: Page, heads: Sequence[Line]) -> list[list[Line]]:
    """The texts below the heads, in rows; a row may be of several lines."""
    head = Box.union(line.box for line in heads)
    left = head.x - 4 * head.h
    below = sorted(
        (line for line in page.lines if line.box.y > head.center.y + 0.6 * head.h and line.box.x > left), key=_middle
    )
    bands: list[list[Line]] = []
    for line in below:
        if bands and _is_level(bands[-1][0].box, line.box):
            bands[-1].append(line)
        else:
            bands.append([line])
    return _joined(bands, heads)


def _middle(line: Line) -> float:
    return line.box.center.y


def _joined(bands: Sequence[list[Line]], heads: Sequence[Line]) -> list[list[Line]]:
    """Bands of text as rows: one that has few cells, close to another, belongs to it."""
    full = [band for band in bands if len(_columns(band, heads)) >= max(1, FULL * len(heads))]
    rows: list[list[Line]] = []
    last = Box.union(line.box for line in heads)
    steps: list[float] = []
    for band in full:
        gap = _top(band) - last.bottom
        usual = APART * median(steps) + last.h if steps else FIRST_LINES * last.h
        if gap > usual or any(_spans(line, heads) for line in band):
            break
        steps.append(max(gap, 1.0))
        rows.append([*band])
        last = Box.union(line.box for line in band)
    for band in bands:
        if band in full or not rows:
            continue
        nearest = min(rows, key=lambda row: abs(_middle(row[0]) - _middle(band[0])))
        if abs(_middle(nearest[0]) - _middle(band[0])) < 1.6 * band[0].box.h and not any(_spans(line, heads) for line in band):
            nearest.extend(band)
    return rows


def _top(band: Sequence[Line]) -> float:
    return min(line.box.y for line in band)


def _columns(band: Sequence[Line], heads: Sequence[Line]) -> set[int]:
    return {id(_head_of(line, heads)) for line in band}


def _head_of(line: Line, heads: Sequence[Line]) -> Line:
    """The head that a cell is aligned with, whatever way its column is."""
    return min(heads, key=lambda head: _off(head.box, line.box))


def _off(head: Box, box: Box) -> float:
    aligned = min(abs(head.x - box.x), abs(head.right - box.right), abs(head.center.x - box.center.x))
    return min(aligned, UNDER_PX) if head.x < box.center.x < head.right else aligned


def _spans(line: Line, heads: Sequence[Line]) -> bool:
    """Whether a text runs under several heads: it is no cell."""
    return (
        sum(head.box.x < line.box.right and head.box.right > line.box.x and line.box.w > 1.5 * head.box.w for head in heads) > 1
    )


def _cell(row: Sequence[Line], head: Line, heads: Sequence[Line]) -> Value | None:
    inside = [line for line in row if _head_of(line, heads) is head]
    inside.sort(key=lambda line: (round(line.box.center.y / line.box.h), line.box.x))
    if not inside:
        return None
    text = " ".join(line.text for line in inside)
    return Value(text, Box.union(line.box for line in inside), min(line.score for line in inside))
