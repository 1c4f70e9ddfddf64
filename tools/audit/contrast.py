"""Contrast: texts that stand out too little from what they stand on, by WCAG 2 AA, from their pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..frame import Frame
from .finding import Finding
from .ink import Ink, contrast, measure, name_of
from .lines import as_texts
from .piece import Piece

NEEDS, NEEDS_LARGE = 4.5, 3.0
LARGE_PX, LARGE_BOLD_PX = 24.0, 18.66
BY_SIGHT = 0.93
"""A size that is only measured may be so much larger."""

BOLD = 0.155
"""Bold strokes are thicker than this, per px of their font."""

HIDDEN = 1.2
"""Text with less contrast cannot be told from its paper; whether it is to be seen at all must be told."""


def too_faint(frame: Frame, pieces: Sequence[Piece]) -> tuple[Finding, ...]:
    found = [(piece, why) for piece in pieces if not piece.is_off and (why := _why(frame, piece))]
    return as_texts("contrast", found)


def _why(frame: Frame, piece: Piece) -> str:
    if piece.told is not None and not piece.told.bare:
        return ""
    ink = measure(frame.crop(piece.band))
    if ink is None:
        return ""
    needs = NEEDS_LARGE if _is_large(piece, ink, frame.view.scale) else NEEDS
    ratio, colour = ink.ratio, ink.ink
    if ink.at_most >= needs:
        # Strokes may be too thin for pixels to tell: then the page's own word settles it.
        said = piece.told.colour if piece.told else None
        if said is None or ratio >= needs or contrast(said, ink.paper) >= needs:
            return ""
        ratio, colour = contrast(said, ink.paper), said
    elif piece.told and piece.told.colour and contrast(piece.told.colour, ink.paper) >= needs:
        return ""
    if ratio < HIDDEN and not piece.is_known_to_be_seen:
        return ""
    down = math.floor(ratio * 10) / 10
    where = "cannot be told from what it stands on: " if ratio < HIDDEN else ""
    return f"{where}contrast {down:.1f}:1, needs {needs:g}:1: {name_of(colour)} on {name_of(ink.paper)}"


def _is_large(piece: Piece, ink: Ink, scale: float) -> bool:
    if piece.told is not None:
        return piece.size_px >= (LARGE_BOLD_PX if piece.told.bold else LARGE_PX) - 0.01
    is_bold = ink.stroke_px / scale >= BOLD * piece.size_px
    return piece.size_px >= BY_SIGHT * (LARGE_BOLD_PX if is_bold else LARGE_PX)
