"""Spaces: which gaps in a row part words, by how wide they are and by what the recogniser saw there."""

from __future__ import annotations

import numpy as np

from .answers import Reading
from .crops import Crop
from .icons import CHINESE, CIRCLED_SIGNS, SYMBOLS

SURE_GAP = 0.5
"""A gap this wide, per px of the height of the row, is a space, whatever the recogniser says;"""
LEAST_GAP = 0.12
"""one narrower than this is none; between them the recogniser decides."""

LIKELY_GAP = 0.3
"""So wide is a gap that is a space if the recogniser holds that possible."""

SURE_SPACE = 0.8

UNEVEN = 1.6

LEAST_PICTURE_PX = 12
PICTURE_GAP = 0.2
SURE_LETTER = 0.9
"""What is less sure may be a picture before the line."""


def breaks(crop: Crop, reading: Reading) -> list[tuple[int, int]]:
    """The gaps in the row that are spaces: (left, right) in the picture."""
    high = crop.row.bottom - crop.row.top
    columns = [column + crop.left for column in reading.columns]
    spaces = [column for character, column in zip(reading.text, columns, strict=True) if character.isspace()]
    likely = [column + crop.left for column in reading.likely_spaces]
    if not crop.row.pieces:
        # On a photo there are no columns without ink.
        return sorted({(int(column), int(column) + 1) for column in (*spaces, *likely)})
    found: list[tuple[int, int]] = []
    between = gaps(crop)
    for n, (left, right) in enumerate(between):
        wide = right - left
        if wide < LEAST_GAP * high:
            continue
        if any(left - wide <= column <= right + wide for column in spaces):
            found.append((left, right))
            continue
        if n == 0 and _is_picture_before(crop, reading, left, right):
            found.append((left, right))
            continue
        before = [c for c, column in zip(reading.text, columns, strict=True) if column <= (left + right) / 2][-1:]
        after = [c for c, column in zip(reading.text, columns, strict=True) if column > (left + right) / 2][:1]
        beside = "".join(before + after)
        possible = wide >= LIKELY_GAP * high and any(left - wide <= column <= right + wide for column in likely)
        # Where all letters are of one width, a hyphen has as much room before it as behind.
        is_even = beside.startswith("-") and n > 0 and wide < UNEVEN * (between[n - 1][1] - between[n - 1][0])
        if possible or (not is_even and _parts_words(beside, wide / high)):
            found.append((left, right))
    return sorted(found + _hidden_breaks(crop, reading, between))


def _is_picture_before(crop: Crop, reading: Reading, left: int, right: int) -> bool:
    """Whether what stands before the first gap is as wide as the row is high, as a radio is, and hardly to be read."""
    high, wide = crop.row.bottom - crop.row.top, left - crop.row.left
    if high < LEAST_PICTURE_PX or abs(wide - high) > 0.25 * high or right - left < PICTURE_GAP * high:
        return False
    scores = [score for score, column in zip(reading.scores, reading.columns, strict=True) if column + crop.left < right]
    return len(scores) == 1 and scores[0] < SURE_LETTER


def _parts_words(beside: str, wide: float) -> bool:
    """Whether a gap between these two characters, so wide per px of the row's height, is a space by itself."""
    before, after = beside[:1], beside[1:2]
    if wide >= SURE_GAP and not any(c in "'’.,:" or c >= CHINESE for c in beside):
        return True
    if (before == "©" and after.isdigit()) or before in CIRCLED_SIGNS:
        return True
    if wide >= 0.35 and after == "(" and before >= CHINESE:
        return True
    if (wide >= 0.2 and (after == "*" or (before in "–—" and after.isalnum()))) or (
        wide >= 0.25 and before == "-" and after.isalnum()
    ):
        return True
    return wide >= 0.3 and any(c in SYMBOLS or c in "×©/" for c in beside)


def _hidden_breaks(crop: Crop, reading: Reading, between: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spaces that the recogniser is sure of where letters hang over, or a line under them goes on."""
    high = crop.row.bottom - crop.row.top
    inked = crop.ink.sum(axis=0)
    found: list[tuple[int, int]] = []
    for n in range(1, len(reading.text) - 1):
        if not reading.text[n].isspace() or reading.scores[n] < SURE_SPACE or max(reading.text[n - 1 : n + 2]) >= CHINESE:
            continue
        at = reading.columns[n] + crop.left
        if any(right - left >= LEAST_GAP * high and left - high / 2 <= at <= right + high / 2 for left, right in between):
            continue
        first = max(int(at - 0.25 * high) - crop.row.left, 1)
        last = min(int(at + 0.25 * high) - crop.row.left + 1, len(inked) - 1)
        if first >= last:
            continue
        thin = np.flatnonzero(inked[first:last] == inked[first:last].min()) + first + crop.row.left
        x = int(thin[np.abs(thin - at).argmin()])
        found.append((x, x + 1))
    return found


def gaps(crop: Crop) -> list[tuple[int, int]]:
    """Runs of columns without ink, in px of the picture."""
    ink = np.concatenate([[True], crop.ink.any(axis=0), [True]]).astype(np.int8)
    steps = np.diff(ink)
    begins, ends = np.flatnonzero(steps < 0), np.flatnonzero(steps > 0)
    return [(crop.row.left + int(a), crop.row.left + int(b)) for a, b in zip(begins, ends, strict=True)]
