"""Tables: rows of heads with columns under them, and in which cell of which table a control stands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..geometry import Box, Point
from .labels import Named
from .lettering import line_box
from .picture import far_apart
from .texts import Text, cleaned

HEADS, ROWS = 2, 2
"""So many heads and rows make a table."""
CLEAR_HEADS = 3
"""Of fewer heads, something to use must stand under the second in every row; else they are labels of fields."""
MISTAKEN = 4
"""One in so many heads may have been taken for something to use."""
A_ROW = 0.5
"""A line with text under more of the heads than this is a row; fewer go on with their heads."""
SPACE = 0.45
"""A wider gap between two heads, in em, is none between the words of one."""
FURTHER = 1.8
"""A row that follows after so many times the usual distance is none of the table."""
WRAPPED = 1.65
"""Lines of one cell follow each other within so many times the size of their type."""
ASIDE_PX = 14
"""How far a control may be from standing exactly under its head."""


@dataclass(frozen=True, slots=True)
class Titled:
    box: Box
    said: str


@dataclass(frozen=True, slots=True)
class Table:
    heads: tuple[Titled, ...]
    """Of all columns but the first."""
    rows: tuple[Titled, ...]
    """What stands in the first column."""

    def cell(self, box: Box, unit: float) -> tuple[str, str]:
        """The words that name a box's row and its column; "" twice where it stands in none."""
        if box.y < self.heads[0].box.y:
            return "", ""
        row = min(self.rows, key=lambda each: abs(each.box.center.y - box.center.y))
        if abs(row.box.center.y - box.center.y) > max(0.55 * (box.h + row.box.h) / 2, 9 * unit) or box.x < row.box.right:
            return "", ""
        head = min(self.heads, key=lambda each: _aside(each.box, box))
        return (row.said, head.said) if _aside(head.box, box) < ASIDE_PX * unit else ("", "")


def tables(texts: Sequence[Text], controls: Sequence[Named], unit: float) -> list[Table]:
    found: list[Table] = []
    closed = [control.box for control in controls if control.kind != "link"]
    used: set[int] = set()
    for seed in sorted(texts, key=lambda text: text.box.y):
        if id(seed) in used:
            continue
        band = [part for text in texts if _is_level(seed, text) for part in _parts(text)]
        heads = sorted(_heads(band, texts), key=lambda head: head.box.x)
        if len(heads) < HEADS or not all(map(_is_head, heads)):
            continue
        if sum(_is_in(box, heads) for box in closed) > len(heads) // MISTAKEN:
            continue
        rows = _near(heads[0], list(_rows(heads, texts, closed, unit)))
        if len(rows) >= ROWS and (len(heads) >= CLEAR_HEADS or _is_filled(heads[1], rows, controls, unit)):
            used |= {id(text) for text in texts if _is_level(seed, text)}
            found.append(Table(tuple(heads[1:]), tuple(rows)))
    return found


def _is_filled(head: Titled, rows: Sequence[Titled], controls: Sequence[Named], unit: float) -> bool:
    under = [control.box for control in controls if _aside(head.box, control.box) < 3 * unit]
    return all(any(box.y < row.box.center.y < box.bottom for box in under) for row in rows)


def _is_level(seed: Text, text: Text) -> bool:
    return _is_like(seed, text) and abs(text.box.center.y - seed.box.center.y) < 0.4 * seed.box.h


def _is_like(head: Text, text: Text) -> bool:
    """Whether both may be heads of one table; the size of type is told from its letters, and only roughly."""
    return 0.7 < head.em / max(text.em, 1) < 1.4 and far_apart(head.colour, text.colour) < 48


def _is_in(box: Box, heads: Sequence[Titled]) -> bool:
    return heads[0].box.x <= box.center.x <= heads[-1].box.right and box.y < heads[0].box.center.y < box.bottom


def _is_head(head: Titled) -> bool:
    """Figures stand in cells."""
    return sum(char.isdigit() for char in head.said) * 2 < len(head.said)


def _parts(text: Text) -> list[Text]:
    """Heads that stand so close that they were taken for one text."""
    parts = [[text.words[0]]]
    for word, following in pairwise(text.words):
        if following.box.x - word.box.right > SPACE * text.em:
            parts.append([])
        parts[-1].append(following)
    return [replace(text, words=tuple(words), box=line_box(words)) for words in parts]


def _heads(band: Sequence[Text], texts: Sequence[Text]) -> list[Titled]:
    """Heads with the lines they go on with; those of two lines may stand around the middle of the others."""
    if len(band) < HEADS:
        return []
    columns = [[head] for head in band]
    em, middle = band[0].em, band[0].box.center.y
    near = [text for text in texts if -WRAPPED * em < text.box.center.y - middle < WRAPPED * em * 1.5]
    below = [text for text in near if text.box.center.y > middle + 0.8 * em]
    row = min((each.box.center.y for each in below if _begins_row(each, [text.box for text in below], band)), default=math.inf)
    for text in sorted(near, key=lambda each: each.box.y):
        if not _is_like(band[0], text) or text.box.center.y > row - em / 2:
            continue
        own = next((column for column in columns if _is_over(column[-1].box, text.box)), None)
        if own is None:
            columns.append([text])
        elif 0.8 * em < text.box.center.y - own[-1].box.center.y < WRAPPED * em:
            own.append(text)
    return [_joined(column) for column in columns if _joined(column).box.grow(em / 2).contains(Point(column[0].box.x, middle))]


def _begins_row(text: Text, others: Sequence[Box], heads: Sequence[Text | Titled]) -> bool:
    """Whether most heads have something under them that is on a level with this."""
    level = [box for box in others if abs(box.center.y - text.box.center.y) < 0.4 * text.em]
    return sum(any(_is_over(head.box, box) for box in level) for head in heads) > A_ROW * len(heads)


def _is_over(upper: Box, lower: Box) -> bool:
    return min(upper.right, lower.right) > max(upper.x, lower.x)


def _near(head: Titled, rows: Sequence[Titled]) -> list[Titled]:
    """Down to where the next one is too far; the first may stand closer to its head than rows do to each other."""
    kept: list[Titled] = []
    for row in rows:
        steps = [below.box.y - above.box.y for above, below in pairwise(kept)]
        if kept and row.box.y - kept[-1].box.y > FURTHER * max(steps or [FURTHER * (kept[0].box.y - head.box.y)]):
            break
        kept.append(row)
    return kept


def _joined(lines: Sequence[Text]) -> Titled:
    return Titled(Box.union(line.box for line in lines), cleaned(" ".join(line.said for line in lines)))


def _rows(heads: Sequence[Titled], texts: Sequence[Text], closed: Sequence[Box], unit: float) -> Iterator[Titled]:
    """The cells of the first column, down to where something else than text stands in it."""
    head, right = heads[0].box, heads[1].box.x
    own = [box.y for box in closed if box.y > head.bottom and box.center.x < right and box.right > head.x]
    until = min(own, default=float("inf"))
    below = [text for text in texts if head.bottom <= text.box.center.y < until and _aside(head, text.box) < 3 * unit]
    others = [text.box for text in texts] + [box for box in closed if box.h < 3 * head.h]
    cell: list[Text] = []
    for text in sorted(below, key=lambda each: each.box.y):
        if cell and (text.box.center.y - cell[-1].box.center.y > WRAPPED * cell[-1].em or _begins_row(text, others, heads[1:])):
            yield _joined(cell)
            cell = []
        cell.append(text)
    if cell:
        yield _joined(cell)


def _aside(head: Box, box: Box) -> float:
    """How far a box is from standing in the column of a head, whatever way the column is aligned."""
    return min(abs(head.x - box.x), abs(head.center.x - box.center.x), abs(head.right - box.right))
