"""Seeking: the rest of a form is below, or above: scrolled to the end, then from the top to where it began."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...tools import action as do
from ...tools.geometry import Point
from ...tools.sight import Sight
from ..state import Intent, Situation
from .fields import Fields
from .intents import EVERYTHING_PX, PAGE

SAME_PLACE = 0.85
"""So much of what is to be read stands where it stood: nothing was scrolled."""
KNOWN = 0.8
"""So much of what is to be read was read before: from here on all is known."""


@dataclass(eq=False)
class Seeking:
    """Where was looked already."""

    ended: bool = False
    """The end was reached, so that what is cut off there will not come further up."""
    from_top: bool = False
    texts: set[str] = field(default_factory=set[str])
    last: frozenset[tuple[str, int]] = frozenset()

    def further(self, situation: Situation, fields: Fields) -> Intent | None:
        """The next scroll; None where there is nothing left to look at."""
        sight = situation.sight
        now = frozenset((line.text, round(line.box.y)) for line in sight.lines)
        is_there = bool(self.last) and len(now & self.last) >= SAME_PLACE * max(len(now), 1)
        self.last = now
        if not self.from_top and is_there:
            self.ended, self.from_top, self.last = False, True, frozenset()
            return _scrolled(fields, -EVERYTHING_PX)
        known = sum(line.text in self.texts for line in sight.lines)
        if self.from_top and (is_there or known >= KNOWN * len(sight.lines)):
            return None
        self.texts.update(line.text for line in sight.lines)
        return _scrolled(fields, PAGE * sight.frame.size.h)

    def is_at_end(self, sight: Sight) -> bool:
        """Whether the last scroll down moved nothing."""
        now = {(line.text, round(line.box.y)) for line in sight.lines}
        self.ended = self.ended or (bool(self.last) and len(now & self.last) >= SAME_PLACE * max(len(now), 1))
        return self.ended


def _scrolled(fields: Fields, dy: float) -> Intent:
    sight = fields.sight
    wheel = do.bind(do.Scroll(_quiet_place(fields), dy=dy), sight.frame)
    return Intent(wheel, "scroll to look for the rest of the form", None, None, goes_on=True, named=True)


def _quiet_place(fields: Fields) -> Point:
    """Among the fields but on none: a wheel over a field may turn its value."""
    size, boxes = fields.sight.frame.size, [widget.box.grow(4) for widget in fields.sight.widgets]
    xs = sorted(each.box.center.x for each in fields.all) or [size.w / 2]
    across = (xs[len(xs) // 2], size.w / 2, xs[0] - 40, xs[-1] + 40)
    spots = [Point(x, size.h * part) for x in across for part in (0.5, 0.4, 0.6, 0.3, 0.7, 0.45, 0.55, 0.35, 0.65)]
    free = (spot for spot in spots if size.contains(spot) and not any(box.contains(spot) for box in boxes))
    return next(free, Point(size.w / 2, size.h / 2))
