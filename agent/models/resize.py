"""Resize: the size at which a picture is shown to a model: enough visual tokens to see by, not more than it can use."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2

from ...tools.frame import Pixels
from ...tools.geometry import Size

TOKEN_PX = 32
"""The side of the square of pixels that is one visual token: patches of 16, merged two by two."""
LONGEST = 100
"""How many times longer than wide a picture may be; what is thinner is shown thicker than it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VisualTokens:
    """How many of them one picture may be."""

    least: int = 1024
    most: int = 2560


def shown_size(size: Size, tokens: VisualTokens) -> Size:
    """Both sides whole tokens, the shape kept as well as that allows; what has such a size already keeps it."""
    w, h = max(size.w, size.h / LONGEST), max(size.h, size.w / LONGEST)
    least, most = tokens.least * TOKEN_PX**2, tokens.most * TOKEN_PX**2
    wide, high = (max(TOKEN_PX, round(side / TOKEN_PX) * TOKEN_PX) for side in (w, h))
    if wide * high > most:
        by = math.sqrt(w * h / most)
        wide, high = (max(TOKEN_PX, math.floor(side / by / TOKEN_PX) * TOKEN_PX) for side in (w, h))
    elif wide * high < least:
        by = math.sqrt(least / (w * h))
        wide, high = (math.ceil(side * by / TOKEN_PX) * TOKEN_PX for side in (w, h))
    return Size(wide, high)


def resized(rgb: Pixels, to: Size) -> Pixels:
    h, w = rgb.shape[:2]
    if (w, h) == (to.w, to.h):
        return rgb
    way = cv2.INTER_AREA if to.w * to.h < w * h else cv2.INTER_CUBIC
    return cv2.resize(rgb, (to.w, to.h), interpolation=way)  # type: ignore[return-value]
