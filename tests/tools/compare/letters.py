"""Letters as they are drawn at any fraction of a pixel: large ones, made smaller."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from handeye.tools.drawing import font
from handeye.tools.frame import Frame, Pixels

FINE = 10
"""So many fine pixels are one."""

Colour = tuple[int, int, int]
BLACK, WHITE = (20, 20, 20), (255, 255, 255)


def letters(
    text: str, x: float = 10, y: float = 6, *, size_px: int = 12, colour: Colour = BLACK, ground: Colour = WHITE, w: int = 220
) -> Pixels:
    image = Image.new("RGB", (w * FINE, 30 * FINE), ground)
    ImageDraw.Draw(image).text((round(x * FINE), round(y * FINE)), text, font=font(size_px * FINE), fill=colour)
    return np.asarray(image.reduce(FINE))


def frame(pixels: Pixels) -> Frame:
    return Frame.of(pixels, "test")
