"""Detector: a small network of our own that marks widgets in a picture; it knows shapes, no words and no pages."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from importlib.resources import as_file, files
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import Frame, Pixels
from ..geometry import Box
from ..reading.recogniser import open_session
from ..reading.text import Line
from .candidate import Candidate, surest
from .widget import KINDS

Floats = NDArray[np.float32]

STATES = ("checked", "mixed", "disabled", "selected")
GRID_PX = 4
SIDES_OF = 32
"""The network halves a picture five times, so its sides must be multiples of this."""
MOST_PX = 2560 * 1600
"""A larger picture is looked at smaller."""
SURE = 0.1
"""Less is not worth a look; how sure each kind must be is said in see.py."""


def detect(frame: Frame, _lines: Sequence[Line] = ()) -> list[Candidate]:
    """What looks like a widget, the surest first."""
    scale = _shrunk(frame)
    picture = _padded(_resized(frame.rgb, scale))
    scores, sides, states = (part[0] for part in cast("list[Floats]", _session().run(None, {"picture": picture[None]})))
    return surest(_candidate(at, scores, sides, states, scale) for at in zip(*np.nonzero(scores >= SURE), strict=True))


def _shrunk(frame: Frame) -> float:
    """Page px per frame px: the network knows widgets as large as pages mean them."""
    scale = 1.0 / max(frame.view.scale, 0.1)
    area = frame.size.w * frame.size.h * scale * scale
    return scale * min(1.0, math.sqrt(MOST_PX / max(area, 1.0)))


def _resized(rgb: Pixels, scale: float) -> Pixels:
    if scale == 1.0:
        return rgb
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    size = max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale))
    return np.asarray(cv2.resize(rgb, size, interpolation=how), np.uint8)


def _padded(rgb: Pixels) -> Pixels:
    down, across = (-side % SIDES_OF for side in rgb.shape[:2])
    return np.asarray(cv2.copyMakeBorder(rgb, 0, down, 0, across, cv2.BORDER_REPLICATE), np.uint8)


def _candidate(at: tuple[int, int, int], scores: Floats, sides: Floats, states: Floats, scale: float) -> Candidate:
    kind, row, column = at
    x, y = (column + 0.5) * GRID_PX, (row + 0.5) * GRID_PX
    left, top, right, bottom = (float(side) for side in sides[:, row, column])
    box = Box((x - left) / scale, (y - top) / scale, (left + right) / scale, (top + bottom) / scale)
    state = tuple(name for name, sure in zip(STATES, states[:, row, column], strict=True) if sure >= 0.5)
    return Candidate(KINDS[kind], box, float(scores[kind, row, column]), state)


@functools.cache
def _session() -> Any:
    with as_file(files(__name__.rpartition(".")[0]) / "detector.onnx") as path:
        return open_session(path)
