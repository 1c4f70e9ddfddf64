"""Reader: reads frames and keeps what it has read, so that unchanged pixels are never read twice."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ..frame import Frame, Pixels
from ..geometry import Box, Size
from .answers import Reading, name_of
from .changes import changed_boxes
from .crops import Crop
from .finder import find_affordable
from .recogniser import recogniser, thread_count
from .text import Line
from .words import to_line

if TYPE_CHECKING:
    from ..memory import Memory

KEPT_READINGS = 4000
"""How many pictures of lines are remembered."""

MOST_PX = 40_000
"""Scaled px of lines that each thread recognises in one look, in some three seconds: about 400 words. The rest is told."""

AROUND_PX = 72
"""How far around a change is looked for lines again: more than the shortest rule, so that borders are known as such."""

WHOLE = 0.5
"""If more of the frame has changed than this, all of it is looked at again."""


KEPT_LOOKS = 12
"""So many looks are remembered: what is looked at again may have been left for a while."""
STRIDE = 8
"""Looks are compared by every so manyth pixel of every so manyth line before they are compared in earnest."""


@dataclass(frozen=True, eq=False)
class _Seen:
    """What an earlier look showed."""

    rgb: Pixels
    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]

    @cached_property
    def sample(self) -> Pixels:
        return _sampled(self.rgb)


class Reader:
    """Blocking; one thread at a time reads, others wait."""

    def __init__(self, memory: Memory | None = None) -> None:
        self._memory = memory
        self.left_out = 0
        """How many lines of the picture were too many to read: of noise, or of a very large one."""
        self._known: OrderedDict[bytes, Reading] = OrderedDict()
        self._seen: deque[_Seen] = deque(maxlen=KEPT_LOOKS)
        """The latest first."""
        self._lock = threading.Lock()

    def read(self, frame: Frame, region: Box | None = None) -> tuple[Line, ...]:
        """All lines of a frame in reading order, or those of a region."""
        with self._lock:
            if region is None:
                return self._read_frame(frame.rgb)
            return self._read_region(frame, region)

    def forget(self) -> None:
        with self._lock:
            self._seen.clear()
            self._known.clear()

    def _read_frame(self, rgb: Pixels) -> tuple[Line, ...]:
        seen = self._most_alike(rgb)
        if seen is None:
            return self._keep(rgb, self._read_pixels(rgb))
        changed = changed_boxes(seen.rgb, rgb)
        if not changed:
            self._seen.remove(seen)
            self._seen.appendleft(seen)
            return seen.lines
        if sum(box.area for box in changed) > WHOLE * rgb.shape[0] * rgb.shape[1]:
            return self._keep(rgb, self._read_pixels(rgb))
        lines = list(zip(seen.lines, seen.boxes, strict=True))
        for box in changed:
            lines = self._read_again(rgb, lines, box)
        return self._keep(rgb, lines)

    def _most_alike(self, rgb: Pixels) -> _Seen | None:
        """The look that this one differs from the least: usually the last, else one of the same page before."""
        alike = [seen for seen in self._seen if seen.rgb.shape == rgb.shape]
        if len(alike) < 2:
            return next(iter(alike), None)
        sample = _sampled(rgb)
        return min(alike, key=lambda seen: int(np.count_nonzero(seen.sample != sample)))

    def _keep(self, rgb: Pixels, lines: Iterable[tuple[Line, Box]]) -> tuple[Line, ...]:
        ordered = in_reading_order(list(lines))
        seen = _Seen(rgb, tuple(line for line, _ in ordered), tuple(box for _, box in ordered))
        self._seen.appendleft(seen)
        return seen.lines

    def _read_again(self, rgb: Pixels, lines: list[tuple[Line, Box]], changed: Box) -> list[tuple[Line, Box]]:
        """The lines, those around a change found anew."""
        size = Size(int(rgb.shape[1]), int(rgb.shape[0]))
        for reach in (1, 3, 100):
            touched = [box for _, box in lines if box.grow(AROUND_PX / 3).intersect(changed)]
            window = Box.union([changed, *touched]).grow(AROUND_PX * reach)
            left, top, right, bottom = window.pixels(size)
            found = self._find(rgb[top:bottom, left:right], (left, top))
            affected = [crop for crop in found if any(_box(crop).grow(2).intersect(box) for box in (changed, *touched))]
            inner = Box(left, top, right - left, bottom - top).grow(-2)
            edges = Box(0, 0, size.w, size.h).grow(-2)
            if not any(_sticks_out(_box(crop), inner, edges) for crop in affected):
                break
        replaced = [changed, *(_box(crop) for crop in affected), *touched]
        kept = [(line, box) for line, box in lines if not any(box.intersect(other) for other in replaced)]
        return kept + self._read_crops(affected)

    def _read_pixels(self, rgb: Pixels) -> list[tuple[Line, Box]]:
        self.left_out = 0
        return self._read_crops(self._find(rgb, (0, 0)))

    def _find(self, rgb: Pixels, at: tuple[int, int]) -> tuple[Crop, ...]:
        found = find_affordable(rgb, at, MOST_PX * thread_count())
        self.left_out = max(self.left_out, found.left_out)
        return found.crops

    def _read_region(self, frame: Frame, region: Box) -> tuple[Line, ...]:
        left, top, right, bottom = region.pixels(frame.size)
        if right <= left or bottom <= top:
            return ()
        seen = self._most_alike(frame.rgb)
        if seen is not None and not changed_boxes(seen.rgb, frame.rgb):
            return tuple(line for line, box in zip(seen.lines, seen.boxes, strict=True) if region.contains(box.center))
        window = Box(left, top, right - left, bottom - top).grow(AROUND_PX)
        left, top, right, bottom = window.pixels(frame.size)
        found = self._find(frame.rgb[top:bottom, left:right], (left, top))
        lines = self._read_crops([crop for crop in found if region.contains(_box(crop).center)])
        return tuple(line for line, _ in in_reading_order(lines))

    def _read_crops(self, crops: Sequence[Crop]) -> list[tuple[Line, Box]]:
        names = [name_of(crop.pixels) for crop in crops]
        new = {name: crop for name, crop in zip(names, crops, strict=True) if name not in self._known}
        readings = self._readings(new)
        lines: list[tuple[Line, Box]] = []
        for name, crop in zip(names, crops, strict=True):
            reading = readings.get(name) or self._known[name]
            readings[name] = reading
            line = to_line(crop, reading)
            if line is not None:
                lines.append((line, _box(crop)))
        for name in names:
            self._known[name] = readings[name]
            self._known.move_to_end(name)
        while len(self._known) > KEPT_READINGS:
            self._known.popitem(last=False)
        return lines

    def _readings(self, crops: Mapping[bytes, Crop]) -> dict[bytes, Reading]:
        readings = {name: reading for name in crops if (reading := self._remembered(name)) is not None}
        new = {name: crop.pixels for name, crop in crops.items() if name not in readings}
        for name, reading in zip(new, recogniser().recognise([*new.values()]) if new else (), strict=True):
            readings[name] = reading
            if self._memory is not None:
                self._memory.keep(name, astuple(reading))
        return readings

    def _remembered(self, name: bytes) -> Reading | None:
        said = None if self._memory is None else self._memory.find(name)
        if said is None:
            return None
        text, *numbers = said
        return Reading(text, *map(tuple, numbers))


def read(frame: Frame, region: Box | None = None) -> tuple[Line, ...]:
    """The lines of one frame, nothing kept."""
    return Reader().read(frame, region)


def in_reading_order(lines: list[tuple[Line, Box]]) -> list[tuple[Line, Box]]:
    """Top to bottom; what stands side by side from left to right."""
    rest = sorted(lines, key=lambda line: (line[1].center.y, line[1].x))
    ordered: list[tuple[Line, Box]] = []
    band: list[tuple[Line, Box]] = []
    for line in rest:
        if band and line[1].center.y > band[0][1].center.y + band[0][1].h / 2:
            ordered += sorted(band, key=lambda one: one[1].x)
            band = []
        band.append(line)
    return ordered + sorted(band, key=lambda one: one[1].x)


def _sampled(rgb: Pixels) -> Pixels:
    return np.ascontiguousarray(rgb[::STRIDE, ::STRIDE])


def _box(crop: Crop) -> Box:
    row = crop.row
    return Box(row.left, row.top, row.right - row.left, row.bottom - row.top)


def _sticks_out(box: Box, window: Box, frame: Box) -> bool:
    """Whether a line may go on beyond the window, where the frame does."""
    return (
        (box.x < window.x and window.x > frame.x)
        or (box.y < window.y and window.y > frame.y)
        or (box.right > window.right and window.right < frame.right)
        or (box.bottom > window.bottom and window.bottom < frame.bottom)
    )
