"""Pointer: what presses, moves and the wheel do to a stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ..geometry import Box, Point
from .painting import OPTION_PX, knob_x, margins, text_top, track_px, window_of
from .scene import LABEL_PX, Field, Label, Slider, key_of, label_above
from .stage import MENU_ROWS, Stage
from .textbox import PAD_PX, Edit

Kind = Literal["widget", "option", "bar", "dialog"]


@dataclass(frozen=True, slots=True)
class Spot:
    """What lies under the pointer: a widget, an option of the open list, the scrollbar, a button of the dialog."""

    kind: Kind
    index: int


class Pointer:
    """The one pointer of a stage; `pressed` is what its button went down on."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.pressed: Spot | None = None

    def under(self, point: Point | None) -> Spot | None:
        if point is None:
            return None
        stage = self.stage
        if (dialog := stage.state.dialog) is not None:
            return next((Spot("dialog", at) for at, (_, box) in enumerate(dialog.boxes) if box.contains(point)), None)
        if (menu := stage.state.menu) is not None and (box := stage.menu_box()) is not None and box.contains(point):
            row = int((point.y - box.y - 1) // OPTION_PX)
            return Spot("option", menu.first + min(max(row, 0), MENU_ROWS - 1))
        if (bar := stage.bar()) is not None and bar[0].contains(point):
            return Spot("bar", 0)
        for index in reversed(range(len(stage.widgets))):
            widget = stage.widgets[index]
            if not isinstance(widget, Label) and stage.box(index).contains(point):
                return Spot("widget", index)
            if isinstance(widget, Field) and _label_box(widget, stage.box(index)).contains(point):
                return Spot("widget", index)
        return None

    def move(self, point: Point) -> None:
        """Moves, and drags what is pressed."""
        stage = self.stage
        stage.state.pointer = point
        spot = self.under(point)
        if spot is not None and spot.kind == "option" and stage.state.menu is not None:
            stage.state.menu = replace(stage.state.menu, marked=spot.index)
        if self.pressed is None:
            return
        if self.pressed.kind == "bar":
            self._drag_bar(point)
        elif self.pressed.kind == "widget" and not stage.widgets[self.pressed.index].disabled:
            match stage.widgets[self.pressed.index]:
                case Slider() as slider:
                    self._drag_slider(self.pressed.index, slider, point)
                case Field() as field if (edit := stage.edit()) is not None and stage.state.focus == self.pressed.index:
                    stage.put(edit.to(self._index_at(self.pressed.index, field, edit, point), True))
                case _:
                    pass

    def press(self, point: Point, count: int = 1, *, extend: bool = False) -> None:
        """The button goes down, for the `count`th time in a row; `extend` is Shift's part in it."""
        stage = self.stage
        stage.state.pointer = point
        spot = self.under(point)
        if stage.state.menu is not None and (spot is None or spot.kind != "option"):
            # As in a browser, a click beside an open list closes it and does nothing else.
            stage.state.menu, self.pressed = None, None
            return
        self.pressed = spot
        if spot is None and stage.state.dialog is None:
            stage.focus(None)
        if spot is None:
            return
        if spot.kind == "bar":
            self._drag_bar(point)
        elif spot.kind == "widget":
            self._press_widget(spot.index, point, count, extend=extend)

    def _press_widget(self, index: int, point: Point, count: int, *, extend: bool) -> None:
        stage, widget = self.stage, self.stage.widgets[index]
        before = stage.edit() if stage.state.focus == index else None
        stage.focus(index)
        if widget.disabled:
            return
        if isinstance(widget, Slider):
            self._drag_slider(index, widget, point)
        elif isinstance(widget, Field):
            # Where a letter stood when it was aimed at: a field that had no focus was not scrolled.
            text = str(stage.value(widget))
            at = self._index_at(index, widget, before, point)
            edit = before or Edit(text, at, at)
            stage.put((edit.to(at, extend), edit.word_at(at), edit.all())[count - 1])

    def release(self, point: Point) -> None:
        """The button comes up: a click, where it comes up on what it went down on."""
        stage, pressed, spot = self.stage, self.pressed, self.under(point)
        stage.state.pointer, self.pressed = point, None
        if pressed is None or spot != pressed:
            return
        if pressed.kind == "dialog" and (dialog := stage.state.dialog) is not None:
            name = dialog.boxes[pressed.index][0]
            if name != "text":
                stage.answer(name == "ok")
        elif pressed.kind == "option" and (menu := stage.state.menu) is not None:
            stage.state.menu = None
            stage.set(key_of(stage.widgets[menu.select]), stage.options(menu)[pressed.index])
        elif pressed.kind == "widget":
            stage.activate(pressed.index)

    def wheel(self, point: Point, dy: float) -> None:
        stage = self.stage
        stage.state.pointer = point
        spot = self.under(point)
        if stage.state.dialog is not None:
            return
        if spot is not None and spot.kind == "option" and (menu := stage.state.menu) is not None:
            most = max(0, len(stage.options(menu)) - MENU_ROWS)
            stage.state.menu = replace(menu, first=min(max(menu.first + round(dy / OPTION_PX), 0), most))
        else:
            stage.state.menu = None
            stage.scroll_to(stage.scroll_y + dy)

    def _drag_bar(self, point: Point) -> None:
        if (bar := self.stage.bar()) is not None:
            box, _, thumb_h = bar
            share = (point.y - thumb_h / 2) / (box.h - thumb_h)
            self.stage.scroll_to(share * (self.stage.page_h - box.h))

    def _drag_slider(self, index: int, slider: Slider, point: Point) -> None:
        box = self.stage.box(index)
        share = (point.x - box.x - knob_x(box.w, 0)) / (track_px(box.w) - 16)
        steps = round(min(max(share, 0.0), 1.0) * (slider.high - slider.low) / slider.step)
        self.stage.set(key_of(slider), min(slider.low + steps * slider.step, slider.high))

    def _index_at(self, index: int, field: Field, edit: Edit | None, point: Point) -> int:
        box = self.stage.box(index)
        window = window_of(field, str(self.stage.value(field)), edit, round(box.w))
        return window.index_at(point.x - box.x - PAD_PX, point.y - box.y - text_top(field, round(box.h)))


def _label_box(field: Field, box: Box) -> Box:
    return Box(box.x, box.y - LABEL_PX, margins(field, round(box.w))[2] if label_above(field) else 0, LABEL_PX)
