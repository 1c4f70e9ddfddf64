"""Compare: two pictures, as far as both go: where they differ as people see it, and how much of each place does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ..frame import Frame
from ..geometry import Box, Size
from ..motion import is_same
from .boxes import boxes_around
from .pixels import Mask, differing

LEVELS = 3
"""So many of 255 are rounding: of gradients, of colours that were converted, of pictures that were scaled."""


@dataclass(frozen=True, slots=True)
class Region:
    """A place in which two pictures differ."""

    box: Box
    share: float
    """How much of the box differs, above 0 up to 1."""


@dataclass(frozen=True, eq=False, slots=True)
class Comparison:
    before: Size
    now: Size
    regions: tuple[Region, ...]
    """In reading order; none beyond what both pictures cover."""
    share: float
    """Of what was compared: what both cover and nobody ignores."""
    mask: Mask = field(repr=False)
    """Each pixel that differs, of what both cover."""

    @property
    def is_same(self) -> bool:
        return self.before == self.now and not self.regions


def compare(before: Frame, now: Frame, *, ignore: Sequence[Box] = (), levels: int = LEVELS) -> Comparison:
    """Ignored places are left out. `levels`: so much a colour may be off by anywhere."""
    both = Size(min(before.size.w, now.size.w), min(before.size.h, now.size.h))
    if is_same(before, now):
        return Comparison(before.size, now.size, (), 0.0, np.zeros((both.h, both.w), np.bool_))
    ignored = _covered(ignore, both)
    mask = differing(before.rgb[: both.h, : both.w], now.rgb[: both.h, : both.w], ignored, levels=levels)
    compared = ignored.size - np.count_nonzero(ignored)
    return Comparison(
        before.size,
        now.size,
        tuple(Region(box, _share(mask, box, both)) for box in boxes_around(mask, now.view.scale)),
        float(np.count_nonzero(mask) / compared) if compared else 0.0,
        mask,
    )


def _covered(boxes: Sequence[Box], size: Size) -> Mask:
    mask = np.zeros((size.h, size.w), np.bool_)
    for box in boxes:
        left, top, right, bottom = box.pixels(size)
        mask[top:bottom, left:right] = True
    return mask


def _share(mask: Mask, box: Box, size: Size) -> float:
    left, top, right, bottom = box.pixels(size)
    return float(mask[top:bottom, left:right].mean())
