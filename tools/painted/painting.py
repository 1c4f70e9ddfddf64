"""Painting: how a widget looks, and a canvas on which only what changed is drawn again.

A picture of a widget is drawn once per appearance and then only copied, so that a look costs copies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

import numpy as np
from PIL import Image, ImageDraw

from ..drawing import Colour, text_width, write
from ..frame import Pixels
from ..geometry import Size
from .scene import LABEL_PX, Button, Check, Field, Label, Link, Radio, Select, Slider, Widget, label_above
from .textbox import LINE_PX, PAD_PX, TEXT_PX, Edit, Window

PAPER: Colour = (250, 250, 252)
WHITE: Colour = (255, 255, 255)
INK: Colour = (28, 30, 36)
GREY: Colour = (120, 124, 134)
PALE: Colour = (178, 182, 190)
EDGE: Colour = (150, 154, 164)
BLUE: Colour = (37, 99, 235)
DARK_BLUE: Colour = (26, 72, 178)
LIGHT: Colour = (232, 236, 244)
MARKED: Colour = (179, 212, 252)

RING_PX = 3
"""Room around a widget for the ring that shows focus."""

BAR_PX = 14
OPTION_PX = 28


@dataclass(frozen=True, slots=True)
class Appearance:
    """All that a widget's picture depends on."""

    widget: Widget
    w: int
    h: int
    words: str = ""
    """What is written in it."""
    on: bool = False
    share: float = 0.0
    """How far along a slider is, 0 to 1."""
    edit: Edit | None = None
    """Where its caret is, when it has the focus and letters in it."""
    caret: bool = False
    focused: bool = False
    hovered: bool = False
    pressed: bool = False


def margins(widget: Widget, w: int) -> tuple[int, int, int]:
    """How far a widget's picture goes beyond its box: left, above, and how wide the picture is."""
    label = label_above(widget)
    wide = max(w, round(text_width(label, TEXT_PX)) + 2) if label else w
    return RING_PX, RING_PX + (LABEL_PX if label else 0), wide + 2 * RING_PX


def write_in(field: Field, text: str) -> str:
    """The letters a field shows for a text."""
    return "•" * len(text) if field.masked else text


def window_of(field: Field, text: str, edit: Edit | None, w: int) -> Window:
    return Window.of(write_in(field, text), edit.caret if edit else None, w - 2 * PAD_PX, field.lines)


def text_top(field: Field, h: int) -> int:
    return 6 if field.lines > 1 else (h - LINE_PX) // 2


@lru_cache(maxsize=512)
def paint(look: Appearance) -> Pixels:
    left, top, wide = margins(look.widget, look.w)
    image = Image.new("RGB", (wide, top + look.h + RING_PX), PAPER)
    draw = ImageDraw.Draw(image)
    ink = PALE if look.widget.disabled else INK
    if label := label_above(look.widget):
        write(draw, left, RING_PX, label, TEXT_PX - 1, GREY if look.widget.disabled else INK)
    if look.focused:
        draw.rounded_rectangle((left - 3, top - 3, left + look.w + 2, top + look.h + 2), 6, outline=(140, 176, 250), width=2)
    match look.widget:
        case Label() as label:
            write(draw, left, top, look.words, label.size_px, GREY if label.grey else ink)
        case Field() as field:
            _paint_field(image, look, field, left, top)
        case Button() as button:
            _paint_button(draw, look, button, left, top)
        case Link() as link:
            colour = PALE if link.disabled else DARK_BLUE if look.hovered else BLUE
            write(draw, left, top, link.label, TEXT_PX, colour)
            draw.line((left, top + 18, left + look.w, top + 18), colour)
        case Check() | Radio() as choice:
            _paint_choice(draw, look, left, top + 2, round_=isinstance(choice, Radio))
            write(draw, left + 26, top + 1, choice.label, TEXT_PX, ink)
        case Select():
            _box(draw, look, left, top)
            write(draw, left + PAD_PX, top + 7, look.words, TEXT_PX, ink)
            tip = left + look.w - 18
            draw.line((tip - 5, top + 14, tip, top + 19, tip + 5, top + 14), fill=GREY, width=2)
        case Slider():
            _paint_slider(draw, look, left, top)
    return np.asarray(image)


def _box(draw: ImageDraw.ImageDraw, look: Appearance, left: int, top: int) -> None:
    edge = PALE if look.widget.disabled else BLUE if look.focused else INK if look.hovered else EDGE
    fill = LIGHT if look.widget.disabled else WHITE
    draw.rounded_rectangle((left, top, left + look.w - 1, top + look.h - 1), 4, fill=fill, outline=edge)


def _paint_field(image: Image.Image, look: Appearance, field: Field, left: int, top: int) -> None:
    _box(ImageDraw.Draw(image), look, left, top)
    w, h = look.w - 2 * PAD_PX, look.h - 4
    inside = Image.new("RGB", (w, h), LIGHT if field.disabled else WHITE)
    draw = ImageDraw.Draw(inside)
    view, y0 = window_of(field, look.words, look.edit, look.w), text_top(field, look.h) - 2
    start, end = look.edit.selected if look.edit else (0, 0)
    for row, (first, last) in enumerate(view.lines.spans[view.first_row :]):
        y, text = y0 + row * LINE_PX, view.lines.text[first:last]
        if max(first, start) < min(last, end):
            begin, stop = (text_width(text[: at - first], TEXT_PX) - view.shift_x for at in (max(first, start), min(last, end)))
            draw.rectangle((begin, y, stop, y + LINE_PX - 1), fill=MARKED)
        write(draw, -view.shift_x, y + 1, text, TEXT_PX, PALE if field.disabled else INK)
    if not look.words:
        write(draw, 0, y0 + 1, field.placeholder, TEXT_PX, PALE)
    if look.edit and look.caret:
        row, x = view.lines.place(look.edit.caret)
        x, y = round(x - view.shift_x), y0 + (row - view.first_row) * LINE_PX
        draw.line((x, y + 1, x, y + LINE_PX - 2), fill=(0, 0, 0))
    image.paste(inside, (left + PAD_PX, top + 2))


def _paint_button(draw: ImageDraw.ImageDraw, look: Appearance, button: Button, left: int, top: int) -> None:
    dark = button.primary and not button.disabled
    if dark:
        fill = DARK_BLUE if look.pressed or look.hovered else BLUE
    else:
        fill = PALE if look.pressed else (216, 222, 232) if look.hovered else LIGHT
    draw.rounded_rectangle((left, top, left + look.w - 1, top + look.h - 1), 5, fill=fill, outline=fill if dark else PALE)
    x = left + (look.w - text_width(button.label, TEXT_PX)) / 2
    write(draw, x, top + (look.h - TEXT_PX) / 2 - 1, button.label, TEXT_PX, WHITE if dark else PALE if button.disabled else INK)


def _paint_choice(draw: ImageDraw.ImageDraw, look: Appearance, x: int, y: int, *, round_: bool) -> None:
    edge = PALE if look.widget.disabled else BLUE if look.on or look.hovered else EDGE
    place = (x, y, x + 17, y + 17)
    if round_:
        draw.ellipse(place, fill=WHITE, outline=edge, width=2)
        if look.on:
            draw.ellipse((x + 5, y + 5, x + 12, y + 12), fill=edge)
        return
    draw.rounded_rectangle(place, 3, fill=edge if look.on else WHITE, outline=edge, width=2)
    if look.on:
        draw.line((x + 4, y + 9, x + 7, y + 12, x + 13, y + 5), fill=WHITE, width=2)


def _paint_slider(draw: ImageDraw.ImageDraw, look: Appearance, left: int, top: int) -> None:
    middle, x = top + look.h // 2, left + knob_x(look.w, look.share)
    colour = PALE if look.widget.disabled else DARK_BLUE if look.hovered else BLUE
    draw.rectangle((left, middle - 2, left + track_px(look.w), middle + 1), fill=PALE)
    draw.rectangle((left, middle - 2, x, middle + 1), fill=colour)
    draw.ellipse((x - 8, middle - 8, x + 8, middle + 8), fill=colour)
    write(draw, left + track_px(look.w) + 14, top + 3, look.words, TEXT_PX, INK)


def track_px(w: float) -> float:
    """How long a slider's track is; its value stands beside it."""
    return w - 54


def knob_x(w: float, share: float) -> float:
    return 8 + share * (track_px(w) - 16)


@lru_cache(maxsize=256)
def paint_menu(options: tuple[str, ...], marked: int, w: int) -> Pixels:
    image = Image.new("RGB", (w, len(options) * OPTION_PX + 2), WHITE)
    draw = ImageDraw.Draw(image)
    for row, option in enumerate(options):
        y = 1 + row * OPTION_PX
        if row == marked:
            draw.rectangle((0, y, w, y + OPTION_PX - 1), fill=BLUE)
        write(draw, PAD_PX, y + 5, option, TEXT_PX, WHITE if row == marked else INK)
    draw.rectangle((0, 0, w - 1, image.height - 1), outline=EDGE)
    return np.asarray(image)


@lru_cache(maxsize=256)
def paint_bar(h: int, thumb_y: int, thumb_h: int, held: bool) -> Pixels:
    """A scrollbar."""
    bar = np.empty((h, BAR_PX, 3), np.uint8)
    bar[:] = LIGHT
    bar[thumb_y : thumb_y + thumb_h, 2:-2] = GREY if held else PALE
    return bar


Sprite = tuple[int, int, Pixels]
"""Left, top, picture."""


class Canvas:
    """A picture made of sprites, later ones over earlier ones."""

    def __init__(self, size: Size) -> None:
        self.pixels: Pixels = np.empty((size.h, size.w, 3), np.uint8)
        self.pixels[:] = PAPER
        self._shown: list[Sprite] = []

    def show(self, sprites: list[Sprite]) -> bool:
        """Shows these instead of the last ones; says whether that changed anything."""
        dirty = [
            sprite
            for pair in zip_longest(self._shown, sprites)
            if pair[0] is None or pair[1] is None or pair[0][:2] != pair[1][:2] or pair[0][2] is not pair[1][2]
            for sprite in pair
            if sprite is not None
        ]
        self._shown = sprites
        for left, top, picture in dirty:
            self._redraw(left, top, left + picture.shape[1], top + picture.shape[0])
        return bool(dirty)

    def _redraw(self, left: int, top: int, right: int, bottom: int) -> None:
        left, top = max(left, 0), max(top, 0)
        self.pixels[top : max(bottom, top), left : max(right, left)] = PAPER
        for x, y, picture in self._shown:
            x1, y1 = max(x, left), max(y, top)
            x2, y2 = (
                min(x + picture.shape[1], right, self.pixels.shape[1]),
                min(y + picture.shape[0], bottom, self.pixels.shape[0]),
            )
            if x1 < x2 and y1 < y2:
                self.pixels[y1:y2, x1:x2] = picture[y1 - y : y2 - y, x1 - x : x2 - x]
