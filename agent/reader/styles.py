"""Styles: what a text looks like: how large, in what colour, how bold; labels look alike, and values otherwise."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...tools.frame import Frame
from ...tools.geometry import Box
from ...tools.reading.text import Line
from ...tools.widgets.lettering import em_of

INK, CORE = 0.5, 0.9
"""What differs from the ground by more than this share of the most is ink; its core, away from soft edges, by more."""
RIM_PX = 2
OTHERWISE = 0.45
"""From here on two texts are of two styles."""


Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Style:
    em: float
    """The size of its type, in px."""
    colour: tuple[float, float, float]
    weight: float
    """The share of its box that is ink."""

    def distance(self, other: Style) -> float:
        size = abs(math.log(self.em / other.em))
        colour = math.dist(self.colour, other.colour) / 150
        weight = abs(math.log(max(self.weight, 0.01) / max(other.weight, 0.01)))
        return 2 * max(0.0, size - 0.08) + colour + max(0.0, weight - 0.1)

    def differs(self, other: Style) -> bool:
        return self.distance(other) > OTHERWISE


def style_of(frame: Frame, line: Line) -> Style:
    pixels = frame.crop(line.box).astype(np.float32).reshape(-1, 3)
    ground = np.median(_rim(frame, line.box), axis=0)
    off = np.abs(pixels - ground).sum(axis=1)
    most = float(off.max()) if off.size else 0.0
    ink = off > INK * most
    if most < 1:
        return Style(em_of(line.words), (0.0, 0.0, 0.0), 0.01)
    r, g, b = (float(each) for each in pixels[off >= CORE * most].mean(axis=0))
    return Style(em_of(line.words), (r, g, b), float(ink.mean()))


def _rim(frame: Frame, box: Box) -> Floats:
    """The pixels right above and below a text: between its letters ink may be what there is most of."""
    rows = (Box(box.x, box.y - RIM_PX, box.w, RIM_PX), Box(box.x, box.bottom, box.w, RIM_PX))
    parts = [frame.crop(row).reshape(-1, 3) for row in rows if row.clip(frame.size) is not None]
    return np.concatenate(parts or [frame.crop(box).reshape(-1, 3)]).astype(np.float32)
