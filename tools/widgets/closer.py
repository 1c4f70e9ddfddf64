"""Closer: a second look at each place where a widget may be, close enough to tell what it is, if it is one at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Frame, Pixels
from ..geometry import Box
from ..reading.text import Line
from .candidate import Candidate, surest
from .detector import Marked, mark
from .networks import network
from .proposals import propose
from .widget import KINDS, STATES

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

END_PX = (64, 40)
"""Width and height of the pictures of both ends of a place, at which it is about"""
HIGH_PX = 24
"""so high."""
LEAST_ZOOM, MOST_ZOOM = 0.15, 2.5
BESIDE_PX = 8
"""So much of what stands beside a place is in the picture of its end."""
AROUND_PX = (96, 48)
"""Size of the picture of a place with what is around it,"""
AROUND, AROUND_HIGH = 40, 0.5
"""so many page px of it, and so much of its height."""
TICKED = ("checkbox", "radio", "switch")
SORTS = (("field", "select", "text area"), ("button", "icon button", "tab"), TICKED, ("slider",), ("link",))
"""Things of one sort never hold each other, as a field may hold a button."""
PART = 0.5
"""This much of the smaller of two is shared where one is a part of the other."""
HELD = 0.8
"""And this much of a field where it is a part of a button."""
BATCH = 64
FAINT = 0.95
"""A place with nothing drawn around it is only about where it is said to be: of two that are as sure the drawn one counts."""
NOTHING = 0.5
"""What is more likely nothing than anything is nothing."""


@dataclass(frozen=True, eq=False)
class Views:
    """What the network gets to see of each place."""

    ends: Bytes
    """Places x 2 x height x width x RGB: the left end and the right one, where the arrow of a select is."""
    around: Bytes
    """Places x height x width x RGB."""


def find_widgets(frame: Frame, lines: Sequence[Line], marker: Callable[[Frame], Marked] = mark) -> list[Candidate]:
    """What looks like a widget from afar and from near, the surest first."""
    proposals = propose(frame, lines, marker)
    if not proposals.boxes:
        return []
    views = views_of(frame, proposals.boxes)
    found: list[Candidate] = []
    for at in range(0, len(proposals.boxes), BATCH):
        part = slice(at, at + BATCH)
        asked = {"ends": views.ends[part], "around": views.around[part], "facts": proposals.facts[part]}
        kinds, states = cast("list[Floats]", network("closer").run(None, asked))
        something = np.flatnonzero(kinds[:, -1] < NOTHING).tolist()
        trust = [1.0 if at + n < proposals.drawn else FAINT for n in something]
        found += [
            _candidate(proposals.boxes[at + n], kinds[n], states[n], each) for n, each in zip(something, trust, strict=True)
        ]
    return without_parts(surest(found))


def _candidate(box: Box, kinds: Floats, states: Floats, trust: float) -> Candidate:
    """The last of the kinds is none."""
    at = int(kinds[:-1].argmax())
    kind = KINDS[at]
    state = tuple(name for name, sure in zip(STATES, states.tolist(), strict=True) if sure >= 0.5)
    if kind in TICKED and not {"checked", "mixed"}.intersection(state):
        state = ("unchecked", *state)
    return Candidate(kind, box, trust * float(kinds[at]), state)


def without_parts(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Nothing holds another of its own sort, a button holds no field, and what looks like a button around a mark is where
    the mark is clicked."""
    kept: list[Candidate] = []
    for each in candidates:
        if not any(_sort(other.kind) == _sort(each.kind) and each.box.shared(other.box) >= PART for other in kept):
            kept.append(each)
    buttons = [each for each in kept if each.kind == "button"]
    kept = [each for each in kept if not (_sort(each.kind) == 0 and any(_holds(button, each) for button in buttons))]
    marks = [each.box for each in kept if each.kind in ("checkbox", "radio")]
    return [each for each in kept if each.kind != "button" or not any(mark.shared(each.box) >= PART for mark in marks)]


def _holds(button: Candidate, field: Candidate) -> bool:
    """Whether what looks like a field is a part of a button that was seen more surely."""
    part = field.box.intersect(button.box)
    return button.score > field.score and part is not None and part.area >= HELD * field.box.area


def _sort(kind: str) -> int:
    return next(n for n, kinds in enumerate(SORTS) if kind in kinds)


def views_of(frame: Frame, boxes: Sequence[Box]) -> Views:
    ends = np.empty((len(boxes), 2, END_PX[1], END_PX[0], 3), np.uint8)
    around = np.empty((len(boxes), AROUND_PX[1], AROUND_PX[0], 3), np.uint8)
    scale = max(frame.view.scale, 0.1)
    for n, box in enumerate(boxes):
        zoom = min(max(HIGH_PX / box.h, LEAST_ZOOM / scale), MOST_ZOOM / scale)
        w, h = END_PX[0] / zoom, END_PX[1] / zoom
        beside, top = BESIDE_PX / zoom, box.center.y - h / 2
        ends[n, 0] = _shown(frame.rgb, Box(box.x - beside, top, w, h), END_PX)
        ends[n, 1] = _shown(frame.rgb, Box(box.right + beside - w, top, w, h), END_PX)
        around[n] = _shown(frame.rgb, box.grow(AROUND * scale + AROUND_HIGH * box.h), AROUND_PX)
    return Views(ends, around)


def _shown(rgb: Pixels, box: Box, size: tuple[int, int]) -> Pixels:
    """A part of the picture in some size; beyond its edges it goes on as it ends."""
    high, wide = rgb.shape[:2]
    left, top, right, bottom = round(box.x), round(box.y), round(box.right), round(box.bottom)
    part = rgb[max(top, 0) : max(bottom, 1), max(left, 0) : max(right, 1)]
    if not part.size:
        part = rgb[-1:, -1:]
    beyond = max(-top, 0), max(bottom - high, 0), max(-left, 0), max(right - wide, 0)
    if any(beyond):
        part = cv2.copyMakeBorder(part, *beyond, cv2.BORDER_REPLICATE)
    how = cv2.INTER_AREA if part.shape[1] > size[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(part, size, interpolation=how), np.uint8)
