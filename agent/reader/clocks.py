"""Clocks: a time of day into a field of which nobody says whether it takes text or hours and minutes part by part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...tools import action as do
from ...tools.reading.shows import shows
from ...tools.sight import Sight
from ...tools.target import Target
from ...tools.widgets.widget import Widget
from ..sighted import read_in
from ..state import Holds, Intent, Situation
from .intents import enter_text
from .native import FIRST_PART
from .times import spellings_of, time_in


def is_unclear(widget: Widget | None, value: str) -> bool:
    """Whether an empty field may be the browser's own for times, which shows nothing that could be read."""
    if widget is None or widget.hint is not None or time_in(value) is None or not _CLEARLY.search(value):
        return False
    if _SECRET.search(widget.label):
        return False
    # A little clock at its end may be read as a letter.
    return widget.kind == "field" and len(widget.value) < 2 and not widget.placeholder


_CLEARLY = re.compile(r":\d\d|[ap]\.?m\b", re.I)
_SECRET = re.compile(r"pass|code|\bpin\b|kennwort|has[lł]o|contraseña|密码", re.I)
"""What is hidden may look like a time, and is none."""
_JOINED = re.compile(r"\d[AP]M\b")
"""No browser writes it so: it is text."""


@dataclass(eq=False)
class Clock:
    """The half of the day is typed as well: it is chosen where it is asked for, passed over where not, and stays in text."""

    target: Target
    value: str
    typed: bool = False

    def intents(self, situation: Situation, said: str) -> list[Intent]:
        clock = time_in(self.value)
        assert clock is not None
        sight, box = situation.sight, self.target.box
        halves, plain = spellings_of(clock)
        if not self.typed:
            self.typed = True
            return self._type(sight, halves.replace(" ", ""), said, None)
        if _JOINED.search(read_in(sight, box)):
            return enter_text(situation, self.target, self.value, said, over=True)
        if shows(sight.frame, box, halves) == "yes":
            return [Intent(do.Wait(0.0), said, self.target, Holds(halves), named=True)]
        if halves.startswith(plain):
            return [Intent(do.Wait(0.0), said, self.target, Holds(plain), named=True)]
        return self._type(sight, plain, said, Holds(plain))

    def _type(self, sight: Sight, text: str, said: str, hope: Holds | None) -> list[Intent]:
        box = self.target.box
        first = do.bind(do.Click(do.Point(box.x + FIRST_PART * box.h, self.target.point.y)), sight.frame, box)
        # While a part is marked it is hardly to be read.
        aside = Intent(do.Press(("tab",)), said, self.target, hope, goes_on=hope is None, named=True)
        typed = (Intent(action, said, self.target, None, named=True) for action in (first, do.Type(text)))
        return [*typed, aside]
