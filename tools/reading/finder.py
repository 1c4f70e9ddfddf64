"""Finder: the lines of text in a picture, cut out and ready to be recognised."""

from __future__ import annotations

import math
from dataclasses import replace

from ..frame import Pixels
from .crops import Crop, cut
from .pieces import find_pieces
from .rows import find_rows
from .surfaces import find_surfaces

LEAST_PX = 6
"""Nothing can be read in a picture lower or narrower than this."""

BAND_PX = 4_000_000
"""Larger pictures are looked at in bands, so that memory is bounded."""

SHARED_PX = 128
"""How far bands overlap: more than the tallest line."""


def find_crops(rgb: Pixels, at: tuple[int, int]) -> list[Crop]:
    """The rows of a picture whose left upper corner is at some place of a frame; the crops tell places in the frame."""
    height, width = rgb.shape[:2]
    if height < LEAST_PX or width < LEAST_PX:
        return []
    bands = max(1, math.ceil(height * width / BAND_PX))
    step = math.ceil(height / bands)
    crops: list[Crop] = []
    for top in range(0, height, step):
        above = max(top - SHARED_PX, 0)
        part = rgb[above : min(top + step + SHARED_PX, height)]
        found = _find(part, (at[0], at[1] + above)) if min(part.shape[:2]) >= LEAST_PX else []
        crops += [crop for crop in found if top <= (crop.row.top + crop.row.bottom) / 2 - at[1] < top + step]
    return crops


def _find(rgb: Pixels, at: tuple[int, int]) -> list[Crop]:
    surfaces = find_surfaces(rgb)
    pieces = find_pieces(rgb, surfaces)
    return [_moved(cut(rgb, surfaces, pieces, row), at) for row in find_rows(pieces, surfaces.rules)]


def _moved(crop: Crop, at: tuple[int, int]) -> Crop:
    x, y = at
    row = crop.row
    moved = replace(row, left=row.left + x, top=row.top + y, right=row.right + x, bottom=row.bottom + y)
    return replace(crop, left=crop.left + x, top=crop.top + y, row=moved)
