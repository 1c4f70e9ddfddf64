"""Eyes: the picture of a stage, drawn again only where it changed."""

from __future__ import annotations

from dataclasses import replace

from ..drawing import draw_dialog
from ..frame import Frame, OpenDialog, Pixels
from ..geometry import Box
from .painting import Appearance, Canvas, Sprite, margins, paint, paint_bar, paint_menu
from .pointer import Pointer, Spot
from .scene import Check, Radio, Slider, Widget
from .stage import MENU_ROWS, Stage


class Eyes:
    def __init__(self, stage: Stage, pointer: Pointer) -> None:
        self._stage = stage
        self._pointer = pointer
        self._canvas = Canvas(stage.size)
        self._pixels = self._canvas.pixels.copy()
        self._dialog: tuple[Pixels, OpenDialog, str, Pixels] | None = None
        """The last dialog drawn: over what, which, with what typed; and the picture."""

    def look(self) -> tuple[Pixels, OpenDialog | None]:
        """What is to be seen now, and the dialog in it with the places of its buttons."""
        pixels, dialog = self._draw(), self._stage.state.dialog
        return (pixels, None) if dialog is None else self._draw_dialog(pixels, dialog)

    def _draw(self) -> Pixels:
        if self._canvas.show(self._sprites()):
            self._pixels = self._canvas.pixels.copy()
        return self._pixels

    def _draw_dialog(self, under: Pixels, dialog: OpenDialog) -> tuple[Pixels, OpenDialog]:
        typed = self._stage.state.typed
        known = self._dialog
        if known is None or known[0] is not under or known[1] is not dialog or known[2] != typed:
            pixels, dialog = draw_dialog(Frame.of(under, "painted"), dialog, typed=typed)
            self._stage.state.dialog = dialog
            self._dialog = known = (under, dialog, typed, pixels)
        return known[3], dialog

    def _sprites(self) -> list[Sprite]:
        stage, hovered = self._stage, self._pointer.under(self._stage.state.pointer)
        sprites: list[Sprite] = []
        for index, widget in enumerate(stage.widgets):
            box = stage.box(index)
            if box.bottom < 0 or box.y > stage.size.h + 40:
                continue
            left, above, _ = margins(widget, round(box.w))
            picture = paint(self._appearance(index, widget, box, hovered))
            sprites.append((round(box.x) - left, round(box.y) - above, picture))
        if (bar := stage.bar()) is not None:
            place, thumb_y, thumb_h = bar
            held = self._pointer.pressed == Spot("bar", 0)
            sprites.append((round(place.x), 0, paint_bar(round(place.h), round(thumb_y), round(thumb_h), held)))
        if (menu := stage.state.menu) is not None and (box := stage.menu_box()) is not None:
            options = stage.options(menu)[menu.first : menu.first + MENU_ROWS]
            sprites.append((round(box.x), round(box.y), paint_menu(options, menu.marked - menu.first, round(box.w))))
        return sprites

    def _appearance(self, index: int, widget: Widget, box: Box, hovered: Spot | None) -> Appearance:
        stage, spot = self._stage, Spot("widget", index)
        focused = stage.state.focus == index
        value = stage.value(widget)
        edit = stage.edit() if focused else None
        look = Appearance(
            widget,
            round(box.w),
            round(box.h),
            words=stage.words(widget),
            edit=edit,
            caret=edit is not None and stage.caret_shows() and stage.state.menu is None,
            focused=focused,
            hovered=hovered == spot and not widget.disabled,
            pressed=self._pointer.pressed == spot,
        )
        match widget:
            case Check():
                return replace(look, on=bool(value))
            case Radio():
                return replace(look, on=value == widget.label)
            case Slider():
                return replace(look, share=(float(value) - widget.low) / (widget.high - widget.low))
            case _:
                return look
