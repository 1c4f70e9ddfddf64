"""Cut off: texts of which a part can never be seen, whatever is scrolled; by what is laid out and what of it has ink."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from ..frame import Frame
from ..geometry import Box
from .finding import Finding
from .ink import Ink, measure
from .lines import as_texts, short
from .piece import Piece
from .told import Told, ToldText

LOST, LEAST_PX = 0.35, 3.0
"""So much of a line's width may be hidden, per px of its font: that is room beside its last letter."""

LOST_HIGH, CORE = 0.12, (0.2, 0.8)
"""So much of where its letters are, of its height, may be hidden above or below."""

GOES_ON, LIKE_INK = 0.04, 48
"""Where so much beyond an edge has the colour of the ink, the text goes on there, whatever was told."""

SHORT, TRACE = 1.2, 0.3
"""Ink that ends so much earlier than its text does, per px of its height, is cut; where nobody told, and some is there."""


def cut_off(frame: Frame, pieces: Sequence[Piece], told: Told | None) -> tuple[Finding, ...]:
    visible = [piece.shown for piece in pieces]
    found = [finding for text in (told.texts if told else ()) if text.seen and (finding := _told(frame, text, visible))]
    untold = [(piece, why) for piece in pieces if piece.told is None and (why := _by_sight(frame, piece, pieces))]
    return (*found, *as_texts("cut off", untold))


def _told(frame: Frame, text: ToldText, visible: Sequence[Box]) -> Finding | None:
    if text.field is not None:
        return _in_field(frame, text)
    # What of a page lies beyond the window can be scrolled to, and so is no part of `cut_by`.
    reach = [box for line in text.lines if (box := line.intersect(text.scrolls_in))]
    seen = [shown for box in reach if (shown := box.intersect(text.cut_by))]
    if not any(shown.clip(frame.size) for shown in seen):
        return None
    size_px = text.size_px * frame.view.scale
    whole = next((why for box in reach if (why := _why(frame, box, text.cut_by, size_px, visible))), "")
    rows, left = _rows(reach), _rows(seen)
    if whole and len(left) < len(rows):
        whole = f"{len(left)} of its {len(rows)} lines are to be seen"
    return Finding("cut off", short(text.text), whole, Box.union(seen)) if whole else None


def _rows(boxes: Sequence[Box]) -> list[float]:
    return [row for row, _ in groupby(sorted(round(box.center.y) for box in boxes))]


def _why(frame: Frame, box: Box, cut_by: Box, size_px: float, visible: Sequence[Box]) -> str:
    shown = box.intersect(cut_by)
    if shown is None:
        return "a line of it is not to be seen"
    top, bottom = box.y + CORE[0] * box.h, box.y + CORE[1] * box.h
    above, below = max(0.0, shown.y - top), max(0.0, bottom - shown.bottom)
    if above + below > LOST_HIGH * box.h:
        return f"its letters are cut through: {shown.h:.0f} of {box.h:.0f} px of their height are to be seen"
    if box.w - shown.w <= max(LOST * size_px, LEAST_PX) or _goes_on(frame, box, shown, visible):
        return ""
    return f"{shown.w:.0f} of {box.w:.0f} px of it are to be seen"


def _goes_on(frame: Frame, box: Box, shown: Box, visible: Sequence[Box]) -> bool:
    """Whether the same ink is to be seen beyond the edge, where no other text stands."""
    beyond = Box(shown.right + 1, box.y, box.right - shown.right - 1, box.h)
    if beyond.w < LEAST_PX or any(beyond.intersect(other) for other in visible):
        return False
    ink, rest = measure(frame.crop(shown)), frame.crop(beyond)
    if ink is None or not rest.size:
        return False
    away = np.abs(rest.astype(np.int16) - np.array(ink.ink, np.int16)).max(axis=2)
    return ink.ratio > 1.05 and float((away < LIKE_INK).mean()) > GOES_ON and ink.paper != ink.ink


def _in_field(frame: Frame, text: ToldText) -> Finding | None:
    room = text.lines[0].intersect(text.cut_by)
    if room is None or text.field is None or room.clip(frame.size) != room or text.needs_px <= room.w + 2:
        return None
    why = f"{room.w:.0f} of {text.needs_px:.0f} px of it are to be seen"
    return Finding("cut off", short(text.text), why, text.field)


def _by_sight(frame: Frame, piece: Piece, pieces: Sequence[Piece]) -> str:
    """Of a text that is only laid out: its ink ends before its box does, and nothing else stands there."""
    box = piece.box
    if piece.shown != box or any(other is not piece and other.shown.intersect(box) for other in pieces):
        return ""
    whole = measure(frame.crop(piece.band)) or _begin(frame, piece)
    if whole is None or whole.ratio < 1 + TRACE or not whole.last_px:
        return ""
    lost = box.w - whole.last_px
    return f"{whole.last_px} of {box.w:.0f} px of it are to be seen" if lost > max(SHORT * box.h, LEAST_PX) else ""


def _begin(frame: Frame, piece: Piece) -> Ink | None:
    """Of the first half, where the second lies on something else."""
    band = piece.band
    return measure(frame.crop(Box(band.x, band.y, band.w / 2, band.h)))
