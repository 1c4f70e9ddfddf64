"""What changed, what moves by itself, and when a picture holds still.

Two kinds of motion come from nobody's action, and both are known only by watching:
*alternating* places (a caret) go back and forth between the same pictures; *restless* ones (a
clock, an advert) keep showing new ones. In an alternating place only the pictures it came back to
are ambient, so a letter typed over a blinking caret is still a change; in a restless place
everything is.

Evidence counts only between two actions, because a page's late answers to several actions look
like motion too; and what began to move after a look is news to that look, because the action may
have set it off: the spinner after a click is not ambient, the advert that ran before it is.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .frame import SAME_LEVELS, Frame, Patch, Pixels
from .geometry import Box, Size
from .tiles import NEIGHBOURS, TILE_PX, Mask, Rests, Tiles, tiled, untiled

DIFFERENCES = 6
"""So many differences between looks are kept: several ask for the same one."""

SMALL = 4
"""So many tiles hold a digit."""

JOIN_PX = 8
"""Changed pixels closer than this belong to one region."""


def difference(a: Frame, b: Frame) -> tuple[Box, ...]:
    """The regions in which two looks differ, top to bottom; the whole of `b` if their sizes do."""
    if a.size != b.size:
        return (Box(0, 0, b.size.w, b.size.h),)
    return _regions(_changed(a, b))


def is_same(a: Frame, b: Frame) -> bool:
    """Whether two looks need not even be decoded to know that nothing differs."""
    return a is b or (a.encoded_png is not None and a.encoded_png == b.encoded_png)


def _changed(a: Frame, b: Frame) -> Mask:
    if is_same(a, b):
        return np.zeros((b.size.h, b.size.w), np.bool_)
    return _differs(a.rgb, b.rgb)


def _differs(a: Pixels, b: Pixels) -> Mask:
    delta = cv2.absdiff(a, b)
    if not delta.any():
        return np.zeros(a.shape[:2], np.bool_)
    red, green, blue = cv2.split(delta)
    return np.greater(cv2.max(cv2.max(red, green), blue), SAME_LEVELS)


def _regions(changed: Mask) -> tuple[Box, ...]:
    rows = np.flatnonzero(changed.any(axis=1))
    if rows.size == 0:
        return ()
    columns = np.flatnonzero(changed.any(axis=0))
    top, left, reach = int(rows[0]), int(columns[0]), JOIN_PX // 2
    part = changed[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1].astype(np.uint8)
    # With a margin all round, growing moves every edge of every region by exactly `reach`.
    part = cv2.copyMakeBorder(part, reach, reach, reach, reach, cv2.BORDER_CONSTANT)
    joined = cv2.dilate(part, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    # Outlines give the same boxes as connected components, many times faster; those with a parent are holes.
    outlines, parents = cv2.findContours(joined, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    whole = (cv2.boundingRect(outline) for outline, (*_, parent) in zip(outlines, parents[0], strict=True) if parent < 0)
    boxes = [Box(left + x, top + y, w - 2 * reach, h - 2 * reach) for x, y, w, h in whole]
    return tuple(sorted(boxes, key=lambda box: (box.y, box.x)))


@dataclass(frozen=True, slots=True)
class Change:
    """A region that differs between two looks, and what is known of how it came to."""

    box: Box
    calm_s: float
    """For how long at least this place and what is around it had been seen to hold still before the last action."""
    lively: bool
    """It has changed by itself before."""
    joins_motion: bool
    """It is small and touches what is known to show ever new pictures, as the tens of a counter do."""
    first_s: float
    last_s: float
    """When it was first and last seen to change since the last action."""
    gap_s: float
    """The longest pause between two changes since the last action; 0 where there was only one."""
    times: int
    """At how many looks since the last action it had changed."""


class Watch:
    """Remembers looks and knows what moves by itself. One per computer; looks are `add`ed in order."""

    def __init__(self) -> None:
        self._last: Frame | None = None
        self._latest: Frame | None = None
        """The last look, whether or not somebody has acted since."""
        self._page = ""
        self._goes_on = False
        self._tiles: Tiles | None = None
        self._rests: Rests | None = None
        self._differences: dict[tuple[str, str], Mask] = {}

    def acted(self) -> None:
        """Somebody acted: the next change may be theirs, so it teaches nothing."""
        self._last = None
        if self._tiles is not None:
            self._tiles.between_actions()
        if self._rests is not None and not self._goes_on:
            self._rests.acted()

    @contextmanager
    def going_on(self) -> Generator[None]:
        """What is done meanwhile is part of the action before it, as moving the pointer out of the way is."""
        self._goes_on = True
        try:
            yield
        finally:
            self._goes_on = False

    def forget(self) -> None:
        """Another page or program is shown: what moved on the old one says nothing here."""
        self._last = self._latest = self._tiles = self._rests = None

    def add(self, frame: Frame) -> None:
        last, self._last = self._last, frame
        latest, self._latest = self._latest, frame
        page, self._page = self._page, frame.url.partition("#")[0]
        if self._tiles is None or self._rests is None or self._tiles.size != frame.size or self._page != page:
            self._tiles, self._rests = Tiles(frame.size), Rests(frame)
            return
        if last is not None and last is not frame:
            self._tiles.learn(last, frame, tiled(self._changed(last, frame)))
        if latest is not None and is_same(latest, frame):
            self._rests.see_the_same(frame.taken_s)
        else:
            self._rests.see(frame, _differs(self._rests.anchor, frame.rgb), self._tiles.moving)

    def stood(self, frame: Frame, until_s: float) -> None:
        """The last look showed what was to be seen until then."""
        if self._latest is frame and self._rests is not None:
            self._rests.see_the_same(until_s)

    def changes(self, before: Frame, after: Frame, *, since_s: float | None = None) -> tuple[Box, ...]:
        """The regions that differ for a reason other than motion already known.

        What began to move later than `since_s` (else the time of `before`) is no such motion."""
        return _regions(self._unknown(before, after, since_s))

    def told(self, before: Frame, after: Frame) -> tuple[Change, ...]:
        """The same regions, each with how it came to change since the last action."""
        changed = self._unknown(before, after, None)
        return self._tell(_regions(changed), changed, after)

    def went_back(self, before: Frame, after: Frame) -> tuple[Change, ...]:
        """Regions that have changed since the last action, never before by themselves, and look again as they did before."""
        if self._tiles is None or self._rests is None or not before.size == after.size == self._tiles.size:
            return ()
        back = (self._rests.times > 1) & ~self._rests.lively_before & ~tiled(self._changed(before, after)) & ~self._tiles.moving
        mask = untiled(back, after.size)
        return self._tell(_regions(mask), mask, after)

    def answered_s(self) -> float:
        """When the first look after the last action was taken."""
        return self._rests.answers_from_s or 0.0 if self._rests is not None else 0.0

    def quiet_s(self, at_s: float) -> float:
        """How long before a time this page had been looked at without anything that began by itself."""
        return at_s - self._rests.unrest_s if self._rests is not None else 0.0

    def _tell(self, regions: tuple[Box, ...], changed: Mask, after: Frame) -> tuple[Change, ...]:
        rests, tiles = self._rests, self._tiles
        if not regions:
            return ()
        if rests is None or tiles is None or tiles.size != after.size:
            return tuple(Change(box, 0.0, False, False, after.taken_s, after.taken_s, 0.0, 1) for box in regions)
        moved, calm_s = tiled(changed), rests.calm_around_s(tiles.moving)
        return tuple(_story(box, moved, calm_s, rests, tiles, after) for box in regions)

    def _unknown(self, before: Frame, after: Frame, since_s: float | None) -> Mask:
        if before.size != after.size:
            return np.ones((after.size.h, after.size.w), np.bool_)
        changed = self._changed(before, after)
        if self._tiles is None or after.size != self._tiles.size:
            return changed
        ambient = self._tiles.ambient(before, after, tiled(changed), before.taken_s if since_s is None else since_s)
        return changed & ~untiled(ambient, after.size) if ambient.any() else changed

    def _changed(self, a: Frame, b: Frame) -> Mask:
        if a.size != b.size:
            return np.ones((b.size.h, b.size.w), np.bool_)
        names = (a.id, b.id)
        if names not in self._differences:
            if len(self._differences) >= DIFFERENCES:
                del self._differences[next(iter(self._differences))]
            self._differences[names] = _changed(a, b)
        return self._differences[names]

    def has_just_seen(self, patch: Patch, within_s: float) -> bool:
        """Whether the last look, which is no older than that, shows it, and nobody has acted since."""
        last = self._last
        return last is not None and time.monotonic() - last.taken_s < within_s and patch.matches(last)

    def shows_still(self, patch: Patch, frame: Frame) -> bool:
        """Whether a frame shows in a patch's place what the patch shows, but for restless motion there."""
        if frame.size != patch.frame_size:
            return False
        if patch.matches(frame):
            return True
        if self._tiles is None or self._tiles.size != frame.size:
            return False
        left, top, _, _ = patch.box.pixels(frame.size)
        ys, xs = np.nonzero(_differs(patch.pixels, frame.crop(patch.box)))
        return bool(self._tiles.restless[(ys + top) // TILE_PX, (xs + left) // TILE_PX].all())

    def moving(self, size: Size) -> tuple[Box, ...]:
        """Where something is known to move by itself."""
        if self._tiles is None or self._tiles.size != size:
            return ()
        return _regions(untiled(self._tiles.moving, size))


def _story(box: Box, changed: Mask, calm_s: NDArray[np.float64], rests: Rests, tiles: Tiles, after: Frame) -> Change:
    known = tiles.moving
    left, top, right, bottom = box.pixels(after.size)
    rows, columns = slice(top // TILE_PX, -(-bottom // TILE_PX)), slice(left // TILE_PX, -(-right // TILE_PX))
    here = changed[rows, columns]
    # What goes on around it belongs to it, as the next line of a list that grows by itself does.
    near = (_wider(rows), _wider(columns))
    moved = (rests.times[near] > 0) & (changed[near] | ~known[near])
    moments = np.unique(np.concatenate((rests.first_s[near][moved], rests.last_s[near][moved])))
    answered_s = rests.answers_from_s or after.taken_s
    return Change(
        box,
        calm_s=float(np.median(calm_s[rows, columns][here])),
        lively=bool(np.median(rests.lively[rows, columns][here])),
        joins_motion=int(here.sum()) <= SMALL and bool(tiles.restless[_wider(rows, 0), _wider(columns, 1)].any()),
        first_s=float(moments[0]) if moments.size else answered_s,
        last_s=float(moments[-1]) if moments.size else answered_s,
        gap_s=float(max(np.diff(moments).max(initial=0.0), rests.gap_s[near][moved].max(initial=0.0))),
        times=max(int(moments.size), int(rests.times[near][moved].max(initial=1))),
    )


def _wider(part: slice, by: int = NEIGHBOURS) -> slice:
    return slice(max(0, part.start - by), part.stop + by)


TOLD_S = 0.012
"""What is drawn is told within this time."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The look at which waiting ended."""

    frame: Frame
    still: bool
    """False: the limit ended it, and `why` says what was still moving."""
    why: str
    waited_s: float
    looks: int


async def settle(
    look: Callable[[], Awaitable[Frame]],
    watch: Watch,
    *,
    quiet_s: float = 0.05,
    limit_s: float = 5.0,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    stands: Callable[[Frame], bool] | None = None,
) -> Settled:
    """Look until nothing but ambient motion is left for `quiet_s`, or `limit_s` is over.

    `stands`: whether nothing was drawn since a look, where somebody can tell: then it need not be taken a second time."""
    began_s = time.monotonic()
    first = frame = await look()
    watch.add(frame)
    if stands is not None and not frame.busy:
        # On a machine that is busy what is drawn comes later, as the look did.
        looked_s = time.monotonic()
        await sleep(max(0.0, frame.taken_s + quiet_s - looked_s, TOLD_S, (looked_s - frame.taken_s) / 2))
        if stands(frame):
            now_s = time.monotonic()
            watch.stood(frame, now_s)
            return Settled(frame, True, "still", now_s - frame.taken_s, 1)
    looks, still_since_s, moved = 1, frame.taken_s, ()
    nap_s = min(quiet_s, still_since_s + quiet_s - time.monotonic())
    while True:
        await sleep(max(0.0, nap_s))
        nap_s = quiet_s / 3
        latest = await look()
        watch.add(latest)
        looks += 1
        # Only what moved before the waiting began may be looked past: the rest may be an answer on its way.
        now_moved = watch.changes(frame, latest, since_s=first.taken_s)
        moved = now_moved or moved
        if now_moved or latest.busy:
            still_since_s = latest.taken_s
        # Frames have their own clock, which a test may hold; the limit must end the waiting all the same.
        waited_s = max(latest.taken_s - first.taken_s, time.monotonic() - began_s)
        if latest.taken_s - still_since_s >= quiet_s:
            return Settled(latest, True, "still", waited_s, looks)
        if waited_s >= limit_s:
            return Settled(latest, False, _still_moving(moved, latest, limit_s), waited_s, looks)
        frame = latest


def _still_moving(moved: tuple[Box, ...], frame: Frame, limit_s: float) -> str:
    if frame.busy:
        return f"after {limit_s:g} s there was still {frame.busy}"
    where = ", ".join(f"{box.w:g}x{box.h:g} at {box.x:g},{box.y:g}" for box in moved[:3])
    return f"after {limit_s:g} s the picture still moved: {where or 'nothing seen held still for long enough'}"
