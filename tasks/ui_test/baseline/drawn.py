"""Drawn: a picture as it was, as it is, and what differs, one beside the other, cut to where something does."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw

from ....tools.compare import Comparison
from ....tools.drawing import MARK, Colour, write
from ....tools.frame import Frame, Pixels
from ....tools.geometry import Box, Size

AROUND_PX = 60
LEAST_PX = Size(480, 270)
"""Room around what differs, and how much is shown at least, at scale 1."""
CAPTION_PX, GAP_PX, TEXT_PX = 26, 8, 14
GROUND: Colour = (238, 240, 244)
INK: Colour = (40, 46, 58)
IGNORED: Colour = (150, 158, 172)
FADED = 0.25
"""How much is left of what is the same, where only differences count."""
HATCH_PX = 8
WIDE = 1.2
"""What is wider than that for its height is shown one below the other."""


def drawn(before: Frame, now: Frame, comparison: Comparison, ignored: Sequence[Box]) -> Frame:
    unit = max(1.0, now.view.scale)
    boxes = [region.box for region in comparison.regions]
    shown = _shown(boxes, before.size, now.size, unit)
    panes = [
        ("then", _outlined(_cut(before.rgb, shown), boxes, shown, unit)),
        ("now", _outlined(_cut(now.rgb, shown), boxes, shown, unit)),
        ("what differs", _differences(now.rgb, comparison, ignored, shown, unit)),
    ]
    return Frame.of(_laid_out(panes, unit), "drawn")


def _shown(boxes: Sequence[Box], before: Size, now: Size, unit: float) -> Box:
    """All that differs, with what is around it; all there is where the sizes differ."""
    whole = Box(0, 0, max(before.w, now.w), max(before.h, now.h))
    if not boxes or before != now:
        return whole
    box = Box.union(boxes).grow(AROUND_PX * unit)
    w, h = max(box.w, LEAST_PX.w * unit), max(box.h, LEAST_PX.h * unit)
    left = min(max(0.0, box.center.x - w / 2), max(0.0, whole.w - w))
    top = min(max(0.0, box.center.y - h / 2), max(0.0, whole.h - h))
    return Box(round(left), round(top), min(round(w), whole.w), min(round(h), whole.h))


def _cut(rgb: Pixels, shown: Box) -> Pixels:
    """What is to be seen there; plain ground where the picture ends before."""
    pane = np.empty((int(shown.h), int(shown.w), 3), np.uint8)
    pane[:] = GROUND
    part = rgb[int(shown.y) : int(shown.bottom), int(shown.x) : int(shown.right)]
    pane[: part.shape[0], : part.shape[1]] = part
    return pane


def _outlined(pane: Pixels, boxes: Sequence[Box], shown: Box, unit: float) -> Pixels:
    image = Image.fromarray(pane)
    draw = ImageDraw.Draw(image)
    width = round(2 * unit)
    for box in boxes:
        # Around it, so that nothing of it is covered.
        left, top, right, bottom = (box.grow(2 * width).move(-shown.x, -shown.y)).pixels(Size(image.width, image.height))
        if right - left > 1 and bottom - top > 1:
            draw.rectangle((left, top, right - 1, bottom - 1), outline=MARK, width=width)
    return np.asarray(image)


def _differences(rgb: Pixels, comparison: Comparison, ignored: Sequence[Box], shown: Box, unit: float) -> Pixels:
    """What is the same, faded and grey; what differs, in one colour; what was ignored, hatched."""
    grey = cv2.cvtColor(cv2.cvtColor(_cut(rgb, shown), cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    pane = np.asarray(cv2.addWeighted(grey, FADED, np.full_like(grey, 255), 1 - FADED, 0), np.uint8)
    mask = comparison.mask[int(shown.y) : int(shown.bottom), int(shown.x) : int(shown.right)]
    pane[: mask.shape[0], : mask.shape[1]][mask] = MARK
    for box in ignored:
        _hatch(pane, box.move(-shown.x, -shown.y), round(HATCH_PX * unit))
    return pane


def _hatch(pane: Pixels, box: Box, step_px: int) -> None:
    left, top, right, bottom = box.pixels(Size(pane.shape[1], pane.shape[0]))
    if right > left and bottom > top:
        ys, xs = np.mgrid[top:bottom, left:right]
        pane[top:bottom, left:right][(xs + ys) % step_px < max(1, step_px // 6)] = IGNORED


def _laid_out(panes: Sequence[tuple[str, Pixels]], unit: float) -> Pixels:
    h, w = panes[0][1].shape[:2]
    caption, gap = round(CAPTION_PX * unit), round(GAP_PX * unit)
    is_stacked = w > WIDE * h
    columns, rows = (1, len(panes)) if is_stacked else (len(panes), 1)
    image = Image.new("RGB", (columns * (w + gap) + gap, rows * (h + caption) + gap), GROUND)
    draw = ImageDraw.Draw(image)
    for at, (said, pane) in enumerate(panes):
        column, row = (0, at) if is_stacked else (at, 0)
        x, y = gap + column * (w + gap), row * (h + caption)
        write(draw, x, y + 5 * unit, said, round(TEXT_PX * unit), INK)
        image.paste(Image.fromarray(pane), (x, y + caption))
    return np.asarray(image)
