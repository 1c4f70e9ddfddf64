"""Proposals: every place where a widget may be: what the detector marks, what is drawn around that, all other outlines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..frame import Frame
from ..geometry import Box
from ..reading.text import Line, Word
from .candidate import Candidate
from .detector import Marked, mark
from .facts import Floats, facts_of
from .lettering import line_box
from .overlaps import overlaps
from .picture import Picture, picture_of
from .snapping import Snapping

SAME = 0.8
"""Places that overlap at least this much are one."""
LEAST_PX, MOST_HIGH_PX = 9, 260
"""Outlines lower than that are no widgets, or ones of which nothing can be told; and higher ones are parts of pages."""
LONG, LONG_PX, FLAT_PX = 3.0, 50, 48
"""What is drawn in one piece, so long for its height, may slide."""
SIGN_PX, ROOMS_PX = (7, 34), (4, 8)
"""A sign of such a size that is no word may be on a button whose edge nobody sees, with so much room around it."""
WIDE = ("field", "select", "text area", "slider")
"""What may be as wide as a page: where it ends is hard to tell from its middle."""
ONE_ROW = 0.7
"""Boxes that share this much of their heights stand in one row."""
FEW_WORDS, APART = 4, 0.8
"""So many words may be a name; a gap wider than that, per px of their height, stands between two."""
HELD_HIGH = 3.5
"""What is drawn around a name and no higher than this, per px of its height, is what bears it."""
NAME_ROOM_PX = (18, 11)
"""So much room, across and down, tabs and buttons usually have around their names."""
MOST = 400
"""More places than this are on no screen that a person could use."""


@dataclass(frozen=True, slots=True)
class Proposals:
    boxes: tuple[Box, ...]
    drawn: int
    """So many of them, from the first on, have something drawn around them, and are therefore exact."""
    facts: Floats
    """What is known of each without a closer look."""


def propose(frame: Frame, lines: Sequence[Line], marker: Callable[[Frame], Marked] = mark) -> Proposals:
    picture, marked = picture_of(frame, lines), marker(frame)
    words = [word for line in lines for word in line.words]
    boxes, drawn = _places(picture, marked, lines)
    return Proposals(tuple(boxes), drawn, facts_of(boxes, drawn, marked, words, frame.view.scale))


def _places(picture: Picture, marked: Marked, lines: Sequence[Line]) -> tuple[list[Box], int]:
    """The distinct ones, and how many of them, from the first on, have something drawn around them."""
    snapping = Snapping(picture)
    words = [word for line in lines for word in line.words]
    snapped = [box for each in marked.candidates if (box := snapping.snap(each, words)) is not None]
    unit = picture.unit
    outlines = [each.outer for each in picture.outlines if _may_be(each.outer, unit)]
    drawn = _distinct([*snapped, *outlines, *(box for box in picture.blobs if _may_slide(box, unit))], ())
    faint = [*_marked(marked.candidates, snapping), *_around_signs(picture, words), *_around_names(lines, drawn, unit)]
    return [*drawn, *_distinct(faint, drawn)][:MOST], len(drawn)


def _marked(candidates: Sequence[Candidate], snapping: Snapping) -> Iterator[Box]:
    """As they are marked; of what may be as wide as a page also up to the ends of the line under it, and several as one."""
    wide = [each.box for each in candidates if each.kind in WIDE]
    yield from (each.box for each in candidates)
    yield from (box for each in wide if (box := snapping.lined(each)) is not None)
    yield from _joined(wide)


def _joined(boxes: Sequence[Box]) -> Iterator[Box]:
    """What overlaps in one row may be one thing, of which only parts were seen."""
    left = sorted(boxes, key=lambda box: box.x)
    while left:
        whole, parts, others = left[0], 1, list[Box]()
        for box in left[1:]:
            if box.x <= whole.right and _heights_shared(box, whole) >= ONE_ROW:
                top, bottom = min(box.y, whole.y), max(box.bottom, whole.bottom)
                whole, parts = Box(whole.x, top, max(whole.right, box.right) - whole.x, bottom - top), parts + 1
            else:
                others.append(box)
        if parts > 1:
            yield whole
        left = others


def _heights_shared(one: Box, other: Box) -> float:
    shared = min(one.bottom, other.bottom) - max(one.y, other.y)
    return shared / max(one.h, other.h)


def _may_be(box: Box, unit: float) -> bool:
    return min(box.w, box.h) >= LEAST_PX * unit and box.h <= MOST_HIGH_PX * unit


def _may_slide(box: Box, unit: float) -> bool:
    return box.w >= LONG_PX * unit and LEAST_PX * unit <= box.h <= FLAT_PX * unit and box.w >= LONG * box.h


def _around_signs(picture: Picture, words: Sequence[Word]) -> list[Box]:
    least, most = (side * picture.unit for side in SIGN_PX)
    signs = [
        box for box in picture.blobs if least <= min(box.w, box.h) and max(box.w, box.h) <= min(most, 2 * min(box.w, box.h))
    ]
    at = np.array([(word.box.x, word.box.y, word.box.right, word.box.bottom) for word in words]).reshape(-1, 4)
    return [box.grow(room * picture.unit) for box in signs if not _is_written(box, at) for room in ROOMS_PX]


def _around_names(lines: Sequence[Line], drawn: Sequence[Box], unit: float) -> Iterator[Box]:
    """A few words that stand alone may be a link, or name a button or a tab whose edge nobody sees."""
    across, down = (room * unit for room in NAME_ROOM_PX)
    for run in (run for line in lines for run in _runs(line.words) if len(run) <= FEW_WORDS):
        box = line_box(run)
        if not any(each.h <= HELD_HIGH * box.h and each.contains(box.center) for each in drawn):
            yield box
            yield Box(box.x - across, box.y - down, box.w + 2 * across, box.h + 2 * down)


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words that follow each other as words do."""
    run: list[Word] = []
    for word in words:
        if run and word.box.x - run[-1].box.right > APART * word.box.h:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _is_written(box: Box, words: NDArray[np.float64]) -> bool:
    """Whether it is a part of a word."""
    x, y = box.center.x, box.center.y
    return bool(((words[:, 0] <= x) & (x <= words[:, 2]) & (words[:, 1] <= y) & (y <= words[:, 3])).any())


def _distinct(boxes: Sequence[Box], known: Sequence[Box]) -> list[Box]:
    """Those that are not the same place as an earlier one."""
    sides = np.array([(box.x, box.y, box.right, box.bottom) for box in (*known, *boxes)], np.float64).reshape(-1, 4)
    kept = list(range(len(known)))
    for n in range(len(known), len(sides)):
        if not (overlaps(sides[n], sides[kept])[0] >= SAME).any():
            kept.append(n)
    return [boxes[n - len(known)] for n in kept[len(known) :]]
