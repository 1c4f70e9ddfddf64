"""Where the ink of a word lies in the place that it was given."""

from __future__ import annotations

import numpy as np

from ....tools.frame import Frame
from ....tools.geometry import Box

LEAST_CONTRAST = 40
"""Levels of 255 between ink and ground, in the channel that shows it best: what is fainter is nobody's to read."""


def contrast(frame: Frame, box: Box) -> int:
    cut = frame.crop(box)
    if cut.size == 0:
        return 0
    flat = cut.reshape(-1, 3).astype(np.int16)
    return int((flat.max(axis=0) - flat.min(axis=0)).max())


def inked(frame: Frame, box: Box) -> Box | None:
    """The smallest box around what stands out there from its ground; None where nothing does."""
    left, top, _, _ = box.pixels(frame.size)
    cut = frame.crop(box).astype(np.int16)
    if cut.size == 0 or contrast(frame, box) < LEAST_CONTRAST:
        return None
    flat = cut.reshape(-1, 3) >> 3
    codes = flat[:, 0] * 1024 + flat[:, 1] * 32 + flat[:, 2]
    ground = cut.reshape(-1, 3)[codes == np.bincount(codes).argmax()].mean(axis=0)
    away = np.abs(cut - ground).max(axis=2)
    ys, xs = np.nonzero(away > max(25.0, 0.3 * float(away.max())))
    if len(xs) == 0:
        return None
    x, y = int(xs.min()), int(ys.min())
    return Box(left + x, top + y, int(xs.max()) + 1 - x, int(ys.max()) + 1 - y)
