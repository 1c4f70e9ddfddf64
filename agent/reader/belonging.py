"""Belonging: the fields that a label speaks for: right of it or below it, down to what begins something else."""

from __future__ import annotations

from collections.abc import Callable

from ...tools.reading.text import Line
from .fields import Field, Fields

FAR_LINES = 9.0
"""So many lines' heights below its label a field may stand."""


def fields_after(fields: Fields, heading: Line, is_part: Callable[[str], bool]) -> list[Field]:
    """In reading order. `is_part`: whether a line names one of them, so that it begins nothing else."""
    box = heading.box
    ends = [
        line.box.y
        for line in fields.lines
        if line.box.y > box.center.y and abs(line.box.x - box.x) < 1.5 * box.h and not is_part(line.text)
    ]
    end = min([*ends, box.bottom + FAR_LINES * box.h])
    after = [
        each for each in fields.written if each.box.bottom > box.y and each.box.center.y < end and each.box.x > box.x - box.h
    ]
    return sorted(after, key=lambda each: (each.box.center.y, each.box.x))
