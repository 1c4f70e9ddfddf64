"""States: what the pixels of a widget say: checked, on, mixed, selected, disabled, masked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..geometry import Box
from .marks import Mask, drawn_in, pixels_of
from .picture import Picture
from .switches import switch_of
from .ticks import tick_of


def check_state(picture: Picture, box: Box, known: Sequence[str]) -> str:
    """checked, unchecked or mixed: what pixels say plainly, else what the finder knows."""
    tick = tick_of(picture, box)
    return tick.state if tick.is_plain else _known(known, tick.state)


def switch_state(picture: Picture, box: Box, known: Sequence[str]) -> str:
    switch = switch_of(picture, box)
    seen = "checked" if switch.is_on else "unchecked"
    return seen if switch.is_plain else _known(known, seen)


def _known(known: Sequence[str], seen: str) -> str:
    """A finder that knows states knows one of these."""
    return next((state for state in ("mixed", "checked", "unchecked") if state in known), seen)


def slider_place(picture: Picture, box: Box) -> float | None:
    """Where the thumb stands between the left end (0) and the right end (1)."""
    drawn = drawn_in(picture, box)
    counts = drawn.sum(axis=0)
    tall = np.flatnonzero(counts >= 0.75 * max(1, int(counts.max())))
    thumb = int(tall[-1] - tall[0]) + 1 if len(tall) else 0
    if not thumb or thumb > 0.4 * box.w:
        return None
    return float(min(max((tall.mean() - thumb / 2) / max(1.0, box.w - thumb), 0.0), 1.0))


def is_masked(picture: Picture, box: Box) -> int:
    """How many dots a field holds where all it holds is dots of one size in a row, else 0."""
    inside = pixels_of(picture, Box(box.x + 4, box.y + box.h * 0.15, box.w - 8, box.h * 0.7))
    if inside.size == 0:
        return 0
    usual = np.median(inside.reshape(-1, 3), axis=0)
    ink = np.abs(inside - usual).max(axis=2) > 60
    ink = ink[:, : _last_before_gap(ink.any(axis=0), round(40 * picture.unit))]
    rows = np.flatnonzero(ink.any(axis=1))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], ink.any(axis=0).astype(np.int8), [0]])))
    starts, ends = edges[::2], edges[1::2]
    if len(starts) < 3:
        return 0
    widths, steps = ends - starts, np.diff(starts)
    high = int(rows[-1] - rows[0]) + 1
    even = np.ptp(widths) <= max(1, 0.2 * widths.mean()) and np.ptp(steps) <= 2
    round_ = 0.7 <= high / widths.mean() <= 1.3 and high <= 0.55 * box.h
    return len(starts) if even and round_ else 0


def _last_before_gap(columns: Mask, gap: int) -> int:
    """The end of what begins at the left: an icon further right is not part of it."""
    at = np.flatnonzero(columns)
    wide = np.flatnonzero(np.diff(at) > gap)
    return int(at[wide[0]]) + 1 if len(wide) else len(columns)
