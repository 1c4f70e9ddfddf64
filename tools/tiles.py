"""Tiles: what every small square of a screen showed while nobody acted, for `Watch` to learn from."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from .frame import Frame
from .geometry import Size

Mask = NDArray[np.bool_]
Places = tuple[NDArray[np.intp], ...]

TILE_PX = 16
"""Motion is remembered per tile of this many frame px."""

RESTLESS_CHANGES = 3
RESTLESS_FOR_S = 1.5
"""A place is restless once it showed this many new pictures, over at least this long, with nobody acting."""

SEEN_S = 0.5
"""How long a rest two looks can bear witness to: further apart, a caret may have gone and come back."""

ANSWERS_S = 1.2
"""So long after an action, or after a page was opened, a change may be the answer; what changes later does so by itself."""

NEIGHBOURS = 2
"""So many tiles around one are looked at as well."""

PICTURES = 12
"""How many pictures of a tile are remembered: a caret has two."""


class Tiles:
    """What every tile of a screen showed while nobody acted. All arrays are rows x columns of tiles."""

    def __init__(self, size: Size) -> None:
        self.size = size
        shape = (-(-size.h // TILE_PX), -(-size.w // TILE_PX))
        self.changes = np.zeros(shape, np.int32)
        self.since_s = np.zeros(shape)
        """When it was first seen to change."""
        self.rest_s = np.zeros(shape)
        """For how long it has been seen to rest since it changed."""
        self.pause_s = np.zeros(shape)
        """The longest it has rested before it changed again."""
        self.pictures = np.zeros((*shape, PICTURES), np.uint64)
        self.visits = np.zeros((*shape, PICTURES), np.int32)
        """How often it went to each of these pictures."""
        self.new = np.zeros(shape, np.int32)
        """How many pictures it showed that were none of these, in a row of new ones that goes from
        `new_from_s` to `new_to_s`."""
        self.new_from_s = np.zeros(shape)
        self.new_to_s = np.zeros(shape)

    @property
    def restless(self) -> Mask:
        often = np.greater(self.new, RESTLESS_CHANGES)
        return often & np.greater_equal(self.new_to_s - self.new_from_s, RESTLESS_FOR_S)

    @property
    def alternating(self) -> Mask:
        return np.greater_equal(np.count_nonzero(self.visits >= 2, axis=2), 2)

    @property
    def moving(self) -> Mask:
        return self.restless | self.alternating

    def learn(self, before: Frame, after: Frame, moved: Mask) -> None:
        begun = self.changes > 0
        rested_s = np.where(begun, self.rest_s + min(after.taken_s - before.taken_s, SEEN_S), 0.0)
        self.pause_s[moved] = np.maximum(self.pause_s, rested_s)[moved]
        self.rest_s = np.where(moved, 0.0, rested_s)
        self.since_s[moved & ~begun] = after.taken_s
        self.changes[moved] += 1
        if moved.any():
            at = np.nonzero(moved)
            self._visit(at, _fingerprints(before, moved), before.taken_s, returning=False)
            self._visit(at, _fingerprints(after, moved), after.taken_s, returning=True)
        self.clear((self.rest_s > 2 * self.pause_s + SEEN_S) & (self.restless | self.alternating))

    def _visit(self, at: Places, pictures: NDArray[np.uint64], at_s: float, *, returning: bool) -> None:
        known = (self.pictures[at] == pictures[:, None]) & (self.visits[at] > 0)
        found = known.any(axis=1)
        slot = known.argmax(axis=1)
        slot[~found] = self.visits[at].argmin(axis=1)[~found]
        self.pictures[(*at, slot)] = pictures
        self.visits[(*at, slot)] = np.where(found, self.visits[(*at, slot)] + returning, 1)
        self.new_from_s[at] = np.where(self.new[at] == 0, at_s, self.new_from_s[at])
        self.new_to_s[at] = np.where(found, self.new_to_s[at], at_s)
        self.new[at] += ~found

    def clear(self, where: Mask) -> None:
        for each in (self.changes, self.rest_s, self.pause_s, self.visits, self.new):
            each[where] = 0

    def between_actions(self) -> None:
        """An action ends the evidence: only what is known to move stays, and what it came back to."""
        self.clear(~(self.restless | self.alternating))
        self.visits[self.visits < 2] = 0
        self.new[~self.restless] = 0

    def ambient(self, before: Frame, after: Frame, changed: Mask, since_s: float) -> Mask:
        """The changed tiles that were moving by `since_s` and show nothing that is new for them."""
        moving = changed & (self.changes > 0) & (self.since_s <= since_s)
        ambient = moving & self.restless
        either = moving & self.alternating & ~ambient
        at = np.nonzero(either)
        if at[0].size:
            both = self._came_back_to(at, _fingerprints(before, either)) & self._came_back_to(at, _fingerprints(after, either))
            ambient[at] = both
        return ambient

    def _came_back_to(self, at: Places, pictures: NDArray[np.uint64]) -> Mask:
        return ((self.pictures[at] == pictures[:, None]) & (self.visits[at] >= 2)).any(axis=1)


class Rests:
    """How long every tile held still, whoever acted, and how it has changed since somebody acted last."""

    def __init__(self, first: Frame) -> None:
        shape = (-(-first.size.h // TILE_PX), -(-first.size.w // TILE_PX))
        self.anchor = first.rgb.copy()
        """What each tile showed when it last changed: what changes little by little changes, too."""
        self.seen_s = self.unrest_s = first.taken_s
        """When the last look was taken, and when something was last seen to move by itself where nothing had before."""
        self.answers_from_s: float | None = first.taken_s
        """When the first look after the last action was taken; a page that has just been opened answers too."""
        self.rested_s = np.zeros(shape)
        self.calm_s = np.zeros(shape)
        """The longest rest it was seen to hold."""
        self.lively = np.zeros(shape, np.bool_)
        """Whether it was ever seen to change by itself."""
        self.calm_before_s, self.lively_before = self.calm_s, self.lively
        """Both as they were before the last action."""
        self.times = np.zeros(shape, np.int32)
        self.first_s = np.zeros(shape)
        self.last_s = np.zeros(shape)
        self.gap_s = np.zeros(shape)
        """How often it changed since then, when first and last, and the longest pause between."""

    def acted(self) -> None:
        self.calm_before_s, self.lively_before, self.answers_from_s = self.calm_s.copy(), self.lively.copy(), None
        self.times[:] = 0
        self.gap_s[:] = 0.0

    def see_the_same(self, now_s: float) -> None:
        """Another look shows what the last one showed."""
        if self.answers_from_s is None:
            self.answers_from_s = now_s
        self.rested_s += min(now_s - self.seen_s, SEEN_S)
        self.seen_s = now_s
        np.maximum(self.calm_s, self.rested_s, out=self.calm_s)

    def see(self, frame: Frame, changed: Mask, known: Mask) -> None:
        """`changed`: the pixels that differ from the anchor. `known`: where motion is known already, and no news."""
        now_s, moved = frame.taken_s, tiled(changed)
        if self.answers_from_s is None:
            self.answers_from_s = now_s
        if moved.any():
            where = untiled(moved, frame.size)
            self.anchor[where] = frame.rgb[where]
            if now_s - self.answers_from_s > ANSWERS_S:
                if (moved & ~known & ~self.lively).any():
                    self.unrest_s = now_s
                self.lively |= moved
                self.calm_s[moved] = 0.0
            again = moved & (self.times > 0)
            self.gap_s[again] = np.maximum(self.gap_s, now_s - self.last_s)[again]
            self.first_s[moved & (self.times == 0)] = now_s
            self.last_s[moved] = now_s
            self.times[moved] += 1
            self.rested_s[moved] = -min(now_s - self.seen_s, SEEN_S)
        self.see_the_same(now_s)

    def calm_around_s(self, known: Mask) -> NDArray[np.float64]:
        """For how long each tile and its neighbours held still before the last action; where motion is known says nothing.

        What moves on from place to place, as messages and bars do, has moved near by before it comes."""
        calm = np.where(known, np.inf, self.calm_before_s).astype(np.float32)
        around = cv2.erode(calm, np.ones((2 * NEIGHBOURS + 1, 2 * NEIGHBOURS + 1), np.uint8))
        return np.where(known, self.calm_before_s, around)


def tiled(changed: Mask) -> Mask:
    """Which tiles have a changed pixel."""
    h, w = changed.shape
    tiles = np.zeros((-(-h // TILE_PX), -(-w // TILE_PX)), np.bool_)
    rows = np.flatnonzero(changed.any(axis=1))
    if rows.size:
        first, last = int(rows[0]) // TILE_PX, int(rows[-1]) // TILE_PX + 1
        part = _whole_tiles(changed[first * TILE_PX : last * TILE_PX])
        tiles[first:last] = part.reshape(last - first, TILE_PX, -1, TILE_PX).any(axis=(1, 3))
    return tiles


def untiled(tiles: Mask, size: Size) -> Mask:
    return tiles.repeat(TILE_PX, axis=0).repeat(TILE_PX, axis=1)[: size.h, : size.w]


def _whole_tiles(part: NDArray[np.generic]) -> NDArray[np.generic]:
    """The same picture, filled up to whole tiles at its right and lower edge."""
    below, beside = -part.shape[0] % TILE_PX, -part.shape[1] % TILE_PX
    if not below and not beside:
        return part
    return np.pad(part, np.array([(0, below), (0, beside), *[(0, 0)] * (part.ndim - 2)]))


_WEIGHTS = np.random.default_rng(16).integers(0, 2**64, TILE_PX * TILE_PX * 3 // 8, np.uint64) | np.uint64(1)


def _fingerprints(frame: Frame, tiles: Mask) -> NDArray[np.uint64]:
    """One number per chosen tile, the same for the same pixels."""
    rows = np.flatnonzero(tiles.any(axis=1))
    first, last = int(rows[0]), int(rows[-1]) + 1
    part = _whole_tiles(frame.rgb[first * TILE_PX : last * TILE_PX])
    cut = part.reshape(last - first, TILE_PX, -1, TILE_PX * 3).transpose(0, 2, 1, 3)[tiles[first:last]]
    words = cut.reshape(len(cut), -1).view(np.uint64)
    # High bytes alone would not reach the low bits of the products: mix them down first.
    return ((words ^ (words >> np.uint64(32))) * _WEIGHTS).sum(axis=1, dtype=np.uint64)
