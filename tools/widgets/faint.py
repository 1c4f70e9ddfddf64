"""Faint: whether a thing was drawn paler at another time, as what cannot be used is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..frame import Pixels

PALER = 0.72
"""What cannot be used has at most so much of its contrast."""
SAME_GROUND = 24
"""By so many levels the ground may change with it."""
LEAST = 60
"""What stands out by less is a shadow or nothing."""
INK_SHARE = 99.0
"""Per cent of a thing that may be its ground."""


def was_faint(before: Pixels, after: Pixels) -> bool:
    """Whether the same thing on the same ground stands out plainly now, and did not before."""
    if before.shape != after.shape or not before.size:
        return False
    (old_ground, old), (new_ground, new) = _contrast(before), _contrast(after)
    return bool(np.abs(old_ground - new_ground).max() <= SAME_GROUND and new >= LEAST and old <= PALER * new)


def _contrast(pixels: Pixels) -> tuple[NDArray[np.float64], float]:
    """The ground, and by how much what stands on it differs."""
    flat = pixels.reshape(-1, 3).astype(np.int16)
    ground = np.asarray(np.median(flat, axis=0), np.float64)
    return ground, float(np.percentile(np.abs(flat - ground).max(axis=1), INK_SHARE))
