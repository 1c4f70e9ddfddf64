"""Telling: what a person would call each place that differs: the words in it, and what they stand beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ....tools.compare import Comparison
from ....tools.geometry import Box, Size
from ....tools.reading.text import Line
from ....tools.sight import Sight
from ....tools.widgets.widget import Widget

Mask = NDArray[np.bool_]

MOST_TOLD = 5
"""So many places are told; the others can be seen."""
MOST_LETTERS = 40
AS_LARGE = 0.6
"""What shares so much with a place is what differs."""
LEVEL = 0.6
NEAR = 0.35
"""Of the picture's longer side: words further away tell nothing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be seen in a picture: its text and widgets, in its own px, and which of those differ."""

    size: Size
    mask: Mask
    lines: tuple[Line, ...]
    widgets: tuple[Widget, ...]

    @staticmethod
    def of(comparison: Comparison, sight: Sight, part: Box) -> Seen:
        """Of a part of what was looked at."""
        lines = _within(sight.lines, part)
        widgets = tuple(replace(each, box=each.box.move(-part.x, -part.y)) for each in sight.widgets)
        return Seen(comparison.now, comparison.mask, lines, widgets)


def _within(lines: Sequence[Line], part: Box) -> tuple[Line, ...]:
    """The words whose middles lie in a part, by their places in it."""
    cut = (
        tuple(replace(word, box=word.box.move(-part.x, -part.y)) for word in line.words if part.contains(word.box.center))
        for line in lines
    )
    return tuple(Line(words) for words in cut if words)


def called(box: Box, seen: Seen, before: Sequence[Line] = ()) -> str:
    """`"£18.00" beside "Total", was "£20.00"`. `before`: what was read in the picture then."""
    if (widget := _widget_there(box, seen)) is not None:
        return f'the "{_short(widget.label)}" {widget.kind}'
    now, then = _rows_in(box, seen.lines, seen.mask), _rows_in(box, before, seen.mask)
    if len(now) > 1:
        return f"{_quoted(now[0])} and {len(now) - 1} more {'line' if len(now) == 2 else 'lines'}"
    beside = _beside(box, seen.lines) if now else ""
    where = f"{_quoted(now[0])}{f' beside {_quoted(beside)}' if beside else ''}" if now else _near(box, seen)
    was = f"was {_quoted(then[0])}" if then[:1] != now and len(then) == 1 else ""
    return ", ".join(part for part in (where, was) if part)


def _rows_in(box: Box, lines: Sequence[Line], mask: Mask) -> list[str]:
    """The words that differ in a place, line by line."""
    rows = ([word.text for word in line.words if _differs(word.box, box, mask)] for line in lines)
    return [" ".join(words) for words in rows if words]


def _differs(word: Box, box: Box, mask: Mask) -> bool:
    both = word.intersect(box)
    if both is None:
        return False
    left, top, right, bottom = both.pixels(Size(mask.shape[1], mask.shape[0]))
    return bool(mask[top:bottom, left:right].any())


def _widget_there(box: Box, seen: Seen) -> Widget | None:
    """What is as large as the place, such as a button whose colour changed."""
    alike = [(widget.box.overlap(box), at) for at, widget in enumerate(seen.widgets) if widget.label]
    most, at = max(alike, default=(0.0, 0))
    return seen.widgets[at] if most > AS_LARGE else None


def _beside(box: Box, lines: Sequence[Line]) -> str:
    """What stands to the left in the same row: in the line itself, else in another one."""
    for line in lines:
        before = [word.text for word in line.words if word.box.right <= box.x + 2]
        if before and len(before) < len(line.words) and line.box.intersect(box):
            return " ".join(before)
    level = [line for line in lines if line.box.right <= box.x + 2 and _is_level(line.box, box)]
    nearest = max(level, key=lambda line: line.box.right, default=None)
    return nearest.text if nearest is not None else ""


def _is_level(a: Box, b: Box) -> bool:
    return abs(a.center.y - b.center.y) < LEVEL * max(a.h, b.h)


def _near(box: Box, seen: Seen) -> str:
    """The first text that the place lies around, as a border does; else the nearest."""
    nearest = min(seen.lines, key=lambda line: _gap(box, line.box), default=None)
    if nearest is None or _gap(box, nearest.box) > NEAR * max(seen.size.w, seen.size.h):
        return ""
    return f"{'around' if box.contains(nearest.box.center) else 'near'} {_quoted(nearest.text)}"


def _gap(a: Box, b: Box) -> float:
    across = max(0.0, a.x - b.right, b.x - a.right)
    down = max(0.0, a.y - b.bottom, b.y - a.bottom)
    return (across**2 + down**2) ** 0.5


def _quoted(text: str) -> str:
    return f'"{_short(text)}"'


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1].rstrip()}…"


def message(name: str, region: str, comparison: Comparison, told: Sequence[tuple[str, Box]]) -> str:
    """`the picture "cart" differs in 2 places: …`"""
    of = f" of {region}" if region else ""
    begin = f'the picture "{name}"{of}'
    places = f"in {len(told)} {'place' if len(told) == 1 else 'places'}"
    listed = ", ".join(_place(what, box) for what, box in told[:MOST_TOLD]) + (" …" if len(told) > MOST_TOLD else "")
    if comparison.before == comparison.now:
        return f"{begin} differs {places}: {listed}"
    sizes = f"{begin} is {_size(comparison.now)} and was {_size(comparison.before)}"
    return f"{sizes}; what both cover differs {places}: {listed}" if told else f"{sizes}; what both cover is the same"


def _place(what: str, box: Box) -> str:
    at = f"{box.w:.0f}×{box.h:.0f} px at {box.x:.0f},{box.y:.0f}"
    return f"{what} ({at})" if what else at


def _size(size: Size) -> str:
    return f"{size.w}×{size.h}"
