"""Ring: whether a control looks different while it has the keyboard's focus, from pictures with and without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ..frame import SAME_LEVELS, Frame
from ..geometry import Box, Size
from ..sight import kind_of
from ..target import Hint
from .ink import luminance

RING_PX = 16
"""A ring is drawn no further outside, in screen px: some are around what is around a field."""

CARET_PX = 3
"""A caret is no wider, in screen px."""

CLEAR, CLEAR_SHARE = 3.0, 0.12
"""Pixels that change by such a contrast, and how many must, per px of the way around a control: a short underline does."""

SEEN_LEVELS, SEEN_SHARE = 24, 0.4
"""A weaker change needs more of them: nearly half a line around,"""
LINE = 0.9
"""or one along its longest side."""

LONG = 10
"""The way around a long thing counts as no more, per px of its height: for a line below a field, or a ring around a knob."""

WRITTEN_INTO = frozenset({"field", "text area", "number field", "select"})
ENOUGH = 2
"""With so many pictures one is compared: what moves by itself, or belongs to another's focus, differs from one of them only."""


@dataclass(frozen=True, slots=True)
class Look:
    """A picture, and what the computer says stood where when it was taken."""

    frame: Frame
    hints: tuple[Hint, ...]


def unseen_focus(look: Look, hint: Hint, others: Sequence[Look]) -> str:
    """Why nobody sees that it has the focus; "" where one does, or where there is nothing to compare with."""
    scale = look.frame.view.scale
    place = hint.box.grow(RING_PX * scale).clip(look.frame.size)
    if place is None:
        return ""
    left, top, right, bottom = place.pixels(look.frame.size)
    whole = Box(left, top, right - left, bottom - top)
    found = [pair for other in others if (pair := _difference(look, hint, whole, other))][:ENOUGH]
    if not found:
        return ""
    levels, ratios = (np.minimum.reduce(parts) for parts in zip(*found, strict=True))
    levels[_of_others(look, hint, whole)] = 0
    changed = (levels > SAME_LEVELS) & np.isfinite(levels)
    if not changed.any():
        return "looks the same with the keyboard's focus as without it"
    columns = np.flatnonzero(changed.any(axis=0))
    if kind_of(hint) in WRITTEN_INTO and columns[-1] - columns[0] < CARET_PX * scale:
        return "only its caret shows that it has the keyboard's focus"
    around = min(2 * (hint.box.w + hint.box.h), LONG * min(hint.box.w, hint.box.h))
    clear, seen = changed & (ratios >= CLEAR), changed & (levels >= SEEN_LEVELS)
    enough = min(SEEN_SHARE * around, LINE * max(hint.box.w, hint.box.h))
    if clear.sum() >= CLEAR_SHARE * around or seen.sum() >= enough:
        return ""
    most = float(ratios[changed].max())
    return f"hardly looks different with the keyboard's focus: {int(changed.sum())} px change, by {most:.1f}:1 at most"


def _difference(look: Look, hint: Hint, whole: Box, other: Look) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
    """By how many levels, and by what contrast, each px differs from another picture, wherever the control is on that;
    endless where that one does not show it. None where it does not show the control without the focus at all."""
    there = next((each for each in other.hints if hint.key and each.key == hint.key), None)
    if other is look or there is None or "focused" in there.state:
        return None
    if abs(there.box.w - hint.box.w) > 1 or abs(there.box.h - hint.box.h) > 1:
        return None
    dx, dy = round(there.box.x - hint.box.x), round(there.box.y - hint.box.y)
    shown = whole.move(dx, dy).clip(other.frame.size)
    if shown is None:
        return None
    place = shown.move(-dx, -dy)
    now, then = look.frame.crop(place), other.frame.crop(shown)
    inside = np.s_[int(place.y - whole.y) : int(place.bottom - whole.y), int(place.x - whole.x) : int(place.right - whole.x)]
    levels, ratios = (np.full((int(whole.h), int(whole.w)), np.inf, np.float32) for _ in range(2))
    levels[inside] = by = np.maximum.reduce(cv2.split(cv2.absdiff(now, then)))
    if not by.any():
        ratios[inside] = 1.0
        return levels, ratios
    one, two = luminance(now) + 0.05, luminance(then) + 0.05
    ratios[inside] = np.maximum(one, two) / np.minimum(one, two)
    return levels, ratios


def _of_others(look: Look, hint: Hint, whole: Box) -> NDArray[np.bool_]:
    """What belongs to other controls beside it."""
    mask = np.zeros((int(whole.h), int(whole.w)), np.bool_)
    for other in look.hints:
        if other.key != hint.key and not other.box.grow(1).intersect(hint.box) and other.box.intersect(whole):
            left, top, right, bottom = other.box.move(-whole.x, -whole.y).pixels(Size(mask.shape[1], mask.shape[0]))
            mask[top:bottom, left:right] = True
    return mask
