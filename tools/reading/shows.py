"""Shows: whether a text stands in a place: yes, no, or unsure. It compares with what is expected instead of transcribing."""

from __future__ import annotations

from typing import Literal

from ..frame import Frame, Pixels
from ..geometry import Box
from .carets import without_caret
from .lookalikes import spelled
from .masked import count_dots, shows_dots
from .oneline import Opinion, compare_line
from .strokes import Strokes, strokes
from .wrapped import bands, compare_lines

Shown = Literal["yes", "no", "unsure"]


def shows(frame: Frame, box: Box, expected: str, *, hint_value: str | None = None, masked: bool | None = None) -> Shown:
    """Whether exactly this text stands in the box, as far as pixels can tell; a hint's value may settle what they leave open.

    `masked`: whether the place shows a dot for each character; None where nobody knows."""
    seen = by_sight(frame, box, expected, masked=masked)
    return seen if hint_value is None or masked else _with_hint(seen, expected, hint_value)


def _with_hint(seen: Shown, expected: str, hint_value: str) -> Shown:
    """A hint confirms what was left open, or lowers; what was clearly not there it cannot bring back."""
    if spelled(hint_value) == spelled(expected):
        return "yes" if seen == "unsure" else seen
    return {"yes": "unsure", "unsure": "no", "no": "no"}[seen]  # type: ignore[return-value]


def by_sight(frame: Frame, box: Box, expected: str, *, masked: bool | None = None) -> Shown:
    wanted = spelled(expected)
    crop = frame.crop(box)
    ink = strokes(crop)
    if ink is None or (not wanted and without_caret(ink) is None):
        return "yes" if not wanted else "unsure" if not wanted.strip() else "no"
    if not wanted.strip():
        return "unsure" if ink.is_grey or wanted else "no"
    if masked or (masked is None and count_dots(ink) >= 3):
        return shows_dots(ink, wanted, sure=bool(masked))
    opinion = _compare(crop, ink, wanted)
    if opinion == "yes" and wanted != wanted.strip():
        return "unsure"  # blanks at the ends leave no trace
    return opinion


def _compare(crop: Pixels, ink: Strokes, wanted: str) -> Opinion:
    """The best of what is left when a caret and icons at the ends are thought away, one after the other."""
    lines = bands(ink)
    if len(lines) > 1 or "\n" in wanted:
        return compare_lines(crop, ink, lines, wanted)
    return compare_line(crop, ink, wanted.strip())
