"""Hands: typed calls → actions in frame px, not yet bound to a look; 0..1000 is mapped here and nowhere else.

Click(coordinate=(447, 81)) on 1280x720   →   Deed(Click(Point(572.16, 58.32)), at=(447, 81))
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from ...tools import action as do
from ...tools.errors import BadInput
from ...tools.geometry import Point, Size
from ...tools.keys import key_named, untypable
from .badreply import BadReply, short
from .calls import Answer, Ask, Back, Call, Click, Dialog, Drag, Goto, Key, Move, Scroll, Tab, Terminate, Type, Upload, Wait

LONGEST_WAIT_S = 30.0
NOTCHES, NOTCH_PX = 15, 100.0
"""So few pixels would show nothing new: they are meant as notches of a wheel, each of so many pixels."""
FURTHEST_PX = 20_000.0
_CLICKS: dict[str, tuple[do.Button, int]] = {
    "left_click": ("left", 1), "right_click": ("right", 1), "middle_click": ("middle", 1), "double_click": ("left", 2),
    "triple_click": ("left", 3),
}  # fmt: skip
_SIDED = re.compile(r"(ctrl|control|shift|alt|super|win|meta|cmd|command|option)[ _-]?(?:l|r|left|right)")
_OF_PROGRAMS = {"kp_enter": "enter", "prtsc": "printscreen", "prtscr": "printscreen", "prior": "pageup", "next": "pagedown"}
"""Names of keys in X11 and PyAutoGUI, which models have read much of."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What one call comes to."""

    action: do.Action
    call: Call
    at: tuple[float, float] | None = None
    """The place the model itself said, of 0..1000; None where it said none."""


def deeds_of(said: Iterable[Call], size: Size, pointer: Point | None = None, why: str = "") -> tuple[Deed, ...]:
    """`pointer` is where it was left, in frame px; `why` what a giving up or finishing is explained with. BadReply where
    a place or key is missing or unknown: then none of it is to be done."""
    deeds: list[Deed] = []
    pointer = size.clamp(pointer) if pointer else None
    for call in said:
        at = call.coordinate if isinstance(call, Click | Move | Drag | Scroll) else None
        action = _action(call, size, pointer, why)
        if isinstance(action, do.Click | do.Move | do.Drag | do.Scroll):
            pointer = do.points_of(action)[-1]
        deeds.append(Deed(action, call, at))
    return tuple(deeds)


def _action(call: Call, size: Size, pointer: Point | None, why: str) -> do.Action:
    match call:
        case Click(action=which, coordinate=at):
            button, count = _CLICKS[which]
            return do.Click(size.from_thousandths(*at) if at else _pointer(which, pointer), button, count)
        case Move(coordinate=(x, y)):
            return do.Move(size.from_thousandths(x, y))
        case Drag(action=which, coordinate=(x, y)):
            return do.Drag((_pointer(which, pointer), size.from_thousandths(x, y)))
        case Scroll(action=which, coordinate=at, pixels=pixels):
            point = size.from_thousandths(*at) if at else pointer or Point(size.w / 2, size.h / 2)
            px = _scrolled_px(pixels)
            return do.Scroll(point, dy=px) if which == "scroll" else do.Scroll(point, dx=px)
        case Type(text=text):
            if what := untypable(text):
                raise BadReply("bad_argument", f"type: {what} of the text cannot be typed; leave it out")
            return do.Type(text)
        case Key(keys=keys):
            return do.Press(keys_named(keys))
        case Wait(time=seconds):
            return do.Wait(min(seconds, LONGEST_WAIT_S))
        case Terminate(status=status):
            return do.Done(status == "success", why)
        case Answer(text=text):
            return do.Answer(text)
        case Goto(url=url):
            return do.Goto(url)
        case Back():
            return do.Back()
        case Tab(which=which):
            return do.Tab(which)
        case Upload(files=files):
            return do.Upload(files)
        case Dialog(accept=accept, text=text):
            return do.Dialog(accept, text)
        case Ask(question=question):
            return do.Ask(question)
        case _:
            assert_never(call)


def _pointer(what: str, pointer: Point | None) -> Point:
    if pointer is None:
        raise BadReply("no_pointer", f"{what}: nobody knows where the pointer is; give a coordinate, or mouse_move first")
    return pointer


def _scrolled_px(pixels: float) -> float:
    """Models say + for up and for left; hands say + for what is further down, or right."""
    if pixels == 0:
        raise BadReply("bad_argument", "scroll: 0 pixels is nowhere; below 0 is down, above 0 is up")
    px = pixels * NOTCH_PX if abs(pixels) <= NOTCHES else pixels
    return -min(max(px, -FURTHEST_PX), FURTHEST_PX)


def keys_named(said: Iterable[str]) -> tuple[str, ...]:
    """In the one vocabulary of keys; in a chord, a letter names its key whatever its case."""
    try:
        names = [key_named(_plain(each)).name for each in said]
    except BadInput as error:
        raise BadReply("bad_argument", f"key: {short(error, 200)}") from None
    return tuple(name.lower() if len(names) > 1 and len(name.lower()) == 1 else name for name in names)


def _plain(name: str) -> str:
    folded = name.casefold()
    sided = _SIDED.fullmatch(folded)
    return sided.group(1) if sided else _OF_PROGRAMS.get(folded, name)
