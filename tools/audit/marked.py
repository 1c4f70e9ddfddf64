"""Findings drawn on their picture: outlined, and numbered in their order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from ..drawing import Colour, text_width, write
from ..frame import Frame
from .finding import Finding, Kind

COLOURS: dict[Kind, Colour] = {
    "contrast": (200, 30, 100),
    "cut off": (190, 90, 0),
    "overlap": (120, 60, 210),
    "covered": (20, 110, 200),
    "horizontal scroll": (0, 120, 110),
    "focus": (30, 120, 40),
}
AROUND_PX, FLAG_PX = 3, 12


def drawn(frame: Frame, findings: Sequence[Finding]) -> Frame:
    """The same picture with a box and a number at each finding; the number counts from 1, as in the list."""
    image = Image.fromarray(frame.rgb)
    draw = ImageDraw.Draw(image)
    unit = max(1, round(frame.view.scale))
    for number, finding in enumerate(findings, 1):
        colour = COLOURS[finding.kind]
        left, top, right, bottom = finding.box.grow(AROUND_PX * unit).pixels(frame.size)
        if right - left < 2 or bottom - top < 2:
            continue
        draw.rectangle((left, top, right - 1, bottom - 1), outline=colour, width=2 * unit)
        px = FLAG_PX * unit
        w, h = text_width(str(number), px) + 6 * unit, px + 3 * unit
        x, y = max(0.0, min(left - w, frame.size.w - w)), max(0, min(top, frame.size.h - h))
        draw.rectangle((x, y, x + w - 1, y + h - 1), fill=colour)
        write(draw, x + 3 * unit, y + unit, str(number), px, (255, 255, 255))
    return Frame.of(np.asarray(image), "drawn", view=frame.view, url=frame.url)
