"""Overlaps: of one box with many, all given as rows of left, top, right, bottom."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.floating[Any]]


def overlaps(one: Rows, others: Rows) -> tuple[Rows, Rows]:
    """Intersection over union with each, and the share of the smaller of both that is in the other."""
    wide = np.minimum(one[2], others[:, 2]) - np.maximum(one[0], others[:, 0])
    high = np.minimum(one[3], others[:, 3]) - np.maximum(one[1], others[:, 1])
    both = np.maximum(wide, 0) * np.maximum(high, 0)
    area, areas = _area(one), _area(others)
    return both / (areas + area - both), both / np.minimum(areas, area)


def _area(rows: Rows) -> Rows:
    return np.maximum((rows[..., 2] - rows[..., 0]) * (rows[..., 3] - rows[..., 1]), 1e-3)
