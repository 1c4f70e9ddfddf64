"""Hints: what a stage says of its widgets."""

from __future__ import annotations

from ..action import Keyed
from ..drawing import dialog_hints
from ..frame import OpenDialog
from ..geometry import Box
from ..stale import stray_keys
from ..target import Hint
from .painting import OPTION_PX
from .pointer import Spot
from .scene import Button, Check, Field, Label, Link, Radio, Select, Widget
from .stage import MENU_ROWS, Stage


def hints_of(stage: Stage) -> tuple[Hint, ...]:
    menu = stage.state.menu
    shown = range(menu.first, min(menu.first + MENU_ROWS, len(stage.options(menu)))) if menu else ()
    spots = [Spot("widget", index) for index in range(len(stage.widgets))] + [Spot("option", index) for index in shown]
    return tuple(hint for spot in spots if (hint := hint_of(stage, spot)) is not None)


def hint_of(stage: Stage, spot: Spot) -> Hint | None:
    """What a browser would say of what lies there."""
    if spot.kind == "option" and (menu := stage.state.menu) is not None and (box := stage.menu_box()) is not None:
        place = Box(box.x, box.y + 1 + (spot.index - menu.first) * OPTION_PX, box.w, OPTION_PX)
        return Hint("option", stage.options(menu)[spot.index], place, state=("selected",) * (spot.index == menu.marked))
    if spot.kind != "widget" or isinstance(widget := stage.widgets[spot.index], Label):
        return None
    if (box := stage.box(spot.index).clip(stage.size)) is None:
        return None
    words = "" if isinstance(widget, Button | Link | Check | Radio) else stage.words(widget)
    value = "•" * len(words) if isinstance(widget, Field) and widget.masked else words
    options = widget.options if isinstance(widget, Select) else ()
    return Hint(_role(widget), widget.label, box, value, _state(stage, spot.index, widget), options, _key(stage, spot.index))


def refuse_stray(stage: Stage, action: Keyed, meant: Hint, dialog: OpenDialog | None) -> None:
    """Raises `StaleFrame` unless the keys would go into what they are for."""
    if dialog is not None:
        has_keys = dialog_hints(dialog)[0]
        if not has_keys.same_thing(meant):
            raise stray_keys(action, meant, (has_keys.role, has_keys.name))
        return
    called = [("", "") if isinstance(widget, Label) else (_role(widget), widget.label) for widget in stage.widgets]
    index, name = stage.state.focus, (meant.role, meant.name)
    if index is None:
        raise stray_keys(action, meant, None)
    is_it = meant.key == _key(stage, index) if meant.key else called.count(name) == 1
    if called[index] != name or not is_it:
        raise stray_keys(action, meant, called[index])


def _key(stage: Stage, index: int) -> str:
    return f"{stage.state.page}.{index}"


def _state(stage: Stage, index: int, widget: Widget) -> tuple[str, ...]:
    value = stage.value(widget)
    open_menu = stage.state.menu is not None and stage.state.menu.select == index
    on = bool(value) if isinstance(widget, Check) else isinstance(widget, Radio) and value == widget.label
    facts = {
        "checked": on,
        "unchecked": isinstance(widget, Check | Radio) and not on,
        "disabled": widget.disabled,
        "required": isinstance(widget, Field | Check | Select) and widget.required,
        "focused": stage.state.focus == index,
        "expanded": open_menu,
        "collapsed": isinstance(widget, Select) and not open_menu,
        "masked": isinstance(widget, Field) and widget.masked,
    }
    return tuple(name for name, true in facts.items() if true)


def _role(widget: Widget) -> str:
    match widget:
        case Field():
            return "textbox"
        case Check():
            return "checkbox"
        case Select():
            return "combobox"
        case _:
            return type(widget).__name__.casefold()
