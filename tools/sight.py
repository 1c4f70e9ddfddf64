"""Sight: one frame understood: its text and its widgets, each with where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from .frame import Frame
from .reading.text import Line
from .widgets.widget import Widget


@dataclass(frozen=True, slots=True)
class Sight:
    frame: Frame
    lines: tuple[Line, ...]
    """In reading order."""
    widgets: tuple[Widget, ...]
    """In reading order."""
