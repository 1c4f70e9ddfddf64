"""Assignment: who gets what, when each can be had once, so that the whole costs least."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def assign(costs: NDArray[np.float64], unassigned: NDArray[np.float64]) -> list[int | None]:
    """For each row its column or None; `unassigned` is what each row without a column costs."""
    rows, columns = costs.shape
    if not rows:
        return []
    # Each row has a column of its own that stands for having none.
    spare = np.full((rows, rows), np.inf)
    np.fill_diagonal(spare, unassigned)
    whole = np.hstack([np.where(costs < unassigned[:, None], costs, np.inf), spare])
    matched = _shortest_paths(whole)
    return [column if column < columns else None for column in matched]


def _shortest_paths(costs: NDArray[np.float64]) -> list[int]:
    """The Hungarian method, row by row along the cheapest alternating path; every row has a finite column."""
    rows, columns = costs.shape
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, np.int64)
    for row in range(1, rows + 1):
        owner[0] = row
        at = 0
        least = np.full(columns + 1, np.inf)
        came_from = np.zeros(columns + 1, np.int64)
        used = np.zeros(columns + 1, np.bool_)
        while owner[at] != 0:
            used[at] = True
            current = int(owner[at])
            reduced = costs[current - 1] - row_price[current] - column_price[1:]
            better = (reduced < least[1:]) & ~used[1:]
            least[1:][better] = reduced[better]
            came_from[1:][better] = at
            open_ = np.where(used[1:], np.inf, least[1:])
            to = int(open_.argmin()) + 1
            step = float(open_[to - 1])
            row_price[owner[used]] += step
            column_price[used] -= step
            least[~used] -= step
            at = to
        while at:
            before = int(came_from[at])
            owner[at] = owner[before]
            at = before
    result = [0] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            result[int(owner[column]) - 1] = column - 1
    return result
