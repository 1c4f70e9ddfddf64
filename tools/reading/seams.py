"""Seams: where one thing is filled with two tones, one above the other, as a glossy button is: text may stand on both."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int32]
Ints = NDArray[np.int64]

EVEN_PX = 4
"""Both tones begin and end at the same place, or so near to it."""
TONES = 64
"""They differ by no more levels than this."""
TALLEST_PX = 64
MET = (0.25, 0.97)
"""Where text stands on a seam it is broken: they meet along so much of their width, at least and at most."""


def joined(labels: Labels, boxes: Ints, colours: NDArray[np.int16]) -> NDArray[np.int32] | None:
    """For each surface a number, the same for those that meet in such a seam; None where none do.

    `boxes` are left, top, right, bottom of each surface.
    """
    count, width = len(boxes), labels.shape[1]
    met = np.flatnonzero(labels[:-1] != labels[1:])
    above, below = labels.ravel()[met].astype(np.int64), labels.ravel()[met + width]
    both = (above > 0) & (below > 0)
    pairs, lengths = np.unique(above[both] * count + below[both], return_counts=True)
    upper, lower = pairs // count, pairs % count
    wide = boxes[:, 2] - boxes[:, 0]
    share = lengths / np.maximum(np.minimum(wide[upper], wide[lower]), 1)
    even = (np.abs(boxes[upper][:, [0, 2]] - boxes[lower][:, [0, 2]]) <= EVEN_PX).all(axis=1)
    alike = np.abs(colours[upper] - colours[lower]).max(axis=1) <= TONES
    low = np.maximum(boxes[upper, 3] - boxes[upper, 1], boxes[lower, 3] - boxes[lower, 1]) <= TALLEST_PX
    seams = even & alike & low & (share >= MET[0]) & (share <= MET[1])
    if not seams.any():
        return None
    numbers = np.arange(count, dtype=np.int32)
    for a, b in zip(upper[seams].tolist(), lower[seams].tolist(), strict=True):
        numbers[numbers == numbers[b]] = numbers[a]
    return numbers
