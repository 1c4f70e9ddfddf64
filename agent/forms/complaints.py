"""Complaints: what a form says is wrong with its values: what is to be read beside a field now, and was not before."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...tools.find.likeness import SURE, likeness
from ...tools.frame import Frame
from ...tools.geometry import Box
from ...tools.reading.crops import Crop
from ...tools.reading.text import Line
from ...tools.reading.written import rows_in
from ...tools.sight import Sight
from ..reader.fields import Field, Fields
from ..reader.ground import WRITTEN
from ..wording import trouble_in

BELOW_LINES, ABOVE_LINES = 2.2, 1.6
"""So many lines' heights below or above its field what is said of it stands."""
ASIDE_LINES = 16.0
INK, RED = 150, 1.35
"""What differs so much from the ground is ink, and red where it is so many times as red as it is green or blue."""
SAME_PX = 2
GLYPHS = 3
"""What has fewer letters is a sign, no sentence."""


@dataclass(frozen=True, slots=True)
class Complaint:
    label: str
    """Of the field; "" where it is about all of the form."""
    said: str

    def __str__(self) -> str:
        return f"{self.label}: {self.said}" if self.label else self.said


def complaints(known: Collection[str], after: Sight) -> tuple[Complaint, ...]:
    """Empty where the form is gone, or says nothing but what was known."""
    fields = Fields.of(after)
    if not fields.all:
        return ()
    new = [line for line in after.lines if line.text not in known and sum(map(str.isalnum, line.text)) >= GLYPHS]
    new = [line for line in new if not any(likeness(line.text, each.label) >= SURE for each in fields.all if each.label)]
    outside = [line for line in new if not any(each.box.contains(line.box.center) for each in fields.all if not each.is_mark)]
    found = [Complaint(each.label, line.text) for line in outside if (each := _beside(line, fields.all)) is not None]
    told = {each.label for each in found}
    invalid = [each for each in fields.all if each.label not in told and "invalid" in each.widget.state]
    about_all = [Complaint("", line.text) for line in outside if _beside(line, fields.all) is None and trouble_in(line.text)]
    silent = [Complaint(each.label, "its value is not taken") for each in invalid]
    return tuple(dict.fromkeys((*found, *silent, *about_all)))


def _beside(line: Line, fields: Sequence[Field]) -> Field | None:
    """The field that a line is about: close below it, else to its right, else right above its label."""
    near = [(gap, each) for each in fields if (gap := _gap(each.box, line.box)) is not None]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _gap(box: Box, line: Box) -> float | None:
    below, above, aside = line.y - box.bottom, box.y - line.bottom, line.x - box.right
    over = box.x - 2 * line.h < line.center.x and line.x < box.right
    if over and -line.h / 2 < below < BELOW_LINES * line.h:
        return max(below, 0.0)
    if abs(line.center.y - box.center.y) < max(box.h, line.h) / 2 and 0 <= aside < ASIDE_LINES * line.h:
        return aside / 4
    if over and -line.h / 2 < above < ABOVE_LINES * line.h:
        return 2 * max(above, 0.0) + line.h
    return None


def has_new_text(before: Frame, now: Frame, box: Box, own: Sequence[Box]) -> bool:
    """Whether a row of text stands in a place that changed, in none of the `own` boxes, where none of its size stood before.
    Nothing is read for that."""
    known = [_row(crop) for band in rows_in(before, box) for crop in band]
    rows = [_row(crop) for band in rows_in(now, box) for crop in band]
    rows = [row for row in rows if not any(each.contains(row.center) for each in own)]
    return any(not any(_is_same_row(row, other) for other in known) for row in rows)


def _row(crop: Crop) -> Box:
    row = crop.row
    return Box(row.left, row.top, row.right - row.left, row.bottom - row.top)


def _is_same_row(one: Box, other: Box) -> bool:
    return max(abs(one.x - other.x), abs(one.y - other.y), abs(one.w - other.w), abs(one.h - other.h)) <= SAME_PX


def says(words: str, texts: Collection[str]) -> str:
    """The text, of several, that says these words, or has what fits a `/pattern/`; "" where none does."""
    if len(words) > 2 and words.startswith("/") and words.endswith("/"):
        return next((text for text in texts if re.search(words[1:-1], text)), "")
    wanted = " ".join(words.casefold().split())
    return next((text for text in texts if wanted in " ".join(text.casefold().split())), "")


def outside_fields(sight: Sight) -> Sight:
    """Without what stands in fields: a value is nothing that the page says."""
    boxes = [widget.box for widget in sight.widgets if widget.kind in WRITTEN]
    lines = tuple(line for line in sight.lines if not any(box.contains(line.box.center) for box in boxes))
    return replace(sight, lines=lines)


def is_bad(complaint: Complaint, sight: Sight) -> bool:
    """Whether what came up beside a field, while it was filled in, means that its value is not taken: a counter or praise
    come up as well."""
    line = next((line for line in sight.lines if line.text == complaint.said), None)
    return line is None or bool(trouble_in(complaint.said)) or _is_red(line, sight)


def _is_red(line: Line, sight: Sight) -> bool:
    pixels = sight.frame.crop(line.box).reshape(-1, 3).astype(int)
    ground = np.median(pixels, axis=0)
    ink = pixels[np.abs(pixels - ground).sum(axis=1) > INK]
    if not len(ink):
        return False
    red, green, blue = np.median(ink, axis=0)
    return bool(red > RED * max(green, 1.0) and red > RED * max(blue, 1.0))


def in_words(said: Sequence[Complaint]) -> str:
    return "; ".join(str(each) for each in said)
