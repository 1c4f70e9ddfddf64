"""Pieces: what hangs together of the ink on surfaces, each piece with its box; a row is some of them side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Pixels
from .surfaces import Labels, Surfaces

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
HOLLOW_LEVELS = 10
"""Px that differ from their surface by no more than this are not ink."""

AT_ONCE_PX = 500_000
"""So much ink is looked at together, so that memory is bounded where all is ink."""

TORN = 0.25
"""A piece of which so much lies at another surface is no letter on one, but the edge between two."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """Connected pieces of ink, each with its box; the first is no piece."""

    labels: Labels
    left: Ints
    top: Ints
    right: Ints
    bottom: Ints
    area: Ints
    surface: Ints
    """The surface each stands on."""
    torn: Bools
    """Whether it lies between two surfaces, as a rounded corner does."""

    @cached_property
    def wide(self) -> Ints:
        return self.right - self.left

    @cached_property
    def high(self) -> Ints:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Row:
    """One line of text, as far as geometry can tell."""

    pieces: tuple[int, ...]
    """The pieces of ink in it, from left to right."""
    left: int
    top: int
    right: int
    bottom: int
    surface: int


def find_pieces(rgb: Pixels, surfaces: Surfaces) -> Pieces:
    _, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(surfaces.ink, 8, cv2.CV_32S, cv2.CCL_SPAGHETTI)
    left, top, wide, high, area = (column.astype(np.int64) for column in np.ascontiguousarray(stats.T))
    right, bottom = left + wide, top + high
    surface = _under(surfaces.labels, left, top, right, bottom)
    return _hollow(
        rgb, surfaces, Pieces(cast(Labels, labels), left, top, right, bottom, area, surface, np.zeros(len(area), np.bool_))
    )


def _hollow(rgb: Pixels, surfaces: Surfaces, pieces: Pieces) -> Pieces:
    """Without the px inside letters that look as their surface does, as those inside an o; and which pieces are torn."""
    labels, flat = pieces.labels.copy(), rgb.reshape(-1, 3)
    area, size, count = pieces.area.copy(), pieces.wide * pieces.high, len(pieces.area)
    home, away = np.zeros(count), np.zeros(count)
    every = np.flatnonzero(surfaces.ink.ravel())
    for first in range(0, len(every), AT_ONCE_PX):
        inked = every[first : first + AT_ONCE_PX]
        owner = pieces.labels.ravel()[inked].astype(np.int64)
        at_home, abroad = _touching(surfaces, inked, pieces.surface[owner], size[owner])
        home += np.bincount(owner, weights=at_home, minlength=count)
        away += np.bincount(owner, weights=abroad, minlength=count)
        paper = surfaces.colours[pieces.surface[owner]]
        hollow = np.abs(flat[inked].astype(np.int16) - paper).max(axis=1) <= HOLLOW_LEVELS
        labels.ravel()[inked[hollow]] = 0
        area -= np.bincount(owner[hollow], minlength=count)
    return replace(pieces, labels=labels, area=area, torn=away > TORN * (home + away))


def _touching(surfaces: Surfaces, inked: Ints, surface: Ints, size: Ints) -> tuple[Ints, Ints]:
    """How many sides of each px lie at the surface its piece stands on, and how many at another."""
    flat, width = surfaces.labels.ravel(), surfaces.labels.shape[1]
    home, away = np.zeros(len(inked), np.int64), np.zeros(len(inked), np.int64)
    for step in (-1, 1, -width, width):
        beside = flat[np.clip(inked + step, 0, len(flat) - 1)]
        # The inside of a big o is a small surface that looks as the one around it.
        alike = np.abs(surfaces.colours[beside] - surfaces.colours[surface]).max(axis=1) <= HOLLOW_LEVELS
        at_home = (beside == surface) | (alike & (surfaces.areas[beside] < size))
        home += at_home
        away += (beside > 0) & ~at_home
    return home, away


def _under(surfaces: Labels, left: Ints, top: Ints, right: Ints, bottom: Ints) -> Ints:
    """The surface that most of eight places just outside each box lie on."""
    height, width = surfaces.shape
    xs, ys = (left + right) // 2, (top + bottom) // 2
    places = [(xs, top - 1), (xs, bottom), (left - 1, ys), (right, ys)]
    places += [(left - 1, top - 1), (right, top - 1), (left - 1, bottom), (right, bottom)]
    seen = np.stack([surfaces[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)] for x, y in places]).astype(np.int64)
    seen[seen == 0] = -1
    votes = (seen[:, None, :] == seen[None, :, :]).sum(axis=1)
    votes[seen < 0] = 0
    best = np.take_along_axis(seen, votes.argmax(axis=0)[None, :], axis=0)[0]
    return np.maximum(best, 0)


def row_of(pieces: Pieces, members: list[int]) -> Row:
    ordered = tuple(sorted(members, key=lambda n: int(pieces.left[n])))
    return Row(
        ordered,
        int(pieces.left[list(ordered)].min()),
        int(pieces.top[list(ordered)].min()),
        int(pieces.right[list(ordered)].max()),
        int(pieces.bottom[list(ordered)].max()),
        int(pieces.surface[ordered[0]]),
    )


def in_parts(pieces: Pieces, row: Row, most_px: float) -> list[Row]:
    """A row whose parts are no wider than that, where there are gaps to part it."""
    if row.right - row.left <= most_px or len(row.pieces) < 2:
        return [row]
    ends = np.maximum.accumulate(pieces.right[list(row.pieces)])[:-1]
    begins = pieces.left[list(row.pieces)][1:]
    central = np.abs((ends + begins) / 2 - (row.left + row.right) / 2) <= (row.right - row.left) / 4
    place = int(np.where(central, begins - ends, -row.right).argmax()) + 1
    halves = (row_of(pieces, list(half)) for half in (row.pieces[:place], row.pieces[place:]))
    return [part for half in halves for part in in_parts(pieces, half, most_px)]
