"""Facts: what is known of a place without a closer look: what the detector says, its size, its words, its neighbours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..geometry import Box
from ..reading.text import Word
from .detector import Marked
from .widget import KINDS

Floats = NDArray[np.float32]

MANY_WORDS, MANY_BESIDE = 5, 4
LEVEL, AS_HIGH, NEAR = 0.12, 0.15, 2.0
"""Things of one row differ so little in place and in height, and stand so near, per px of their height."""
FACTS = 2 * len(KINDS) + 7


def facts_of(boxes: Sequence[Box], drawn: int, marked: Marked, words: Sequence[Word], scale: float) -> Floats:
    """One row for each place; the first ones, so many, have something drawn around them."""
    if not boxes:
        return np.zeros((0, FACTS), np.float32)
    centres = np.array([(word.box.center.x, word.box.center.y, word.box.area) for word in words], np.float32).reshape(-1, 3)
    known = [(*marked.of(box), *_size(box, scale), float(at < drawn), *_held(box, centres)) for at, box in enumerate(boxes)]
    return np.concatenate([np.array(known, np.float32), _beside(boxes)], axis=1)


def _size(box: Box, scale: float) -> tuple[float, float]:
    """On a logarithmic scale, about 0..1."""
    return float(np.log2(max(box.w / scale, 1.0)) / 10), float(np.log2(max(box.h / scale, 1.0)) / 8)


def _held(box: Box, words: Floats) -> tuple[float, float]:
    """How many words it holds, and how much of it they cover."""
    inside = (words[:, 0] >= box.x) & (words[:, 0] < box.right) & (words[:, 1] >= box.y) & (words[:, 1] < box.bottom)
    return min(int(inside.sum()), MANY_WORDS) / MANY_WORDS, min(float(words[inside, 2].sum()) / max(box.area, 1.0), 1.0)


def _beside(boxes: Sequence[Box]) -> Floats:
    """How many places of the same height follow on the left and on the right, one beside the other, as tabs do."""
    left, right, middle, high = np.array([(box.x, box.right, box.center.y, box.h) for box in boxes], np.float32).T
    alike = np.abs(middle[:, None] - middle) <= LEVEL * high + 1
    alike &= np.abs(high[:, None] - high) <= AS_HIGH * high + 1
    gap = left[None, :] - right[:, None]
    follows = alike & (gap >= -0.1 * high) & (gap <= NEAR * high)
    counts = np.zeros((2, len(boxes)), np.int64)
    for side, (order, next_to) in enumerate(((np.argsort(left), follows.T), (np.argsort(-right), follows))):
        for n in order.tolist():
            counts[side, n] = max(counts[side, next_to[n]] + 1, default=0)
    return (np.minimum(counts, MANY_BESIDE) / MANY_BESIDE).T.astype(np.float32)
