"""Aim: a model's point → the thing that it means: what was seen there and fits its words, or what a closer look finds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ...tools.errors import ModelError
from ...tools.find import find
from ...tools.frame import Frame
from ...tools.geometry import Box, Point, Size
from ...tools.sight import Sight
from ...tools.target import Target
from ...tools.widgets.widget import Widget
from .places import places_in
from .prompt import prompt
from .roles import Roles

NEAR_PX = 12.0
"""A point that misses a thing by no more than this means it."""
ASTRAY = 0.12
"""What fits the words is what was meant up to so far from the point, in widths of the screen."""
LARGE_PX = 2_621_440
"""A picture of more px is made smaller before a model sees it."""
PART = 1 / 3
"""A closer look is at so much of each side."""
POINT_PX = 12.0
"""Half the side of what is aimed at where nothing is seen."""
_VERB = re.compile(
    r"^(?:(?:left|right|double|triple)[- ])?"
    r"(?:click|press|tap|choose|select|tick|check|open|focus|hover|drag|type|enter)"
    r"(?:ing|s)?(?: on| into| in| over)?\b",
    re.IGNORECASE,
)
_TYPED = re.compile(r"^.*?\b(?:into|in)\b", re.IGNORECASE)


@dataclass(eq=False)
class Aim:
    """Finds what points mean on one sight."""

    roles: Roles
    sight: Sight
    shown: Frame
    """The picture that may be shown to a model."""
    closer: bool = False
    """The last step had no effect, so the point alone is not trusted."""

    async def at(self, point: Point, words: str) -> Target:
        thing = thing_in(words)
        seen = _fitting(self.sight, thing, point) or _under(self.sight, point, thing)
        if seen is not None and not self.closer:
            return seen
        if self.closer or self._is_large():
            nearer = await self._closer(point, thing)
            if nearer is not None:
                return _under(self.sight, nearer, thing) or _bare(nearer, thing)
        return seen or _bare(point, thing)

    def _is_large(self) -> bool:
        return self.shown.size.w * self.shown.size.h > LARGE_PX

    async def _closer(self, point: Point, thing: str) -> Point | None:
        """The same place, asked for again on an enlarged part of the picture; None where it is not to be seen there."""
        part = part_around(point, self.shown.size)
        picture = enlarged(self.shown, part)
        messages = prompt("ground").messages((picture,), targets=thing or "what is in the middle, and can be used")
        try:
            places = await self.roles.ask("ground", messages, lambda reply: places_in(reply, picture.size))
        except ModelError:
            return None
        if not places:
            return None
        zoom = picture.size.w / part.w
        return Point(part.x + places[0].point.x / zoom, part.y + places[0].point.y / zoom)


def thing_in(words: str) -> str:
    """What an action is about, in its own words: `Click the Save button.` is about `the Save button`."""
    said = words.strip().rstrip(".")
    verb = _VERB.match(said)
    if verb is None:
        return said
    rest = said[verb.end() :].strip()
    if verb.group().casefold().startswith(("type", "enter")):
        return _TYPED.sub("", rest).strip() if _TYPED.match(rest) else ""
    return rest


def part_around(point: Point, size: Size, w: float | None = None) -> Box:
    """A part of the picture, in its shape, so wide and around a point as far as its edges let it; `PART` of it where None."""
    w = min(size.w * PART if w is None else w, size.w)
    h = w * size.h / size.w
    return Box(min(max(point.x - w / 2, 0), size.w - w), min(max(point.y - h / 2, 0), size.h - h), w, h)


def enlarged(frame: Frame, part: Box) -> Frame:
    left, top, right, bottom = part.pixels(frame.size)
    zoom = frame.size.w / (right - left)
    pixels = cv2.resize(frame.rgb[top:bottom, left:right], None, fx=zoom, fy=zoom, interpolation=cv2.INTER_CUBIC)
    return Frame.of(np.asarray(pixels, np.uint8), "drawn", view=frame.view, url=frame.url)


def _fitting(sight: Sight, thing: str, point: Point) -> Target | None:
    """The one thing that the words name, if it is near enough to the point."""
    if not thing:
        return None
    found = find(sight, thing).target
    if found is None or found.kind == "text":
        return None
    dx, dy = found.point.x - point.x, found.point.y - point.y
    astray = (dx * dx + dy * dy) ** 0.5 > ASTRAY * sight.frame.size.w
    return None if astray and not found.box.contains(point) else replace(found, source="model")


def _under(sight: Sight, point: Point, thing: str) -> Target | None:
    """The smallest thing that can be used at the point, else the only one close by, else the text there."""
    inside = [widget for widget in sight.widgets if widget.box.contains(point)]
    near = [widget for widget in sight.widgets if widget.box.grow(NEAR_PX).contains(point)]
    if inside or len(near) == 1:
        return _of_widget(min(inside or near, key=lambda widget: widget.box.area), thing)
    lines = [line for line in sight.lines if line.box.contains(point)]
    return Target(lines[0].text, lines[0].box, "model", "text") if lines else None


def _of_widget(widget: Widget, thing: str) -> Target:
    return Target(widget.label or thing, widget.box, "model", widget.kind, hint=widget.hint, score=widget.score)


def _bare(point: Point, thing: str) -> Target:
    return Target(thing, Box.around(point, POINT_PX), "model")
