"""Pieces: what hangs together of the ink on surfaces, each piece with its box; a row is some of them side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
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

    @property
    def wide(self) -> Ints:
        return self.right - self.left

    @property
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
    """Without the px inside letters that look as their surface does, as those inside an o."""
    inked = np.flatnonzero(surfaces.ink.ravel())
    owner = pieces.labels.ravel()[inked].astype(np.int64)
    paper = surfaces.colours[pieces.surface[owner]]
    torn = _torn(surfaces, inked, owner, pieces.surface, pieces.wide * pieces.high)
    away = np.abs(rgb.reshape(-1, 3)[inked].astype(np.int16) - paper).max(axis=1)
    hollow = away <= HOLLOW_LEVELS
    labels = pieces.labels.copy()
    labels.ravel()[inked[hollow]] = 0
    area = pieces.area - np.bincount(owner[hollow], minlength=len(pieces.area))
    return replace(pieces, labels=labels, area=area, torn=torn)


def _torn(surfaces: Surfaces, inked: Ints, owner: Ints, surface: Ints, size: Ints) -> Bools:
    """Which pieces touch another surface than their own with a good part of their edge."""
    flat, width = surfaces.labels.ravel(), surfaces.labels.shape[1]
    home, away = np.zeros(len(surface)), np.zeros(len(surface))
    for step in (-1, 1, -width, width):
        beside = flat[np.clip(inked + step, 0, len(flat) - 1)]
        own = surface[owner]
        # The inside of a big o is a small surface that looks as the one around it.
        alike = np.abs(surfaces.colours[beside] - surfaces.colours[own]).max(axis=1) <= HOLLOW_LEVELS
        inner = alike & (surfaces.areas[beside] < size[owner])
        at_home = (beside == own) | inner
        home += np.bincount(owner[at_home], minlength=len(surface))
        away += np.bincount(owner[(beside > 0) & ~at_home], minlength=len(surface))
    return away > TORN * (home + away)


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
