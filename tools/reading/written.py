"""Written: the rows of text inside a place, each with what a recogniser says of it, and what else may stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import cast

import numpy as np
from numpy.typing import NDArray

from ..frame import Frame, Pixels
from ..geometry import Box
from .answers import Answer, Reading
from .crops import LEAST_ROOM_PX, ROOM, Crop
from .finder import find_crops
from .recogniser import recogniser

AROUND_PX = 12
"""How far around a place is looked, so that its border is known as one."""

KEPT = 64
"""In so many places the rows are not found again while nothing there has changed."""

APART = 0.2
"""An icon stands at least so far from the text, per px of its height."""

DESCENDING = frozenset("gjpqy,;()[]{}@_Q/|$çąęĄĘŞş")


@dataclass(frozen=True, eq=False)
class Written:
    """One row, and what is said of it."""

    crop: Crop
    answer: Answer

    @property
    def reading(self) -> Reading:
        return self.answer.reading

    @property
    def bare(self) -> str:
        return "".join(self.reading.text.split())


def rows_in(frame: Frame, box: Box) -> list[list[Crop]]:
    """What stands in a place, top to bottom; what stands side by side is in one list, left to right."""
    left, top, right, bottom = box.grow(AROUND_PX).pixels(frame.size)
    if right <= left or bottom <= top:
        return []
    around = np.ascontiguousarray(frame.rgb[top:bottom, left:right])
    found = [crop for crop in _found(around.tobytes(), around.shape, (left, top)) if box.contains(_box(crop).center)]
    bands: list[list[Crop]] = []
    for crop in sorted(found, key=lambda crop: _box(crop).center.y):
        if bands and _overlap(bands[-1][-1], crop) > 0.5:
            bands[-1].append(crop)
        else:
            bands.append([crop])
    return [sorted(band, key=lambda crop: crop.row.left) for band in bands]


@lru_cache(maxsize=KEPT)
def _found(pixels: bytes, shape: tuple[int, ...], at: tuple[int, int]) -> tuple[Crop, ...]:
    return tuple(find_crops(cast(Pixels, np.frombuffer(pixels, np.uint8).reshape(shape)), at))


def _box(crop: Crop) -> Box:
    row = crop.row
    return Box(row.left, row.top, row.right - row.left, row.bottom - row.top)


def _overlap(one: Crop, other: Crop) -> float:
    a, b = one.row, other.row
    return (min(a.bottom, b.bottom) - max(a.top, b.top)) / min(a.bottom - a.top, b.bottom - b.top)


def read_rows(crops: Sequence[Crop]) -> list[Written]:
    return [Written(crop, recogniser().answer(crop.pixels)) for crop in crops]


def read_ahead(frame: Frame, boxes: Sequence[Box]) -> None:
    """What stands in these places is read at once, on all threads, and remembered."""
    recogniser().recognise([crop.pixels for box in boxes for band in rows_in(frame, box) for crop in band])


def text_in(frame: Frame, box: Box) -> str:
    """What is to be read in one place, row by row."""
    return " ".join(written.reading.text for band in rows_in(frame, box) for written in read_rows(band))


def joined(crops: Sequence[Crop]) -> Crop:
    """Several crops side by side as one."""
    return reduce(_joined, crops)


def _joined(one: Crop, other: Crop) -> Crop:
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(each.left + each.pixels.shape[1] for each in (one, other))
    bottom = max(each.top + each.pixels.shape[0] for each in (one, other))
    pixels = np.full((bottom - top, right - left, 3), 255, np.uint8)
    a, b = one.row, other.row
    row = replace(
        a,
        pieces=a.pieces + b.pieces,
        left=min(a.left, b.left),
        top=min(a.top, b.top),
        right=max(a.right, b.right),
        bottom=max(a.bottom, b.bottom),
    )
    ink = np.zeros((row.bottom - row.top, row.right - row.left), np.bool_)
    for each in (one, other):
        y, x = each.top - top, each.left - left
        height, width = each.pixels.shape[:2]
        part = pixels[y : y + height, x : x + width]
        np.minimum(part, each.pixels, out=part)
        y, x = each.row.top - row.top, each.row.left - row.left
        ink[y : y + each.ink.shape[0], x : x + each.ink.shape[1]] |= each.ink
    return Crop(cast(Pixels, pixels), left, top, row, ink)


def without_caret(crop: Crop, wanted: str, caret_px: float) -> Crop | None:
    """None where no caret stands in the row: a thin upright that is taller than any letter at both ends."""
    ink = crop.ink
    tall = ink.sum(axis=0) >= 0.88 * ink.shape[0]
    for left, right in _runs(tall):
        if right - left > caret_px:
            continue
        rest = ink.copy()
        rest[:, left:right] = False
        rows = np.flatnonzero(rest.any(axis=1))
        if not rows.size:
            return None
        above, below = int(rows[0]), ink.shape[0] - 1 - int(rows[-1])
        lowest = 0 if DESCENDING.intersection(wanted) else 1 if above else 2
        if below >= lowest and above + below >= 0.08 * ink.shape[0]:
            return _kept(crop, ~_between(ink.shape[1], left, right))
    return None


def without_icons(crop: Crop) -> Iterator[tuple[Crop, Crop]]:
    """What stands apart at an end, thought away: what is left, and what is gone."""
    high, width = crop.ink.shape
    for left, right in _runs(crop.ink.sum(axis=0) == 0):
        for icon, rest in ((slice(0, left), slice(right, width)), (slice(right, width), slice(0, left))):
            if right - left >= APART * high and 0 < icon.stop - icon.start <= 1.6 * high and crop.ink[:, rest].any():
                yield _kept(crop, _between(width, rest.start, rest.stop)), _kept(crop, _between(width, icon.start, icon.stop))


def sticks_out(one: Crop, other: Crop) -> bool:
    """Whether the one is higher or lower than the other."""
    return one.row.top < other.row.top or one.row.bottom > other.row.bottom


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    steps = np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8))
    return [(int(a), int(b)) for a, b in zip(np.flatnonzero(steps > 0), np.flatnonzero(steps < 0), strict=True)]


def _between(width: int, left: int, right: int) -> NDArray[np.bool_]:
    found = np.zeros(width, np.bool_)
    found[left:right] = True
    return found


def _kept(crop: Crop, columns: NDArray[np.bool_]) -> Crop:
    """Some columns of a row, with room around them."""
    ink = crop.ink & columns
    ys, xs = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    top, bottom, left, right = int(ys[0]), int(ys[-1]) + 1, int(xs[0]), int(xs[-1]) + 1
    row = replace(
        crop.row,
        left=crop.row.left + left,
        top=crop.row.top + top,
        right=crop.row.left + right,
        bottom=crop.row.top + bottom,
    )
    pixels = crop.pixels.copy()
    x = crop.row.left - crop.left
    cleared = np.ones(pixels.shape[1], np.bool_)
    cleared[x : x + len(columns)] = ~columns
    # What is soft about a stroke that is kept lies beside its columns.
    for beside in (left - 1, right):
        if 0 <= x + beside < len(cleared) and not (0 <= beside < len(columns) and crop.ink[:, beside].any()):
            cleared[x + beside] = False
    pixels[:, cleared] = 255
    room = max(LEAST_ROOM_PX, round(ROOM * (bottom - top)))
    y0, x0 = row.top - crop.top - room, row.left - crop.left - room
    padded = np.pad(pixels, np.array([(room, room), (room, room), (0, 0)]), constant_values=255)
    part = padded[y0 + room : y0 + bottom - top + 3 * room, x0 + room : x0 + right - left + 3 * room]
    return Crop(part, row.left - room, row.top - room, row, ink[top:bottom, left:right])
