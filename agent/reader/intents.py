"""Intents: what hands do to one thing so that it holds, shows or is what was asked for, and what should then be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...tools import action as do
from ...tools.geometry import Box
from ...tools.sight import Sight
from ...tools.target import Target
from ..sighted import widget_at
from ..state import SCROLLED_ON, Changes, Holds, Intent, Says, Situation, Stands
from .dates import Pattern
from .ground import TICKED
from .native import enter_in_parts, is_in_parts

PAGE = 0.8
"""So much of what is to be seen is scrolled at once."""
EVERYTHING_PX = 100_000.0
LIST = 3
"""So many lines under one another may be entries of a list."""
CHOSEN = frozenset({"checked", "selected"})
CHECKED_S = 1.0
"""How long a claim may take to come true where it is checked."""
CARET_S = 0.6
"""A caret that touches the last letter is gone by then for a moment."""
CARET_KEYS = frozenset({"home", "end", "left", "right", "up", "down", "pageup", "pagedown", "ctrl"})
"""Where they move a caret that nobody can see, or that is there already, nothing shows what they did."""


def click(sight: Sight, target: Target, said: str, button: do.Button = "left", count: int = 1) -> Intent:
    action = do.bind(do.Click(target.point, button, count), sight.frame, target.box, target.hint)
    hope = _after_click(target) if (button, count) == ("left", 1) else Changes()
    return Intent(action, said, target, hope, named=True)


def _after_click(target: Target) -> Stands | Changes:
    """What the computer calls a choice, and says how it stands, stands otherwise afterwards."""
    state = target.hint.state if target.hint is not None else ()
    if target.kind not in ("radio", "checkbox", "switch") or not CHOSEN.union(("unchecked",)).intersection(state):
        return Changes()
    return Stands("unchecked" if target.kind != "radio" and CHOSEN.intersection(state) else "checked")


def focus(sight: Sight, target: Target, said: str) -> Intent:
    """The first of several: what follows proves it."""
    return replace(click(sight, target, said), hope=None)


def enter(situation: Situation, target: Target, value: str, said: str, asked: Pattern | None = None) -> list[Intent]:
    """The field shows exactly this value afterwards, whatever it showed before.

    `asked`: the order in which it wanted the parts of a date, before something was typed."""
    widget = widget_at(situation.sight, target.box)
    if widget is not None and value and is_in_parts(widget, value, again=situation.closer):
        return enter_in_parts(situation, target, widget, value, said, asked)
    return enter_text(situation, target, value, said)


def enter_text(situation: Situation, target: Target, value: str, said: str, *, over: bool = False) -> list[Intent]:
    """Typed over what is there; `over`: something is, whatever it looks like."""
    sight = situation.sight
    widget = widget_at(sight, target.box)
    masked = widget is not None and "masked" in widget.state
    is_empty = widget is not None and not widget.value and not over and not situation.closer
    everything = Intent(do.Press(("ctrl", "a")), said, target, None, named=True)
    last = do.Type(value) if value else do.Press(("delete",))
    typed = Intent(last, said, target, Holds(value, masked), CARET_S, named=True)
    return [focus(sight, target, said), typed] if is_empty and value else [focus(sight, target, said), everything, typed]


def append(situation: Situation, target: Target, value: str, said: str) -> list[Intent]:
    sight = situation.sight
    widget = widget_at(sight, target.box)
    before = widget.value if widget is not None else ""
    end = Intent(do.Press(("end",)), said, target, None, named=True)
    more = Intent(do.Type(value), said, target, Holds(before + value), named=True)
    return [focus(sight, target, said), end, more]


def is_open_list(sight: Sight, target: Target) -> bool:
    """Whether several entries stand in it, one under the other."""
    return sum(target.box.contains(line.box.center) for line in sight.lines) > 1


def pick(sight: Sight, entries: Sequence[Target], said: str, *, more: bool = False) -> list[Intent]:
    """Clicks each entry of an open list, all but the first with Ctrl, so that others stay chosen; `more`: some are already."""
    intents: list[Intent] = []
    for n, entry in enumerate(entries):
        action = do.Click(entry.point, held=("ctrl",) if n or more else ())
        intents.append(Intent(do.bind(action, sight.frame, entry.box, entry.hint), said, entry, Changes(), named=True))
    return intents


def tick(situation: Situation, targets: Sequence[Target], said: str, *, on: bool) -> list[Intent]:
    """What is so already is left alone."""
    intents: list[Intent] = []
    for target in targets:
        widget = widget_at(situation.sight, target.box)
        if widget is not None and widget.state and is_chosen(situation.sight, target) is on:
            continue
        hope = Stands("checked" if on else "unchecked") if target.kind in TICKED else Changes()
        intents.append(replace(click(situation.sight, target, said), hope=hope))
    return intents


def is_chosen(sight: Sight, target: Target) -> bool:
    widget = widget_at(sight, target.box)
    return widget is not None and bool(CHOSEN.intersection(widget.state))


def check(claim: str, said: str, patience_s: float = CHECKED_S) -> Intent:
    """Nothing is done: what should be so is looked for."""
    return Intent(do.Wait(0.0), said, None, Says(claim), patience_s, named=True)


def scroll(sight: Sight, way: str, target: Target | None, said: str) -> Intent:
    size = sight.frame.size
    point = target.point if target is not None else do.Point(size.w / 2, size.h / 2)
    page_px = PAGE * (target.box.h if target is not None else size.h)
    dy = {"down": page_px, "up": -page_px, "bottom": EVERYTHING_PX, "top": -EVERYTHING_PX}.get(way, 0.0)
    dx = {"right": page_px, "left": -page_px}.get(way, 0.0)
    return Intent(do.bind(do.Scroll(point, dx, dy), sight.frame), said, None, None, named=True)


def further_down(situation: Situation, *, in_list: bool = False) -> Intent:
    """What is not to be seen may be below; an entry, in the list that shows others."""
    sight, said = situation.sight, SCROLLED_ON
    place = column_of(sight) if in_list else None
    if place is None:
        return replace(scroll(sight, "down", None, said), goes_on=True)
    return Intent(do.bind(do.Scroll(place.center, dy=PAGE * place.h), sight.frame), said, None, None, goes_on=True, named=True)


def column_of(sight: Sight) -> Box | None:
    """Where most lines stand one under the other, as the entries of an open list do."""
    buttons = [widget.box for widget in sight.widgets if widget.kind in ("button", "link", "field")]
    boxes = [line.box for line in sight.lines if not any(box.contains(line.box.center) for box in buttons)]
    columns = [[other for other in boxes if abs(other.x - box.x) < box.h / 2] for box in boxes]
    longest = max(columns, key=len, default=list[Box]())
    return Box.union(longest) if len(longest) >= LIST else None
