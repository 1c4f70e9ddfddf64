"""Pieces: the lines of text on a picture, each with its place, what of it can be seen, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..computer import Written
from ..frame import Frame
from ..geometry import Box
from ..reading.text import Line
from ..target import Hint
from .told import Told, ToldText

SAME_PX = 3.0
"""What is told twice stands no further apart."""

CONTENT = 1.17
"""So high is a line of text as browsers lay it out, per px of its font."""

BAND = (0.16, 0.88)
"""Between these, of the height of a line, most of its ink lies, and little that belongs to others."""

FIELD_BAND = 0.62
"""As much on both sides of the middle of a field, per px of its font."""

WIDEST, NARROWEST = 2.5, 0.12
"""A letter is no wider and no narrower than this on average, per px of its line's height: what is else is no line of text."""

SURE = 0.8
"""What was read less surely may be no text at all."""


@dataclass(frozen=True, slots=True)
class Piece:
    line: str
    """What stands in this line, as far as that is known, else all of the text."""
    box: Box
    """Where it is laid out."""
    shown: Box
    """What of it can be seen."""
    band: Box
    """Where its ink is."""
    size_px: float
    """Of its font, in screen px; about, where nobody told."""
    is_off: bool = False
    told: ToldText | None = None

    @property
    def text(self) -> str:
        return self.told.text if self.told else self.line

    @property
    def is_known_to_be_seen(self) -> bool:
        return self.told is not None and self.told.bare


def pieces_of(
    frame: Frame, lines: Sequence[Line], written: Sequence[Written], hints: Sequence[Hint], told: Told | None
) -> list[Piece]:
    """What the page tells most of comes first; what it only has laid out, or what was only read, where it tells nothing."""
    off = [hint.box for hint in hints if "disabled" in hint.state]
    known = list(_told(frame, told, written)) if told else []
    if told:
        taken = [line for text in told.texts for line in text.lines]
        wholes = [*told.images, *(text.field for text in told.texts if text.field)]
        written = [each for each, is_new in zip(written, _are_new(written, taken, wholes), strict=True) if is_new]
    for each in written:
        if _is_line(each.text, each.box) and (piece := _by_place(frame, each.text, each.box, off)):
            known.append(piece)
    places = [piece.box for piece in known] + [each.box for each in written] + list(told.images if told else ())
    for line in lines:
        if line.words and line.score >= SURE and not any(line.box.intersect(place) for place in places):
            high = Box(line.box.x, line.box.y - line.box.h * 0.1, line.box.w, line.box.h * 1.2)
            if piece := _by_place(frame, line.text, high, off):
                known.append(piece)
    return [piece for piece in known if any(map(str.isalnum, piece.line))]


def _told(frame: Frame, told: Told, written: Sequence[Written]) -> Iterator[Piece]:
    lines_at = _sides([each.box for each in written])
    for text in told.texts:
        if not text.seen or not text.text:
            continue
        for box in text.lines:
            shown = _seen_of(frame, box, text)
            if shown is None:
                continue
            at = _nearest(lines_at, box) if not text.field else None
            line = " ".join(written[at].text.split()) if at is not None else text.text
            yield Piece(line, box, shown, _band_of(box, shown, text, frame.view.scale), text.size_px, text.off, text)


def _seen_of(frame: Frame, box: Box, text: ToldText) -> Box | None:
    inside = box.clip(frame.size)
    inside = inside and inside.intersect(text.scrolls_in)
    return inside and inside.intersect(text.cut_by)


def _band_of(box: Box, shown: Box, text: ToldText, scale: float) -> Box:
    if text.field is None or not text.one_line:
        return _band(box, shown) if text.field is None else shown
    half = FIELD_BAND * text.size_px * scale
    return Box(box.x, box.center.y - half, box.w, 2 * half).intersect(shown) or shown


def _band(box: Box, shown: Box) -> Box:
    top, bottom = BAND
    return Box(box.x, box.y + top * box.h, box.w, (bottom - top) * box.h).intersect(shown) or Box(shown.x, shown.y, 0, 0)


def _by_place(frame: Frame, text: str, box: Box, off: Sequence[Box]) -> Piece | None:
    """Of a text of which nobody tells more than where it is."""
    shown = box.clip(frame.size)
    if shown is None:
        return None
    is_off = any(place.contains(box.center) for place in off)
    return Piece(" ".join(text.split()), box, shown, _band(box, shown), box.h / CONTENT / frame.view.scale, is_off)


def _is_line(text: str, box: Box) -> bool:
    letters = len(text.strip())
    return letters > 0 and box.h >= 5 and NARROWEST * letters * box.h <= box.w <= max(WIDEST, WIDEST * letters) * box.h


def _are_new(written: Sequence[Written], taken: Sequence[Box], wholes: Sequence[Box]) -> list[bool]:
    """Which of them the page has not told more of: neither at their place, nor as what stands in a field or a picture."""
    near, around = _sides(taken), _sides(wholes)
    return [_nearest(near, each.box) is None and _nearest(around, each.box) is None for each in written]


def _sides(boxes: Sequence[Box]) -> NDArray[np.float64]:
    return np.array([(box.x, box.y, box.right, box.bottom) for box in boxes], np.float64).reshape(-1, 4)


def _nearest(sides: NDArray[np.float64], box: Box) -> int | None:
    """Which of them is the same place."""
    if not len(sides):
        return None
    apart = np.abs(sides - (box.x, box.y, box.right, box.bottom)).max(axis=1)
    at = int(apart.argmin())
    return at if apart[at] <= SAME_PX else None
