"""Out of view: where the computer has laid out what words are about, though the picture does not show it yet."""

from __future__ import annotations

from collections.abc import Sequence

from ..tools.action import Action, Scroll, bind
from ..tools.computer import Locating, Written
from ..tools.frame import Frame
from ..tools.geometry import Box, Point, Size
from .exactly import says
from .run import Flow, Run
from .state import SCROLLED_THERE, Intent

LEAST = 2
"""A letter alone tells nothing."""


async def scrolled_to(flow: Flow, run: Run) -> Intent | None:
    """What brings it into view, where the step that is on speaks of it; tried once for each text."""
    now, computer = run.now, run.computer
    if now is None or not run.looker.asks or not isinstance(computer, Locating):
        return None
    words = flow.get("plan", [])[flow.get("at", 0)]["words"]
    written = await computer.written(now.frame)
    place = spoken_of(words, written or (), now.frame.size)
    if place is None or (flow.get("at", 0), place.text) in run.sought:
        return None
    run.sought.add((flow.get("at", 0), place.text))
    return Intent(bring(place.box, now.frame), SCROLLED_THERE, None, None, goes_on=True, named=True)


def bring(box: Box, frame: Frame) -> Action:
    """Into the middle."""
    middle = Point(frame.size.w / 2, frame.size.h / 2)
    return bind(Scroll(middle, dy=box.center.y - middle.y), frame)


def spoken_of(words: str, written: Sequence[Written], size: Size) -> Written | None:
    """The longest text out of view that the words name, and that is nowhere in view."""
    view = Box(0, 0, size.w, size.h)
    named = [each for each in written if len(each.text.strip()) >= LEAST and each.box.area and says(words, each.text)]
    seen = {each.text.strip() for each in named if view.contains(each.box.center)}
    away = [each for each in named if each.text.strip() not in seen and not view.contains(each.box.center)]
    return max(away, key=lambda each: len(each.text), default=None)
