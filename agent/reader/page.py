"""Page: one sight as it is searched for values: its texts, its fields, and what each text looks like."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ...tools.find.likeness import SURE, likeness
from ...tools.geometry import Box
from ...tools.reading.text import Line
from ...tools.sight import Sight
from .fields import Fields, is_seen
from .styles import Style, style_of


@dataclass(frozen=True, slots=True)
class Value:
    text: str
    box: Box
    score: float = 1.0
    """How sure the reading is."""
    told: bool = False
    """The computer itself says so as well."""


@dataclass(frozen=True)
class Page:
    """One sight, as it is searched for values; what each text looks like is worked out when it is asked for."""

    sight: Sight
    labels: tuple[str, ...] = ()
    """What else is asked for: a label is never a value."""

    @cached_property
    def fields(self) -> Fields:
        return Fields.of(self.sight)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All that is no part of a control; links are texts."""
        others = ("link", "clickable")
        used = [each.box for each in self.sight.widgets if each.kind not in others and is_seen(each, self.sight)]
        return tuple(line for line in self.sight.lines if line.words and not any(box.contains(line.box.center) for box in used))

    @cached_property
    def _styles(self) -> dict[Line, Style]:
        return {}

    def style(self, line: Line) -> Style:
        if line not in self._styles:
            self._styles[line] = style_of(self.sight.frame, line)
        return self._styles[line]

    def is_label(self, text: str) -> bool:
        return text.rstrip().endswith((":", "：")) or any(likeness(name, text) >= SURE for name in self.labels)
