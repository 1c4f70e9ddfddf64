"""Plain: rows found by nothing but how far each px is from the paper: a second opinion where the first lost a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Frame, Pixels
from ..geometry import Box
from .crops import LEAST_ROOM_PX, ROOM, Crop
from .rows import Row

PAPER = 0.1
"""The place, or what is selected in it, has a colour that fills at least so much of it."""
CONTRAST = 16
"""What differs from the paper by more levels than this is ink."""

FRAME = 0.6
"""What reaches along so much of a place is its border."""

LEAST_PX = 6
ACCENT = 0.45
"""What is so much lower than the row beside it is an accent or a comma of it, if it stands as near as"""
NEAR = 0.3
"""this, both per px of the row's height."""
APART = 1.2
"""Parts of a row that stand further apart than this, per px of its height, are read apart."""

LETTER = (0.4, 1.8)
"""Letters are at least and at most so high, per px of the height of their row;"""
BESIDE = 0.6
"""and so near to the next."""

Levels = NDArray[np.float32]
Piece = tuple[int, int, int, int]
"""Left, top, right, bottom."""


def inks(rgb: Pixels) -> Iterator[Levels]:
    """How many levels each px is from the paper, for each colour that may be paper, likeliest first."""
    coarser = rgb >> 3
    coarse = (coarser[:, :, 0].astype(np.int32) << 10) + (coarser[:, :, 1].astype(np.int32) << 5) + coarser[:, :, 2]
    counts = np.bincount(coarse.ravel(), minlength=2)
    for colour in np.argpartition(-counts, 1)[:2].tolist():
        if counts[colour] < PAPER * coarse.size:
            continue
        like = rgb[coarse == colour]
        paper = np.median(like[:: max(1, len(like) // 256)], axis=0)
        yield cast(Levels, np.abs(rgb - paper.astype(np.float32)).max(axis=2))


def plain_rows(frame: Frame, box: Box) -> list[list[Crop]]:
    """Top to bottom; what stands far apart in one row is in one list, left to right. Nothing where something is cut."""
    left, top, right, bottom = box.pixels(frame.size)
    if right - left < LEAST_PX or bottom - top < LEAST_PX:
        return []
    away = next(inks(frame.rgb[top:bottom, left:right]), None)
    if away is None:
        return []
    count, labels, stats, _ = cv2.connectedComponentsWithStats((away > CONTRAST).astype(np.uint8), connectivity=8)
    pieces = [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats]
    high, wide = away.shape
    inside = [n for n in range(1, count) if not _is_edge(pieces[n], wide, high) and not _is_frame(pieces[n], wide, high)]
    edges = [pieces[n] for n in range(1, count) if _is_edge(pieces[n], wide, high) and not _is_frame(pieces[n], wide, high)]
    clean = np.where(np.isin(labels, inside), away, 0)
    bands: list[list[Crop]] = []
    for first, last in _bands(clean > CONTRAST):
        if any(piece[1] < last and piece[3] > first and not _is_corner(piece, wide, high) for piece in edges):
            return []
        bands.append([_crop(away, clean, (a, first, b, last), (left, top)) for a, b in _parts(clean[first:last] > CONTRAST)])
    return bands


def stands_beside(frame: Frame, box: Box, own: Row, known: Sequence[Row], least_px: float) -> bool:
    """Whether something as high as a letter, and in none of the known rows, stands as near as a letter of this row does."""
    left, top, right, bottom = box.pixels(frame.size)
    away = next(inks(frame.rgb[top:bottom, left:right]), None)
    if away is None:
        return False
    high = own.bottom - own.top
    _, _, stats, _ = cv2.connectedComponentsWithStats((away > CONTRAST).astype(np.uint8), connectivity=8)
    for x, y, w, h, _ in stats[1:].tolist():
        piece = (x, y, x + w, y + h)
        if w <= least_px or not LETTER[0] * high <= h <= LETTER[1] * high or w > LETTER[1] * high:
            continue
        if _is_edge(piece, *away.shape[::-1]):
            continue
        at = Row((), left + x, top + y, left + x + w, top + y + h, 0)
        shared = min(at.bottom, own.bottom) - max(at.top, own.top)
        gap = max(at.left - own.right, own.left - at.right)
        if shared >= 0.5 * h and 0 <= gap <= BESIDE * high and not any(_covers(row, at) for row in known):
            return True
    return False


def _covers(row: Row, at: Row) -> bool:
    x, y = (at.left + at.right) / 2, (at.top + at.bottom) / 2
    return row.left <= x <= row.right and row.top <= y <= row.bottom


def _is_edge(piece: Piece, wide: int, high: int) -> bool:
    return piece[0] == 0 or piece[1] == 0 or piece[2] == wide or piece[3] == high


def _is_frame(piece: Piece, wide: int, high: int) -> bool:
    return piece[2] - piece[0] > FRAME * wide and (piece[3] - piece[1] > FRAME * high or _is_edge(piece, wide, high))


def _is_corner(piece: Piece, wide: int, high: int) -> bool:
    return (piece[0] == 0 or piece[2] == wide) and (piece[1] == 0 or piece[3] == high)


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    steps = np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8))
    return [(int(a), int(b)) for a, b in zip(np.flatnonzero(steps > 0), np.flatnonzero(steps < 0), strict=True)]


def _bands(ink: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where rows stand one above the other, with their accents and commas."""
    found: list[tuple[int, int]] = []
    for top, bottom in _runs(np.logical_or.reduce(ink, axis=1)):
        if found and _belong(found[-1], (top, bottom)):
            found[-1] = (found[-1][0], bottom)
        else:
            found.append((top, bottom))
    return [(top, bottom) for top, bottom in found if bottom - top >= LEAST_PX]


def _belong(upper: tuple[int, int], lower: tuple[int, int]) -> bool:
    low, high = sorted((upper[1] - upper[0], lower[1] - lower[0]))
    return low <= ACCENT * high and lower[0] - upper[1] <= max(NEAR * high, 1)


def _parts(ink: NDArray[np.bool_]) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    for left, right in _runs(np.logical_or.reduce(ink, axis=0)):
        if parts and left - parts[-1][1] <= APART * ink.shape[0]:
            parts[-1] = (parts[-1][0], right)
        else:
            parts.append((left, right))
    return parts


def _crop(away: Levels, clean: Levels, piece: Piece, at: Sequence[int]) -> Crop:
    left, top, right, bottom = piece
    part = clean[top:bottom, left:right]
    rows = np.flatnonzero((part > CONTRAST).any(axis=1))
    top, bottom = top + int(rows[0]), top + int(rows[-1]) + 1
    ink = clean[top:bottom, left:right] > CONTRAST
    around = np.zeros(away.shape, np.uint8)
    around[top:bottom, left:right] = ink
    soft = np.where(cv2.dilate(around, np.ones((3, 3), np.uint8)) > 0, away, 0)
    strongest = max(float(np.percentile(soft[top:bottom, left:right][ink], 95)), 24.0)
    room = max(LEAST_ROOM_PX, round(ROOM * (bottom - top)))
    grey = np.pad((255 - np.minimum(soft * (255 / strongest), 255)).astype(np.uint8), room, constant_values=255)
    grey = grey[top : bottom + 2 * room, left : right + 2 * room]
    row = Row((), at[0] + left, at[1] + top, at[0] + right, at[1] + bottom, 0)
    return Crop(np.repeat(grey[:, :, None], 3, axis=2), row.left - room, row.top - room, row, ink)
