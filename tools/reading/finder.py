"""Finder: the lines of text in a picture, cut out and ready to be recognised; so many as can be read in bounded time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..frame import Pixels
from ..geometry import Box
from .crops import Crop, cut, longest_px, scaled_px
from .photos import cut_lines, find_photos
from .pieces import Row, find_pieces, in_parts
from .rows import find_rows
from .surfaces import find_surfaces, is_noise

LEAST_PX = 6
"""Nothing can be read in a picture lower or narrower than this."""

BAND_PX = 4_000_000
"""Larger pictures are looked at in bands, so that memory is bounded."""

PHOTOS_PX = 1_000_000
"""So many px of photos are looked at, in some half a second."""

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
        if min(part.shape[:2]) < LEAST_PX:
            continue
        found = _look(part, (top - above, top - above + step), most_px * n / bands - spent, PHOTOS_PX / bands)
        spent += sum(scaled_px(crop.row) for crop in found.crops)
        left_out += found.left_out
        crops += [_moved(crop, (at[0], at[1] + above)) for crop in found.crops]
    return Found(tuple(crops), left_out)


def _look(rgb: Pixels, band: tuple[int, int], most_px: float, photos_px: float) -> Found:
    """The rows whose middle lies in a band of the picture, from one y to another."""

    def is_own(row: Row) -> bool:
        return band[0] <= (row.top + row.bottom) / 2 < band[1]

    if is_noise(rgb):
        everywhere = Box(0, 0, int(rgb.shape[1]), int(rgb.shape[0]))
        crops = cut_lines(rgb, [everywhere], [], photos_px)
        return Found(tuple(crop for crop in crops if is_own(crop.row)), 0)
    surfaces = find_surfaces(rgb)
    pieces = find_pieces(rgb, surfaces)
    rows = find_rows(pieces, surfaces.rules)
    own = [part for row in rows for part in in_parts(pieces, row, longest_px(row)) if is_own(part)]
    chosen = _affordable(own, most_px)
    crops = [cut(rgb, surfaces, pieces, row) for row in chosen]
    on_photos = cut_lines(rgb, find_photos(pieces, rows), rows, photos_px)
    return Found((*crops, *(crop for crop in on_photos if is_own(crop.row))), len(own) - len(chosen))


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
