"""Finder: the lines of text in a picture, cut out and ready to be recognised; so many as can be read in bounded time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..frame import Pixels
from .crops import Crop, cut, longest_px, scaled_px
from .pieces import Row, find_pieces, in_parts
from .rows import find_rows
from .surfaces import find_surfaces, is_noise

LEAST_PX = 6
"""Nothing can be read in a picture lower or narrower than this."""

BAND_PX = 4_000_000
"""Larger pictures are looked at in bands, so that memory is bounded."""

SHARED_PX = 128
"""How far bands overlap: more than the tallest line."""


@dataclass(frozen=True, slots=True)
class Found:
    crops: tuple[Crop, ...]
    left_out: int
    """How many lines were too many."""


def find_crops(rgb: Pixels, at: tuple[int, int]) -> list[Crop]:
    """The rows of a picture whose left upper corner is at some place of a frame; the crops tell places in the frame."""
    return list(find_affordable(rgb, at, math.inf).crops)


def find_affordable(rgb: Pixels, at: tuple[int, int], most_px: float) -> Found:
    """Those that have no more px together, once scaled for the recogniser; each band of a large picture has its share."""
    height, width = rgb.shape[:2]
    bands = max(1, math.ceil(height * width / BAND_PX))
    step = max(math.ceil(height / bands), 1)
    crops: list[Crop] = []
    left_out, spent = 0, 0.0
    for n, top in enumerate(range(0, height, step), start=1):
        above = max(top - SHARED_PX, 0)
        part = rgb[above : min(top + step + SHARED_PX, height)]
        if min(part.shape[:2]) < LEAST_PX or is_noise(part):
            continue
        surfaces = find_surfaces(part)
        pieces = find_pieces(part, surfaces)
        every = [short for row in find_rows(pieces, surfaces.rules) for short in in_parts(pieces, row, longest_px(row))]
        rows = [row for row in every if top <= above + (row.top + row.bottom) / 2 < top + step]
        chosen = _affordable(rows, most_px * n / bands - spent)
        spent += sum(scaled_px(row) for row in chosen)
        left_out += len(rows) - len(chosen)
        crops += [_moved(cut(part, surfaces, pieces, row), (at[0], at[1] + above)) for row in chosen]
    return Found(tuple(crops), left_out)


def _affordable(rows: Iterable[Row], most_px: float) -> list[Row]:
    """Those of the most pieces first: noise comes in short ones."""
    chosen: list[Row] = []
    for row in sorted(rows, key=lambda row: len(row.pieces), reverse=True):
        most_px -= scaled_px(row)
        if most_px < 0:
            break
        chosen.append(row)
    return chosen


def _moved(crop: Crop, at: tuple[int, int]) -> Crop:
    x, y = at
    row = crop.row
    moved = replace(row, left=row.left + x, top=row.top + y, right=row.right + x, bottom=row.bottom + y)
    return replace(crop, left=crop.left + x, top=crop.top + y, row=moved)
