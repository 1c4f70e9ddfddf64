"""Aligned: where a picture lies best on another one, within a few pixels of where it is thought to be."""

from __future__ import annotations

import cv2

from ..frame import Frame
from ..geometry import Box

WITHIN_PX = 4
"""Further off than this something has moved, and is not only told less exactly."""


def aligned(part: Frame, whole: Frame, near: Box) -> Box:
    """The place of the part's size where it differs least; `near` itself where its size is another one."""
    within = round(WITHIN_PX * whole.view.scale)
    left, top = max(0, int(near.x) - within), max(0, int(near.y) - within)
    right, bottom = min(whole.size.w, int(near.right) + within), min(whole.size.h, int(near.bottom) + within)
    is_near = abs(part.size.w - near.w) <= within and abs(part.size.h - near.h) <= within
    if not is_near or right - left < part.size.w or bottom - top < part.size.h:
        return near
    off = cv2.matchTemplate(whole.rgb[top:bottom, left:right], part.rgb, cv2.TM_SQDIFF)
    _, _, (dx, dy), _ = cv2.minMaxLoc(off)
    return Box(left + dx, top + dy, part.size.w, part.size.h)
