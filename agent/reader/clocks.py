"""Clocks: a time of day into a field of which nobody says whether it takes text or hours and minutes part by part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from ...tools import action as do
from ...tools.geometry import Box
from ...tools.sight import Sight
from ...tools.target import Target
from ...tools.widgets.widget import Widget
from ..state import Holds, Intent, Situation
from ..witness import read_in
from .intents import enter_text
from .native import FIRST_PART
from .times import spellings_of, time_in


def is_unclear(widget: Widget | None, value: str) -> bool:
    """Whether an empty field may be the browser's own for times, which shows nothing that could be read."""
    if widget is None or widget.hint is not None or time_in(value) is None:
        return False
    return widget.kind == "field" and not widget.value and not widget.placeholder


@dataclass(eq=False)
class Clock:
    """The half of the day is typed as well: it is chosen where it is asked for, passed over where not, and stays in text."""

    target: Target
    value: str
    typed: bool = False

    def intents(self, situation: Situation, said: str) -> list[Intent]:
        clock = time_in(self.value)
        assert clock is not None
        if not self.typed:
            self.typed = True
            return self._type(situation.sight, clock, said)
        box = self.target.box
        shown = read_in(situation.sight, box)
        halves, plain = spellings_of(clock)
        if not shown.rstrip().endswith(("AM", "PM")):
            return [Intent(do.Wait(0.0), said, self.target, Holds(plain), named=True)]
        if _words_in(situation.sight, box) > 1:
            return [Intent(do.Wait(0.0), said, self.target, Holds(halves), named=True)]
        return enter_text(situation, self.target, self.value, said, over=True)

    def _type(self, sight: Sight, clock: time, said: str) -> list[Intent]:
        box = self.target.box
        first = do.bind(do.Click(do.Point(box.x + FIRST_PART * box.h, self.target.point.y)), sight.frame, box)
        text = f"{clock:%H:%M}{'AM' if clock.hour < 12 else 'PM'}"
        return [
            Intent(first, said, self.target, None, named=True),
            Intent(do.Type(text), said, self.target, None, goes_on=True, named=True),
        ]


def _words_in(sight: Sight, box: Box) -> int:
    return sum(box.contains(word.box.center) for line in sight.lines for word in line.words)
