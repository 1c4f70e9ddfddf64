"""Keyboard: what keys do to a stage."""

from __future__ import annotations

from dataclasses import replace

from .scene import Button, Check, Field, Label, Link, Radio, Select, Slider, key_of
from .stage import MENU_ROWS, Stage
from .textbox import PAD_PX, Edit, Lines, strike

SEARCH_S = 1.0
"""Letters typed at a select within this time belong to one word."""


def type_text(stage: Stage, text: str) -> None:
    for char in text:
        press(stage, {"\n": "enter", "\t": "tab", " ": "space"}.get(char, char), frozenset())


def press(stage: Stage, key: str, held: frozenset[str]) -> None:
    """One key, a name or a character, with the modifiers that are down."""
    if len(key) == 1 and "shift" in held:
        key = key.upper()
    if stage.state.dialog is not None:
        _press_in_dialog(stage, key, held)
    elif stage.state.menu is not None:
        _press_in_menu(stage, key)
    elif key == "tab":
        _step_focus(stage, -1 if "shift" in held else 1)
    elif not _press_in_focus(stage, key, held):
        _scroll(stage, key)


def _press_in_dialog(stage: Stage, key: str, held: frozenset[str]) -> None:
    dialog = stage.state.dialog
    match key:
        case "enter" | "space" if dialog and (key == "enter" or dialog.kind != "prompt"):
            stage.answer(True)
        case "escape":
            # An alert has one button only; Escape presses it too.
            stage.answer(bool(dialog and dialog.kind == "alert"))
        case "backspace":
            stage.state.typed = stage.state.typed[:-1]
        case "a" if "ctrl" in held:
            stage.state.typed = ""
        case _:
            stage.state.typed += _letters(key, held)


def _press_in_menu(stage: Stage, key: str) -> None:
    menu = stage.state.menu
    assert menu is not None
    options = stage.options(menu)
    marked = menu.marked
    match key:
        case "escape":
            stage.state.menu = None
            return
        case "enter" | "tab" | "space" if key != "space" or not _searching(stage):
            stage.state.menu = None
            stage.set(key_of(stage.widgets[menu.select]), options[marked])
            return
        case "up" | "down" | "home" | "end" | "pageup" | "pagedown":
            marked = _stepped(key, marked, len(options))
        case _ if written := _letters(key, frozenset()):
            marked = _search(stage, options, marked, written)
        case _:
            return
    first = min(max(menu.first, marked - MENU_ROWS + 1), marked)
    stage.state.menu = replace(menu, marked=marked, first=first)


def _press_in_focus(stage: Stage, key: str, held: frozenset[str]) -> bool:
    """Whether what has the focus had a use for the key."""
    index = stage.state.focus
    if index is None:
        return False
    match stage.widgets[index]:
        case Field() as field:
            return _press_in_field(stage, field, key, held)
        case Button() | Check() | Radio() | Link() if key in ("space", "enter"):
            stage.activate(index)
            return True
        case Radio() as radio if key in ("up", "down", "left", "right"):
            return _step_radio(stage, radio, -1 if key in ("up", "left") else 1)
        case Slider() as slider if key in ("up", "down", "left", "right", "home", "end"):
            steps = {"up": 1, "right": 1, "down": -1, "left": -1, "home": -1e9, "end": 1e9}[key]
            value = float(stage.value(slider)) + steps * slider.step
            stage.set(key_of(slider), min(max(value, slider.low), slider.high))
            return True
        case Select() as select:
            return _press_at_select(stage, index, select, key)
        case _:
            return False


def _press_at_select(stage: Stage, index: int, select: Select, key: str) -> bool:
    if key == "enter" or (key == "space" and not _searching(stage)):
        stage.activate(index)
        return True
    chosen = select.options.index(str(stage.value(select))) if stage.value(select) in select.options else -1
    if key in ("up", "down", "home", "end"):
        chosen = _stepped(key, chosen, len(select.options))
    elif written := _letters(key, frozenset()):
        chosen = _search(stage, select.options, chosen, written)
    else:
        return False
    if 0 <= chosen < len(select.options):
        stage.set(key_of(select), select.options[chosen])
    return True


def _press_in_field(stage: Stage, field: Field, key: str, held: frozenset[str]) -> bool:
    edit = stage.edit()
    assert edit is not None
    if "ctrl" in held and key.lower() in ("a", "c", "x", "v"):
        _use_clipboard(stage, field, edit, key.lower())
        return True
    if key == "enter" and field.lines == 1:
        _press_primary(stage)
        return True
    if written := "\n" if key == "enter" else _letters(key, held):
        stage.put(edit.typed(written))
        return True
    shown = "•" * len(edit.text) if field.masked else edit.text
    width = stage.box(stage.state.focus or 0).w - 2 * PAD_PX if field.lines > 1 else None
    struck = strike(edit, key, Lines.of(shown, width), ctrl="ctrl" in held, shift="shift" in held)
    if struck is not None:
        stage.put(struck)
    return struck is not None


def _use_clipboard(stage: Stage, field: Field, edit: Edit, key: str) -> None:
    if key == "a":
        stage.put(edit.all())
    elif key == "v":
        clip = stage.state.clipboard
        stage.put(edit.typed(clip if field.lines > 1 else clip.replace("\n", "")))
    elif edit.selection and not field.masked:
        stage.state.clipboard = edit.selection
        if key == "x":
            stage.put(edit.typed(""))


def _letters(key: str, held: frozenset[str]) -> str:
    """What a key writes; nothing while Ctrl, Alt or Meta is down."""
    if held & {"ctrl", "alt", "meta"}:
        return ""
    return " " if key == "space" else key if len(key) == 1 else ""


def _press_primary(stage: Stage) -> None:
    for index, widget in enumerate(stage.widgets):
        if isinstance(widget, Button) and widget.primary:
            stage.activate(index)
            return


def _step_focus(stage: Stage, step: int) -> None:
    stops = [at for at, widget in enumerate(stage.widgets) if not widget.disabled and not isinstance(widget, Label)]
    if not stops:
        return
    now = stage.state.focus
    index = stops[0 if step > 0 else -1] if now is None else stops[(stops.index(now) + step) % len(stops)]
    stage.focus(index)
    if (edit := stage.edit()) is not None:
        stage.put(edit.all())
    box = stage.box(index)
    if box.y < 0 or box.bottom > stage.size.h:
        stage.scroll_to(stage.scroll_y + box.center.y - stage.size.h / 2)


def _step_radio(stage: Stage, radio: Radio, step: int) -> bool:
    group = [
        at
        for at, other in enumerate(stage.widgets)
        if isinstance(other, Radio) and key_of(other) == key_of(radio) and not other.disabled
    ]
    now = stage.state.focus
    if now in group:
        index = group[(group.index(now) + step) % len(group)]
        stage.focus(index)
        stage.activate(index)
    return True


def _stepped(key: str, at: int, count: int) -> int:
    step = {"up": -1, "down": 1, "home": -count, "end": count, "pageup": -MENU_ROWS, "pagedown": MENU_ROWS}[key]
    return min(max(at + step, 0), count - 1)


def _searching(stage: Stage) -> bool:
    at_s, letters = stage.state.search
    return bool(letters) and stage.now() - at_s < SEARCH_S


def _search(stage: Stage, options: tuple[str, ...], at: int, written: str) -> int:
    """The option that begins with what was typed; one letter again and again goes through all of its options."""
    letters = (stage.state.search[1] if _searching(stage) else "") + written.casefold()
    stage.state.search = (stage.now(), letters)
    again = len(set(letters)) == 1
    start = at + 1 if again else max(at, 0)
    word = letters[0] if again else letters
    order = [(start + step) % len(options) for step in range(len(options))]
    return next((i for i in order if options[i].casefold().startswith(word)), at)


def _scroll(stage: Stage, key: str) -> None:
    page_px = stage.size.h * 0.9
    by = {"up": -40, "down": 40, "pageup": -page_px, "pagedown": page_px, "space": page_px, "home": -1e9, "end": 1e9}
    if key in by:
        stage.scroll_to(stage.scroll_y + by[key])
